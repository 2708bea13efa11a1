"""The whole path: the demonstration county's files, through the registers and the ledger, to the published figures."""

from datetime import date, datetime
from pathlib import Path

import pytest

from county.figures import FIGURES, Expected
from county.making import make_county
from jianfu.burden.norms import load_norms
from jianfu.intake.importing import ImportOrder, import_paths
from jianfu.intake.registers.mappings import load_registers
from jianfu.intake.summary import ImportSummary
from jianfu.reporting.composing import compose
from jianfu.reporting.gathering import gather
from jianfu.reporting.standards import Standards
from jianfu.rulebook.cards.checking import load_checked
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.packaged import packaged_folder

pytestmark = pytest.mark.django_db

CALENDAR = WorkCalendar.china()
STANDARDS = Standards(CALENDAR, load_checked([packaged_folder("rulebook")]), load_norms())
Values = dict[str, float]


@pytest.fixture(scope="module")
def _ledger(django_db_setup: None, django_db_blocker, tmp_path_factory) -> "tuple[ImportSummary, dict[object, Values]]":
    """One import of the county at a twentieth of its background, and the figures of every report asked for."""
    from django.db import transaction

    files: Path = tmp_path_factory.mktemp("county")
    make_county(files, seed=1, scale=0.05)
    order = ImportOrder(
        actor="test",
        now=datetime(2024, 1, 2),
        registers=load_registers([packaged_folder("registers")]),
        calendar=CALENDAR,
    )
    with django_db_blocker.unblock(), transaction.atomic():
        summary = import_paths([files], order)
        places = {(expected.organ, expected.period) for expected in FIGURES}
        values = {place: _figures_of(*place) for place in places}
        transaction.set_rollback(True)
    return summary, values


def _figures_of(organ: str, period: tuple[date, date]) -> Values:
    document = compose(gather(organ, Period(*period), STANDARDS), made_on=date(2024, 1, 2), checkpoint="")
    return {figure.id: figure.value for figure in document.figures()}


@pytest.mark.parametrize("expected", FIGURES, ids=lambda e: f"{e.id}-{e.figure}-{e.organ}")
def test_figure_comes_out_again(_ledger, expected: Expected) -> None:
    _, values = _ledger
    found = values[expected.organ, expected.period]
    assert expected.figure in found
    assert found[expected.figure] == pytest.approx(expected.value, abs=expected.tolerance)


def test_loose_words_are_shown_against_the_number(_ledger) -> None:
    """20,000 sheets over 228 working days are 87.7 a day, not 'nearly 100'."""
    loose = next(e for e in FIGURES if "接近100" in e.words)
    _, values = _ledger
    assert values[loose.organ, loose.period][loose.figure] < 95


def test_import_tells_of_the_mess(_ledger) -> None:
    summary, _ = _ledger
    assert summary.exit_code == 1
    assert sum(file.rejected_rows for file in summary.files) == 1
    assert {heading for file in summary.files for words in file.unknown_headings.values() for heading in words} == {
        "转办二维码"
    }
    assert summary.unknown_organs == ["县某某工作专班"]
    assert any(file.recorded.repeated_receipts for file in summary.files)

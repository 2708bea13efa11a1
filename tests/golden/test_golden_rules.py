"""The demonstration county's breaches of its rules are found, and nobody is accused of what was not planted."""

from datetime import datetime
from pathlib import Path

import pytest

from bench.rules_planted import Comparison, compare_cards
from county.making import make_county
from jianfu.intake.importing import ImportOrder, import_paths
from jianfu.intake.registers.mappings import load_registers
from jianfu.rulebook.cards.card import Severity
from jianfu.rulebook.cards.checking import load_checked
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.packaged import packaged_folder

pytestmark = pytest.mark.django_db
SEED = 1
UNTOUCHED = {"青岚-01-1"}


@pytest.fixture(scope="module")
def _compared(django_db_setup: None, django_db_blocker, tmp_path_factory) -> list[Comparison]:
    """The county at a twentieth of its background, imported and judged."""
    from django.db import transaction

    files: Path = tmp_path_factory.mktemp("county")
    make_county(files, seed=SEED, scale=0.05)
    order = ImportOrder(
        actor="test",
        now=datetime(2024, 1, 2),
        registers=load_registers([packaged_folder("registers")]),
        calendar=WorkCalendar.china(),
    )
    with django_db_blocker.unblock(), transaction.atomic():
        import_paths([files], order)
        compared = list(compare_cards(SEED, load_checked([packaged_folder("rulebook")])))
        transaction.set_rollback(True)
    return compared


def test_every_planted_breach_is_found(_compared: list[Comparison]) -> None:
    missed = {one.card.number: one.planted - one.right for one in _compared if one.right < one.planted}
    assert missed == {}
    rules = {one.card.number for one in _compared if one.planted}
    assert len(rules) == 10
    assert not rules & UNTOUCHED


def test_nobody_is_accused_of_what_was_not_planted(_compared: list[Comparison]) -> None:
    accusing = [one for one in _compared if one.card.severity in {Severity.VIOLATION, Severity.EXPLAIN}]
    assert {one.card.number: one.wrong_subjects for one in accusing if one.wrong_subjects} == {}
    hints = [one for one in _compared if one.card.severity is Severity.HINT]
    assert sum(len(one.wrong_subjects) for one in hints) <= 1

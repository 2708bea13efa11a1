"""The demonstration county's repeated notices are found by name, and nothing is accused that was not planted."""

from datetime import date, datetime
from pathlib import Path

import pytest

from county.focus import special_documents
from county.making import make_county
from jianfu.intake.importing import ImportOrder, import_paths
from jianfu.intake.registers.mappings import load_registers
from jianfu.overlap.notices.ledger_notices import list_ledger_notices
from jianfu.overlap.notices.matching import Related, find_relations
from jianfu.overlap.notices.notice import Notice, Relation
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.packaged import packaged_folder

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _found(django_db_setup: None, django_db_blocker, tmp_path_factory) -> "tuple[dict[str, Notice], list[Related]]":
    """The county at a twentieth of its background, imported, and every relation among its papers."""
    from django.db import transaction

    files: Path = tmp_path_factory.mktemp("county")
    make_county(files, seed=1, scale=0.05)
    order = ImportOrder(
        actor="test",
        now=datetime(2024, 1, 2),
        registers=load_registers([packaged_folder("registers")]),
        calendar=WorkCalendar.china(),
    )
    with django_db_blocker.unblock(), transaction.atomic():
        import_paths([files], order)
        notices = list_ledger_notices()
        transaction.set_rollback(True)
    return {notice.id: notice for notice in notices}, find_relations(notices)


def _overlap(found: "tuple[dict[str, Notice], list[Related]]") -> list[tuple[Notice, Notice, Relation]]:
    notices, related = found
    return [
        (notices[pair.first], notices[pair.second], pair.judgement.relation)
        for pair in related
        if pair.judgement.relation.is_overlap
    ]


def _on(day: date) -> Period:
    return Period(day, day.fromordinal(day.toordinal() + 1))


def test_the_notice_sent_three_times_is_found(_found) -> None:
    day, _, _, title, _ = special_documents()[2]
    pairs = [(one, other, relation) for one, other, relation in _overlap(_found) if one.title == title]

    assert {relation for _, _, relation in pairs} == {Relation.REPLACED}
    copies = {notice.id: notice for one, other, _ in pairs for notice in (one, other)}
    assert len(copies) == 3
    assert {notice.date for notice in copies.values()} == {_on(day)}
    assert sum(notice.replaces is not None for notice in copies.values()) == 2


def test_the_notice_that_a_second_bureau_forwarded_is_found(_found) -> None:
    (original, wrapper) = special_documents()[:2]
    (pair,) = [pair for pair in _overlap(_found) if pair[2] is Relation.FORWARDED]

    assert (pair[0].title, pair[1].title) == (original[3], wrapper[3])
    assert pair[0].date == pair[1].date == _on(original[0])
    assert pair[0].issuer != pair[1].issuer


def test_nothing_is_accused_that_was_not_planted(_found) -> None:
    planted = {title for _, _, _, title, _ in special_documents()}

    accused = {notice.title for one, other, _ in _overlap(_found) for notice in (one, other)}
    assert accused == planted
    assert len(_overlap(_found)) == 4


def test_the_county_has_series_that_are_told_apart(_found) -> None:
    """Were there none, the test above would say little."""
    _, related = _found
    assert sum(not pair.judgement.relation.is_overlap for pair in related) > 20

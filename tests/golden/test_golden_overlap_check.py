"""The demonstration county's ledger as an index: its forwarded notice is found before it goes out a third time."""

from datetime import datetime
from pathlib import Path

import pytest

from county.focus import special_documents
from county.making import make_county
from jianfu.intake.importing import ImportOrder, import_paths
from jianfu.intake.registers.mappings import load_registers
from jianfu.overlap.index.following import Followed, follow_ledger
from jianfu.overlap.index.live_check import check
from jianfu.overlap.index.snapshot import open_snapshot
from jianfu.overlap.notices.ledger_notices import list_ledger_notices
from jianfu.overlap.notices.notice import Notice, Relation
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.packaged import packaged_folder


@pytest.mark.django_db
def test_a_planted_notice_is_found_again_before_it_goes_out(tmp_path: Path) -> None:
    make_county(tmp_path / "county", seed=1, scale=0.05)
    order = ImportOrder(
        actor="test",
        now=datetime(2024, 1, 2),
        registers=load_registers([packaged_folder("registers")]),
        calendar=WorkCalendar.china(),
    )
    import_paths([tmp_path / "county"], order)
    index = tmp_path / "index"
    assert follow_ledger(index) is Followed.REBUILT
    assert follow_ledger(index) is Followed.NOTHING
    snapshot = open_snapshot(index)
    assert len(snapshot) == len(list_ledger_notices())

    day, _, _, title, _ = special_documents()[0]
    sent = next(notice for notice in snapshot.notices() if notice.title == title)
    found = check(snapshot, Notice("草稿", title, None, sent.issuer, Period(day, day.fromordinal(day.toordinal() + 1))))

    assert Relation.RESENT in {match.judgement.relation for match in found if match.notice.id == sent.id}
    assert Relation.FORWARDED in {match.judgement.relation for match in found}

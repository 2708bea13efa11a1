"""A report straight from the ledger."""

from datetime import date, datetime
from pathlib import Path

import pytest

from jianfu.burden.norms import load_norms
from jianfu.ledger.actions import record_file
from jianfu.ledger.audit.verify import verify
from jianfu.ledger.queries import UnknownOrgan
from jianfu.reporting.standards import Standards
from jianfu.reporting.writing import NothingToReport, write_report
from jianfu.rulebook.cards.checking import load_checked
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.evidence import Evidence, SourceFile
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganKind, OrganLevel, OrganProfile
from jianfu.vocabulary.packaged import packaged_folder
from jianfu.vocabulary.rows import Batch, DemandRow, OrganRow

NOW = datetime.fromisoformat("2023-12-12T09:00")
STANDARDS = Standards(WorkCalendar.china(), load_checked([packaged_folder("rulebook")]), load_norms())
YEAR = Period(date(2023, 1, 1), date(2024, 1, 1))


def record_some_documents() -> None:
    organs = [
        OrganRow(OrganProfile("青禾县", OrganLevel.COUNTY, OrganKind.GOVERNMENT), Evidence()),
        OrganRow(OrganProfile("溪口镇", OrganLevel.TOWNSHIP, OrganKind.TOWNSHIP, parent="青禾县"), Evidence()),
    ]
    documents = [
        DemandRow(
            BurdenKind.DOCUMENT,
            f"第{n}号通知",
            "青禾县林业局",
            "溪口镇",
            {"received_on": date(2023, 5, n)},
            Evidence(sheet="收文", row=n + 1, words=f"第{n}号通知"),
        )
        for n in range(1, 4)
    ]
    source = SourceFile("0" * 64, "收文登记.xlsx", 1, "xlsx")
    record_file(source, [Batch("收文登记", documents, organs)], mapping="", actor="测试", now=NOW)


@pytest.mark.django_db
def test_a_report_is_written_from_the_ledger_with_a_checkpoint_that_verifies(tmp_path: Path) -> None:
    record_some_documents()

    files = write_report("青禾县", YEAR, tmp_path / "报告", now=NOW, standards=STANDARDS)

    assert all(path.stat().st_size for path in (files.docx, files.pdf, files.html, files.evidence))
    html = files.html.read_text(encoding="utf-8")
    checkpoint = html.partition("<pre>")[2].partition("</pre>")[0]
    assert verify(f"{checkpoint}\n").intact


@pytest.mark.django_db
def test_an_organ_that_nobody_knows_has_no_report(tmp_path: Path) -> None:
    with pytest.raises(UnknownOrgan):
        write_report("无此县", YEAR, tmp_path, now=NOW, standards=STANDARDS)


@pytest.mark.django_db
def test_a_period_without_rows_has_no_report(tmp_path: Path) -> None:
    record_some_documents()

    with pytest.raises(NothingToReport, match="没有“青禾县”在此期间的登记"):
        write_report("青禾县", Period(date(2020, 1, 1), date(2021, 1, 1)), tmp_path, now=NOW, standards=STANDARDS)
    assert not list(tmp_path.iterdir())

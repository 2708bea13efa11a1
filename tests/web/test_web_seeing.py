"""Pages that show the load: what they claim, what they show to whom, and how they lead down to file and line."""

import gzip
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from small_county import DAY, NOW, County
from web_addresses import fill

from jianfu.ledger.actions import record_file
from jianfu.ledger.models import Demand, DocumentText, ImportedFile, Organ, Receipt
from jianfu.ledger.searching import index_demands
from jianfu.ledger.viewer import Role, Scope, Viewer
from jianfu.monitoring.comparing import Comparison
from jianfu.monitoring.models import Evaluation, Problem, Repeat
from jianfu.monitoring.panel import FORM, Panel
from jianfu.overlap.index.following import follow_ledger
from jianfu.overlap.index.snapshot import open_snapshot
from jianfu.vocabulary.burden_kind import BurdenKind, Mountain
from jianfu.vocabulary.evidence import Evidence, SourceFile
from jianfu.vocabulary.rows import Batch, DemandRow
from jianfu.web.access.table import TABLE
from jianfu.web.exports.asked import TABLES
from jianfu.web.pages.seeing.nearby import find_near

SignIn = Callable[[Role], Client]
MONTHS = [f"2023-{n:02}" for n in range(6, 12)]
SPAN = (50.0, 40.0, 60.0)


def _comparison(verdict: str, after: tuple[float, float, float]) -> Comparison:
    return Comparison(
        "前三个月", MONTHS[:3], MONTHS[3:], (100.0, 90.0, 110.0), after, 300, 200, 2, ["文件"], ["督导检查"], verdict
    )


def _evaluate(**more: Any) -> Evaluation:
    by_month = dict.fromkeys(MONTHS, SPAN)
    hours = {month: {"documents_and_meetings": 40.0 + 20 * (month > "2023-08")} for month in MONTHS}
    rows = {
        month: dict.fromkeys((one.value for one in Mountain), 0) | {"documents_and_meetings": 9} for month in MONTHS
    }
    panel: dict[str, Any] = {field.name: {} for field in fields(Panel)} | {
        "total": SPAN, "staff": 80.0, "by_mountain": {"documents_and_meetings": SPAN}, "form": FORM, "comparisons": [],
        "rows_of": dict.fromkeys((one.value for one in Mountain), 0) | {"documents_and_meetings": 54, "facilities": 3},
        "by_month": by_month, "by_month_and_mountain": hours, "rows_by_month": rows,
        "by_township": {"竹沅镇": SPAN, "松溪镇": (20.0, 10.0, 30.0)}, "staff_of": {"松溪镇": 80.0},
        "by_township_and_month": {"松溪镇": by_month}, "by_issuer": {"青岚县商务局": SPAN, "青岚县应急管理局": SPAN},
        "assumed": 1, "norms": 2, "method": "一", "yuan_of": {"facilities": 300.0},
    } | more  # fmt: skip
    start, end = date(2023, 1, 1), date(2023, 12, 8)
    return Evaluation.objects.create(
        made_at=NOW, ledger_mark="0:x", start=start, end=end, standards_digest="r", panel=panel
    )


@pytest.mark.parametrize(
    ("verdict", "after", "said"),
    [
        ("cannot_judge", (95.0, 80.0, 105.0), "无法判断"),
        ("lighter", (50.0, 40.0, 60.0), "在变轻"),
        ("heavier", (150.0, 140.0, 160.0), "在变重"),
    ],
)
def test_the_first_line_answers_whether_it_gets_lighter(
    verdict: str, after: tuple[float, float, float], said: str, sign_in: SignIn
) -> None:
    from dataclasses import asdict

    _evaluate(comparisons=[asdict(_comparison(verdict, after))])
    page = sign_in(Role.LEADER).get("/county/").content.decode()
    first = page.split('class="block answer"')[1].split("</p>")[0]

    assert said in first
    assert "90—110" in first
    assert "300 → 200 件次" in first
    assert ("区间重叠" in first) == (verdict == "cannot_judge")
    assert "没有上年同期的登记" in page


def test_without_two_stretches_nothing_is_claimed(sign_in: SignIn) -> None:
    _evaluate()

    assert "无法判断" in sign_in(Role.LEADER).get("/county/").content.decode().split("</p>")[0]


def test_hours_that_nobody_can_tell_are_not_nought(sign_in: SignIn) -> None:
    _evaluate()
    response = sign_in(Role.LEADER).get("/county/")
    kinds = {line.mountain: line.span for line in response.context["kinds"]}

    assert kinds[Mountain.FACILITIES] is None
    assert "没有工时依据" in response.content.decode()
    assert "不等于没有负担" in response.content.decode()


def test_townships_stand_in_the_order_of_the_directory_and_only_before_the_county(sign_in: SignIn) -> None:
    _evaluate()

    assert [line.name for line in sign_in(Role.LEADER).get("/county/").context["townships"]] == ["松溪镇", "竹沅镇"]
    for role in (Role.TOWNSHIP, Role.DEPARTMENT):
        page = sign_in(role).get("/county/").content.decode()
        assert "竹沅镇" not in page
        book = sign_in(role).get("/county/?export=townships")
        assert _cells(book)[1:] == []


def test_the_county_page_shows_of_problems_no_more_than_their_own_page(county: County, sign_in: SignIn) -> None:
    _evaluate()

    assert sign_in(Role.LEADER).get("/county/").context["severities"] == {"请说明": 2}
    assert sign_in(Role.DEPARTMENT).get("/county/").context["severities"] == {"请说明": 1}
    assert "纸质电子双报" not in sign_in(Role.TOWNSHIP).get("/county/").content.decode()


def test_who_is_only_involved_is_not_shown_as_answerable(county: County, sign_in: SignIn) -> None:
    problem = Problem.objects.get(pk=county.other[Role.DEPARTMENT]["problem_id"])
    bureau = Organ.objects.get(name="青岚县应急管理局")
    problem.organs.clear()
    problem.involved.set([bureau, Organ.objects.get(name="青岚县商务局")])

    response = sign_in(Role.DEPARTMENT).get(reverse("organ", args=[bureau.pk]))

    assert problem not in response.context["problems"]
    assert list(response.context["shared"]) == [problem]
    assert "不由它一家负责" in response.content.decode()


def test_a_department_sees_what_asks_the_same_again(county: County, sign_in: SignIn) -> None:
    own, other = county.own[Role.DEPARTMENT], county.other[Role.DEPARTMENT]
    theirs = Demand.objects.get(title="商贸网点统计表")
    Repeat.objects.create(earlier_id=own["demand_id"], later=theirs, relation="same_matter", reasons=["标题相同"])

    page = sign_in(Role.DEPARTMENT).get(reverse("organ", args=[own["organ_id"]])).content.decode()

    assert "多头要求" in page
    assert "标题相同" in page
    assert sign_in(Role.DEPARTMENT).get(reverse("organ", args=[other["organ_id"]])).status_code == 404


def test_the_next_weeks_hold_what_is_due(county: County, sign_in: SignIn) -> None:
    organ = county.own[Role.TOWNSHIP]["organ_id"]
    response = sign_in(Role.TOWNSHIP).get(reverse("organ", args=[organ]))

    (day,) = response.context["days"]
    assert day.day == date(2023, 12, 8)
    assert [(entry.what, entry.places) for entry in day.entries] == [("截止", 2), ("截止", 2)]
    assert [len(week) for week in response.context["weeks"]] == [7, 7, 7, 7]


def _row_with_headings() -> Receipt:
    from jianfu.vocabulary.rows import Heading

    words = "1.0\t应急局\t防火通知\t青应急〔2023〕1号"
    values = {"received_on": DAY, "doc_number": "青应急〔2023〕1号"}
    row = DemandRow(BurdenKind.DOCUMENT, "防火通知", "青岚县应急管理局", "松溪镇", values, Evidence("表", 5, 0, words))
    source = SourceFile("e" * 64, "收文.xlsx", 1, "xlsx", "包/收文.xlsx")
    heading = Heading("表", ("序号", "来文单位", "标题", "字号"))
    record_file(source, [Batch("收文登记", [row], heading=heading)], mapping="一", actor="测试", now=NOW)
    return Receipt.objects.get(demand__title="防火通知")


def test_a_row_leads_to_its_file_sheet_and_line_with_its_headings(sign_in: SignIn) -> None:
    receipt = _row_with_headings()
    response = sign_in(Role.ANALYST).get(reverse("row", args=[receipt.pk]))
    page = response.content.decode()

    assert "包/收文.xlsx" in page
    assert "工作表“表”第 5 行" in page
    cells = response.context["proofs"][0].cells
    assert [(cell.heading, cell.is_told) for cell in cells] == [
        ("序号", False), ("来文单位", False), ("标题", True), ("字号", True),
    ]  # fmt: skip


def test_a_row_imported_before_headings_were_kept_still_shows_its_cells(sign_in: SignIn) -> None:
    receipt = _row_with_headings()
    ImportedFile.objects.update(headings=[])

    cells = sign_in(Role.ANALYST).get(reverse("row", args=[receipt.pk])).context["proofs"][0].cells
    assert [cell.heading for cell in cells] == [""] * 4


def test_the_words_of_a_paper_are_marked_with_what_was_read(sign_in: SignIn) -> None:
    receipt = _row_with_headings()
    text = "关于防火的通知\n各乡镇：\n请于2023年12月15日17:00前报送<b>统计表</b>，纳入年度考核。\n"
    DocumentText.objects.create(demand=receipt.demand, text=text)
    response = sign_in(Role.ANALYST).get(reverse("row", args=[receipt.pk]))
    facts = {part.words: part.fact for part in response.context["read_facts"]}

    assert any(fact.startswith("时限：2023-12-15 17:00") for fact in facts.values())
    assert any(fact.startswith("要求") for fact in facts.values())
    assert "".join(part.words for part in response.context["parts"]).strip() == text.strip()
    assert "<b>统计表" not in response.content.decode()


def test_a_paper_that_nobody_registered_is_found_and_shown(county: County, sign_in: SignIn) -> None:
    lone = Demand.objects.get(receipts=None)
    DocumentText.objects.create(demand=lone, text="请报送沼气池情况。")
    index_demands([lone.pk])

    assert list(sign_in(Role.ANALYST).get("/search/?words=沼气").context["unreceived"]) == [lone]
    assert "没有谁登记收到过" in sign_in(Role.ANALYST).get(reverse("demand", args=[lone.pk])).content.decode()
    assert not sign_in(Role.DEPARTMENT).get("/search/?words=沼气").context["unreceived"]


def test_filters_are_shown_and_taken_off_one_by_one(sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    chips = client.get("/rows/?kind=data_request&issuer=青岚县应急管理局&words=消防&page=1").context["chips"]

    assert [chip.words for chip in chips] == ["资料台账", "来文：青岚县应急管理局", "含“消防”"]
    assert "issuer" not in chips[1].without
    assert "kind=data_request" in chips[1].without
    assert len(client.get(f"/rows/{chips[1].without}").context["chips"]) == 2


def test_a_name_that_the_ledger_lacks_shows_nothing_rather_than_everything(sign_in: SignIn) -> None:
    response = sign_in(Role.ANALYST).get("/rows/?issuer=没有的局")

    assert response.context["page"].paginator.count == 0
    assert "台账里没有“没有的局”" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [("kind=data_request", 8), ("kind=data_requests", 8), ("kind=meeting", 0), ("due_from=2023-12-08", 8),
     ("due_to=2023-12-07", 0), ("state=open", 8), ("receiver=松溪镇", 4), ("words=应急 松溪", 1)],
)  # fmt: skip
def test_rows_are_restricted_by_the_address(query: str, count: int, sign_in: SignIn) -> None:
    assert sign_in(Role.ANALYST).get(f"/rows/?{query}").context["page"].paginator.count == count


def test_a_sending_that_was_registered_on_two_days_is_not_sent_again(county: County, tmp_path: Path) -> None:
    for row, (receiver, day) in enumerate([("松溪镇", 4), ("竹沅镇", 6), ("松溪镇", 20)], start=1):
        values = {"received_on": date(2023, 11, day)}
        line = DemandRow(
            BurdenKind.DOCUMENT, "关于做好森林防火督查准备的通知", "青岚县应急管理局", receiver, values,
            Evidence("表", row, 0, f"{row}"),
        )  # fmt: skip
        source = SourceFile(f"{row:064}", "甲", 1, "xlsx")
        record_file(source, [Batch("登记", [line])], mapping="一", actor="测试", now=NOW)
    follow_ledger(tmp_path / "index")
    snapshot = open_snapshot(tmp_path / "index")
    viewer = Viewer("某人", Role.ANALYST, None, Scope.ALL)
    first, same, again = Demand.objects.filter(title__contains="森林防火").order_by("pk")

    assert [number for number, _ in find_near(viewer, same, snapshot)] == [again.pk]
    assert first.pk in [number for number, _ in find_near(viewer, again, snapshot)]


def _cells(response: Any) -> list[list[object]]:
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert book.active is not None
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "d"}
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


@pytest.mark.parametrize(("page", "table"), [(page, table) for page, tables in TABLES.items() for table in tables])
def test_every_table_is_a_workbook_for_those_who_see_its_page(
    page: str, table: str, county: County, sign_in: SignIn
) -> None:
    _evaluate()
    Demand.objects.update(title='=HYPERLINK("http://x","y")')
    for role in Role:
        ids = county.own[role]
        response = sign_in(role).get(f"{fill(page, ids)}?export={table}&words=HYPERLINK")
        if TABLE[page][role] is Scope.NONE:
            assert response.status_code == 403
        else:
            cells = _cells(response)
            assert len({len(line) for line in cells}) == 1
            assert response["Content-Disposition"].startswith("attachment")


def test_a_table_that_the_page_does_not_have_is_the_page(sign_in: SignIn) -> None:
    assert sign_in(Role.ANALYST).get("/rows/?export=nothing").context["page"]


def test_another_organs_tables_are_out_of_reach(county: County, sign_in: SignIn) -> None:
    other = county.other[Role.TOWNSHIP]

    for name, ids, table in (("organ", other["organ_id"], "kinds"), ("row", other["receipt_id"], "evidence")):
        assert sign_in(Role.TOWNSHIP).get(f"{reverse(name, args=[ids])}?export={table}").status_code == 404


@pytest.mark.parametrize(
    ("address", "most"),
    [("/county/", 21), ("/rows/?kind=data_request&words=消防", 9), ("/search/?words=消防", 24), ("/people/", 6)],
)
def test_pages_ask_the_database_a_fixed_number_of_times(address: str, most: int, sign_in: SignIn) -> None:
    _evaluate()
    client = sign_in(Role.ANALYST)
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) <= most


@pytest.mark.parametrize(
    ("name", "role", "most"), [("organ", Role.DEPARTMENT, 24), ("organ", Role.TOWNSHIP, 20), ("row", Role.ANALYST, 18)]
)
def test_pages_of_one_thing_ask_a_fixed_number_of_times(
    name: str, role: Role, most: int, county: County, sign_in: SignIn
) -> None:
    _evaluate()
    ids = county.own[role]
    address, client = reverse(name, args=[ids["organ_id" if name == "organ" else "receipt_id"]]), sign_in(role)
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) <= most


def test_the_first_load_of_the_heaviest_page_is_small(sign_in: SignIn) -> None:
    _evaluate()
    page = sign_in(Role.LEADER).get("/county/").content
    named = ("vendor/tabler.min.css", "jianfu/style.css", "vendor/echarts.common.min.js", "jianfu/chart.js")
    files = [Path(str(finders.find(name))).read_bytes() for name in named]

    assert all(name.encode() in page for name in named)
    assert sum(len(gzip.compress(part, 6)) for part in (page, *files)) < 400_000


def test_accounts_tell_the_second_factor_and_the_day_of_the_last_sign_in(county: County, sign_in: SignIn) -> None:
    from jianfu.web.accounts.models import Account

    Account.objects.filter(role=Role.VILLAGE).update(last_login=datetime(2023, 12, 1, 8))
    response = sign_in(Role.ANALYST).get("/people/")
    lines = {line.account.role: line for line in response.context["accounts"]}

    assert lines["leader"].second_factor.startswith("未绑定")
    assert lines["village"].second_factor == "不要求"
    assert lines["village"].seen_on == date(2023, 12, 1)
    assert ("竹沅镇", "乡") in response.context["organs"]
    assert ("松溪镇", "乡") not in response.context["organs"]

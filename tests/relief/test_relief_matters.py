"""The one list: a line a matter, deadlines first, nothing that was answered, nothing that asks for nothing."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from jianfu.clearance.checks.known_forms import map_all_forms
from jianfu.clearance.models import ClearanceNumber, Draft
from jianfu.ledger.models import DETAIL_MODELS, AuditEntry, Demand, DocumentText, Organ, Receipt
from jianfu.overlap.forms.elements.loading import load_dictionary
from jianfu.relief.actions import mark_receipts, report_matter, take_back
from jianfu.relief.matters import Matter, Section, TodoList, list_matters
from jianfu.relief.models import Mark
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.packaged import packaged_folder

DAY, NOW = date(2023, 12, 7), datetime(2023, 12, 7, 9, 30)
CALENDAR = WorkCalendar.china()
DICTIONARY = load_dictionary([packaged_folder("elements")])
FIELDS = ["场所名称", "负责人", "联系电话", "检查时间", "隐患内容", "整改期限"]
_numbers = count()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget_forms() -> None:
    """Each test has a ledger of its own under the same numbers."""
    map_all_forms.cache_clear()


def _receive(
    title: str,
    *,
    issuer: str = "应急局",
    due: datetime | None = None,
    day: date | None = DAY,
    kind: str = "document",
    text: str = "",
    remark: str | None = None,
    **detail: Any,
) -> Receipt:
    sender, _ = Organ.objects.get_or_create(name=issuer)
    township, _ = Organ.objects.get_or_create(name="松溪镇")
    key = f"{next(_numbers):032}"
    topic = detail.pop("topic", None)
    demand = Demand.objects.create(key=key, identity=key, kind=kind, issuer=sender, title=title, topic=topic)
    if detail:
        DETAIL_MODELS[BurdenKind(kind)]._default_manager.create(demand=demand, **detail)
    if text:
        DocumentText.objects.create(demand=demand, text=text)
    return Receipt.objects.create(key=key, demand=demand, receiver=township, received_on=day, due_at=due, remark=remark)


def _todo(now: datetime = NOW) -> TodoList:
    return list_matters(Organ.objects.get(name="松溪镇").pk, now, CALENDAR, DICTIONARY)


def _list(now: datetime = NOW) -> list[tuple[str, int]]:
    return [(matter.head.receipt.demand.title, len(matter.receipts)) for matter in _todo(now).matters]


def _only(now: datetime = NOW) -> Matter:
    (matter,) = _todo(now).matters
    return matter


def test_the_nearest_deadline_comes_first_and_none_last() -> None:
    _receive("关于报送秸秆禁烧情况的通知")
    _receive("关于报送防汛值班表的通知", due=datetime(2023, 12, 9, 17))
    _receive("关于上报危房台账的通知", due=datetime(2023, 12, 8, 17))

    assert [title for title, _ in _list()] == [
        "关于上报危房台账的通知",
        "关于报送防汛值班表的通知",
        "关于报送秸秆禁烧情况的通知",
    ]


@pytest.mark.parametrize(
    ("due", "section"),
    [
        (datetime(2023, 12, 7, 9, 0), Section.OVERDUE),
        (datetime(2023, 12, 1, 9, 0), Section.OVERDUE),
        (datetime(2023, 12, 7, 16, 0), Section.TODAY),
        (datetime(2023, 12, 8, 8, 0), Section.TOMORROW),
        (datetime(2023, 12, 10, 8, 0), Section.THIS_WEEK),
        (datetime(2023, 12, 11, 8, 0), Section.LATER),
        (None, Section.NO_DEADLINE),
    ],
)
def test_each_matter_stands_where_a_clerk_looks_for_it(due: datetime | None, section: Section) -> None:
    _receive("关于报送防汛值班表的通知", due=due)

    assert _only().section is section


def test_the_same_notice_again_is_one_line_and_says_why() -> None:
    title = "关于报送今冬明春火灾防控工作资料的通知"
    for day in (4, 5, 6):
        _receive(title, day=date(2023, 12, day))

    assert _list() == [(title, 3)]
    assert all("重复发文" in repeat.reason for repeat in _only().fold.repeats)


def test_the_one_that_takes_the_place_of_the_others_stands_for_them() -> None:
    title = "关于报送特种设备隐患台账的通知"
    _receive(title)
    last = _receive(title, remark="以此份为准")

    assert _only().head.receipt == last


def test_what_asks_for_nothing_is_only_to_be_known_until_somebody_says_so() -> None:
    paper = _receive("关于调整水源保护工作专班的通知")
    _receive("关于调整水源保护工作专班的通知")
    assert (_list(), [one.copies for one in _todo().to_know]) == ([], [2])

    mark_receipts([paper], "to_do", actor="镇", now=NOW)

    assert _only().head.receipt == paper


def test_a_text_is_read_for_what_it_asks_and_by_when() -> None:
    _receive("关于水源保护工作的通知", text="请于12月9日17:00前将工作总结报送我局。")

    matter = _only()

    assert matter.head.asks
    assert matter.due_at == datetime(2023, 12, 9, 17, 0)


def test_a_meeting_is_on_the_list_until_its_day_is_over() -> None:
    _receive("关于召开全县会议的通知", kind="meeting", starts_at=datetime(2023, 12, 7, 8, 30), duration_minutes=60)

    assert _only().section is Section.TODAY
    assert _list(NOW + timedelta(days=1)) == []


def test_a_visit_is_on_the_list_until_its_day_is_over() -> None:
    _receive("改厕验收", kind="inspection", inspected_on=date(2023, 12, 8))

    assert (_only().head.asks, _only().section) == ("迎检", Section.TOMORROW)
    assert _list(NOW + timedelta(days=2)) == []


def test_a_form_that_recurs_is_there_once_a_period() -> None:
    _receive("粮食储备统计表", kind="data_request", day=None, frequency="每周一次", form_fields=["单位"])
    matter = _only()
    assert matter.due_at == datetime(2023, 12, 8, 17, 30)

    mark_receipts(matter.receipts, "done", turn=matter.head.turn_key, actor="镇", now=NOW)

    assert _list(NOW + timedelta(days=1)) == []
    assert len(_list(NOW + timedelta(days=7))) == 1


def test_what_is_not_ours_does_not_come_back_next_period() -> None:
    _receive("粮食储备统计表", kind="data_request", day=None, frequency="每周一次", form_fields=["单位"])
    matter = _only()
    mark_receipts(matter.receipts, "not_ours", turn=matter.head.turn_key, actor="镇", now=NOW)

    assert _list(NOW + timedelta(days=7)) == []


def test_forms_that_ask_the_same_are_one_line_and_tell_what_is_held_already() -> None:
    for issuer, title in (("应急局", "企业消防安全排查台账"), ("商务局", "商贸消防安全排查台账")):
        _receive(
            title,
            issuer=issuer,
            kind="data_request",
            day=None,
            frequency="每周一次",
            form_fields=FIELDS,
            topic="消防安全",
        )

    matter = _only()

    assert set(matter.issuers) == {"应急局", "商务局"}
    assert "为同一件事各要一张表" in matter.fold.repeats[0].reason
    assert matter.fields == 6
    assert matter.held >= 4
    assert any("商务局" in holder for holder in matter.holders)


def test_apps_rooms_and_groups_are_no_work_of_a_day() -> None:
    _receive("防汛工作群", kind="digital_tool", day=None, tool_form="工作群")
    _receive("文明实践站", kind="facility", day=None, facility_form="阵地")

    assert _list() == []
    assert _todo().to_know == ()


def test_what_was_answered_is_off_the_list_and_on_it_again_when_taken_back() -> None:
    receipt = _receive("关于报送防汛值班表的通知")
    mark_receipts([receipt], "done", actor="镇", now=NOW)
    assert _list() == []

    take_back(Mark.objects.get(), actor="镇", now=NOW)

    assert len(_list()) == 1
    assert AuditEntry.objects.filter(body__contains="take_back_mark").count() == 1


def test_one_tap_is_taken_back_for_all_that_were_folded() -> None:
    for _ in range(3):
        _receive("关于报送防汛值班表的通知")
    mark_receipts(_only().receipts, "done", actor="镇", now=NOW)

    assert take_back(Mark.objects.order_by("pk")[1], actor="镇", now=NOW) == 3


def test_a_report_opens_a_case_that_says_what_is_wrong_and_is_told_when_taken_back() -> None:
    receipt = _receive("关于报送防汛值班表的通知", remark="减准〔2023〕9号")
    matter = _only()

    report_matter(matter.receipts, matter.cleared.words, calendar=CALENDAR, actor="镇", now=NOW)

    case = receipt.demand.issuer.cases.get()
    assert "写的编号 减准〔2023〕9号 查不到。" in [step.reasons for step in case.steps.all()]
    take_back(Mark.objects.get(), actor="镇", now=NOW)
    assert case.steps.filter(words="反映撤回").count() == 1
    assert len(_list()) == 1


def test_what_is_long_gone_or_still_to_come_is_not_on_it() -> None:
    _receive("关于报送防汛值班表的通知", day=date(2023, 10, 1))
    _receive("关于上报危房台账的通知", day=date(2023, 12, 20))

    assert _list() == []


def test_a_cleared_matter_shows_its_number_while_it_holds() -> None:
    receipt = _receive("关于报送防汛值班表的通知")
    draft = Draft.objects.create(
        organ=receipt.demand.issuer, kind="document", title=receipt.demand.title, state="cleared", created_at=NOW
    )
    number = ClearanceNumber.objects.create(
        number="减准〔2023〕1号",
        year=2023,
        place=1,
        draft=draft,
        since=DAY,
        expires_on=date(2024, 3, 6),
        hours_a_year=1,
    )

    assert _only().cleared.number == "减准〔2023〕1号"
    assert _only().cleared.standing.is_in_order
    ClearanceNumber.objects.filter(pk=number.pk).update(expires_on=DAY)
    assert not _only().cleared.standing.is_in_order

"""Clearance in the browser: kinds with their inputs, files instead of typing, the desk, numbers."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError
from django.test import Client
from django.urls import reverse
from docx import Document
from small_county import DAY, County

from jianfu.clearance.checks.uploads import read_upload
from jianfu.clearance.models import ClearanceNumber, Decision, Draft
from jianfu.clearance.terms import SENDABLE
from jianfu.intake.errors import ClassifiedFile
from jianfu.ledger.models import DETAIL_MODELS, Demand, Organ, Receipt
from jianfu.ledger.viewer import Role
from jianfu.monitoring.models import PlatformUse
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.web.accounts.models import Account
from jianfu.web.pages.clearance.days import read_day
from jianfu.web.reminding import remind_departments

SignIn = Callable[[Role], Client]
NOW = datetime(2023, 12, 7, 9, 30)
CALENDAR = WorkCalendar.china()
DRAFT = {
    "kind": "data_request", "title": "消防台账", "reach": "townships", "form_fields": "场所名称\n负责人",
    "problem": "甲", "lighter_way": "乙", "workable": "丙",
}  # fmt: skip


def _workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def _paper(*lines: str) -> bytes:
    paper = Document()
    for line in lines:
        paper.add_paragraph(line)
    held = BytesIO()
    paper.save(held)
    return held.getvalue()


NOTICE = _paper(
    "青岚县应急管理局", "关于报送今冬明春火灾防控工作总结的通知", "各乡镇人民政府：",
    "请于12月15日17:00前将工作总结报送我局，电子档和签字盖章的纸质档各一份。", "青岚县应急管理局", "2023年12月7日",
)  # fmt: skip
TEMPLATE = _workbook([["消防安全排查台账", None, None], ["场所名称", "负责人", "联系电话"], ["甲超市", "张三", "1"]])


def _page(client: Client, kind: str) -> str:
    return client.get(f"/clearance/new/?kind={kind}").content.decode()


def test_the_kind_is_chosen_first(sign_in: SignIn) -> None:
    page = sign_in(Role.DEPARTMENT).get("/clearance/new/").content.decode()

    assert [kind for kind in SENDABLE if f"?kind={kind.value}" not in page] == []


@pytest.mark.parametrize("kind", SENDABLE)
def test_each_kind_asks_only_what_it_needs_and_no_label_ends_in_a_colon(kind: BurdenKind, sign_in: SignIn) -> None:
    page = _page(sign_in(Role.DEPARTMENT), kind.value)

    assert ('name="form_fields"' in page) == (kind is BurdenKind.DATA_REQUEST)
    assert ('name="duration_minutes"' in page) == (kind is BurdenKind.MEETING)
    assert ('name="quota"' in page) == (kind is BurdenKind.DELEGATION)
    assert ":</label>" not in page


def test_what_was_typed_for_one_kind_is_there_again_after_looking_at_another(sign_in: SignIn) -> None:
    client = sign_in(Role.DEPARTMENT)

    meeting = client.post("/clearance/new/", DRAFT | {"do": "kind", "kind": "meeting"})
    carried = dict(meeting.context["form"].carried)

    assert meeting.context["form"]["title"].value() == "消防台账"
    assert carried == {"form_fields": "场所名称\n负责人"}
    back = client.post("/clearance/new/", DRAFT | carried | {"do": "kind"})
    assert back.context["form"]["form_fields"].value() == "场所名称\n负责人"
    assert Draft.objects.filter(title="消防台账").count() == 0


def _upload(client: Client, name: str, data: bytes, **typed: str) -> "object":
    return client.post("/clearance/new/", {"do": "upload", "file": SimpleUploadedFile(name, data), **typed})


def test_a_notice_fills_title_text_and_day(sign_in: SignIn) -> None:
    page = _upload(sign_in(Role.DEPARTMENT), "通知.docx", NOTICE)
    form = page.context["form"]  # type: ignore[attr-defined]

    assert form["title"].value() == "关于报送今冬明春火灾防控工作总结的通知"
    assert "签字盖章的纸质档" in form["text"].value()
    assert form["due_on"].value() == date(2023, 12, 15)
    assert Draft.objects.filter(title__contains="火灾防控").count() == 0


def test_a_template_fills_the_fields_and_is_a_form(sign_in: SignIn) -> None:
    page = _upload(sign_in(Role.DEPARTMENT), "表样.xlsx", TEMPLATE)
    form = page.context["form"]  # type: ignore[attr-defined]

    assert form.kind is BurdenKind.DATA_REQUEST
    assert form["form_fields"].value() == "场所名称\n负责人\n联系电话"
    assert form["title"].value() == "消防安全排查台账"


def test_a_file_never_writes_over_what_was_typed(sign_in: SignIn) -> None:
    page = _upload(sign_in(Role.DEPARTMENT), "通知.docx", NOTICE, title="我写的标题", kind="document")

    assert page.context["form"]["title"].value() == "我写的标题"  # type: ignore[attr-defined]
    assert "您已填的标题没有改动" in page.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.docx", b"", "文件是空的"),
        ("程序.docx", b"MZ\x90\x00" * 40, "不认识这种文件格式"),
        ("坏.xlsx", TEMPLATE[: len(TEMPLATE) // 2], "不认识这种文件格式"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_what_was_typed_stays(
    name: str, data: bytes, words: str, sign_in: SignIn
) -> None:
    page = _upload(sign_in(Role.DEPARTMENT), name, data, title="我写的标题", kind="document")

    assert page.status_code == 422  # type: ignore[attr-defined]
    assert words in page.content.decode()  # type: ignore[attr-defined]
    assert page.context["form"]["title"].value() == "我写的标题"  # type: ignore[attr-defined]


def test_without_a_file_it_is_said(sign_in: SignIn) -> None:
    assert "没有选择文件" in sign_in(Role.DEPARTMENT).post("/clearance/new/", {"do": "upload"}).content.decode()


def test_a_secret_paper_is_refused() -> None:
    with pytest.raises(ClassifiedFile):
        read_upload("甲.docx", _paper("机密★5年", "关于某事的通知", "正文"), calendar=CALENDAR, now=NOW)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("青岚县林业局", "关于召开全县林长制工作会议的通知", "各乡镇：", "请准时参会。"), BurdenKind.MEETING),
        (("青岚县林业局", "关于林业工作的通知", "各乡镇：", "请做好迎检准备，接受检查。"), BurdenKind.INSPECTION),
        (("青岚县林业局", "关于林业工作的通知", "各乡镇：", "请认真落实。"), BurdenKind.DOCUMENT),
    ],
)
def test_the_kind_is_read_from_what_is_asked(lines: tuple[str, ...], kind: BurdenKind) -> None:
    assert read_upload("甲.docx", _paper(*lines), calendar=CALENDAR, now=NOW).kind is kind


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2023-12-09", date(2023, 12, 9)),
        ("2023年12月9日", date(2023, 12, 9)),
        ("2023/12/9", date(2023, 12, 9)),
        ("12月9日", date(2023, 12, 9)),
        ("12.9", date(2023, 12, 9)),
        ("１２月９日", date(2023, 12, 9)),
        ("1月5日", date(2024, 1, 5)),
        ("明天", date(2023, 12, 8)),
        ("", None),
    ],
)
def test_days_are_understood_as_people_write_them(words: str, day: date | None) -> None:
    assert read_day(words, DAY, CALENDAR) == day


@pytest.mark.parametrize("words", ["2023-02-30", "13月1日", "改天", "x" * 40, "0000-01-01"])
def test_what_is_no_day_is_told(words: str) -> None:
    with pytest.raises(ValidationError, match="12月9日"):
        read_day(words, DAY, CALENDAR)


def _check(client: Client, **typed: str) -> str:
    return client.post("/clearance/check/", DRAFT | typed, headers={"hx-request": "true"}).content.decode()


def test_the_desk_tells_what_is_there_on_that_day(county: County, sign_in: SignIn) -> None:
    bureau = Organ.objects.get(name="青岚县商务局")
    demand = Demand.objects.create(key="m" * 32, identity="m", kind="meeting", issuer=bureau, title="商贸工作会")
    DETAIL_MODELS[BurdenKind.MEETING]._default_manager.create(demand=demand, starts_at=datetime(2023, 12, 9, 9))
    for place, name in enumerate(("松溪镇", "竹沅镇")):
        Receipt.objects.create(key=f"{place:032}", demand=demand, receiver=Organ.objects.get(name=name))

    answer = _check(sign_in(Role.DEPARTMENT), kind="meeting", due_on="12月9日", duration_minutes="60")

    assert "商贸工作会》，2 处" in answer
    assert "可以合并召开" in answer
    assert "那一周共有" in answer


def test_the_desk_prices_and_names_what_it_cannot_judge(sign_in: SignIn) -> None:
    answer = _check(sign_in(Role.DEPARTMENT))

    assert "县里没有给出工价，不折算成钱" in answer
    assert "2 处，按一年计" in answer
    assert "还不能判断，缺数据" in answer


def test_a_department_gets_no_link_to_rows_of_others_and_the_approver_does(county: County, sign_in: SignIn) -> None:
    fields = ["场所名称", "负责人", "联系电话", "检查时间", "隐患内容"]
    DETAIL_MODELS[BurdenKind.DATA_REQUEST]._default_manager.update(form_fields=fields)
    Demand.objects.update(topic="消防安全")
    client = sign_in(Role.DEPARTMENT)
    client.post("/clearance/new/", DRAFT | {"form_fields": "\n".join(fields), "topic": "消防安全", "title": "统一台账"})
    draft = Draft.objects.get(title="统一台账")
    client.post(reverse("draft_submit", args=[draft.pk]), {"version": 1})
    address = reverse("draft", args=[draft.pk])

    own, approver = (sign_in(role).get(address).content.decode() for role in (Role.DEPARTMENT, Role.APPROVER))

    assert "青岚县商务局《商贸网点统计表》" in own
    assert "看登记" not in own
    assert "看登记" in approver


def test_without_scripts_the_answer_is_a_page(sign_in: SignIn) -> None:
    page = sign_in(Role.DEPARTMENT).post("/clearance/check/", DRAFT).content.decode()

    assert "<html" in page
    assert "基层要花的代价" in page


@pytest.mark.parametrize("typed", [{"title": ""}, {"kind": "bomb"}, {"draft": "99999999999999999999"}, {"draft": "²"}])
def test_the_desk_takes_whatever_is_typed_so_far(typed: dict[str, str], sign_in: SignIn) -> None:
    assert _check(sign_in(Role.DEPARTMENT), **typed)


def test_an_approver_of_the_same_organ_is_told_and_cannot_decide(county: County, sign_in: SignIn) -> None:
    draft = Draft.objects.filter(organ__name="青岚县应急管理局", state="submitted")[0]
    Account.objects.filter(role=Role.APPROVER).update(organ=draft.organ)
    client = sign_in(Role.APPROVER)

    assert "须由别的单位审核" in client.get(reverse("draft", args=[draft.pk])).content.decode()
    page = client.post(
        reverse("draft_decide", args=[draft.pk]), {"verdict": "go", "reasons": "好", "version": 1}, follow=True
    )
    assert "须由别的单位审核" in page.content.decode()
    assert not Decision.objects.exists()


def test_a_department_takes_back_changes_and_gives_up(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.DEPARTMENT)
    client.post("/clearance/new/", DRAFT | {"title": "要撤回的"})
    draft = Draft.objects.get(title="要撤回的")
    page, withdraw = reverse("draft", args=[draft.pk]), reverse("draft_withdraw", args=[draft.pk])
    client.post(reverse("draft_submit", args=[draft.pk]), {"version": 1})
    assert "撤回修改" in client.get(page).content.decode()
    assert "撤回修改" not in sign_in(Role.APPROVER).get(page).content.decode()

    taken = client.post(withdraw, {"what": "back", "version": 1}, follow=True).content.decode()
    assert sign_in(Role.APPROVER).get(page).status_code == 404
    given_up = client.post(withdraw, {"what": "drop", "version": 1}, follow=True).content.decode()

    assert "提交审核" in taken
    assert "不发了" in given_up
    assert "提交审核" not in given_up


def _number() -> ClearanceNumber:
    return ClearanceNumber.objects.get(draft__organ__name="青岚县应急管理局")


def test_a_number_is_changed_in_the_fast_lane_by_its_department(county: County, sign_in: SignIn) -> None:
    client, number = sign_in(Role.DEPARTMENT), _number()
    edit = client.post(reverse("number_next", args=[number.year, number.place]))["Location"]
    draft = Draft.objects.get(replaces=number.draft)
    client.post(edit, DRAFT | {"kind": "meeting", "title": "会议（改）", "version": 1})
    assert "没有比已准入的多要什么" in client.get(reverse("draft", args=[draft.pk])).content.decode()

    client.post(reverse("draft_submit", args=[draft.pk]), {"version": 2})

    number.refresh_from_db()
    assert (number.draft_id, number.template_version) == (draft.pk, 2)
    assert "第 2 版" in client.get("/numbers/").content.decode()


def test_a_change_that_asks_more_is_told_before_it_is_handed_in(county: County, sign_in: SignIn) -> None:
    client, number = sign_in(Role.DEPARTMENT), _number()
    edit = client.post(reverse("number_next", args=[number.year, number.place]))["Location"]
    client.post(edit, DRAFT | {"kind": "meeting", "reach": "both", "version": 1})

    page = client.get(edit.removesuffix("edit/")).content.decode()

    assert "范围从“各乡镇（街道）”扩大到“各乡镇（街道）和各村（社区）”" in page


def test_a_renewal_is_approved_anew_though_nothing_changed(county: County, sign_in: SignIn) -> None:
    client, number = sign_in(Role.DEPARTMENT), _number()
    Draft.objects.filter(pk=number.draft_id).update(problem="甲", lighter_way="乙", workable="丙")
    client.post(reverse("number_next", args=[number.year, number.place]), {"what": "renewal"})
    draft = Draft.objects.get(replaces=number.draft)

    client.post(reverse("draft_submit", args=[draft.pk]), {"version": 1})
    waiting = client.get(reverse("draft", args=[draft.pk])).content.decode()
    sign_in(Role.APPROVER).post(
        reverse("draft_decide", args=[draft.pk]), {"verdict": "go", "reasons": "仍需要", "version": 1}
    )

    assert "有效期从审核当天重新算起" in waiting
    successor = ClearanceNumber.objects.get(draft=draft)
    assert successor.succeeds_id == number.pk
    number.refresh_from_db()
    assert not number.holds_on(DAY)


def test_an_ended_number_is_shown_as_ended_to_whoever_scans_it(county: County, sign_in: SignIn, client: Client) -> None:
    number = _number()
    sign_in(Role.APPROVER).post(reverse("number_end", args=[number.year, number.place]), {"reasons": "发错了"})

    page = client.get(reverse("number", args=[number.year, number.place])).content.decode()

    assert "已失效，可以不办" in page
    assert "发错了" in page
    assert "终止这个编号" not in page


def test_additions_and_removals_are_told_and_exported(county: County, sign_in: SignIn) -> None:
    number = _number()
    sign_in(Role.APPROVER).post(reverse("number_end", args=[number.year, number.place]), {"reasons": "不要了"})

    page = sign_in(Role.DEPARTMENT).get("/numbers/movements/").content.decode()
    exported = b"".join(sign_in(Role.ANALYST).get("/numbers/movements/?export=xlsx").streaming_content)  # type: ignore[arg-type]

    assert "已平" in page
    assert "青岚县商务局" not in page
    sheet = openpyxl.load_workbook(BytesIO(exported)).active
    assert sheet is not None
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert sorted((line[0], line[2]) for line in lines) == [
        ("青岚县商务局", "增"), ("青岚县应急管理局", "减"), ("青岚县应急管理局", "增"),
    ]  # fmt: skip


def test_what_is_exempt_is_published_with_its_hours(county: County, sign_in: SignIn) -> None:
    number = _number()
    Draft.objects.filter(pk=number.draft_id).update(legal_basis="消防法第十五条")

    page = sign_in(Role.TOWNSHIP).get("/numbers/").content.decode()

    assert "法定必须，消防法第十五条，一年 1.0 小时" in page


def test_reminders_are_on_the_page_of_the_department_and_counted_once(county: County, sign_in: SignIn) -> None:
    ClearanceNumber.objects.filter(pk=_number().pk).update(expires_on=date(2023, 12, 17))

    assert [remind_departments(), remind_departments()] == [1, 0]

    assert "2023-12-17 失效" in sign_in(Role.DEPARTMENT).get("/clearance/").content.decode()
    assert PlatformUse.objects.get(role=Role.DEPARTMENT).messages == 1


def test_the_slip_bears_the_address_of_the_public_page(county: County, sign_in: SignIn) -> None:
    number = _number()

    page = sign_in(Role.TOWNSHIP).get(reverse("number_print", args=[number.year, number.place])).content.decode()

    assert f"http://testserver/numbers/{number.year}/{number.place}/" in page
    assert "<svg" in page

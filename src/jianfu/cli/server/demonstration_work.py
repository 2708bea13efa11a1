"""What offices have done in the demonstration county before anybody looks: drafts, numbers, taps, cases, an opinion.

Written by the same steps as in a county, on days of the demonstration's year, so that no page stands empty. A
demonstration in which somebody has drafted or opened a case is left alone.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from jianfu.assessment.actions.consulting import answer_opinion, give_opinion, open_consultation
from jianfu.casework.actions import hold_to_ledger
from jianfu.casework.actions.opening import open_problem_case
from jianfu.casework.actions.stepping import Wish, explain_case, take_step
from jianfu.casework.actions.upward import send_item
from jianfu.casework.course import Move, Remedy
from jianfu.casework.models import Case
from jianfu.clearance.actions import decide, save_draft, submit_draft
from jianfu.clearance.desk import look_at
from jianfu.clearance.models import Draft
from jianfu.clearance.terms import Reach, Verdict
from jianfu.ledger.queries import get_organ
from jianfu.ledger.viewer import Role
from jianfu.monitoring.models import Problem
from jianfu.relief.actions import mark_receipts, report_matter
from jianfu.relief.matters import list_matters
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.organ import OrganLevel
from jianfu.vocabulary.published.adoption import Adoption
from jianfu.web.clock import today
from jianfu.web.standards import desk_rules

_OFFICE, _OTHER_OFFICE = (f"{Role.ANALYST.label}:专班一组", f"{Role.SUPERVISION.label}:督查室")
_APPROVER = f"{Role.APPROVER.label}:县委办"
_TOWNSHIP, _TOWNSHIP_OFFICE = "松溪镇", f"{Role.TOWNSHIP.label}:党政办"
_ASKING = "县农业农村局"
_FIRE_FIELDS = ("场所名称", "负责人", "联系电话", "检查时间", "隐患内容", "整改期限", "是否有微型消防站")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A draft of an organ; handed in on a day (None: not yet) and decided on the same day, where there is a verdict."""

    organ: str
    kind: BurdenKind
    title: str
    problem: str
    lighter_way: str
    handed_in: date | None
    verdict: Verdict | None = None
    reasons: str = ""
    form_fields: tuple[str, ...] = ()
    facts: tuple[tuple[str, object], ...] = ()
    due_on: date | None = None
    is_emergency: bool = False


_DRAFTS = (
    _Draft(
        "县文化旅游广电体育局", BurdenKind.MEETING, "全县秋冬旅游安全工作视频会", "假日客流大，各处预案不一。",
        "发过提示，仍有三处没有值守安排。", date(2023, 9, 14), Verdict.GO, "一次视频会，一小时，可以开。",
        facts=(("duration_minutes", 60), ("meeting_form", "视频")), due_on=date(2023, 9, 20),
    ),
    _Draft(
        "县民政局", BurdenKind.DATA_REQUEST, "高龄津贴发放核对表", "停发、漏发要逐月核对。", "系统里能查的不再要。",
        date(2023, 10, 18), Verdict.GO_AFTER_SMALL_CHANGES, "删去“照片”一列后可以发。",
        ("姓名", "身份证号", "津贴标准", "发放月份", "变动原因"), (("topic", "高龄津贴"), ("frequency", "每月")),
    ),
    _Draft(
        "县商务局", BurdenKind.DATA_REQUEST, "商贸网点消防情况统计表", "掌握网点消防底数。", "没有找到别的办法。",
        date(2023, 11, 15), Verdict.NO, "应急、消防已有同样的字段，请向县应急管理局调取，不再向乡镇要。",
        _FIRE_FIELDS[:6], (("topic", "消防安全"), ("frequency", "每月")),
    ),
    _Draft(
        "县农业农村局", BurdenKind.DIGITAL_TOOL, "农机安全打卡小程序", "农机手没有每天自查。", "可以用已有的工作群。",
        date(2023, 11, 22), Verdict.NOT_UNLESS_CHANGED, "不强制、不排名，能用已有系统的不新上，改后再报。",
        facts=(("tool_form", "小程序"), ("login_frequency", "每天"), ("compulsory", True)),
    ),
    _Draft(
        "县应急管理局", BurdenKind.DATA_REQUEST, "岁末年初消防安全隐患排查表", "岁末年初火灾多发，底数不全。",
        "想过用上半年的表，字段不够。", date(2023, 12, 6), form_fields=_FIRE_FIELDS,
        facts=(("topic", "消防安全"), ("frequency", "每周")), due_on=date(2023, 12, 13),
    ),
    _Draft(
        "县水利局", BurdenKind.DOCUMENT, "关于做好低温雨雪天气水库值守的通知", "寒潮预警，两座水库要加强值守。",
        "电话通知不能留底。", date(2023, 12, 6), due_on=date(2023, 12, 8), is_emergency=True,
    ),
    _Draft(
        "县应急管理局", BurdenKind.INSPECTION, "年终安全生产督导", "年终要看整改是否到位。", "",  None,
        facts=(("name_used", "督导"), ("in_plan", False)), due_on=date(2023, 12, 20),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Case:
    """A case of the first problem by a card about an organ: when opened, the moves on it, what the organ says."""

    card: str
    organ: str
    opened: date
    moves: tuple[Move, ...] = ()
    explanation: str = ""


_TO_REMEDY = (Move.ACCEPT, Move.VERIFY, Move.REMEDY)
_CASES = (
    _Case("青岚-03-1", "县消防救援大队", date(2023, 12, 7)),
    _Case("青岚-05-1", "县乡村振兴局", date(2023, 12, 1), (Move.ACCEPT,), "模板按省里口径改过几次，以后一年只改一次。"),
    _Case("青岚-10-1", "县应急管理局", date(2023, 11, 20), (Move.ACCEPT, Move.VERIFY), "积分由系统自带，正在关闭。"),
    _Case("青岚-10-2", "县教育局", date(2023, 11, 20), _TO_REMEDY),
    _Case("青岚-06-1", "县水利局", date(2023, 11, 9), (Move.DISMISS,), "这次检查报县政府批过，批件附后。"),
    _Case("报刊-1", "县委组织部", date(2023, 10, 9), (*_TO_REMEDY, Move.CHECK)),
    _Case("青岚-10-2", "县民政局", date(2023, 11, 13), (Move.ACCEPT, Move.VERIFY, Move.ESCALATE)),
)
_REASONS = {
    Move.ACCEPT: "属于减负范围，受理。",
    Move.VERIFY: "已向来文单位和两个乡镇核实，属实。",
    Move.DISMISS: "有批准文件，不算计划外。",
    Move.REMEDY: "来文单位已发文取消。",
    Move.CHECK: "回访两个乡镇，已不再要求。",
    Move.ESCALATE: "系统由市里统一建设，县里无权取消强制登录。",
}


@transaction.atomic
def plant_work() -> None:
    """Write it all, once, and whole."""
    if Draft.objects.exists() or Case.objects.exists():
        return
    for one in _DRAFTS:
        _plant_draft(one)
    for case in _CASES:
        _plant_case(case)
    _plant_taps()
    _plant_opinion()
    hold_to_ledger(calendar=desk_rules().calendar, now=_at(today()))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9, 30))


def _office_of(organ: str) -> str:
    return f"{Role.DEPARTMENT.label}:{organ}办公室"


def _plant_draft(one: _Draft) -> None:
    organ, moment = get_organ(one.organ), _at(one.handed_in or today())
    actor = _office_of(one.organ)
    values = {
        "kind": one.kind, "title": one.title, "form_fields": list(one.form_fields), "facts": dict(one.facts),
        "reach": Reach.TOWNSHIPS, "due_on": one.due_on, "is_emergency": one.is_emergency, "problem": one.problem,
        "lighter_way": one.lighter_way, "workable": "按村填，一次半小时以内。" if one.lighter_way else "",
    }  # fmt: skip
    draft = save_draft(values, organ_id=organ.pk, draft_id=None, version=1, actor=actor, now=moment)
    if one.handed_in is None:
        return
    answer = look_at(draft, desk_rules(), today=one.handed_in)
    submit_draft(draft.pk, version=1, desk_cost=answer.cost_words, changes=None, actor=actor, now=moment)
    if one.verdict is not None:
        decide(
            draft.pk, one.verdict, one.reasons, version=1, hours_a_year=answer.weight.hours.mean,
            merged_into_id=None, decider_organ_id=None, actor=_APPROVER, now=moment,
        )  # fmt: skip


def _plant_case(one: _Case) -> None:
    organ, calendar, moment = get_organ(one.organ), desk_rules().calendar, _at(one.opened)
    problem = Problem.objects.filter(card=one.card, organs=organ, gone_at=None).order_by("pk").first()
    if problem is None:
        return  # a small county has not every problem
    cases = open_problem_case(problem, reasons="按规定核对发现。", calendar=calendar, actor=_OFFICE, now=moment)
    (case,) = (case for case in cases if case.organ_id == organ.pk)
    if one.explanation:
        actor = _office_of(one.organ)
        explain_case(case.pk, one.explanation, actor=actor, actor_organ_id=organ.pk, now=moment)
    for move in one.moves:
        case = take_step(
            case.pk,
            Wish(move, _REASONS[move], Remedy.CANCEL, OrganLevel.CITY),
            version=case.version,
            calendar=calendar,
            actor=_OTHER_OFFICE if move is Move.CHECK else _OFFICE,
            actor_organ_id=None,
            now=moment,
        )
    if case.item is not None:
        send_item(
            case.item.pk, sent_on=one.opened, sent_to="市减负办", letter_number="青减负函〔2023〕3号",
            version=case.item.version, calendar=calendar, actor=_OFFICE, now=moment,
        )  # fmt: skip


def _plant_taps() -> None:
    """Of the first township's matters the last is done, and the one before came without a number."""
    township, rules = get_organ(_TOWNSHIP), desk_rules()
    matters = list_matters(township.pk, _at(today()), rules.calendar, rules.dictionary).matters
    if len(matters) < 2:
        return
    unnumbered, done = matters[-2:]
    actor, moment = _TOWNSHIP_OFFICE, _at(today())
    mark_receipts(done.receipts, "done", turn=done.head.turn_key, actor=actor, now=moment)
    report_matter(unnumbered.receipts, "", calendar=rules.calendar, actor=actor, now=moment)


def _plant_opinion() -> None:
    """A department asks for opinions on a draft of its own; one township has answered."""
    owner, actor = get_organ(_ASKING), _office_of(_ASKING)
    asked = open_consultation(
        "农村人居环境整治工作规则（征求意见稿）",
        "一、每季度看一次，不另要台账。\n二、照片用已有系统里的，不再另拍。\n三、村里每月报一次进度。",
        date(2023, 12, 15), is_anonymous=False, owner_id=owner.pk, actor=actor, now=_at(date(2023, 12, 1)),
    )  # fmt: skip
    township = get_organ(_TOWNSHIP)
    opinion = give_opinion(
        asked.pk, "第三条的进度系统里已有，建议不再报。", organ_id=township.pk, level=Role.TOWNSHIP.label,
        actor=_TOWNSHIP_OFFICE, now=_at(date(2023, 12, 4)),
    )  # fmt: skip
    answer_opinion(
        opinion.pk, Adoption.ADOPTED, "删去第三条。", owner_id=owner.pk, sees_all=False, actor=actor,
        now=_at(date(2023, 12, 5)),
    )  # fmt: skip

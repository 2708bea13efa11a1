"""The fields that each kind of demand carries: the one catalogue that registers, ledger and reports share."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jianfu.vocabulary.burden_kind import BurdenKind


class ValueKind(StrEnum):
    """What a field's value is in Python, after reading."""

    TEXT = "text"
    """str; '' is never stored, absent is None."""
    DATE = "date"
    """datetime.date."""
    MOMENT = "moment"
    """datetime.datetime without zone, county local time."""
    COUNT = "count"
    """int ≥ 0."""
    NUMBER = "number"
    """float ≥ 0."""
    MONEY = "money"
    """int, in fen (1/100 yuan), ≥ 0."""
    FLAG = "flag"
    """bool; None means that nobody said."""
    NAMES = "names"
    """tuple[str, ...], in the order read."""


class Bearer(StrEnum):
    """Whether a field belongs to the demand (same for all who receive it) or to one receipt of it."""

    DEMAND = "demand"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `name` is the identifier, `label` the Chinese word, `unit` the unit of numbers ('' if none)."""

    name: str
    label: str
    value: ValueKind
    bearer: Bearer = Bearer.DEMAND
    unit: str = ""


_T, _D, _M = ValueKind.TEXT, ValueKind.DATE, ValueKind.MOMENT
_C, _N, _Y, _F, _L = ValueKind.COUNT, ValueKind.NUMBER, ValueKind.MONEY, ValueKind.FLAG, ValueKind.NAMES
_R = Bearer.RECEIPT

DEMAND_FIELDS: tuple[Field, ...] = (
    Field("title", "标题", _T),
    Field("issuer", "来文单位", _T),
    Field("joint_issuers", "联合发文单位", _L),
    Field("doc_number", "发文字号", _T),
    Field("issued_on", "成文日期", _D),
    Field("topic", "工作事项", _T),
    Field("basis", "依据", _T),
    Field("replaces", "替代", _T),
    Field("forwards", "转发", _T),
    Field("tied_to_assessment", "是否与考核挂钩", _F),
)
"""Fields of every demand, whatever its kind."""

RECEIPT_FIELDS: tuple[Field, ...] = (
    Field("receiver", "收文单位", _T, _R),
    Field("received_at", "收文时间", _M, _R),
    Field("received_on", "收文日期", _D, _R),
    Field("year", "年度", _C, _R, "年"),
    Field("channel", "渠道", _T, _R),
    Field("for_secretary", "是否需书记阅示(参加)", _F, _R),
    Field("due_at", "办理时限", _M, _R),
    Field("status", "办理情况", _T, _R),
    Field("handler", "承办", _T, _R),
    Field("remark", "备注", _T, _R),
)
"""Fields of every receipt, whatever its kind. `received_at` is None where only the day is known.

`year` dates rows of lists that name no day (subscriptions, plaques, quotas)."""

KIND_FIELDS: Mapping[BurdenKind, tuple[Field, ...]] = {
    BurdenKind.DOCUMENT: (
        Field("document_type", "文种", _T),
        Field("header_class", "文头类别", _T),
        Field("urgency", "紧急程度", _T),
        Field("pages", "页数", _C, unit="页"),
        Field("characters", "正文字数", _C, unit="字"),
        Field("sheets", "用纸", _C, _R, unit="张"),
    ),
    BurdenKind.MEETING: (
        Field("convenor", "召集人", _T),
        Field("meeting_level", "会议层级", _T),
        Field("meeting_form", "会议形式", _T),
        Field("starts_at", "会议时间", _M),
        Field("duration_minutes", "会议时长", _C, unit="分钟"),
        Field("attendees", "参会人员", _T),
        Field("attendance_rank", "参会级别", _T),
        Field("people_attending", "参会人数", _C, _R, unit="人"),
    ),
    BurdenKind.DATA_REQUEST: (
        Field("form_fields", "表格字段", _L),
        Field("frequency", "报送频次", _T),
        Field("times_per_year", "每年次数", _N, unit="次"),
        Field("template_version", "模板版本", _T),
        Field("electronic", "是否报电子档", _F),
        Field("signed_paper", "是否报签字盖章纸质档", _F),
        Field("hours_allowed", "给予时限", _N, unit="工作小时"),
        Field("system", "录入系统", _T),
        Field("minutes_per_filing", "每次耗时", _N, _R, unit="分钟"),
        Field("sheets", "用纸", _C, _R, unit="张"),
    ),
    BurdenKind.INSPECTION: (
        Field("name_used", "使用名义", _T),
        Field("in_plan", "是否列入计划", _F),
        Field("plan_number", "计划(备案)编号", _T),
        Field("inspecting_units", "检查单位", _L),
        Field("inspected_on", "检查日期", _D),
        Field("companions", "陪同人数", _C, _R, unit="人"),
        Field("companion_hours", "陪同时长", _N, _R, unit="小时"),
    ),
    BurdenKind.TRACE: (
        Field("frequency", "频次", _T),
        Field("times_per_year", "每年次数", _N, unit="次"),
        Field("photos_per_time", "每次照片数", _C, unit="张"),
        Field("items_per_time", "每次上传条数", _C, unit="条"),
        Field("place", "地点场所", _T),
        Field("performer", "承担人员", _T),
        Field("system", "上传系统", _T),
    ),
    BurdenKind.SUBSCRIPTION: (
        Field("medium", "类别", _T),
        Field("party_press", "是否党报党刊", _F),
        Field("copies", "份数", _C, _R, unit="份"),
        Field("amount_fen", "金额", _Y, _R, unit="元"),
        Field("use", "使用情况", _T, _R),
    ),
    BurdenKind.FACILITY: (
        Field("facility_form", "类型", _T),
        Field("facility_level", "设置层级", _T),
        Field("separate_room", "是否要求独立场所", _F),
        Field("cost_fen", "投入", _Y, _R, unit="元"),
        Field("use", "使用情况", _T, _R),
    ),
    BurdenKind.DIGITAL_TOOL: (
        Field("tool_form", "类型", _T),
        Field("compulsory", "是否强制使用", _F),
        Field("points_or_ranking", "是否积分排名", _F),
        Field("login_frequency", "登录频次", _T),
        Field("times_per_year", "每年次数", _N, unit="次"),
        Field("filed", "是否备案", _F),
        Field("holder", "使用人", _T, _R),
    ),
    BurdenKind.DELEGATION: (
        Field("quota_unit", "指标单位", _T),
        Field("split_by", "分解单位", _T),
        Field("penalties", "奖惩措施", _T),
        Field("quota", "任务数", _N, _R),
        Field("completed", "完成数", _N, _R),
    ),
}
"""Fields that only one kind of demand has. Choices are kept as the official words.

`facility_form` is 阵地 or 牌子; `facility_level` 乡镇 or 村; `tool_form` APP, 小程序, 系统 or 工作群;
`medium` 报纸, 刊物, 图书 or 电影; `header_class` and `document_type` are the values of `document.py`.
"""


def fields_of(kind: BurdenKind) -> tuple[Field, ...]:
    """All fields a row of this kind may have: the demand's, the receipt's and the kind's own, in that order."""
    return DEMAND_FIELDS + RECEIPT_FIELDS + KIND_FIELDS[kind]

"""Words and terms of clearance: who gets it, how it can be decided, how long a number holds."""

from datetime import date, timedelta
from enum import StrEnum

from jianfu.vocabulary.burden_kind import BurdenKind

CAMPAIGN_DAYS = 90
_FORM_YEARS = 3
EMERGENCY_WORKDAYS = 2
"""An emergency may go out first and is cleared within so many working days."""
_CAMPAIGN_REMINDERS, _FORM_REMINDERS = (14, 3), (60, 14)


class Reach(StrEnum):
    """Who is to receive it."""

    TOWNSHIPS = "townships"
    VILLAGES = "villages"
    BOTH = "both"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"townships": "各乡镇（街道）", "villages": "各村（社区）", "both": "各乡镇（街道）和各村（社区）"}[self]


class Verdict(StrEnum):
    """The four verdicts."""

    GO = "go"
    GO_AFTER_SMALL_CHANGES = "go_after_small_changes"
    NOT_UNLESS_CHANGED = "not_unless_changed"
    NO = "no"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _VERDICTS[self]

    @property
    def clears(self) -> bool:
        """Whether it may go out."""
        return self in {Verdict.GO, Verdict.GO_AFTER_SMALL_CHANGES}


_VERDICTS = {
    Verdict.GO: "可以发",
    Verdict.GO_AFTER_SMALL_CHANGES: "小改后可以发",
    Verdict.NOT_UNLESS_CHANGED: "大改以前不能发",
    Verdict.NO: "不发",
}


class State(StrEnum):
    """Where a draft stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CLEARED = "cleared"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    REPLACED = "replaced"
    """A later version took its number over."""
    DROPPED = "dropped"
    """Its department does not send it after all."""

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {
            "draft": "起草中",
            "submitted": "待审核",
            "cleared": "已准入",
            "sent_back": "退回修改",
            "refused": "不予准入",
            "replaced": "已换新版",
            "dropped": "不发了",
        }[self]

    @property
    def is_open(self) -> bool:
        """Whether its department may still change it."""
        return self in {State.DRAFT, State.SENT_BACK}


AFTER: dict[Verdict, State] = {
    Verdict.GO: State.CLEARED,
    Verdict.GO_AFTER_SMALL_CHANGES: State.CLEARED,
    Verdict.NOT_UNLESS_CHANGED: State.SENT_BACK,
    Verdict.NO: State.REFUSED,
}


LASTING = frozenset({BurdenKind.DATA_REQUEST, BurdenKind.DIGITAL_TOOL})
"""Kinds that go on for years once they are there."""
SENDABLE = (
    BurdenKind.DOCUMENT,
    BurdenKind.MEETING,
    BurdenKind.DATA_REQUEST,
    BurdenKind.INSPECTION,
    BurdenKind.DIGITAL_TOOL,
    BurdenKind.FACILITY,
    BurdenKind.DELEGATION,
)
"""What a department asks clearance for."""
_SENT_AS = ("通知", "会议", "表格台账", "检查", "应用、工作群", "牌子、阵地", "任务指标")


def name_sendable(kind: BurdenKind) -> str:
    """The kind as a department calls what it sends."""
    return dict(zip(SENDABLE, _SENT_AS, strict=True)).get(kind, kind.label)


def reminder_days(kind: BurdenKind) -> tuple[int, ...]:
    """How many days before the end its department is reminded, the earliest first."""
    return _FORM_REMINDERS if kind in LASTING else _CAMPAIGN_REMINDERS


def expires_on(kind: BurdenKind, cleared_on: date) -> date:
    """The first day on which the number holds no longer: forms and systems three years on, all else 90 days."""
    if kind not in LASTING:
        return cleared_on + timedelta(days=CAMPAIGN_DAYS)
    try:
        return cleared_on.replace(year=cleared_on.year + _FORM_YEARS)
    except ValueError:  # 29 February
        return cleared_on.replace(year=cleared_on.year + _FORM_YEARS, month=3, day=1)


def say_number(year: int, place: int) -> str:
    """The clearance number as it is written on papers."""
    return f"减准〔{year}〕{place}号"

"""What the reader says of a text: every fact with the span it was read from and a confidence.

Absent facts are None or (), never invented. Spans are half-open code point offsets into the text that was read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from jianfu.vocabulary.document import DocumentType, HeaderClass, Secrecy, Urgency

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to but not including `end` of the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value, where it was read and how sure the reader is (0–1)."""

    value: T
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class DocNumber:
    """发文字号 taken apart. `text` is the normal form 代字〔年〕序号号; `defects` names departures from it."""

    text: str
    code: str
    year: int
    serial: int
    raw: str
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrapper:
    """What a paper forwards: `verb` is 转发, 批转, 印发 or 翻印, `title` the inner title, `inner` a wrapper in it."""

    verb: str
    title: str
    issuer: str | None = None
    inner: "Wrapper | None" = None


class Replacement(StrEnum):
    """How a paper changes an earlier one."""

    SUPERSEDES = "以此为准"
    CORRECTS = "更正"
    SUPPLEMENTS = "补充"
    REISSUES = "重新印发"
    REPEALS = "废止"


@dataclass(frozen=True, slots=True)
class Replaces:
    """Which earlier paper is replaced: `target` is its title or number where the text names it, else None."""

    how: Replacement
    target: str | None = None


class Recurrence(StrEnum):
    """How often a recurring deadline falls."""

    DAILY = "每日"
    WEEKLY = "每周"
    TEN_DAYS = "每旬"
    MONTHLY = "每月"
    QUARTERLY = "每季度"
    HALF_YEARLY = "每半年"
    YEARLY = "每年"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment by which something is due.

    `at` is the moment, local time; None where the words fix none (第一时间) or the calendar does not know the year.
    `period` is set for recurring ones, whose `at` is the first moment after receipt.
    `working_hours` is the working time from receipt to `at`, None where either is unknown.
    `note` says in Chinese what a reader must know (年份未知, 无工作日历 …), '' otherwise.
    """

    text: str
    at: datetime | None
    period: Recurrence | None
    working_hours: float | None
    span: Span
    confidence: float
    starts: datetime | None = None
    """For spans of time (即日起至年底) when it begins."""
    note: str = ""


class AskKind(StrEnum):
    """What a text wants done by those who receive it."""

    FILL_FORM = "填表"
    REPORT_DATA = "报送数据"
    REPORT_MATERIAL = "报送材料"
    ATTEND = "参会"
    RECEIVE_VISIT = "迎检"
    UPLOAD_PHOTOS = "拍照上传"
    SUBSCRIBE = "订阅"
    HANG_PLAQUE = "挂牌建阵地"
    INSTALL_OR_LOGIN = "安装登录"
    MEET_QUOTA = "完成指标"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked for, with the words that ask it."""

    kind: AskKind
    text: str
    span: Span
    confidence: float
    frequency: Recurrence | None = None
    times: int | None = None
    """How many times in each `frequency`; None where not said."""


@dataclass(frozen=True, slots=True)
class Submission:
    """On which media what is asked for must be handed in. None: the text does not say."""

    paper: Fact[bool] | None = None
    electronic: Fact[bool] | None = None
    signed: Fact[bool] | None = None
    """Signed by a leader or stamped 签字盖章."""


@dataclass(frozen=True, slots=True)
class InspectionJudgement:
    """Whether a visit is an inspection, whatever it is called.

    `is_inspection` is None where the text gives no ground either way. `reasons` are Chinese sentences,
    each naming the words it rests on; `confidence` is 0–1.
    """

    is_inspection: bool | None
    name_used: str | None
    reasons: tuple[str, ...]
    confidence: float
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who says what to whom: the formal elements of a paper."""

    doc_number: Fact[DocNumber] | None = None
    issuer: Fact[str] | None = None
    joint_issuers: tuple[Fact[str], ...] = ()
    """All issuers of a joint paper, the first one included; empty for a paper of one issuer."""
    document_type: Fact[DocumentType] | None = None
    title: Fact[str] | None = None
    issued_on: Fact[date] | None = None
    recipients: tuple[Fact[str], ...] = ()
    secrecy: Fact[Secrecy] | None = None
    urgency: Fact[Urgency] | None = None
    signer: Fact[str] | None = None
    attachments: tuple[Fact[str], ...] = ()
    header_class: Fact[HeaderClass] | None = None
    forwards: Fact[Wrapper] | None = None
    replaces: Fact[Replaces] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the reader says of one text."""

    identity: Identity
    deadlines: tuple[Deadline, ...] = ()
    asks: tuple[Ask, ...] = ()
    submission: Submission = Submission()
    tied_to_assessment: Fact[str] | None = None
    """The words that tie the demand to assessment (纳入考核, 通报排名, 扣分, 约谈)."""
    inspection: InspectionJudgement | None = None
    """None where the text speaks of no visit at all."""

"""What a rule card says: a clause, whom it binds, what breaks it, since when, and worked examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from jianfu.vocabulary.burden_kind import BurdenKind

Operand = str | float | bool | date | tuple[str, ...]


class Verb(StrEnum):
    """The clause's own verb. It caps how severe a finding can be."""

    MUST_NOT = "不得"
    FORBIDDEN = "严禁"
    PROHIBITED = "禁止"
    MUST = "必须"
    SHALL = "应当"
    IN_PRINCIPLE = "原则上"
    GENERALLY = "一般"
    STRICTLY_LIMITED = "严控"
    ENCOURAGED = "鼓励"


class Severity(StrEnum):
    """What follows where a card is triggered, from the weakest to the strongest."""

    QUESTION = "人工判断"
    """A named reviewer is asked; the program accuses nobody."""
    HINT = "提示"
    EXPLAIN = "请说明"
    VIOLATION = "违规"


STRONGEST: Mapping[Verb, Severity] = {
    Verb.MUST_NOT: Severity.VIOLATION,
    Verb.FORBIDDEN: Severity.VIOLATION,
    Verb.PROHIBITED: Severity.VIOLATION,
    Verb.MUST: Severity.VIOLATION,
    Verb.SHALL: Severity.EXPLAIN,
    Verb.IN_PRINCIPLE: Severity.HINT,
    Verb.GENERALLY: Severity.HINT,
    Verb.STRICTLY_LIMITED: Severity.HINT,
    Verb.ENCOURAGED: Severity.HINT,
}
RANKS = tuple(Severity)


class Reading(StrEnum):
    """How much of the source was read. What was not read in full stays a hint."""

    FULL = "全文"
    EXCERPT = "摘录"
    RETOLD = "转述"
    MEMORY = "记忆"


class Outcome(StrEnum):
    """What a card says of a row. Missing data is never compliance and never a violation."""

    TRIGGERED = "触发"
    NOT_TRIGGERED = "不触发"
    NOT_APPLICABLE = "不适用"
    CANNOT_JUDGE = "不能判断"


class Operator(StrEnum):
    """The only ways in which a card compares. 超过 is 大于; 不少于 and 不超过 hold on the limit itself."""

    EQUAL = "等于"
    AMONG = "属于"
    GREATER = "大于"
    AT_LEAST = "不少于"
    LESS = "小于"
    AT_MOST = "不超过"
    IS = "是"
    IS_NOT = "不是"


class Aggregate(StrEnum):
    """What can be counted over a window and a group."""

    COUNT = "计数"
    SUM = "合计"
    SHARE = "占比"
    YEAR_ON_YEAR = "同比"


class Window(StrEnum):
    """The stretch of time that an aggregate looks at: calendar ones, by the day of the facts."""

    DAY = "日"
    WEEK = "周"
    MONTH = "月"
    QUARTER = "季度"
    YEAR = "年"


class Unit(StrEnum):
    """What is judged and counted: what one organ received, or what was sent, however many received it."""

    RECEIPT = "收文"
    DEMAND = "发文"


@dataclass(frozen=True, slots=True)
class Parameter:
    """The name of a dated value of the card, to be put in the place of a number or a list."""

    name: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One fact of a row against a value."""

    fact: str
    operator: Operator
    operand: Operand | Parameter


@dataclass(frozen=True, slots=True)
class NamedPredicate:
    """What the operators cannot say: a Python predicate of predicates.py, by its Chinese name."""

    name: str


Condition = Comparison | NamedPredicate


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """A number over all rows that share a window and a group, against a limit.

    `fact` is what 合计 adds up; `among` are the conditions whose share 占比 takes; both empty otherwise. 同比 is the
    count of the window over the count of the same window a year before.
    """

    aggregate: Aggregate
    window: Window
    group: tuple[str, ...]
    operator: Operator
    limit: float | Parameter
    fact: str = ""
    among: tuple[Condition, ...] = ()


Judgement = Comparison | NamedPredicate | GroupComparison


@dataclass(frozen=True, slots=True)
class Citation:
    """Where the clause stands. `words` are the decisive words only."""

    document: str
    clause: str
    words: str
    published: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class DatedValue:
    """The value of a parameter from a day on, with the source that says so."""

    since: date
    value: float | tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Example:
    """Rows of facts, and what the card must say of the last of them. An absent fact is missing data."""

    situation: str
    rows: tuple[Mapping[str, Operand], ...]
    outcome: Outcome
    complete: bool
    """Whether the rows are all there were: only then can a count be small enough."""
    line: int


@dataclass(frozen=True, slots=True)
class Review:
    """Who signed the card, on which day, and the digest of what was signed; all None before."""

    reviewer: str | None = None
    signed_on: date | None = None
    digest: str | None = None


class Signature(StrEnum):
    """Whether a card has been signed as it stands."""

    NONE = "未签署"
    VALID = "签署有效"
    CHANGED = "签署以后改动过，须重新签署"


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One clause of one policy. In force on the days from `since` up to but not including `until` (None: still)."""

    number: str
    name: str
    sentence: str
    citation: Citation
    verb: Verb
    severity: Severity
    region: str
    """The place whose rule it is, '' for the whole country: elsewhere the card is not used."""
    kind: BurdenKind
    per: Unit
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    judged: tuple[Judgement, ...]
    parameters: Mapping[str, tuple[DatedValue, ...]]
    since: date
    until: date | None
    question: str
    """What the reviewer is asked where `severity` is 人工判断, else ''."""
    if_missing: str
    """Which datum to ask for where the card cannot judge."""
    examples: tuple[Example, ...]
    review: Review
    path: Path
    digest: str
    """SHA-256 of the card's text without its review: what a signature is for."""

    @property
    def signature(self) -> Signature:
        """Whether the review is of this very text."""
        if self.review.signed_on is None:
            return Signature.NONE
        return Signature.VALID if self.review.digest == self.digest else Signature.CHANGED

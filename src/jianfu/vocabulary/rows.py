"""Rows as intake hands them to the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Evidence
from jianfu.vocabulary.organ import OrganProfile

Value = str | int | float | bool | date | datetime | tuple[str, ...]


@dataclass(slots=True)
class DemandRow:
    """One register row or one notice: a demand as one receiver saw it.

    `values` maps the names of `fields.fields_of(kind)` (except title, issuer and receiver, which stand on
    their own) to values of the declared kind; an absent name means that the source is silent.
    `receiver` is '' where the source names none: the demand is then recorded without a receipt.
    """

    kind: BurdenKind
    title: str
    issuer: str
    receiver: str
    values: Mapping[str, Value]
    evidence: Evidence


@dataclass(slots=True)
class OrganRow:
    """One row of an organ directory 机关名录."""

    profile: OrganProfile
    evidence: Evidence


@dataclass(slots=True)
class ObservationRow:
    """One number that somebody stated about an organ over a period 情况统计, not itself a demand.

    Sheets of paper a village used, villages drawn into a zone, declared totals to be recomputed.
    `period_start` and `period_end` are half-open; both None where the source gives no period.
    """

    organ: str
    measure: str
    quantity: float
    unit: str
    evidence: Evidence
    period_start: date | None = None
    period_end: date | None = None
    note: str = ""


@dataclass(slots=True)
class NoticeText:
    """The full text of one notice: it enriches the demand of the same issuer and number or title."""

    text: str
    demand: DemandRow


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings above the rows of one register, a word a column as it stands, '' for a column without one."""

    sheet: str
    words: tuple[str, ...]


@dataclass(slots=True)
class Batch:
    """Rows of one source file, all of it or a part: the ledger takes the whole file or nothing of it."""

    register: str
    """Name of the register that read them; 通知 and 工作群消息 are such names, too."""
    demands: Sequence[DemandRow] = ()
    organs: Sequence[OrganRow] = ()
    observations: Sequence[ObservationRow] = ()
    notices: Sequence[NoticeText] = ()
    heading: Heading | None = None
    """What stands above the rows; None where they are no table's."""

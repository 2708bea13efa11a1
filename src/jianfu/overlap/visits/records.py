"""What the ledger says of one visit, one room or plaque, one app; and what is found among them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection of one receiver. `day` None: nobody says when. `team` is the unit that came, where named."""

    id: str
    receiver: str
    organ: str
    matter: str
    day: date | None
    team: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """One room, plaque, app or system that an organ asked of one receiver."""

    id: str
    receiver: str
    organ: str
    name: str
    form: str | None = None
    """阵地, 牌子, APP, 小程序 or 系统, as the register says; None where it does not."""
    source: str = ""


class VisitRelation(StrEnum):
    """What records of one receiver are to each other."""

    CROWDED_DAY = "crowded_day"
    SPLIT_ERRAND = "split_errand"
    SAME_MATTER = "same_matter"
    SAME_PURPOSE = "same_purpose"
    SAME_FUNCTION = "same_function"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _LABELS[self]


_LABELS = {
    VisitRelation.CROWDED_DAY: "一天多个部门检查",
    VisitRelation.SPLIT_ERRAND: "同一部门同日分头来",
    VisitRelation.SAME_MATTER: "同一周查同一件事",
    VisitRelation.SAME_PURPOSE: "同一用途多块牌子",
    VisitRelation.SAME_FUNCTION: "同一功能多个应用",
}


@dataclass(frozen=True, slots=True)
class Repetition:
    """Records that repeat each other at one receiver, in register order; at least two. `reason` is Chinese."""

    relation: VisitRelation
    receiver: str
    records: "tuple[Visit | Installation, ...]"
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found, and how many records say too little to be judged: they are neither good nor bad."""

    found: tuple[Repetition, ...]
    not_judged: int

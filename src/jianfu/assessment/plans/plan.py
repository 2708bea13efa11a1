"""A year's assessment plan as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FULL_POINTS = 100.0
"""Weights of all indicators add up to this."""
SHARE_AT_TARGET = 0.8
"""Of an indicator's points, for reaching the target where a stretch stands above it."""


class Area(StrEnum):
    """The focus area that an indicator belongs to."""

    PARTY = "party"
    DEVELOPMENT = "development"
    COUNTY = "county"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"party": "党的建设", "development": "高质量发展", "county": "县定事项"}[self]


class Scoring(StrEnum):
    """How an indicator is scored."""

    RANK = "rank"
    TARGET = "target"
    ALL_OR_NOTHING = "all_or_nothing"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"rank": "排名", "target": "目标", "all_or_nothing": "合格"}[self]


class DataSource(StrEnum):
    """Where the numbers are already: nothing is asked of townships for an indicator."""

    LEDGER = "ledger"
    SYSTEM = "system"
    REGISTER = "register"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"ledger": "台账", "system": "业务系统", "register": "已有登记"}[self]


class Favour(StrEnum):
    """Whether more of an endowment makes good results easier."""

    HELPS = "helps"
    HINDERS = "hinders"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"helps": "有利", "hinders": "不利", "unknown": "不定"}[self]


class Method(StrEnum):
    """How scores allow for endowments."""

    NONE = "none"
    PEERS = "peers"
    REGRESSION = "regression"
    ENVELOPMENT = "envelopment"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"none": "不调整", "peers": "同类比较", "regression": "回归调整", "envelopment": "数据包络"}[self]


@dataclass(frozen=True, slots=True)
class Target:
    """Target scoring: nothing at `floor`, `SHARE_AT_TARGET` of the points at `target` (all without a `stretch`), all at
    `stretch`. `progress_share` 0–1 of the points go by the progress on last year instead of the level.
    """

    floor: float
    target: float
    stretch: float | None = None
    progress_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `weight` in points; `is_higher_better`; `elements` are the data elements behind it, () unknown.

    `checks` is how often a year each township looks its own number over: all that an indicator may ask of it.
    """

    id: str
    name: str
    owner: str
    basis: str
    area: Area
    scoring: Scoring
    is_higher_better: bool
    weight: float
    source: DataSource
    taken_from: str
    evidence: str
    checks: float = 1.0
    elements: tuple[str, ...] = ()
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Merger:
    """Townships of `before` became `after` on a day of the year."""

    day: date
    before: tuple[str, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan. `endowments`: name → whether more of it helps. `tolerance` 0–1: how alike (rank correlation) the order of
    a slimmer set of indicators must stay. `seed` draws the noise, so that everybody gets the same figures.
    """

    name: str
    year: int
    indicators: tuple[Indicator, ...]
    endowments: Mapping[str, Favour]
    method: Method
    tolerance: float
    mergers: tuple[Merger, ...]
    seed: int

    def find(self, id: str) -> Indicator:
        """The indicator of an id. ValueError where there is none."""
        return self.indicators[self.ids.index(id)]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the indicators, in the plan's order."""
        return tuple(one.id for one in self.indicators)

"""What one report is made from: whose, when, and the rows of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jianfu.burden.accounting import Account, make_account, simulate_load
from jianfu.burden.simulating import Simulation
from jianfu.burden.work import Load, sum_staff
from jianfu.reporting.rows import OBSERVATIONS, Columns, RowSource, Selection
from jianfu.reporting.standards import Standards
from jianfu.rulebook.findings import CardResult
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import UnknownYear
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel

SEED = 1
"""The report's possible counties are drawn from this seed, and say so."""
_WHOLE = {OrganLevel.COUNTY: "全县", OrganLevel.CITY: "全市", OrganLevel.PROVINCE: "全省", OrganLevel.CENTRAL: "全国"}


@dataclass(frozen=True)
class Material:
    """Rows that one organ's report draws on.

    `results` is what the rule cards that bind here say of the rows; `load` the work that the rows ask.
    """

    organ: str
    level: OrganLevel
    period: Period
    standards: Standards
    sources: Mapping[str, RowSource]
    organs: Columns
    results: tuple[CardResult, ...]
    load: Load

    @property
    def covers_townships(self) -> bool:
        """Whether the organ has townships below it, so that they can be compared."""
        return self.level in _WHOLE

    @property
    def whole(self) -> str:
        """How the text names everything the report covers: 全县, or the township's name."""
        return _WHOLE.get(self.level, self.organ)

    @property
    def bearers(self) -> str:
        """How the text names those who bear the load."""
        return "本村（社区）" if self.level is OrganLevel.VILLAGE else "镇村两级"

    @property
    def whole_with_bearers(self) -> str:
        """All those together: 全县镇村两级, 溪口镇及所辖村（社区）, or the village."""
        if self.level is OrganLevel.VILLAGE:
            return self.organ
        return f"{self.whole}镇村两级" if self.covers_townships else f"{self.organ}及所辖村（社区）"

    @property
    def own_level(self) -> OrganLevel:
        """The level whose powers the report counts as its own: the organ's, and the county's for what lies below."""
        return self.level if self.level in _WHOLE else OrganLevel.COUNTY

    @property
    def levels_above(self) -> frozenset[str]:
        """Levels that the own level has no power over."""
        levels = list(OrganLevel)
        return frozenset(level.value for level in levels[: levels.index(self.own_level)])

    @property
    def body_word(self) -> str:
        """What the bodies are called whose load is averaged."""
        return "村（社区）" if self.level is OrganLevel.VILLAGE else "乡镇（街道）"

    def received(self, kind: BurdenKind) -> Selection:
        """Receipts at townships and villages (and at organs of unknown level), never at county organs."""
        source = self.sources[kind.value]
        return source.all().where(source.at_grassroots)

    def at_bodies(self, kind: BurdenKind) -> Selection:
        """Receipts at the townships themselves; in a village's report, at the village."""
        received = self.received(kind)
        at_village = received.source.at_village[received.positions]
        return received.where(at_village if self.level is OrganLevel.VILLAGE else ~at_village)

    def observations(self) -> Selection:
        """Numbers that somebody stated about the organ or those below it."""
        return self.sources[OBSERVATIONS].all()

    def count_workdays(self, period: Period | None) -> int | None:
        """Working days of a period; None without one or where the calendar does not know the year."""
        if period is None:
            return None
        try:
            return self.standards.calendar.count_workdays(period)
        except UnknownYear:
            return None

    @cached_property
    def simulation(self) -> Simulation:
        """Possible counties for the work that the rows ask; the same for the same rows and norms."""
        return simulate_load(self.load, self.standards.norms, SEED)

    @cached_property
    def account(self) -> Account:
        """What the bearers bear."""
        return make_account(self.load, self.standards.norms, self.simulation, SEED)

    @cached_property
    def hours_of_receipt(self) -> Mapping[int, float]:
        """Hours of the whole period that each receipt takes in the mean; one that takes none is absent."""
        receipts, places = np.unique(self.load.work.receipts, return_inverse=True)
        hours = np.bincount(places, self.simulation.usual_hours(), len(receipts))
        return dict(zip(receipts.tolist(), hours.tolist(), strict=True))

    @cached_property
    def staff(self) -> float | None:
        """The staff of the townships and villages that the report covers; None where nobody says."""
        return sum_staff(self.organs["level"], self.organs["staff"])

    @cached_property
    def workdays(self) -> int | None:
        """Working days of the report's period; None where the calendar does not know the year."""
        return self.count_workdays(self.period)

    @cached_property
    def months(self) -> tuple[np.datetime64, ...]:
        """The months that the period touches, in order."""
        first = np.datetime64(self.period.start, "M")
        last = np.datetime64(self.period.last_day, "M")
        return tuple(np.arange(first, last + 1))

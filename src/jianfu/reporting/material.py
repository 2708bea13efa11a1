"""What one report is made from: whose, when, and the rows of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from jianfu.reporting.rows import OBSERVATIONS, Columns, RowSource, Selection
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import UnknownYear, WorkCalendar
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel

_WHOLE = {OrganLevel.COUNTY: "全县", OrganLevel.CITY: "全市", OrganLevel.PROVINCE: "全省", OrganLevel.CENTRAL: "全国"}


@dataclass(frozen=True)
class Material:
    """Rows that one organ's report draws on."""

    organ: str
    level: OrganLevel
    period: Period
    calendar: WorkCalendar
    sources: Mapping[str, RowSource]
    organs: Columns

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
            return self.calendar.count_workdays(period)
        except UnknownYear:
            return None

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

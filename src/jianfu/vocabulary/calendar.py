"""Working days and working hours by the Chinese calendar, with the days that a county adds."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import chinese_calendar

from jianfu.vocabulary.interval import Period

_LONGEST_SEARCH_DAYS = 400


class UnknownYear(ValueError):
    """The calendar does not know a year; the message names it in Chinese."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office works. The same all year; a county's summer hours differ by half an hour at most."""

    morning_start: time = time(8, 30)
    morning_end: time = time(12, 0)
    afternoon_start: time = time(14, 30)
    afternoon_end: time = time(17, 30)

    def spans(self, day: date) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
        """The two spans of work on a working day."""
        at = datetime.combine
        return (
            (at(day, self.morning_start), at(day, self.morning_end)),
            (at(day, self.afternoon_start), at(day, self.afternoon_end)),
        )


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked. The national table (make-up days included) ends with the last year announced."""

    extra_holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = frozenset()
    office_hours: OfficeHours = OfficeHours()

    @classmethod
    def china(
        cls, *, extra_holidays: frozenset[date] = frozenset(), extra_workdays: frozenset[date] = frozenset()
    ) -> "WorkCalendar":
        """The national calendar, with days off and days worked that the county has added."""
        return cls(extra_holidays, extra_workdays)

    def is_workday(self, day: date) -> bool | None:
        """Whether the day is worked; None where the year is not announced and the county has not said."""
        if day in self.extra_holidays:
            return False
        if day in self.extra_workdays:
            return True
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return None

    def count_workdays(self, period: Period) -> int:
        """Working days of a period. UnknownYear if the calendar does not know all of it."""
        days = (period.start + timedelta(days=n) for n in range((period.end - period.start).days))
        worked = 0
        for day in days:
            known = self.is_workday(day)
            if known is None:
                raise UnknownYear(f"工作日历里没有 {day.year} 年，请在数据文件夹的“工作日历.yaml”里补上。")
            worked += known
        return worked

    def add_workdays(self, day: date, count: int) -> date | None:
        """The `count`-th working day after `day` (0: `day` itself). None where the calendar does not reach."""
        for _ in range(_LONGEST_SEARCH_DAYS):
            if count == 0:
                return day
            day += timedelta(days=1)
            worked = self.is_workday(day)
            if worked is None:
                return None
            count -= worked
        return None

    def working_hours_between(self, start: datetime, end: datetime) -> float | None:
        """Office hours from `start` to `end`, 0 where `end` is not later. None where the calendar does not reach."""
        hours = 0.0
        day = start.date()
        while day <= end.date():
            worked = self.is_workday(day)
            if worked is None:
                return None
            if worked:
                hours += sum(_overlap_hours(start, end, span) for span in self.office_hours.spans(day))
            day += timedelta(days=1)
        return hours


def _overlap_hours(start: datetime, end: datetime, span: tuple[datetime, datetime]) -> float:
    seconds = (min(end, span[1]) - max(start, span[0])).total_seconds()
    return max(seconds, 0.0) / 3600

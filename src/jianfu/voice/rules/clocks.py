"""By when a complaint is to be acknowledged, accepted or not, answered and reported back.

The defaults: 7 days and 3 months from Directive (EU) 2019/1937 art. 9 (a model, not law here); 15 days, 60 days and
one extension of 30 from 信访工作条例 (2022). An anonymous reporter has no claim to an answer in law: this is what the
channel promises. Days are days of the calendar; a last day without work moves to the next working day, as civil law has
it (民法典 art. 203).
"""

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from jianfu.vocabulary.calendar import WorkCalendar


class Clock(StrEnum):
    """One promise to the reporter."""

    ACKNOWLEDGE = "acknowledge"
    ACCEPT = "accept"
    ANSWER = "answer"
    FEED_BACK = "feed_back"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _CLOCK_LABELS[self]


_CLOCK_LABELS = {
    Clock.ACKNOWLEDGE: "确认收到",
    Clock.ACCEPT: "告知是否受理",
    Clock.ANSWER: "答复",
    Clock.FEED_BACK: "反馈结果",
}


@dataclass(frozen=True, slots=True)
class ClockSettings:
    """The county's times; the defaults are the channel's promise."""

    acknowledge_days: int = 7
    accept_days: int = 15
    answer_days: int = 60
    extension_days: int = 30
    feedback_months: int = 3


@dataclass(frozen=True, slots=True)
class Course:
    """On which days a complaint got how far; None: not yet."""

    received_on: date
    acknowledged_on: date | None = None
    decided_on: date | None = None
    is_accepted: bool = False
    is_extended: bool = False
    answered_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clocks:
    """The due days of one complaint, as far as they are known by now."""

    course: Course
    calendar: WorkCalendar
    settings: ClockSettings = ClockSettings()

    def due(self, clock: Clock) -> date | None:
        """The last day of this promise. None where it does not run: the answer's before acceptance, or never."""
        course, times = self.course, self.settings
        match clock:
            case Clock.ACKNOWLEDGE:
                return self._after_days(course.received_on, times.acknowledge_days)
            case Clock.ACCEPT:
                return self._after_days(course.received_on, times.accept_days)
            case Clock.ANSWER:
                if course.decided_on is None or not course.is_accepted:
                    return None
                extra = times.extension_days if course.is_extended else 0
                return self._after_days(course.decided_on, times.answer_days + extra)
            case Clock.FEED_BACK:
                if course.decided_on is not None and not course.is_accepted:
                    return None
                start = course.acknowledged_on or course.received_on
                return self._last_day(_add_months(start, times.feedback_months))

    def done_on(self, clock: Clock) -> date | None:
        """The day on which the promise was kept; None while it is open."""
        course = self.course
        return {
            Clock.ACKNOWLEDGE: course.acknowledged_on,
            Clock.ACCEPT: course.decided_on,
            Clock.ANSWER: course.answered_on,
            Clock.FEED_BACK: course.answered_on,
        }[clock]

    def list_overdue(self, today: date) -> tuple[Clock, ...]:
        """The promises whose last day has gone by unkept, in order; empty after closing."""
        if self.course.closed_on is not None:
            return ()
        return tuple(clock for clock in Clock if self._is_overdue(clock, today))

    def _is_overdue(self, clock: Clock, today: date) -> bool:
        due = self.due(clock)
        return due is not None and self.done_on(clock) is None and today > due

    def _after_days(self, start: date, days: int) -> date:
        return self._last_day(start + timedelta(days=days))

    def _last_day(self, day: date) -> date:
        if self.calendar.is_workday(day) is False:
            return self.calendar.add_workdays(day, 1) or day
        return day


def _add_months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))

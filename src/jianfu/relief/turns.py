"""What comes again and again is due once a period: which period a day is in, and when it is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from jianfu.reading.asks import read_recurrence
from jianfu.reading.facts import Recurrence
from jianfu.vocabulary.calendar import WorkCalendar

_SHOWN_DAYS_BEFORE: Mapping[Recurrence, int] = {
    Recurrence.DAILY: 0,
    Recurrence.WEEKLY: 6,
    Recurrence.TEN_DAYS: 6,
    Recurrence.MONTHLY: 7,
    Recurrence.QUARTERLY: 14,
    Recurrence.HALF_YEARLY: 14,
    Recurrence.YEARLY: 30,
}
"""How long before its end a period's turn is put on the list: earlier nobody thinks of it."""
_MONTHS = {Recurrence.MONTHLY: 1, Recurrence.QUARTERLY: 3, Recurrence.HALF_YEARLY: 6, Recurrence.YEARLY: 12}
_NAMES = {
    Recurrence.DAILY: "今天这次",
    Recurrence.WEEKLY: "本周这次",
    Recurrence.TEN_DAYS: "本旬这次",
    Recurrence.MONTHLY: "本月这次",
    Recurrence.QUARTERLY: "本季度这次",
    Recurrence.HALF_YEARLY: "本半年这次",
    Recurrence.YEARLY: "今年这次",
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One period of something that recurs: its first day, the day on which it is due, and what it is called."""

    start: date
    due_on: date
    words: str

    @property
    def key(self) -> str:
        """What a mark names it by."""
        return self.start.isoformat()


def find_turn(frequency: str | None, day: date, calendar: WorkCalendar) -> Turn | None:
    """The turn that is to be done on a day; None for what does not recur, and while it is still long to its end.

    Where no day is named a turn is due on the last working day of its period; where the calendar does not reach, on the
    last day.
    """
    recurrence = read_recurrence(frequency) if frequency else None
    if recurrence is None:
        return None
    start, end = _period_of(recurrence, day)
    due_on = _last_workday(start, end, calendar)
    if not due_on - timedelta(days=_SHOWN_DAYS_BEFORE[recurrence]) <= day < end:
        return None
    return Turn(start, due_on, _NAMES[recurrence])


def is_recurring(frequency: str | None) -> bool:
    """Whether the words say that it comes again."""
    return bool(frequency) and read_recurrence(frequency or "") is not None


def _period_of(recurrence: Recurrence, day: date) -> tuple[date, date]:
    """The period that a day is in, half-open."""
    if recurrence is Recurrence.DAILY:
        return day, day + timedelta(days=1)
    if recurrence is Recurrence.WEEKLY:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=7)
    if recurrence is Recurrence.TEN_DAYS:
        first = min((day.day - 1) // 10, 2) * 10 + 1
        return day.replace(day=first), day.replace(day=first + 10) if first < 21 else _next_month(day.replace(day=1), 1)
    months = _MONTHS[recurrence]
    start = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return start, _next_month(start, months)


def _next_month(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _last_workday(start: date, end: date, calendar: WorkCalendar) -> date:
    day = end - timedelta(days=1)
    while day > start and calendar.is_workday(day) is False:
        day -= timedelta(days=1)
    return day if calendar.is_workday(day) else end - timedelta(days=1)

"""What was sent in a run of months, counted so that the months can be compared."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min

from jianfu.ledger.models import Receipt
from jianfu.vocabulary.calendar import UnknownYear, WorkCalendar
from jianfu.vocabulary.interval import Period


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=32)).replace(day=1)


def months_before(month: date, count: int) -> list[date]:
    """First days of the `count` months before, in order."""
    found: list[date] = []
    for _ in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
        found.insert(0, month)
    return found


def earliest_day() -> date | None:
    """The first day that the ledger knows; None where it is empty."""
    day: date | None = Receipt.objects.aggregate(day=Min("received_on"))["day"]
    return day


@dataclass(frozen=True, slots=True)
class SentThings:
    """Demands by who sent them, of which kind and in which of the months, each demand once a month.

    Only what came to `receivers` counts: those that registered something in every one of the months, so that a register
    that is missing makes no fall, and one that came anew no rise. `receipts` keeps one ledger row of each demand.
    """

    months: Sequence[date]
    lengths: Sequence[float]
    receivers: frozenset[int]
    demands: Mapping[tuple[int, str], Sequence[Mapping[int, int]]]
    """By (organ, kind): for each month the demands, each with the id of one of its receipts."""

    def count(self, organ: int | None = None, kind: str | None = None) -> list[int]:
        """Demands a month; None for all organs or kinds."""
        found = [0] * len(self.months)
        for (sender, sort), lines in self.demands.items():
            if organ in (None, sender) and kind in (None, sort):
                found = [have + len(more) for have, more in zip(found, lines, strict=True)]
        return found

    def rows(self, organ: int | None, kinds: Iterable[str] | None, last: int, most: int) -> tuple[int, ...]:
        """One receipt of each demand of the `last` months, newest first, at most so many."""
        wanted = None if kinds is None else set(kinds)
        found: list[int] = []
        for (sender, sort), lines in self.demands.items():
            if organ in (None, sender) and (wanted is None or sort in wanted):
                found += [row for line in lines[-last:] for row in line.values()]
        return tuple(sorted(found, reverse=True)[:most])


def read_sent(months: Sequence[date], calendar: WorkCalendar) -> SentThings:
    """What was sent in the months, which follow each other."""
    rows = Receipt.objects.filter(received_on__gte=months[0], received_on__lt=next_month(months[-1]))
    columns = ("pk", "receiver_id", "demand_id", "demand__issuer_id", "demand__kind", "received_on")
    read = [
        (pk, receiver, demand, (issuer, kind), months.index(day.replace(day=1)))
        for pk, receiver, demand, issuer, kind, day in rows.order_by("pk").values_list(*columns)
        if day is not None
    ]
    seen: dict[int, set[int]] = defaultdict(set)
    for _, receiver, _, _, place in read:
        seen[receiver].add(place)
    steady = frozenset(receiver for receiver, places in seen.items() if len(places) == len(months))
    demands: dict[tuple[int, str], list[dict[int, int]]] = {}
    for pk, receiver, demand, sort, place in read:
        if receiver in steady:
            lines = demands.setdefault(sort, [{} for _ in months])
            lines[place].setdefault(demand, pk)
    return SentThings(months, [_length(month, calendar) for month in months], steady, demands)


def _length(month: date, calendar: WorkCalendar) -> float:
    """Working days, where the calendar knows them; else two thirds of the days."""
    period = Period(month, next_month(month))
    try:
        return float(calendar.count_workdays(period))
    except UnknownYear:
        return (period.end - period.start).days * 2 / 3

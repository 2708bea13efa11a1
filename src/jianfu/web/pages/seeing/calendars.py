"""The next weeks of an organ: what is due and what is called on which day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from jianfu.ledger.models import Organ, Receipt
from jianfu.ledger.visibility import ids_below
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.web.standards import desk_rules

WEEKS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One demand on one day: `at` is its hour, `what` 截止, 开会 or 检查; `places` how many organs below it reached."""

    at: datetime
    what: str
    receipt: Receipt
    places: int


@dataclass(slots=True)
class Day:
    """One day. `is_workday` None where the calendar does not know the year."""

    day: date
    is_workday: bool | None
    entries: list[Entry] = field(default_factory=list)


def list_days(organ: Organ, today: date) -> list[Day]:
    """Every day from the Monday of this week on, four weeks, with what is due at the organ and those below it."""
    monday = today - timedelta(days=today.weekday())
    calendar = desk_rules().calendar
    days = [Day(day, calendar.is_workday(day)) for day in (monday + timedelta(days=n) for n in range(7 * WEEKS))]
    by_day = {day.day: day for day in days}
    for entry in _list_entries(organ, monday, monday + timedelta(weeks=WEEKS)):
        by_day[entry.at.date()].entries.append(entry)
    for day in days:
        day.entries.sort(key=lambda entry: (entry.at, entry.receipt.pk))
    return days


def lay_out_weeks(days: Sequence[Day], today: date) -> list[list[Day]]:
    """The days as weeks from Monday on; a week that is over without anything is left out."""
    weeks = [list(days[start : start + 7]) for start in range(0, len(days), 7)]
    return [week for week in weeks if week[-1].day >= today]


def _list_entries(organ: Organ, start: date, end: date) -> Iterator[Entry]:
    first, last = datetime.combine(start, time.min), datetime.combine(end, time.min)
    received = Receipt.objects.filter(receiver_id__in=ids_below(organ.pk)).select_related("demand__issuer")
    due = received.filter(due_at__gte=first, due_at__lt=last)
    yield from _fold("截止", [(one.due_at, one) for one in due if one.due_at])
    called = received.filter(demand__meetingdetail__starts_at__gte=first, demand__meetingdetail__starts_at__lt=last)
    meetings = called.select_related("demand__meetingdetail")
    yield from _fold("开会", [(one.demand.meetingdetail.starts_at, one) for one in meetings])  # type: ignore[attr-defined]
    visits = received.filter(
        demand__kind=BurdenKind.INSPECTION.value,
        demand__inspectiondetail__inspected_on__gte=start,
        demand__inspectiondetail__inspected_on__lt=end,
    ).select_related("demand__inspectiondetail")
    days = [(datetime.combine(one.demand.inspectiondetail.inspected_on, time.min), one) for one in visits]  # type: ignore[attr-defined]
    yield from _fold("检查", days)


def _fold(what: str, found: Sequence[tuple[datetime, Receipt]]) -> Iterator[Entry]:
    """One entry a demand and hour, however many organs below received it."""
    together: dict[tuple[datetime, int], list[Receipt]] = {}
    for at, receipt in found:
        together.setdefault((at, receipt.demand_id), []).append(receipt)
    for (at, _), receipts in together.items():
        yield Entry(at, what, receipts[0], len({one.receiver_id for one in receipts}))

"""What is already on the receivers' calendar: meetings, inspections and deadlines of one day and of its week."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from jianfu.clearance.models import ClearanceNumber
from jianfu.ledger.dated_demands import list_dated
from jianfu.ledger.models import Receipt
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.interval import Period

_BUSIEST = 6


@dataclass(frozen=True, slots=True)
class Occasion:
    """One meeting, inspection or deadline of the day: `places` receivers have it. `receipt_id` is one row of it, None
    for a cleared draft that has not gone out."""

    kind: BurdenKind
    title: str
    issuer: str
    places: int
    receipt_id: int | None

    @property
    def label(self) -> str:
        """What it is to who has it."""
        return {BurdenKind.MEETING: "会议", BurdenKind.INSPECTION: "检查"}.get(self.kind, "报送截止")


@dataclass(frozen=True, slots=True)
class Occasions:
    """The day's occasions, those at most places first; the week's (Monday to Sunday) as counts by label, and the
    receivers that have most that week."""

    day: date
    that_day: tuple[Occasion, ...]
    that_week: Mapping[str, int]
    busiest: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    day: date
    occasion: Occasion
    demand: str
    receiver: str


def list_occasions(day: date, receivers: Mapping[int, str], *, own_draft: int | None) -> Occasions:
    """What is on the calendar of the receivers (id → name) on a day and in its week."""
    monday = day - timedelta(days=day.weekday())
    week = Period(monday, monday + timedelta(days=7))
    entries = [*_from_ledger(week, receivers), *_from_drafts(week, receivers, own_draft)]
    places = Counter(entry.receiver for entry in entries)
    kinds = Counter(label for label, _ in {(entry.occasion.label, entry.demand) for entry in entries})
    return Occasions(day, _sum_up(entry for entry in entries if entry.day == day), dict(kinds), _top(places))


def _top(places: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(places.items(), key=lambda item: (-item[1], item[0]))[:_BUSIEST])


def _sum_up(entries: Iterable[_Entry]) -> tuple[Occasion, ...]:
    found: dict[str, tuple[Occasion, set[str]]] = {}
    for entry in entries:
        found.setdefault(entry.demand, (entry.occasion, set()))[1].add(entry.receiver)
    summed = [Occasion(one.kind, one.title, one.issuer, len(at), one.receipt_id) for one, at in found.values()]
    return tuple(sorted(summed, key=lambda one: (-one.places, one.title)))


def _from_ledger(week: Period, receivers: Mapping[int, str]) -> Iterable[_Entry]:
    start, end = datetime.combine(week.start, time()), datetime.combine(week.end, time())
    days = list_dated(week)
    due = Q(due_at__gte=start, due_at__lt=end) | Q(demand_id__in=list(days))
    names = ("pk", "due_at", "demand_id", "demand__kind", "demand__title", "demand__issuer__name", "receiver_id")
    for pk, due_at, demand, kind, title, issuer, receiver in Receipt.objects.filter(due).values_list(*names):
        if receiver in receivers:
            day = days.get(demand) or due_at.date()
            yield _Entry(day, Occasion(BurdenKind(kind), title, issuer, 1, pk), str(demand), receivers[receiver])


def _from_drafts(week: Period, receivers: Mapping[int, str], own_draft: int | None) -> Iterable[_Entry]:
    """What was cleared for the week and may not have arrived yet."""
    cleared = ClearanceNumber.objects.select_related("draft__organ").filter(
        ended_on=None, draft__due_on__gte=week.start, draft__due_on__lt=week.end
    )
    for number in cleared.exclude(draft_id=own_draft) if own_draft else cleared:
        draft = number.draft
        assert draft.due_on is not None
        occasion = Occasion(BurdenKind(draft.kind), draft.title, f"{draft.organ.name}（已准入）", 1, None)
        for name in receivers.values():
            yield _Entry(draft.due_on, occasion, f"draft-{draft.pk}", name)

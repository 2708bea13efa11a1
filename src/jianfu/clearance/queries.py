"""Reads of clearance."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from jianfu.clearance.models import ClearanceNumber, Draft
from jianfu.clearance.numbers.standing import Entry, NumberBook
from jianfu.clearance.terms import EMERGENCY_WORKDAYS, Reach, State, reminder_days
from jianfu.ledger.models import Organ
from jianfu.ledger.queries import list_grassroots
from jianfu.ledger.viewer import Viewer
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.organ import OrganLevel

_LEVELS = {
    Reach.TOWNSHIPS: (OrganLevel.TOWNSHIP,),
    Reach.VILLAGES: (OrganLevel.VILLAGE,),
    Reach.BOTH: (OrganLevel.TOWNSHIP, OrganLevel.VILLAGE),
}


def visible_drafts(viewer: Viewer) -> QuerySet[Draft]:
    """Drafts in reach, newest first: one's own organ's, or all that were handed in."""
    drafts = Draft.objects.select_related("organ", "clearance").order_by("-pk")
    if viewer.sees_all:
        return drafts.exclude(submitted_at=None)
    if viewer.organ_id is None:
        return drafts.none()
    return drafts.filter(organ_id=viewer.organ_id)


def list_receivers(reach: Reach) -> QuerySet[Organ]:
    """Who would receive it; collective names (各乡镇) are none."""
    return list_grassroots(*_LEVELS[reach])


def valid_numbers(day: date) -> QuerySet[ClearanceNumber]:
    """Numbers that hold on a day, newest first."""
    numbers = ClearanceNumber.objects.select_related("draft", "draft__organ").filter(since__lte=day, expires_on__gt=day)
    return numbers.filter(Q(ended_on=None) | Q(ended_on__gt=day)).order_by("-year", "-place")


def list_ending(day: date, *, organ_id: int | None) -> list[ClearanceNumber]:
    """Numbers that hold and end within the first of their reminders, the nearest first; of all organs for None."""
    numbers = valid_numbers(day) if organ_id is None else valid_numbers(day).filter(draft__organ_id=organ_id)
    ending = [
        number
        for number in numbers
        if (number.expires_on - day).days <= reminder_days(BurdenKind(number.draft.kind))[0]
    ]
    return sorted(ending, key=lambda number: number.expires_on)


def load_number_book(day: date) -> NumberBook:
    """All numbers, and what went out first as an emergency, to judge papers by."""
    numbers = ClearanceNumber.objects.select_related("draft")
    entries = [
        Entry(
            number.number,
            number.draft.organ_id,
            number.draft.title,
            number.draft.facts.get("topic") or "",
            number.since,
            number.last_day_out,
            number.ended_because,
        )
        for number in numbers
    ]
    urgent = Draft.objects.filter(is_emergency=True, state=State.SUBMITTED)
    return NumberBook(day, entries, [(draft.organ_id, draft.title) for draft in urgent])


def emergency_due_on(draft: Draft, calendar: WorkCalendar) -> date | None:
    """The day by which an emergency that went out first is to be cleared; None for others, and beyond the calendar."""
    if not draft.is_emergency or draft.submitted_at is None:
        return None
    return calendar.add_workdays(draft.submitted_at.date(), EMERGENCY_WORKDAYS)


@dataclass(frozen=True, slots=True)
class EmergencyCount:
    """Emergencies that went out first: how many, how many wait, how many wait or waited too long."""

    sent: int
    waiting: int
    late: int


def count_emergencies(today: date, calendar: WorkCalendar) -> EmergencyCount:
    """Of all departments. One is late where it was decided after its day, or its day is over and nobody decided."""
    drafts = Draft.objects.filter(is_emergency=True).exclude(submitted_at=None).prefetch_related("decisions")
    waiting = late = 0
    for draft in drafts:
        due = emergency_due_on(draft, calendar)
        decided = min((decision.decided_at.date() for decision in draft.decisions.all()), default=None)
        waiting += decided is None
        late += due is not None and (decided or today) > due
    return EmergencyCount(len(drafts), waiting, late)

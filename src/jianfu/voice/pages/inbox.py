"""What every desk sees of the channel: complaints that were handed over, as days, states and names of envelopes."""

from collections import defaultdict
from datetime import date

from django.conf import settings

from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.voice.actions.items import free_on
from jianfu.voice.record.course import FROM_REPORTER, Direction, ItemState, Kind
from jianfu.voice.record.models import Complaint, Handler, Item, Message, Opening, Proposal
from jianfu.voice.record.terms import clocks_of
from jianfu.voice.rules.clocks import Clock
from jianfu.voice.wire import ComplaintRow, EnvelopeRow, Inbox, ItemRow, ProposalRow

_SHOWN = (*FROM_REPORTER, Direction.REPLY)
_KINDS = {Direction.REPORT: "complaint", Direction.ADDITION: "addition", Direction.REPLY: "reply"}


def build_inbox(*, today: date) -> Inbox:
    """The same for every handler: who can open what, the server does not know."""
    opening = Opening.objects.first()
    keys = dict(Handler.objects.values_list("pk", "signing_key"))
    return {
        "day": today.isoformat(),
        "is_open": opening is not None and opening.drilled_on is not None,
        "readers": list(Handler.objects.filter(left_on=None).order_by("pk").values_list("line", flat=True)),
        "recovery": opening.recovery_key if opening else "",
        "complaints": _list_complaints(today),
        "proposals": [_show_proposal(one, keys) for one in Proposal.objects.order_by("pk")],
        "items": [_show_item(one, keys) for one in Item.objects.prefetch_related("parts").order_by("pk")],
    }


def _list_complaints(today: date) -> list[ComplaintRow]:
    calendar = settings.VOICE_CALENDAR
    envelopes = _list_envelopes()
    found = Complaint.objects.filter(handed_on__isnull=False, gone=False).order_by("handed_on", "pk")
    return [_show_complaint(one, envelopes[one.pk], calendar, today) for one in found]


def _list_envelopes() -> dict[str, list[EnvelopeRow]]:
    """By complaint: the first one, then the others by day, within a day in the order of random keys."""
    rows: dict[str, list[EnvelopeRow]] = defaultdict(list)
    found = Message.objects.filter(direction__in=_SHOWN, handed_on__isnull=False).order_by("written_on", "pk")
    for message in found.only("pk", "complaint_id", "direction", "written_on"):
        kind = _KINDS[Direction(message.direction)]
        row = {"token": message.pk, "kind": kind, "day": message.written_on.isoformat()}
        rows[message.complaint_id].append(row)  # type: ignore[arg-type]
    for of_complaint in rows.values():
        of_complaint.sort(key=lambda row: row["kind"] != "complaint")
    return rows


def _show_complaint(
    complaint: Complaint, envelopes: list[EnvelopeRow], calendar: WorkCalendar, today: date
) -> ComplaintRow:
    clocks = clocks_of(complaint, calendar)
    return {
        "token": complaint.pk,
        "received_on": complaint.received_on.isoformat(),
        "state": complaint.state,
        "is_priority": complaint.kind == Kind.RETALIATION,
        "is_extended": complaint.is_extended,
        "is_reopened": complaint.reopened_on is not None,
        "due": {clock.value: day.isoformat() for clock in Clock if (day := clocks.due(clock))},
        "overdue": [clock.value for clock in clocks.list_overdue(today)],
        "envelopes": envelopes,
    }


def _show_proposal(one: Proposal, keys: dict[str, str]) -> ProposalRow:
    return {
        "token": one.pk,
        "complaint": one.complaint_id,
        "what": one.what,  # type: ignore[typeddict-item]
        "to": one.to,
        "reason": one.reason,
        "by": keys[one.by],
        "day": one.written_on.isoformat(),
        "notice": one.notice,
    }


def _show_item(one: Item, keys: dict[str, str]) -> ItemRow:
    return {
        "token": one.pk,
        "complaints": sorted(part.complaint_id for part in one.parts.all()),
        "state": one.state,  # type: ignore[typeddict-item]
        "by": keys[one.author],
        "checked_by": keys.get(one.checker, ""),
        "day": one.written_on.isoformat(),
        "free_on": free_on(one).isoformat() if one.state == ItemState.CHECKED else "",
        "envelope": one.pk,
    }

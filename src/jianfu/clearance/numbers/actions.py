"""Writes to numbers: end one before its time, begin its next version, remind of its end."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from jianfu.clearance.actions import RefusedStep
from jianfu.clearance.models import ClearanceNumber, Draft, Reminder
from jianfu.clearance.queries import list_ending
from jianfu.clearance.terms import State, reminder_days
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.vocabulary.burden_kind import BurdenKind

_COPIED = ("kind", "title", "text", "form_fields", "facts", "reach", "due_on", "legal_basis")
_ANSWERS = ("problem", "lighter_way", "workable")


@transaction.atomic
def end_number(number_id: int, reasons: str, *, actor: str, now: datetime) -> ClearanceNumber:
    """End a number before its time: its department asks no more, or it was given wrongly. RefusedStep without reasons,
    and for one that holds no longer."""
    lock_ledger()
    number = ClearanceNumber.objects.select_for_update().get(pk=number_id)
    if not reasons.strip():
        raise RefusedStep("请写明为什么终止。")
    if not number.holds_on(now.date()):
        raise RefusedStep(f"{number.number} 已经失效，不用再终止。")
    number.ended_on, number.ended_because = now.date(), reasons
    number.save(update_fields=["ended_on", "ended_because"])
    append(actor=actor, action="end_number", now=now, change={"number": number.number, "reasons": reasons})
    return number


@transaction.atomic
def start_next_version(number_id: int, *, is_renewal: bool, actor: str, now: datetime) -> Draft:
    """A draft that begins as a copy of what the number cleared, to be changed or renewed; the open one if there is."""
    lock_ledger()
    cleared = ClearanceNumber.objects.select_related("draft").get(pk=number_id).draft
    open_states = [state.value for state in State if state.is_open or state is State.SUBMITTED]
    known = cleared.successors.filter(state__in=open_states, is_renewal=is_renewal).first()
    if known is not None:
        return known
    if cleared.successors.filter(state=State.CLEARED).exists():
        raise RefusedStep("它已经有接替的编号，请在新的编号上修改。")
    copied = {name: getattr(cleared, name) for name in (*_COPIED, *_ANSWERS)}
    draft = Draft.objects.create(
        organ_id=cleared.organ_id, replaces=cleared, is_renewal=is_renewal, created_at=now, **copied
    )
    change = {"draft": draft.pk, "replaces": cleared.pk, "is_renewal": is_renewal}
    append(actor=actor, action="start_next_version", now=now, change=change)
    return draft


@transaction.atomic
def send_reminders(today: date, *, count: Callable[[int], None], now: datetime) -> int:
    """Remind departments of numbers that end soon, each once a reminder day. How many were sent; `count` is told.

    A reminder that was missed is sent late, not twice: of those whose day has come only the last counts as a message.
    """
    lock_ledger()
    sent = 0
    for number in list_ending(today, organ_id=None):
        left = (number.expires_on - today).days
        reached = [days for days in reminder_days(BurdenKind(number.draft.kind)) if left <= days]
        made = [
            Reminder.objects.get_or_create(number=number, days_before=days, defaults={"told_on": today})[1]
            for days in reached
        ]
        sent += any(made)
    if sent:
        append(actor="提醒", action="send_reminders", now=now, change={"reminders": sent})
        count(sent)
    return sent

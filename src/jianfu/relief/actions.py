"""Writes of relief: the one tap, and taking it back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jianfu.casework.number_reports import report_no_number, withdraw_report
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.models import Receipt
from jianfu.relief.models import ONCE, Mark
from jianfu.vocabulary.calendar import WorkCalendar


@transaction.atomic
def mark_receipts(receipts: Sequence[Receipt], mark: str, *, turn: str = ONCE, actor: str, now: datetime) -> None:
    """Mark all receipts of one matter. A second tap says it anew. Only 办完了 is said of one turn, the rest of all."""
    lock_ledger()
    held = turn if mark == "done" else ONCE
    for receipt in receipts:
        values = {"mark": mark, "marked_by": actor, "marked_at": now}
        Mark.objects.update_or_create(receipt=receipt, turn=held, defaults=values)
    change = {"receipts": [receipt.pk for receipt in receipts], "mark": mark, "turn": held}
    append(actor=actor, action="mark_receipts", now=now, change=change)


@transaction.atomic
def report_matter(receipts: Sequence[Receipt], why: str, *, calendar: WorkCalendar, actor: str, now: datetime) -> None:
    """Say that a matter came without a valid number: it leaves the list, and the platform asks who sent it."""
    mark_receipts(receipts, "no_number", actor=actor, now=now)
    report_no_number(receipts[0], why, calendar=calendar, actor=actor, now=now)


@transaction.atomic
def take_back(mark: Mark, *, actor: str, now: datetime) -> int:
    """Take a tap back with all that was tapped with it. How many receipts are on the list again.

    A case that it opened stays and is told: whether it goes on is decided there.
    """
    lock_ledger()
    same = Mark.objects.filter(
        receipt__receiver_id=mark.receipt.receiver_id, marked_at=mark.marked_at, mark=mark.mark, turn=mark.turn
    )
    receipts = list(same.values_list("receipt_id", flat=True))
    same.delete()
    append(actor=actor, action="take_back_mark", now=now, change={"receipts": receipts, "mark": mark.mark})
    if mark.mark == "no_number":
        withdraw_report(mark.receipt, actor=actor, now=now)
    return len(receipts)

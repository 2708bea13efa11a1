"""Writes of relief: the one tap."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.models import Receipt
from jianfu.relief.models import Mark


@transaction.atomic
def mark_receipts(receipts: Sequence[Receipt], mark: str, *, actor: str, now: datetime) -> None:
    """Mark all receipts of one matter. A second tap says it anew."""
    lock_ledger()
    for receipt in receipts:
        values = {"mark": mark, "marked_by": actor, "marked_at": now}
        Mark.objects.update_or_create(receipt=receipt, defaults=values)
    change = {"receipts": [receipt.pk for receipt in receipts], "mark": mark}
    append(actor=actor, action="mark_receipts", now=now, change=change)

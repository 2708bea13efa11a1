"""Destroying content: the key goes first, so that every copy of the ciphertext is useless, then the ciphertext."""

from jianfu.voice.record.models import Complaint, ContentKey, Item


def erase_content(complaint: Complaint) -> None:
    """Take key, envelopes and the way back from a complaint; days and states stay. Inside a transaction of the record.

    The key lies in another database and goes even where the record's transaction fails: better a row that opens no more
    than a key that outlives its row.
    """
    ContentKey.objects.filter(pk=complaint.pk).delete()
    complaint.messages.all().delete()
    complaint.proposals.all().delete()
    erase_items(complaint)
    complaint.lookup, complaint.box_key, complaint.proof_digest, complaint.gone = None, "", "", True
    complaint.save(update_fields=["lookup", "box_key", "proof_digest", "gone"])


def erase_items(complaint: Complaint) -> None:
    """Take the complaint out of its items; an item that speaks for no complaint any more goes with its key."""
    items = list(Item.objects.filter(parts__complaint=complaint))
    complaint.parts.all().delete()
    for item in items:
        if not item.parts.exists():
            ContentKey.objects.filter(pk=item.pk).delete()
            item.delete()

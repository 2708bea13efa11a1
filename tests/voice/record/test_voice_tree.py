"""The channel's tree: proofs that others can check, and a record that cannot be rewritten behind an old checkpoint."""

import base64
import os
from datetime import date
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction

from jianfu.ledger.audit.merkle import hash_children, hash_leaf
from jianfu.voice.record.models import Entry
from jianfu.voice.record.tree import (
    BadVoiceCheckpoint,
    append,
    append_waiting,
    find_inclusion,
    leaf_body,
    list_leaves,
    prove_growth,
    read_voice_checkpoint,
    sign_checkpoint,
    still_holds,
    wait_for_batch,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = date(2026, 11, 25)


def _root_from(leaf: bytes, index: int, size: int, path: tuple[str, ...]) -> bytes:
    """RFC 9162 section 2.1.3.2, written without looking at the code that makes proofs."""
    position, last, root = index, size - 1, leaf
    for step in map(bytes.fromhex, path):
        if position % 2 or position == last:
            root = hash_children(step, root)
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            root = hash_children(root, step)
        position, last = position // 2, last // 2
    return root


def test_a_receipt_can_be_checked_without_the_server() -> None:
    receipts = [os.urandom(32) for _ in range(21)]
    for receipt in receipts:
        wait_for_batch(receipt, random=os.urandom)
    append_waiting(today=DAY, random=os.urandom)
    checkpoint = sign_checkpoint(today=DAY)

    for receipt in receipts:
        proof = find_inclusion(receipt, checkpoint.size)
        assert proof
        leaf = sha256(b"\0" + f'{{"leaf":"{receipt.hex()}"}}'.encode()).digest()
        assert _root_from(leaf, proof.index, proof.size, proof.path) == checkpoint.root
    assert find_inclusion(os.urandom(32), checkpoint.size) is None
    assert checkpoint.size % 16 == 0


def test_a_rewritten_record_is_found_by_an_old_checkpoint() -> None:
    for place in range(5):
        append({"do": "step", "complaint": f"{place}"}, today=DAY)
    old = sign_checkpoint(today=DAY)
    append({"do": "step", "complaint": "6"}, today=DAY)
    assert still_holds(old)
    assert prove_growth(old.size)

    kept = list(Entry.objects.order_by("index"))
    with connection.cursor() as cursor:  # whoever owns the machine takes the triggers away first
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER voice_entry_no_delete")
        else:
            cursor.execute("DROP TRIGGER voice_entry_append_only ON voice_entry")
    Entry.objects.all().delete()
    for entry in kept:
        if entry.index != 2:
            append({"do": "step", "rewritten": entry.index}, today=DAY)
    assert not still_holds(old)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_the_record(verb: str) -> None:
    append({"do": "x"}, today=DAY)
    with pytest.raises((IntegrityError, Exception), match="只能追加"), transaction.atomic():
        Entry.objects.update(body="{}") if verb == "update" else Entry.objects.all().delete()


def test_a_forged_or_foreign_checkpoint_is_refused() -> None:
    text = sign_checkpoint(today=DAY).text
    assert read_voice_checkpoint(text).size == 0
    forged = text.replace("\n0\n", "\n1\n")
    other = base64.b64encode(os.urandom(64)).decode()
    for bad in ("", "乱写", forged, text.rsplit(" ", 1)[0] + f" {other}", text.replace("jianfu/voice", "jianfu/audit")):
        with pytest.raises(BadVoiceCheckpoint):
            read_voice_checkpoint(bad)


def test_leaves_are_as_rfc_6962_hashes_them() -> None:
    wait_for_batch(b"\1" * 32, random=os.urandom)
    append_waiting(today=DAY, random=os.urandom)

    assert hash_leaf(leaf_body(b"\1" * 32).encode()) in list_leaves()

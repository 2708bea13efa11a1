"""The channel's own tree (RFC 6962): every write is a leaf, and signed checkpoints let outsiders hold the channel to
it.

What a reporter causes becomes `{"leaf": …}`, a digest that only the code's holder can name, waits for the batch and
enters
it in the order of random keys. The batch fills up to a multiple of sixteen with leaves of the same look, so that the
tree's size does not tell how many reports a day brought.
"""

import base64
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection

from jianfu.ledger.audit.merkle import compute_root, hash_leaf, prove_consistency, prove_inclusion
from jianfu.voice.record.canonical import canonical_json
from jianfu.voice.record.models import Entry, WaitingEntry

ORIGIN = "jianfu/voice"
BATCH_LEAVES = 16
_SIGNATURE_MARK = "— "
_LOCK_NUMBER = 6963  # names the channel's tree among PostgreSQL's advisory locks
_ID_BYTES = 16


def lock_tree() -> None:
    """Let one writer in at a time until its transaction ends. SQLite does so by itself (IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_NUMBER])


def append(change: Mapping[str, Any], *, today: date) -> None:
    """Write the next leaf. Call inside the transaction that makes the change, after `lock_tree`."""
    _append_all([canonical_json({**change, "day": today})], today)


def leaf_body(leaf: bytes) -> str:
    """What enters the tree for something that a reporter did."""
    return canonical_json({"leaf": leaf.hex()})


def wait_for_batch(leaf: bytes, *, random: Callable[[int], bytes]) -> None:
    """Keep a leaf for the next batch. Call inside the transaction that makes the change."""
    WaitingEntry.objects.create(id=random(_ID_BYTES).hex(), body=leaf_body(leaf))


def append_waiting(*, today: date, random: Callable[[int], bytes]) -> None:
    """Let waiting leaves into the tree by their random keys, and fill up so that their number is not told."""
    bodies = list(WaitingEntry.objects.order_by("pk").values_list("body", flat=True))
    WaitingEntry.objects.all().delete()
    missing = -(Entry.objects.count() + len(bodies)) % BATCH_LEAVES
    filling = [leaf_body(random(32)) for _ in range(missing)]
    drawn = sorted((random(_ID_BYTES), body) for body in (*bodies, *filling))
    _append_all([body for _, body in drawn], today)


def _append_all(bodies: list[str], today: date) -> None:
    last = Entry.objects.order_by("-index").values_list("index", flat=True).first()
    first = 0 if last is None else last + 1
    Entry.objects.bulk_create(
        [
            Entry(index=index, written_on=today, body=body, leaf_hash=hash_leaf(body.encode()).hex())
            for index, body in enumerate(bodies, start=first)
        ],
        batch_size=500,
    )


def list_leaves(size: int | None = None) -> list[bytes]:
    """Leaf hashes in order, the first `size` of them or all."""
    hashes = Entry.objects.order_by("index").values_list("leaf_hash", flat=True)
    return [bytes.fromhex(leaf_hash) for leaf_hash in (hashes if size is None else hashes[:size])]


class BadVoiceCheckpoint(Exception):
    """A text that is no checkpoint of this channel; the message says in Chinese why."""


@dataclass(frozen=True, slots=True)
class VoiceCheckpoint:
    """The state of the tree on a day: how many leaves, and their root of 32 bytes."""

    size: int
    root: bytes
    day: str
    text: str


def sign_checkpoint(*, today: date) -> VoiceCheckpoint:
    """The present state of the tree, signed with the channel's key, which is made on first use."""
    leaves = list_leaves()
    root = compute_root(leaves)
    body = f"{ORIGIN}\n{len(leaves)}\n{base64.b64encode(root).decode()}\n{today.isoformat()}\n"
    signature = base64.b64encode(_load_key().sign(body.encode())).decode()
    return VoiceCheckpoint(len(leaves), root, today.isoformat(), f"{body}\n{_SIGNATURE_MARK}{ORIGIN} {signature}\n")


def read_voice_checkpoint(text: str) -> VoiceCheckpoint:
    """The checkpoint that a text holds. BadVoiceCheckpoint where it is damaged or another's."""
    body, separator, signature_line = text.replace("\r\n", "\n").strip("\n").partition(f"\n{_SIGNATURE_MARK}")
    lines = body.strip().split("\n")
    if not separator or len(lines) != 4 or lines[0] != ORIGIN:
        raise BadVoiceCheckpoint("这不是本渠道的校验点。请把当时公布的几行原样贴进来，不要增减字符。")
    try:
        signature = base64.b64decode(signature_line.split()[1], validate=True)
        _load_key().public_key().verify(signature, ("\n".join(lines) + "\n").encode())
        return VoiceCheckpoint(int(lines[1]), base64.b64decode(lines[2], validate=True), lines[3], text)
    except (InvalidSignature, ValueError, IndexError) as error:
        raise BadVoiceCheckpoint("校验点的签名不符：文字被改过，或不是本渠道公布的。") from error


def still_holds(checkpoint: VoiceCheckpoint) -> bool:
    """Whether the tree of today begins with the tree that the checkpoint names."""
    return checkpoint.size <= Entry.objects.count() and compute_root(list_leaves(checkpoint.size)) == checkpoint.root


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that a leaf is in the tree: hashes from the leaf up, in hexadecimal."""

    index: int
    size: int
    path: tuple[str, ...]


def find_inclusion(leaf: bytes, size: int) -> Inclusion | None:
    """The proof for something that a reporter did, within the first `size` leaves; None where it is not among them."""
    wanted = hash_leaf(leaf_body(leaf).encode())
    leaves = list_leaves(size)
    if wanted not in leaves:
        return None
    index = leaves.index(wanted)
    return Inclusion(index, size, tuple(step.hex() for step in prove_inclusion(index, leaves)))


def prove_growth(old_size: int) -> tuple[str, ...]:
    """Hashes that show that the first `old_size` leaves were left alone; () for nothing to show."""
    leaves = list_leaves()
    return tuple(step.hex() for step in prove_consistency(old_size, leaves)) if 0 < old_size <= len(leaves) else ()


def first_changed_entry() -> int | None:
    """The first leaf that is not what was written, None where all are."""
    for entry in Entry.objects.order_by("index").iterator():
        if hash_leaf(entry.body.encode()).hex() != entry.leaf_hash:
            return entry.index
    return None


def public_key_hex() -> str:
    """The public half of the key that signs checkpoints, for whoever wants to check them elsewhere."""
    return _load_key().public_key().public_bytes_raw().hex()


def _load_key() -> Ed25519PrivateKey:
    path = Path(settings.VOICE_HOME) / "checkpoint.key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())

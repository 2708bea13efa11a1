"""Signed checkpoints: what a township keeps so that nobody can rewrite the log behind its back.

Text form after the C2SP tlog-checkpoint note: origin, size, root in base64, then a signature line.
"""

import base64
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from jianfu.ledger.audit.merkle import compute_root
from jianfu.ledger.models import AuditEntry

ORIGIN = "jianfu/audit"
_SIGNATURE_MARK = "— "


class BadCheckpoint(Exception):
    """A text that is no checkpoint of this ledger; the message says in Chinese why."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """State of the log: `size` entries with root hash `root` (32 bytes), as of `made_at`."""

    size: int
    root: bytes
    made_at: str
    text: str

    @property
    def short(self) -> str:
        """The form printed at the foot of a page: size and the first 16 hex digits of the root."""
        return f"{self.size}-{self.root.hex()[:16]}"


def make_checkpoint(*, now: datetime) -> Checkpoint:
    """Sign the present state of the log with the ledger's key, which is made on first use."""
    hashes = AuditEntry.objects.order_by("index").values_list("leaf_hash", flat=True)
    leaves = [bytes.fromhex(leaf_hash) for leaf_hash in hashes]
    root, made_at = compute_root(leaves), now.isoformat(timespec="seconds")
    body = f"{ORIGIN}\n{len(leaves)}\n{base64.b64encode(root).decode()}\n{made_at}\n"
    signature = base64.b64encode(_load_key().sign(body.encode())).decode()
    return Checkpoint(len(leaves), root, made_at, f"{body}\n{_SIGNATURE_MARK}{ORIGIN} {signature}\n")


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a text holds. BadCheckpoint if it is damaged or signed by another key."""
    body, separator, signature_line = text.replace("\r\n", "\n").partition(f"\n{_SIGNATURE_MARK}")
    lines = body.rstrip("\n").split("\n")
    if not separator or len(lines) != 4 or lines[0] != ORIGIN:
        raise BadCheckpoint("这不是一份校验点。请确认是签发时的原文，没有增减字符。")
    try:
        signature = base64.b64decode(signature_line.split()[1], validate=True)
        _public_key().verify(signature, ("\n".join(lines) + "\n").encode())
        return Checkpoint(int(lines[1]), base64.b64decode(lines[2], validate=True), lines[3], text)
    except (InvalidSignature, ValueError, IndexError) as error:
        raise BadCheckpoint("校验点的签名不符：文本被改过，或不是本台账签发的。") from error


def _public_key() -> Ed25519PublicKey:
    return _load_key().public_key()


def _load_key() -> Ed25519PrivateKey:
    path = Path(settings.JIANFU_HOME) / "checkpoint.key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())

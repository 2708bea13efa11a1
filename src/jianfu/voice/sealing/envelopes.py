"""Envelopes: a text with its files, sealed so that neither size nor header tells what is inside or for whom.

An envelope is an age file in a container of fixed size: eight bytes of length, the age file, zeros. Taken out of the
container (`export`), Debian's `age -d -i KEY | tar x` opens it without this program. The age file always has eight
recipients, in random order: the readers, and keys made for this one envelope and thrown away.
"""

import struct
from collections.abc import Callable, Sequence

import pyrage

from jianfu.voice.sealing.boxes import SEED_BYTES, check_recipient, make_box
from jianfu.voice.sealing.payload_archive import File, NotAPayload, Payload, pack, unpack

__all__ = [
    "RECIPIENTS",
    "SEALED_SIZES",
    "SIZE_CLASSES",
    "CannotOpen",
    "File",
    "Payload",
    "TooLarge",
    "export",
    "open_",
    "seal",
]

RECIPIENTS = 8
"""Of every envelope, thrown-away keys included: so many may read it at most."""
SIZE_CLASSES = tuple(2**10 * kib for kib in (16, 64, 256, 1024, 4096, 16384))
"""Bytes of the padded archive. The container adds `CONTAINER_BYTES` to each."""
CONTAINER_BYTES = 8192
"""Room for age's header, whose length varies by its random grease, and for 16 bytes a 64 KiB chunk."""
SEALED_SIZES = tuple(size + CONTAINER_BYTES for size in SIZE_CLASSES)

_LENGTH = struct.Struct("!Q")
_RANDOM_ORDER_BYTES = 8


class TooLarge(ValueError):
    """Text and files together are larger than the largest size class. The message says so in Chinese."""


class CannotOpen(ValueError):
    """The envelope is not for this key, or it is damaged. The message says so in Chinese."""


def seal(payload: Payload, readers: Sequence[str], *, random: Callable[[int], bytes]) -> bytes:
    """The payload as one of `SEALED_SIZES` bytes that the readers' keys open, and no other.

    `readers`: one to eight age1… keys, each once counted; `random(n)`: n random bytes. TooLarge, NotAKey, or
    ValueError for a wrong number of readers.
    """
    recipients = _fill_up([check_recipient(reader) for reader in dict.fromkeys(readers)], random)
    padded = _pad(pack(payload))
    sealed: bytes = pyrage.encrypt(padded, [pyrage.x25519.Recipient.from_str(recipient) for recipient in recipients])
    room = len(padded) + CONTAINER_BYTES - _LENGTH.size
    assert len(sealed) <= room, "the container is too small for age's header"
    return _LENGTH.pack(len(sealed)) + sealed.ljust(room, b"\0")


def open_(sealed: bytes, identity: str) -> Payload:
    """What an envelope holds, by one of its readers' AGE-SECRET-KEY-1…. CannotOpen for any other key, and damage."""
    try:
        opened = pyrage.decrypt(export(sealed), [pyrage.x25519.Identity.from_str(identity)])
        return unpack(opened)
    except (pyrage.DecryptError, pyrage.IdentityError) as problem:
        raise CannotOpen("这把钥匙打不开这一件，或内容已损坏。") from problem
    except NotAPayload as problem:
        raise CannotOpen(str(problem)) from problem


def export(sealed: bytes) -> bytes:
    """The plain age file inside the container. CannotOpen where the container is cut short."""
    if len(sealed) not in SEALED_SIZES:
        raise CannotOpen("密文不完整。")
    (length,) = _LENGTH.unpack_from(sealed)
    if not 0 < length <= len(sealed) - _LENGTH.size:
        raise CannotOpen("密文不完整。")
    return sealed[_LENGTH.size : _LENGTH.size + length]


def _fill_up(readers: list[str], random: Callable[[int], bytes]) -> list[str]:
    if not 1 <= len(readers) <= RECIPIENTS:
        raise ValueError(f"一件投诉须有 1 至 {RECIPIENTS} 把钥匙，现为 {len(readers)} 把")
    thrown_away = [make_box(random(SEED_BYTES)).public for _ in range(RECIPIENTS - len(readers))]
    drawn = [(random(_RANDOM_ORDER_BYTES), recipient) for recipient in (*readers, *thrown_away)]
    return [recipient for _, recipient in sorted(drawn)]


def _pad(archive: bytes) -> bytes:
    size = next((size for size in SIZE_CLASSES if size >= len(archive)), None)
    if size is None:
        raise TooLarge("文字和附件合起来太大，装不下。请少附几份，或只写文号。")
    return archive.ljust(size, b"\0")

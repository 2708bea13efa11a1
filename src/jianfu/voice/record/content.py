"""The outer layer over envelopes: one random key a complaint, kept apart, so that deleting the key deletes the content.

Every copy of the record – backups, the database's log, pages that a disk did not really overwrite – holds only what
this key opens. docs/decisions/0060 says why there are two layers.
"""

from collections.abc import Callable
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from jianfu.voice.record.models import ContentKey

KEY_BYTES = 32
_NONCE_BYTES = 12
NOBODY = "0" * 32
"""A complaint that is not there: asked for where a code has none, so that both take the same steps."""


class ContentGone(Exception):
    """The key over the content was destroyed, or is not the one that it was locked with."""


def digest(secret: bytes) -> str:
    """What the record keeps of a secret: enough to recognise it, not enough to name it."""
    return sha256(b"jianfu-voice\0" + secret).hexdigest()


def make_content_key(complaint_id: str, *, random: Callable[[int], bytes]) -> bytes:
    """A new key for a complaint, on the disk before anything is locked with it."""
    key = random(KEY_BYTES)
    ContentKey.objects.create(id=complaint_id, key=key)
    return key


def keep_content_key(complaint_id: str, key: bytes) -> None:
    """Put the key there again if it was taken away meanwhile."""
    ContentKey.objects.get_or_create(id=complaint_id, defaults={"key": key})


def load_content_key(complaint_id: str) -> bytes | None:
    """The complaint's key; None where it was destroyed or never made."""
    found = ContentKey.objects.filter(pk=complaint_id).first()
    return bytes(found.key) if found else None


def lock_content(sealed: bytes, key: bytes, message_id: str, *, random: Callable[[int], bytes]) -> bytes:
    """The envelope under the content key; it opens only under the id that it was locked for."""
    nonce = random(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, sealed, message_id.encode())


def unlock_content(locked: bytes, key: bytes | None, message_id: str) -> bytes:
    """The envelope. ContentGone where the key is destroyed or another's."""
    if key is None:
        raise ContentGone
    try:
        return ChaCha20Poly1305(key).decrypt(locked[:_NONCE_BYTES], locked[_NONCE_BYTES:], message_id.encode())
    except InvalidTag as damage:
        raise ContentGone from damage

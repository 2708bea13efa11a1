"""Keys in age's spelling: the reporter's box, a handler's key, the recovery key are all X25519 identities."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from jianfu.voice.sealing import bech32

SEED_BYTES = 32
_SECRET_PREFIX = "age-secret-key-"  # noqa: S105  # the name of the format, no secret
_PUBLIC_PREFIX = "age"


class NotAKey(ValueError):
    """The words are no age key of this sort. The message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class BoxIdentity:
    """A key pair in age's spelling. Whoever holds `secret` opens what is sealed to `public`."""

    secret: str
    """AGE-SECRET-KEY-1…"""
    public: str
    """age1…"""

    def __repr__(self) -> str:
        # A secret that reaches a traceback or a log must not be readable there.
        return f"BoxIdentity(public={self.public!r})"


def make_box(seed: bytes) -> BoxIdentity:
    """The key pair that 32 bytes stand for. ValueError for another length."""
    return BoxIdentity(secret=encode_identity(seed), public=encode_recipient(_public_bytes(seed)))


def encode_identity(seed: bytes) -> str:
    """AGE-SECRET-KEY-1… of a 32-byte X25519 secret. ValueError for another length."""
    if len(seed) != SEED_BYTES:
        raise ValueError(f"密钥应为 {SEED_BYTES} 字节")
    return bech32.encode(_SECRET_PREFIX, seed).upper()


def decode_identity(secret: str) -> bytes:
    """The 32 bytes of AGE-SECRET-KEY-1…. NotAKey where the words are misspelt."""
    return _decode(secret, _SECRET_PREFIX, "私钥")


def encode_recipient(public: bytes) -> str:
    """age1… of a 32-byte X25519 public key. ValueError for another length."""
    if len(public) != SEED_BYTES:
        raise ValueError(f"公钥应为 {SEED_BYTES} 字节")
    return bech32.encode(_PUBLIC_PREFIX, public)


def check_recipient(public: str) -> str:
    """The public key as given. NotAKey where it is misspelt."""
    _decode(public, _PUBLIC_PREFIX, "公钥")
    return public


def _decode(words: str, wanted: str, named: str) -> bytes:
    try:
        prefix, data = bech32.decode(words.strip())
    except bech32.NotBech32 as problem:
        raise NotAKey(f"{named}写错了（{problem}），请重新核对。") from problem
    if prefix != wanted or len(data) != SEED_BYTES:
        raise NotAKey(f"这不是投诉渠道用的{named}。")
    return data


def _public_bytes(seed: bytes) -> bytes:
    if len(seed) != SEED_BYTES:
        raise ValueError(f"密钥应为 {SEED_BYTES} 字节")
    return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()

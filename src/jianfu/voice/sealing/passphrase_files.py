"""Age files under a passphrase (age-encryption.org/v1, scrypt), with a work factor that does not depend on the machine.

The library measures how fast the computer is and then refuses files that a faster one made, or the same one on a quiet
day: a key file must open everywhere. `age -d` opens these files as it opens any other.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

WORK_FACTOR = 17
"""log₂ of scrypt's N: 128 MiB, half a second on an office computer."""
_MOST_WORK_FACTOR = 20
_MOST_BYTES = 64 * 1024
"""One chunk of age's stream: a key file is far smaller."""
_SALT_BYTES = _FILE_KEY_BYTES = _NONCE_BYTES = 16
_LAST_CHUNK = bytes(11) + b"\x01"
_BEGIN, _END = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"
_HEADER = re.compile(
    rb"(age-encryption\.org/v1\n-> scrypt (?P<salt>[\w+/]{22}) (?P<work>\d{1,2})\n(?P<body>[\w+/]{43})\n---)"
    rb" (?P<mac>[\w+/]{43})\n",
    re.ASCII,
)


class WrongPassphrase(ValueError):
    """The passphrase does not open it, or it is no such file."""


def lock_with_passphrase(content: bytes, passphrase: str, *, random: Callable[[int], bytes]) -> bytes:
    """An armoured age file that the passphrase opens. ValueError for more than 64 KiB."""
    if len(content) > _MOST_BYTES:
        raise ValueError("内容太大")
    salt, file_key, nonce = random(_SALT_BYTES), random(_FILE_KEY_BYTES), random(_NONCE_BYTES)
    wrapped = ChaCha20Poly1305(_stretch(passphrase, salt, WORK_FACTOR)).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_encode(salt), WORK_FACTOR, _encode(wrapped))
    sealed = ChaCha20Poly1305(_derive(file_key, nonce, b"payload")).encrypt(_LAST_CHUNK, content, None)
    return _armour(b"%s %s\n%s%s" % (header, _encode(_authenticate(file_key, header)), nonce, sealed))


def unlock_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """What is inside, armoured or not. WrongPassphrase for anything that does not open."""
    found = _HEADER.match(plain := _strip_armour(data))
    if found is None or int(found["work"]) > _MOST_WORK_FACTOR:
        raise WrongPassphrase
    key = _stretch(passphrase, _decode(found["salt"]), int(found["work"]))
    rest = plain[found.end() :]
    try:
        file_key = ChaCha20Poly1305(key).decrypt(bytes(12), _decode(found["body"]), None)
        if not hmac.compare_digest(_authenticate(file_key, found[1]), _decode(found["mac"])):
            raise WrongPassphrase
        payload_key = _derive(file_key, rest[:_NONCE_BYTES], b"payload")
        return ChaCha20Poly1305(payload_key).decrypt(_LAST_CHUNK, rest[_NONCE_BYTES:], None)
    except InvalidTag as problem:
        raise WrongPassphrase from problem


def _stretch(passphrase: str, salt: bytes, work_factor: int) -> bytes:
    full = b"age-encryption.org/v1/scrypt" + salt
    return Scrypt(salt=full, length=32, n=1 << work_factor, r=8, p=1).derive(passphrase.encode())


def _derive(file_key: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, purpose).derive(file_key)


def _authenticate(file_key: bytes, header: bytes) -> bytes:
    return hmac.new(_derive(file_key, b"", b"header"), header, hashlib.sha256).digest()


def _encode(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _decode(words: bytes) -> bytes:
    return base64.b64decode(words + b"=" * (-len(words) % 4))


def _armour(data: bytes) -> bytes:
    words = base64.b64encode(data).decode()
    lines = [words[start : start + 64] for start in range(0, len(words), 64)]
    return "\n".join([_BEGIN, *lines, _END, ""]).encode()


def _strip_armour(data: bytes) -> bytes:
    words = data.strip()
    if not words.startswith(_BEGIN.encode()) or not words.endswith(_END.encode()):
        return data
    try:
        return base64.b64decode(b"".join(words.splitlines()[1:-1]), validate=True)
    except ValueError as problem:
        raise WrongPassphrase from problem

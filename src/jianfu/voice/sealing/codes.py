"""The code that a reporter notes on paper: the only way back to a complaint, and the key of its box.

Twenty letters and digits without O, I, L and U: 95 bits of chance and one sign that finds a slip of the pen.
docs/methods/voice.md says why so long.
"""

import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from argon2.low_level import Type, hash_secret_raw

from jianfu.voice.sealing.boxes import BoxIdentity, make_box

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_SIGNS = 20
GROUP_SIGNS = 5
RANDOM_BYTES = 12
MEMORY_KIB = 64 * 1024
PASSES = 3

_CHANCE_SIGNS = CODE_SIGNS - 1
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_FIELD_POLYNOMIAL = 0b100101


@dataclass(frozen=True, slots=True)
class Derived:
    """What a code stands for. None of it leads back to the code."""

    lookup: bytes
    """32 bytes by which the server finds the box; it stores their SHA-256 only."""
    box: BoxIdentity

    @property
    def receipt(self) -> bytes:
        """32 bytes that enter the public tree for this complaint: only who has the code can point to them."""
        return sha256(b"jianfu-voice-receipt\0" + self.lookup).digest()

    def __repr__(self) -> str:
        return "Derived(…)"


def make_code(random_bytes: bytes) -> str:
    """A code in four groups of five, from at least 12 random bytes. ValueError for fewer."""
    if len(random_bytes) < RANDOM_BYTES:
        raise ValueError(f"编码需要 {RANDOM_BYTES} 个随机字节")
    number = int.from_bytes(random_bytes[:RANDOM_BYTES], "big")
    values = [number >> 5 * position & 31 for position in range(_CHANCE_SIGNS)]
    return _group("".join(SIGNS[value] for value in (*values, _check(values))))


def normalise(typed: str) -> str | None:
    """The code as `make_code` wrote it, from what a person typed; None where length, signs or check are wrong.

    Spaces, dashes, lower case, full-width letters, and O for 0 or I and L for 1 do no harm.
    """
    wide = unicodedata.normalize("NFKC", typed).upper().translate(_LOOKALIKES)
    # Whatever stands between the groups is not the code: spaces, dashes, dots, invisible marks.
    signs = "".join(sign for sign in wide if unicodedata.category(sign)[0] in "LN")
    if len(signs) != CODE_SIGNS or any(sign not in SIGNS for sign in signs):
        return None
    values = [SIGNS.index(sign) for sign in signs]
    return _group(signs) if _check(values[:-1]) == values[-1] else None


def derive(code: str, salt: bytes) -> Derived:
    """Lookup and box of a code in its normal form. Slow on purpose: Argon2id over 64 MiB.

    `salt`: the installation's own, at least 16 bytes, never changed. ValueError for a code that is not normal.
    """
    if normalise(code) != code:
        raise ValueError("编码须先规范化")
    raw = hash_secret_raw(
        code.encode(), salt, time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1, hash_len=64, type=Type.ID
    )
    return Derived(lookup=raw[:32], box=make_box(raw[32:]))


def _group(signs: str) -> str:
    return "-".join(signs[start : start + GROUP_SIGNS] for start in range(0, CODE_SIGNS, GROUP_SIGNS))


def _check(values: list[int]) -> int:
    """The weighted sum over GF(32) with a weight of its own for each place: any one wrong sign and any swap shows."""
    total, weight = 0, 1
    for value in values:
        weight = _multiply(weight, 2)
        total ^= _multiply(weight, value)
    return total


def _multiply(left: int, right: int) -> int:
    product = 0
    for bit in range(5):
        if right >> bit & 1:
            product ^= left << bit
    for bit in range(8, 4, -1):
        if product >> bit & 1:
            product ^= _FIELD_POLYNOMIAL << (bit - 5)
    return product

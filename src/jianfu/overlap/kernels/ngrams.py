"""Character 4-grams straight from UTF-8: folded, without white space and punctuation, each a 64-bit number.

A text is read as 16-bit units, one a kept character. A gram is four units in one 64-bit word, mixed by a function that
can be undone: different grams have different numbers, so sets of numbers are the sets of grams themselves. Only
characters outside the Basic Multilingual Plane (rare names) share the 6,400 private units and may be taken for one
another. See docs/methods/overlap-kernels.md.
"""

import unicodedata

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled

GRAM_UNITS = 4
_PRIVATE_START, _PRIVATE_COUNT = np.uint64(0xE000), np.uint64(6400)
_FACTOR = np.uint64(0xE9846AF9B1A615D)
_32, _28 = np.uint64(32), np.uint64(28)
_16, _48 = np.uint64(16), np.uint64(48)
_1, _2, _3, _4, _6, _7 = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4), np.uint64(6), np.uint64(7)
_12, _18, _31, _63, _80 = np.uint64(12), np.uint64(18), np.uint64(31), np.uint64(63), np.uint64(0x80)
_C0, _E0, _F0, _F8 = np.uint64(0xC0), np.uint64(0xE0), np.uint64(0xF0), np.uint64(0xF8)


def _fold(code: int) -> int:
    """The unit of a character: half-width, lower case; 0 for what does not count. Only letters, digits and marks do."""
    if 0xD800 <= code < 0xE000:
        return 0
    folded = unicodedata.normalize("NFKC", chr(code)).lower()
    if len(folded) != 1 or ord(folded) > 0xFFFF:
        folded = chr(code)
    category = unicodedata.category(folded)
    return ord(folded) if category[0] in "LNM" or category == "Co" else 0


UNIT_OF_CODE: npt.NDArray[np.uint16] = np.array([_fold(code) for code in range(0x10000)], np.uint16)


@compiled
def read_units(
    data: npt.NDArray[np.uint8],
    start: int,
    stop: int,
    unit_of_code: npt.NDArray[np.uint16],
    units: npt.NDArray[np.uint16],
) -> int:
    """Decode `data[start:stop]` into `units` (at least `stop - start` long); returns how many units there are.

    A byte that begins no whole UTF-8 sequence is skipped. Unsigned places spare the check for negative ones, and runs
    of three-byte characters, of which Chinese consists, are read without looking at anything else.
    """
    count, i, end = np.uint64(0), np.uint64(start), np.uint64(stop)
    whole = end - _2 if stop - start > 2 else i  # before it, three bytes can be looked at
    while i < end:
        before = i
        if i < whole:
            high, middle, low = _payloads(data, i)
            while (high << _2 | middle | low) <= _63:  # six bits each, of `high` four, or it is no such sequence
                unit = unit_of_code[high << _12 | middle << _6 | low]
                units[count] = unit
                count += np.uint64(unit != 0)
                i += _3
                if i >= whole:
                    break
                high, middle, low = _payloads(data, i)
        while i < end and data[i] < _80:
            unit = unit_of_code[data[i]]
            units[count] = unit
            count += np.uint64(unit != 0)
            i += _1
        if i == before:
            step, unit = _read_other(data, i, end, unit_of_code)
            units[count] = unit
            count += np.uint64(unit != 0)
            i += step
    return int(np.int64(count))


@compiled
def _payloads(data: npt.NDArray[np.uint8], i: np.uint64) -> tuple[np.uint64, np.uint64, np.uint64]:
    """The three bytes of a character without their marks."""
    return np.uint64(data[i]) ^ _E0, np.uint64(data[i + _1]) ^ _80, np.uint64(data[i + _2]) ^ _80


@compiled
def _read_other(
    data: npt.NDArray[np.uint8], i: np.uint64, end: np.uint64, unit_of_code: npt.NDArray[np.uint16]
) -> tuple[np.uint64, np.uint16]:
    """Length and unit of a sequence of two or four bytes; 1, 0 for a byte that begins none."""
    lead = np.uint64(data[i])
    if _C0 <= lead < _E0 and i + _1 < end and _is_inner(data[i + _1]):
        return _2, unit_of_code[(lead & _31) << _6 | np.uint64(data[i + _1]) & _63]
    if _F0 <= lead < _F8 and i + _3 < end:
        one, two, three = data[i + _1], data[i + _2], data[i + _3]
        if _is_inner(one) and _is_inner(two) and _is_inner(three):
            code = (lead & _7) << _18 | (np.uint64(one) & _63) << _12 | (np.uint64(two) & _63) << _6
            return _4, np.uint16(_PRIVATE_START + (code | np.uint64(three) & _63) % _PRIVATE_COUNT)
    return _1, np.uint16(0)


@compiled
def _is_inner(byte: np.uint8) -> bool:
    return bool((byte & 0xC0) == 0x80)


@compiled
def mix(word: np.uint64) -> np.uint64:
    """A 64-bit number of which every bit depends on every bit of `word`; different words give different numbers."""
    word ^= word >> _32
    word *= _FACTOR
    word ^= word >> _32
    word *= _FACTOR
    return word ^ (word >> _28)


@compiled
def hash_grams(units: npt.NDArray[np.uint16], count: int, grams: npt.NDArray[np.uint64]) -> int:
    """Write the number of each gram, in order and with repeats, into `grams`; returns how many there are.

    A text of one to three units is one gram by itself; an empty text has none.
    """
    if count < GRAM_UNITS:
        short = np.uint64(0)
        for i in range(count):
            short = (short << _16) | np.uint64(units[i])
        grams[0] = mix(short)
        return 1 if count else 0
    for i in range(count - 3):
        high = (np.uint64(units[i]) << _48) | (np.uint64(units[i + 1]) << _32)
        grams[i] = mix(high | (np.uint64(units[i + 2]) << _16) | np.uint64(units[i + 3]))
    return count - 3

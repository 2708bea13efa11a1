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
from jianfu.overlap.kernels.lanes import MOVES, STEP, STEP_BYTES, load_word, read_step

GRAM_UNITS = 4
ROOM = 2 * STEP
"""How many units beyond its own a text needs room for, so that whole steps can be written and read."""
_PRIVATE_START, _PRIVATE_COUNT = np.uint64(0xE000), np.uint64(6400)
_FACTOR = np.uint64(0xE9846AF9B1A615D)
_32, _28 = np.uint64(32), np.uint64(28)
_1, _2, _3, _4, _6, _7 = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4), np.uint64(6), np.uint64(7)
_8, _255, _STEP, _STEP_BYTES = np.uint64(8), np.uint64(255), np.uint64(STEP), np.uint64(STEP_BYTES)
_LEAST_LEAD, _LAST_LEAD = np.uint64(0xE4), np.uint64(0xE9)  # how ideographs begin
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
    """Decode `data[start:stop]` into `units` (at least `stop - start + ROOM` long); returns how many units there are.

    Behind them stand at least three zeros. A byte that begins no whole UTF-8 sequence is skipped. Runs of ideographs,
    of which Chinese consists, are read sixteen at a time; unsigned places spare the check for negative ones.
    """
    count, i, end = np.uint64(0), np.uint64(start), np.uint64(stop)
    room = np.uint64(len(data))
    while i < end:
        if data[i] >= _LEAST_LEAD and data[i] <= _LAST_LEAD and i + _STEP_BYTES <= room:
            read, count = _read_run(data, i, end, units, count)
            if read:
                i += read
                continue
        step, unit = _read_one(data, i, end, unit_of_code)
        units[count] = unit
        count += np.uint64(unit != 0)
        i += step
    units[count] = units[count + _1] = units[count + _2] = 0
    return int(np.int64(count))


@compiled
def _read_run(
    data: npt.NDArray[np.uint8], i: np.uint64, end: np.uint64, units: npt.NDArray[np.uint16], count: np.uint64
) -> tuple[np.uint64, np.uint64]:
    """How many bytes of plain characters and common marks there are at `i`, and how many units with theirs."""
    start, room = i, np.uint64(len(data))
    read = _STEP
    while read == _STEP and i + _STEP_BYTES <= room:
        found = read_step(data, i, min(_STEP, (end - i) // _3), units, count, MOVES)
        read = found & _255
        count += found >> _8
        if read == _STEP:  # known, not looked up: the next step need not wait for this one's marks
            i += _STEP_BYTES
    if read != _STEP:
        i += _3 * read
    return i - start, count


@compiled
def _read_one(
    data: npt.NDArray[np.uint8], i: np.uint64, end: np.uint64, unit_of_code: npt.NDArray[np.uint16]
) -> tuple[np.uint64, np.uint16]:
    """Length and unit of the character at `i`; 1, 0 for a byte that begins none."""
    if data[i] < _80:
        return _1, unit_of_code[data[i]]
    if i + _2 < end:
        high, middle, low = np.uint64(data[i]) ^ _E0, np.uint64(data[i + _1]) ^ _80, np.uint64(data[i + _2]) ^ _80
        if (high << _2 | middle | low) <= _63:  # six bits each, of `high` four, or it is no such sequence
            return _3, unit_of_code[high << _12 | middle << _6 | low]
    return _read_other(data, i, end, unit_of_code)


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
def count_grams(units: int) -> int:
    """How many grams, with repeats, so many units have: a text of one to three is one gram by itself."""
    return max(units - (GRAM_UNITS - 1), min(units, 1))


@compiled
def hash_gram(units: npt.NDArray[np.uint16], place: np.uint64) -> np.uint64:
    """The number of the gram at that place of what `read_units` has written; the zeros behind fill up a short text."""
    return mix(load_word(units, place))

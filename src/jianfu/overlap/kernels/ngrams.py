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
_PRIVATE_START, _PRIVATE_COUNT = 0xE000, 6400
_FACTOR = np.uint64(0xE9846AF9B1A615D)
_32, _28 = np.uint64(32), np.uint64(28)
_16, _48 = np.uint64(16), np.uint64(48)


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

    A byte that begins no whole UTF-8 sequence is skipped.
    """
    count, i = 0, start
    while i < stop:
        lead = np.int64(data[i])
        unit = np.uint16(0)
        step = 1
        if lead < 0x80:
            unit = unit_of_code[lead]
        elif lead >= 0xE0 and lead < 0xF0:
            if i + 2 < stop and (data[i + 1] & 0xC0) == 0x80 and (data[i + 2] & 0xC0) == 0x80:
                code = ((lead & 15) << 12) | ((np.int64(data[i + 1]) & 63) << 6) | (np.int64(data[i + 2]) & 63)
                unit = unit_of_code[code]
                step = 3
        elif lead >= 0xC0 and lead < 0xE0:
            if i + 1 < stop and (data[i + 1] & 0xC0) == 0x80:
                unit = unit_of_code[((lead & 31) << 6) | (np.int64(data[i + 1]) & 63)]
                step = 2
        elif (
            lead >= 0xF0
            and lead < 0xF8
            and i + 3 < stop
            and (data[i + 1] & 0xC0) == 0x80
            and (data[i + 2] & 0xC0) == 0x80
            and (data[i + 3] & 0xC0) == 0x80
        ):
            high = ((lead & 7) << 18) | ((np.int64(data[i + 1]) & 63) << 12)
            code = high | ((np.int64(data[i + 2]) & 63) << 6) | (np.int64(data[i + 3]) & 63)
            unit = np.uint16(_PRIVATE_START + code % _PRIVATE_COUNT)
            step = 4
        units[count] = unit
        count += unit != 0
        i += step
    return count


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

"""From a text to its keys: numbers that texts share when they share much. A pure function of one text.

Two kinds of keys, both 64 bit, in one space: *band* keys (four rows of a one-permutation min-hash signature: shared by
texts with much in common as a whole) and *anchor* keys (twelve-character runs at content-defined places: shared by a
text and an excerpt of it). The upper 44 bits say which bucket a text falls into, the lower 20 order texts inside a
bucket so that the most alike are neighbours. Why, and with which chances: docs/methods/overlap-kernels.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled
from jianfu.overlap.kernels.ngrams import GRAM_UNITS, UNIT_OF_CODE, hash_grams, mix, read_units
from jianfu.overlap.kernels.texts import Texts

ROWS = 128
BAND_ROWS = 4
BANDS = 24
ORDER_BITS = 20

_ORDER_ROWS = 5
_ANCHOR_LIMIT = np.uint64(1 << 59)  # one gram in 32 is an anchor
_ANCHOR_STEP = 4  # an anchor key takes three grams, four units apart
_ROW_SHIFT = np.uint64(57)  # 64 less the bits of ROWS
_EMPTY = np.uint32(0xFFFFFFFF)
_ORDER_SHIFT = np.uint64(ORDER_BITS)
_LOW4, _4 = np.uint64(15), np.uint64(4)
_ROTATE, _UNROTATE = np.uint64(23), np.uint64(41)
_SEED_A, _SEED_B = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03)


@dataclass(frozen=True, slots=True)
class Signatures:
    """What is kept of m texts. `keys` uint64[k] with `owners` uint32[k] (places of texts), in the order of the texts.

    `digests` uint64[m, 2]: equal for texts with the same units, 128 bits otherwise different; `units` int64[m]: how
    many units a text has, 0 for one in which nothing counts. Such a text has no keys.
    """

    keys: npt.NDArray[np.uint64]
    owners: npt.NDArray[np.uint32]
    digests: npt.NDArray[np.uint64]
    units: npt.NDArray[np.int64]

    def without_keys(self) -> "Signatures":
        """The same without its keys, which need ten times the room of the rest."""
        return Signatures(self.keys[:0].copy(), self.owners[:0].copy(), self.digests, self.units)


def sign_block(texts: Texts, start: int, stop: int, *, first_owner: int = 0) -> Signatures:
    """The keys of texts `start` to `stop`; text `start` is the owner `first_owner + start`."""
    lengths = np.diff(texts.offsets[start : stop + 1])
    room = int(np.sum(BANDS + 8 + lengths // 8))
    keys, owners = np.empty(room, np.uint64), np.empty(room, np.uint32)
    digests, units = np.empty((stop - start, 2), np.uint64), np.empty(stop - start, np.int64)
    longest = int(lengths.max(initial=0)) + 1
    used = _sign(texts.data, texts.offsets, start, stop, UNIT_OF_CODE, longest, keys, owners, digests, units)
    return Signatures(keys[:used], owners[:used] + np.uint32(start + first_owner), digests, units)


@compiled
def _sign(
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int64],
    start: int,
    stop: int,
    unit_of_code: npt.NDArray[np.uint16],
    longest: int,
    keys: npt.NDArray[np.uint64],
    owners: npt.NDArray[np.uint32],
    digests: npt.NDArray[np.uint64],
    units_of_text: npt.NDArray[np.int64],
) -> int:
    units, grams = np.empty(longest + 1, np.uint16), np.empty(longest + 1, np.uint64)
    signature, filled = np.empty(ROWS, np.uint32), np.empty(ROWS, np.bool_)
    used = 0
    for text in range(start, stop):
        count = read_units(data, offsets[text], offsets[text + 1], unit_of_code, units)
        total = hash_grams(units, count, grams)
        units_of_text[text - start] = count
        digest_units(units, count, digests[text - start])
        if total == 0:
            continue
        first = used
        sign_grams(grams, total, signature, filled)
        order = order_of(signature)
        used = add_bands(signature, order, keys, used)
        used = add_anchors(grams, total, order, keys, used)
        owners[first:used] = np.uint32(text - start)
    return used


@compiled
def digest_units(units: npt.NDArray[np.uint16], count: int, digest: npt.NDArray[np.uint64]) -> None:
    """Write 128 bits that depend on every unit and its place: two sums of mixed words of four units."""
    one = two = np.uint64(count)
    for word in range((count + 3) // 4):
        packed = np.uint64(0)
        for i in range(4 * word, min(4 * word + 4, count)):
            packed = (packed << np.uint64(16)) | np.uint64(units[i])
        place = np.uint64(word + 1)
        one += mix(packed + place * _SEED_A)
        two += mix((packed ^ _SEED_B) + place * _SEED_B)
    digest[0], digest[1] = mix(one), mix(two)


@compiled
def sign_grams(
    grams: npt.NDArray[np.uint64], total: int, signature: npt.NDArray[np.uint32], filled: npt.NDArray[np.bool_]
) -> None:
    """One-permutation min-hash: a gram falls into one row and the row keeps its smallest value.

    Empty rows take the value of a filled one by optimal densification (Shrivastava 2017): row and attempt alone decide
    which, so that two texts choose alike.
    """
    signature[:] = _EMPTY
    for i in range(total):
        row = grams[i] >> _ROW_SHIFT
        signature[row] = min(signature[row], np.uint32(grams[i]))
    empty = 0
    for row in range(ROWS):
        filled[row] = signature[row] != _EMPTY
        empty += not filled[row]
    if empty:
        _densify(signature, filled)


@compiled
def _densify(signature: npt.NDArray[np.uint32], filled: npt.NDArray[np.bool_]) -> None:
    for row in range(ROWS):
        attempt = 0
        source = np.int64(row)
        while not filled[source]:
            attempt += 1
            source = np.int64(mix(np.uint64(row * 65536 + attempt) * _SEED_A) >> _ROW_SHIFT)
        signature[row] = signature[source]


@compiled
def order_of(signature: npt.NDArray[np.uint32]) -> np.uint64:
    """Twenty bits, four of each of the last rows: near-equal texts mostly agree in all of them."""
    order = np.uint64(0)
    for row in range(ROWS - _ORDER_ROWS, ROWS):
        order = (order << _4) | (np.uint64(signature[row]) & _LOW4)
    return order


@compiled
def add_bands(signature: npt.NDArray[np.uint32], order: np.uint64, keys: npt.NDArray[np.uint64], used: int) -> int:
    """Append one key a band of four rows; returns how many keys there are now."""
    for band in range(BANDS):
        row = band * BAND_ROWS
        bucket = mix((np.uint64(signature[row]) << np.uint64(32)) | np.uint64(signature[row + 1]))
        bucket ^= (np.uint64(signature[row + 2]) << np.uint64(32)) | np.uint64(signature[row + 3])
        bucket = mix(bucket + np.uint64(band + 1) * _SEED_A)
        keys[used] = ((bucket >> _ORDER_SHIFT) << _ORDER_SHIFT) | order
        used += 1
    return used


@compiled
def add_anchors(
    grams: npt.NDArray[np.uint64], total: int, order: np.uint64, keys: npt.NDArray[np.uint64], used: int
) -> int:
    """Append a key for each place whose gram is small: that gram and the next eight units. At most one in 8 units."""
    most = used + 8 + (total + GRAM_UNITS) // 8
    last = total - 2 * _ANCHOR_STEP
    for i in range(last):
        if grams[i] < _ANCHOR_LIMIT and used < most:
            two, three = grams[i + _ANCHOR_STEP], grams[i + 2 * _ANCHOR_STEP]
            bucket = mix((grams[i] ^ (two << _ROTATE) ^ (two >> _UNROTATE)) + three * _SEED_B)
            keys[used] = ((bucket >> _ORDER_SHIFT) << _ORDER_SHIFT) | order
            used += 1
    return used

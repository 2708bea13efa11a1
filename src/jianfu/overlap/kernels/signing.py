"""From a text to its keys: numbers that texts share when they share much. A pure function of one text.

One gram in eight is *sampled*, by itself: near-equal texts sample alike. From the samples come two kinds of keys, both
64 bit, in one space: *band* keys (four rows of a one-permutation min-hash signature: shared by texts with much in
common as a whole; of a short text all grams count) and *anchor* keys (twelve-character runs at places that the
content chooses: shared by a text and an excerpt of it). The upper 44 bits say which bucket a text falls into, the lower
20 order texts inside a bucket so that the most alike are neighbours. A *sketch*, one cache line a text, tells most
unlike pairs apart without reading them. Why, and with which chances: docs/methods/overlap-kernels.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled
from jianfu.overlap.kernels.lanes import LANES, STEP, load_word, multiply_wide, sample_step, smallest_step
from jianfu.overlap.kernels.ngrams import ROOM, UNIT_OF_CODE, count_grams, hash_gram, mix, read_units
from jianfu.overlap.kernels.texts import Texts

BAND_ROWS = 4
ROWS, BANDS = 32, 8
ROWS_OF_SHORT, BANDS_OF_SHORT = 128, 24
SHORT_GRAMS, LONG_GRAMS = 480, 320
"""Up to the one a text has the bands of a short one, beyond the other those of a long one; between them it has both, so
that near-equal texts on either side of a limit meet."""
FEW_SAMPLES, ENOUGH_SAMPLES = 16, 32
"""The same for texts that repeat themselves so much that they have few samples."""
ORDER_BITS = 20
SKETCH_WORDS = 8

_ANCHOR_STEP = np.uint64(4)  # an anchor key takes three grams, four units apart
_ROW_SHIFT, _ROW_OF_SHORT_SHIFT = np.uint64(59), np.uint64(57)  # 64 less the bits of ROWS and of ROWS_OF_SHORT
_EMPTY = np.uint32(0xFFFFFFFF)
_ORDER_SHIFT, _ORDER_MASK = np.uint64(ORDER_BITS), np.uint64((1 << ORDER_BITS) - 1)
_WORD_SHIFT, _WORD_MASK, _BIT_SHIFT, _BIT_MASK = np.uint64(3), np.uint64(7), np.uint64(6), np.uint64(63)
_0, _1, _2, _3, _4, _7, _8 = (np.uint64(number) for number in (0, 1, 2, 3, 4, 7, 8))
_15, _16, _32, _60 = np.uint64(15), np.uint64(16), np.uint64(32), np.uint64(60)
_STEP, _EDGE = np.uint64(STEP), np.uint64(3)
_SEED_A, _SEED_B, _SEED_C = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03), np.uint64(0xE9846AF9B1A615D)


@dataclass(frozen=True, slots=True)
class Signatures:
    """What is kept of m texts. `keys` uint64[k] with `owners` uint32[k] (places of texts), in the order of the texts.

    `digests` uint64[m, 2]: equal for texts with the same units, 128 bits otherwise different; `sketches`
    uint64[m, SKETCH_WORDS]: a bit for each sampled gram; `grams` int64[m]: how many grams a text has, with repeats, 0
    for one in which nothing counts. Such a text has no keys.
    """

    keys: npt.NDArray[np.uint64]
    owners: npt.NDArray[np.uint32]
    digests: npt.NDArray[np.uint64]
    sketches: npt.NDArray[np.uint64]
    grams: npt.NDArray[np.int64]

    def without_keys(self) -> "Signatures":
        """The same without its keys, which need more room than the rest."""
        return Signatures(self.keys[:0].copy(), self.owners[:0].copy(), self.digests, self.sketches, self.grams)


def sign_block(texts: Texts, start: int, stop: int, *, first_owner: int = 0) -> Signatures:
    """What is kept of texts `start` to `stop`; text `start` is the owner `first_owner + start`."""
    lengths = np.diff(texts.offsets[start : stop + 1])
    room = int(np.sum(BANDS + BANDS_OF_SHORT + STEP + lengths // 4))
    keys, owners = np.empty(room, np.uint64), np.empty(room, np.uint32)
    digests, sketches = np.empty((stop - start, 2), np.uint64), np.zeros((stop - start, SKETCH_WORDS), np.uint64)
    grams = np.empty(stop - start, np.int64)
    longest = int(lengths.max(initial=0))
    used = _sign(texts.data, texts.offsets, start, stop, UNIT_OF_CODE, longest, keys, owners, digests, sketches, grams)
    return Signatures(keys[:used], owners[:used] + np.uint32(start + first_owner), digests, sketches, grams)


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
    sketches: npt.NDArray[np.uint64],
    grams_of_text: npt.NDArray[np.int64],
) -> int:
    units, places = np.zeros(longest + ROOM, np.uint16), np.empty(longest + ROOM, np.uint32)
    values, anchors = np.empty(longest + ROOM, np.uint32), np.empty(longest + ROOM, np.uint32)
    rows, rows_of_short = np.empty(ROWS, np.uint32), np.empty(ROWS_OF_SHORT, np.uint32)
    used = 0
    for text in range(start, stop):
        count = read_units(data, offsets[text], offsets[text + 1], unit_of_code, units)
        total = count_grams(count)
        grams_of_text[text - start] = total
        _digest(units, count, digests[text - start])
        if total == 0:
            continue
        samples = sample_grams(units, total, places)
        sign_samples(units, places, samples, rows, values, sketches[text - start])
        order = _pack_order(rows)
        first = used
        if total > LONG_GRAMS and samples > FEW_SAMPLES:
            _densify(rows, _ROW_SHIFT)
            used = add_bands(rows, BANDS, order, keys, used)
        if total <= SHORT_GRAMS or samples <= ENOUGH_SAMPLES:
            sign_all(units, total, rows_of_short)
            used = add_bands(rows_of_short, BANDS_OF_SHORT, order, keys, used)
        used = add_anchors(units, total, places, values, samples, anchors, order, keys, used)
        owners[first:used] = np.uint32(text - start)
    return used


@compiled
def _digest(units: npt.NDArray[np.uint16], count: int, digest: npt.NDArray[np.uint64]) -> None:
    """Write 128 bits that depend on every unit and its place: a sum of products of eight units each.

    Texts that differ in one word of a product differ in it, whatever the other is. A text that ends within a product is
    filled up with zeros.
    """
    end = np.uint64(count)
    for i in range(end, end + _8):
        units[i] = 0
    low, high, seed = np.uint64(count), np.uint64(count) * _SEED_C, _SEED_A
    for i in range(_0, end, _8):
        one, other = multiply_wide(load_word(units, i) + seed, load_word(units, i + _4) ^ (seed * _SEED_B))
        low += one
        high += other
        seed += _SEED_A
    digest[0], digest[1] = mix(low ^ mix(high)), mix(high + _SEED_B * low)


@compiled
def sample_grams(units: npt.NDArray[np.uint16], total: int, places: npt.NDArray[np.uint32]) -> int:
    """Write the places of the sampled grams into `places`; returns how many."""
    samples, end = _0, np.uint64(total)
    for i in range(_0, end, _STEP):
        samples += sample_step(units, i, min(_STEP, end - i), places, samples, LANES)
    return int(np.int64(samples))


@compiled
def sign_samples(
    units: npt.NDArray[np.uint16],
    places: npt.NDArray[np.uint32],
    samples: int,
    rows: npt.NDArray[np.uint32],
    values: npt.NDArray[np.uint32],
    sketch: npt.NDArray[np.uint64],
) -> None:
    """What comes of the samples: the smallest value of each row (_EMPTY: none), a bit each in the sketch, and their
    values, from `values[3]` on, between three of the largest before and behind.

    Two texts share at least the bits of the samples that they share.
    """
    rows[:] = _EMPTY
    values[:3] = _EMPTY
    for i in range(np.uint64(samples)):
        gram = hash_gram(units, np.uint64(places[i]))
        row, value = gram >> _ROW_SHIFT, np.uint32(gram)
        rows[row] = min(rows[row], value)
        values[i + _EDGE] = value
        sketch[(gram >> _WORD_SHIFT) & _WORD_MASK] |= _1 << ((gram >> _BIT_SHIFT) & _BIT_MASK)
    values[samples + 3 : samples + 6] = _EMPTY


@compiled
def sign_all(units: npt.NDArray[np.uint16], total: int, rows: npt.NDArray[np.uint32]) -> None:
    """One-permutation min-hash of all grams: a gram falls into one row and the row keeps its smallest value."""
    rows[:] = _EMPTY
    for i in range(np.uint64(total)):
        gram = hash_gram(units, np.uint64(i))
        row = gram >> _ROW_OF_SHORT_SHIFT
        rows[row] = min(rows[row], np.uint32(gram))
    _densify(rows, _ROW_OF_SHORT_SHIFT)


@compiled
def _densify(rows: npt.NDArray[np.uint32], shift: np.uint64) -> None:
    """Give empty rows the value of a filled one by optimal densification (Shrivastava 2017): row and attempt alone
    decide which, so that two texts choose alike."""
    filled = rows != _EMPTY
    if filled.all():
        return
    for row in range(len(rows)):
        attempt = 0
        source = np.int64(row)
        while not filled[source]:
            attempt += 1
            source = np.int64(mix(np.uint64(row * 65536 + attempt) * _SEED_A) >> shift)
        rows[row] = rows[source]


@compiled
def _pack_order(rows: npt.NDArray[np.uint32]) -> np.uint64:
    """Four bits of each of the first sixteen rows. Near-equal texts mostly agree in all of them."""
    order = _0
    for row in range(16):
        order = (order << _4) | (np.uint64(rows[row]) & _15)
    return order


@compiled
def _make_key(bucket: np.uint64, order: np.uint64) -> np.uint64:
    """The bucket and, in the low bits, what of five rows that the bucket chooses stands in `order`.

    Each bucket has an order of its own, so that texts of a large family that are far apart in one are neighbours in
    another.
    """
    turn = (bucket >> _60) << _2
    turned = (order << turn) | (order >> ((np.uint64(64) - turn) & np.uint64(63)))
    return ((bucket >> _ORDER_SHIFT) << _ORDER_SHIFT) | (turned & _ORDER_MASK)


@compiled
def add_bands(
    rows: npt.NDArray[np.uint32], bands: int, order: np.uint64, keys: npt.NDArray[np.uint64], used: int
) -> int:
    """Append one key a band of four rows; returns how many keys there are now."""
    for band in range(bands):
        row = band * BAND_ROWS
        one = (np.uint64(rows[row]) << _32) | np.uint64(rows[row + 1])
        two = (np.uint64(rows[row + 2]) << _32) | np.uint64(rows[row + 3])
        keys[used] = _make_key(mix(mix(one + np.uint64(band + len(rows)) * _SEED_A) ^ two), order)
        used += 1
    return used


@compiled
def add_anchors(
    units: npt.NDArray[np.uint16],
    total: int,
    places: npt.NDArray[np.uint32],
    values: npt.NDArray[np.uint32],
    samples: int,
    anchors: npt.NDArray[np.uint32],
    order: np.uint64,
    keys: npt.NDArray[np.uint64],
    used: int,
) -> int:
    """Append a key for each sample that is the smallest of its neighbours: its gram and the eight units behind it."""
    found, end = _0, np.uint64(samples)
    for i in range(_0, end, _8):
        found += smallest_step(values, i + _EDGE, min(_8, end - i), anchors, found, LANES)
    for anchor in range(found):
        place = np.uint64(places[np.uint64(anchors[anchor]) - _EDGE])
        if place + _2 * _ANCHOR_STEP < np.uint64(total):
            two, three = load_word(units, place + _ANCHOR_STEP), load_word(units, place + _2 * _ANCHOR_STEP)
            bucket = mix((mix(load_word(units, place)) + two) * _SEED_A + three * _SEED_B)
            keys[used] = _make_key(bucket, order)
            used += 1
    return used

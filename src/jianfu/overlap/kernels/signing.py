"""From a text to its keys: numbers that texts share when they share much. A pure function of one text.

Two kinds of keys, both 64 bit, in one space: *band* keys (four rows of a one-permutation min-hash signature: shared by
texts with much in common as a whole) and *anchor* keys (twelve-character runs at places that the content chooses:
shared by a text and an excerpt of it). The upper 44 bits say which bucket a text falls into, the lower 20 order texts
inside a bucket so that the most alike are neighbours. A *sketch*, one cache line a text, tells most unlike pairs
apart without reading them. Why, and with which chances: docs/methods/overlap-kernels.md.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled
from jianfu.overlap.kernels.ngrams import UNIT_OF_CODE, hash_grams, mix, read_units
from jianfu.overlap.kernels.texts import Texts

ROWS = 128
BAND_ROWS = 4
BANDS, BANDS_OF_SHORT = 12, 24
SHORT_GRAMS = 256
ORDER_BITS = 20
SKETCH_WORDS = 8

_ORDER_ROWS = 5
_ANCHOR_STEP = 4  # an anchor key takes three grams, four units apart
_ROW_SHIFT = np.uint64(57)  # 64 less the bits of ROWS
_EMPTY = np.uint32(0xFFFFFFFF)
_LARGEST = np.uint64(0xFFFFFFFFFFFFFFFF)
_ORDER_SHIFT = np.uint64(ORDER_BITS)
_SAMPLE_MASK = np.uint64(7)  # one gram in eight is sampled
_WORD_SHIFT, _WORD_MASK, _BIT_SHIFT, _BIT_MASK = np.uint64(3), np.uint64(7), np.uint64(6), np.uint64(63)
_1, _4, _32, _LOW4, _LAST_ROW = np.uint64(1), np.uint64(4), np.uint64(32), np.uint64(15), np.uint64(ROWS - 1)
_ROTATE, _UNROTATE = np.uint64(23), np.uint64(41)
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
    room = int(np.sum(BANDS_OF_SHORT + 1 + lengths // 4))
    keys, owners = np.empty(room, np.uint64), np.empty(room, np.uint32)
    digests, sketches = np.empty((stop - start, 2), np.uint64), np.zeros((stop - start, SKETCH_WORDS), np.uint64)
    grams = np.empty(stop - start, np.int64)
    longest = int(lengths.max(initial=0)) + 1
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
    units, grams = np.empty(longest + 1, np.uint16), np.empty(longest + 1, np.uint64)
    signature, sampled = np.empty(ROWS, np.uint32), np.empty(longest + 1, np.int32)
    used = 0
    for text in range(start, stop):
        count = read_units(data, offsets[text], offsets[text + 1], unit_of_code, units)
        total = hash_grams(units, count, grams)
        grams_of_text[text - start] = total
        digest_grams(grams, total, digests[text - start])
        if total == 0:
            continue
        samples = sign_grams(grams, total, signature, sampled)
        sketch_samples(grams, sampled, samples, sketches[text - start])
        first = used
        used = add_bands(signature, BANDS if total > SHORT_GRAMS else BANDS_OF_SHORT, keys, used)
        used = add_anchors(grams, total, sampled, samples, signature, keys, used)
        owners[first:used] = np.uint32(text - start)
    return used


@compiled
def digest_grams(grams: npt.NDArray[np.uint64], total: int, digest: npt.NDArray[np.uint64]) -> None:
    """Write 128 bits that depend on every unit and its place: two sums over each fourth gram and the last."""
    one = two = np.uint64(total)
    for i in range((total + 3) // 4):
        one += _weigh(grams[4 * i] ^ (np.uint64(i + 1) * _SEED_A), _SEED_C)
        two += _weigh(grams[4 * i] + (np.uint64(i + 1) * _SEED_B), _SEED_A)
    if total:
        one += _weigh(grams[total - 1], _SEED_A)
        two += _weigh(grams[total - 1], _SEED_B)
    digest[0], digest[1] = mix(one), mix(two)


@compiled
def _weigh(word: np.uint64, factor: np.uint64) -> np.uint64:
    word *= factor
    return word ^ (word >> _32)


@compiled
def sign_grams(
    grams: npt.NDArray[np.uint64], total: int, signature: npt.NDArray[np.uint32], sampled: npt.NDArray[np.int32]
) -> int:
    """One-permutation min-hash: a gram falls into one row and the row keeps its smallest value.

    Empty rows take the value of a filled one by optimal densification (Shrivastava 2017): row and attempt alone decide
    which, so that two texts choose alike. Writes the places of sampled grams into `sampled`, returns how many.
    """
    signature[:] = _EMPTY
    samples = np.uint64(0)
    for i in range(total):
        gram = grams[i]
        row = gram >> _ROW_SHIFT
        signature[row] = min(signature[row], np.uint32(gram))
        sampled[samples] = i
        samples += np.uint64((gram & _SAMPLE_MASK) == 0)
    for row in range(ROWS):
        if signature[row] == _EMPTY:
            _densify(signature)
            break
    return int(np.int64(samples))


@compiled
def _densify(signature: npt.NDArray[np.uint32]) -> None:
    filled = signature != _EMPTY
    for row in range(ROWS):
        attempt = 0
        source = np.int64(row)
        while not filled[source]:
            attempt += 1
            source = np.int64(mix(np.uint64(row * 65536 + attempt) * _SEED_A) >> _ROW_SHIFT)
        signature[row] = signature[source]


@compiled
def sketch_samples(
    grams: npt.NDArray[np.uint64], sampled: npt.NDArray[np.int32], samples: int, sketch: npt.NDArray[np.uint64]
) -> None:
    """Set a bit for each sampled gram. Two texts share at least the bits of the samples that they share."""
    for i in range(samples):
        gram = grams[sampled[i]]
        sketch[(gram >> _WORD_SHIFT) & _WORD_MASK] |= _1 << ((gram >> _BIT_SHIFT) & _BIT_MASK)


@compiled
def _make_key(bucket: np.uint64, signature: npt.NDArray[np.uint32]) -> np.uint64:
    """The bucket and, in the low bits, four bits each of five rows that the bucket chooses.

    Near-equal texts mostly agree in all of them. Each bucket has an order of its own, so that texts of a large family
    that are far apart in one are neighbours in another.
    """
    row = bucket >> _ROW_SHIFT
    order = np.uint64(0)
    for _ in range(_ORDER_ROWS):
        order = (order << _4) | (np.uint64(signature[row]) & _LOW4)
        row = (row + _1) & _LAST_ROW
    return ((bucket >> _ORDER_SHIFT) << _ORDER_SHIFT) | order


@compiled
def add_bands(signature: npt.NDArray[np.uint32], bands: int, keys: npt.NDArray[np.uint64], used: int) -> int:
    """Append one key a band of four rows; returns how many keys there are now."""
    for band in range(bands):
        row = band * BAND_ROWS
        one = (np.uint64(signature[row]) << _32) | np.uint64(signature[row + 1])
        two = (np.uint64(signature[row + 2]) << _32) | np.uint64(signature[row + 3])
        keys[used] = _make_key(mix(mix(one + np.uint64(band + 1) * _SEED_A) ^ two), signature)
        used += 1
    return used


@compiled
def add_anchors(
    grams: npt.NDArray[np.uint64],
    total: int,
    sampled: npt.NDArray[np.int32],
    samples: int,
    signature: npt.NDArray[np.uint32],
    keys: npt.NDArray[np.uint64],
    used: int,
) -> int:
    """Append a key for each sample that is the smallest of its neighbours: its gram and the eight units behind it."""
    anchors = _keep_smallest(grams, sampled, samples)
    for place in sampled[:anchors]:
        if place + 2 * _ANCHOR_STEP < total:
            two, three = grams[place + _ANCHOR_STEP], grams[place + 2 * _ANCHOR_STEP]
            bucket = mix((grams[place] ^ (two << _ROTATE) ^ (two >> _UNROTATE)) + three * _SEED_B)
            keys[used] = _make_key(bucket, signature)
            used += 1
    return used


@compiled
def _keep_smallest(grams: npt.NDArray[np.uint64], sampled: npt.NDArray[np.int32], samples: int) -> int:
    """Move to the front the samples smaller than the three before and the three behind; of equal ones the first is.

    Returns how many. Written without a branch: which sample is smallest cannot be predicted.
    """
    kept = np.uint64(0)
    a = b = c = d = _LARGEST  # the sample looked at is d; a, b, c stand before it
    e = grams[sampled[0]] if samples > 0 else _LARGEST
    f = grams[sampled[1]] if samples > 1 else _LARGEST
    g = grams[sampled[2]] if samples > 2 else _LARGEST
    for i in range(samples):
        a, b, c, d, e, f = b, c, d, e, f, g
        g = grams[sampled[i + 3]] if i + 3 < samples else _LARGEST
        place = sampled[i]
        sampled[kept] = place
        kept += np.uint64((d < min(a, b, c)) & (d <= min(e, f, g)))
    return int(np.int64(kept))

"""From keys to candidate pairs: texts in one bucket meet, and no bucket costs more than its size times a constant.

Every pair of a bucket of up to `NEIGHBOURS + 1` texts is a candidate. In a larger bucket each text meets the next
`NEIGHBOURS` in the order of the keys' low bits, which puts the most alike side by side, and the first text of the
bucket. So a family of any size hangs together, at a linear cost.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled, run_blocks
from jianfu.overlap.kernels.lanes import count_shared_bits, fetch_early
from jianfu.overlap.kernels.ngrams import mix
from jianfu.overlap.kernels.signing import ORDER_BITS, SKETCH_WORDS
from jianfu.overlap.kernels.sorting import bits_of, sort_handfuls, sort_words

NEIGHBOURS = 8
FETCHED_AHEAD = 16
PARTITION_BITS = 8
PARTITIONS = 1 << PARTITION_BITS
PAIR_RANGE_BITS = 6
PAIR_RANGES = 1 << PAIR_RANGE_BITS

_SHIFT = np.uint64(64 - PARTITION_BITS)
_SALT_BITS = np.uint64(16)
_ORDER_SHIFT, _BUCKET_SHIFT = np.uint64(ORDER_BITS), np.uint64(ORDER_BITS) + _SALT_BITS
_0, _1, _2, _3, _32, _LOW32 = (np.uint64(number) for number in (0, 1, 2, 3, 32, 0xFFFFFFFF))
_FACTOR = np.uint64(0xE9846AF9B1A615D)


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys uint64[k] and, for each, the text it is of, uint32[k]."""

    keys: npt.NDArray[np.uint64]
    owners: npt.NDArray[np.uint32]


def partition(keys: npt.NDArray[np.uint64], owners: npt.NDArray[np.uint32]) -> list[Keys]:
    """The keys by their upper bits: 2**PARTITION_BITS parts, in which the order is kept."""
    ends = np.zeros(PARTITIONS, np.int64)
    parted, parted_owners = np.empty_like(keys), np.empty_like(owners)
    _scatter(keys, owners, ends, parted, parted_owners)
    starts = [0, *ends[:-1].tolist()]
    return [Keys(parted[i:j], parted_owners[i:j]) for i, j in zip(starts, ends.tolist(), strict=True)]


@dataclass(frozen=True, slots=True)
class Population:
    """What pairing must know of all texts.

    `ranks` uint32[m]: the place of a text in an order that depends on contents only, so that pairs do not depend on the
    order of the input; LEFT_OUT for a text that takes no part. `sketches` uint64[ranks, SKETCH_WORDS]: in that order.
    `needed` int16: how many bits two sketches must share, by the number of bits of the sparser one (`needed_bits`).
    """

    ranks: npt.NDArray[np.uint32]
    sketches: npt.NDArray[np.uint64]
    needed: npt.NDArray[np.int16]
    needed_by_rank: npt.NDArray[np.int16] = field(init=False)
    """`needed` looked up for each sketch: of two texts the smaller number counts."""
    salts: npt.NDArray[np.uint32] = field(init=False)
    """A number of each sketch, which orders those that are otherwise alike anew in each bucket."""

    def __post_init__(self) -> None:
        needed, salts = np.empty(len(self.sketches), np.int16), np.empty(len(self.sketches), np.uint32)
        _look_at_sketches(self.sketches, self.needed, needed, salts)
        object.__setattr__(self, "needed_by_rank", needed)
        object.__setattr__(self, "salts", salts)

    @property
    def rank_bits(self) -> int:
        """How many bits a rank has."""
        return bits_of(len(self.sketches))


def find_candidates(
    read_part: Callable[[int], list[Keys]], population: Population, *, workers: int | None = None
) -> npt.NDArray[np.uint64]:
    """Candidate pairs `low << 32 | high` of ranks, sorted, each once.

    `read_part` gives, for each of the PARTITIONS of the key space, the pieces that came from different blocks of texts.
    """

    def pair_part(part: int) -> list[npt.NDArray[np.uint64]]:
        return pair_partition(read_part(part), population)

    found = run_blocks(pair_part, [(part,) for part in range(PARTITIONS)], workers)
    ranges = [([parts[i] for parts in found], population.rank_bits) for i in range(PAIR_RANGES)]
    return np.concatenate(run_blocks(unite, ranges, workers))


def pair_partition(pieces: list[Keys], population: Population) -> list[npt.NDArray[np.uint64]]:
    """The candidate pairs of one part of the key space, by ranges of their low rank, with repeats."""
    total = sum(len(piece.keys) for piece in pieces)
    met = np.zeros(_count_slots(total) >> 2, np.uint8)
    for piece in pieces:
        _note(piece.keys, met)
    keys, members, kept = np.empty(total, np.uint64), np.empty(total, np.uint32), 0
    for piece in pieces:
        kept = _keep_shared(piece.keys, piece.owners, met, population.ranks, population.salts, keys, members, kept)
    keys, members = keys[:kept], members[:kept]
    sort_handfuls(keys, members)
    kept = _drop_repeats(keys, members)
    keys, members = keys[:kept], members[:kept]
    pairs = _emit(keys, members, population.sketches, population.needed_by_rank)
    return _split(pairs, population.rank_bits)


def unite(pieces: list[npt.NDArray[np.uint64]], rank_bits: int) -> npt.NDArray[np.uint64]:
    """The pairs of all pieces, sorted, each once."""
    different = np.empty(sum(map(len, pieces)), np.uint64)
    slots, count = np.zeros(_count_slots(len(different)) >> 1, np.uint64), 0
    for piece in pieces:
        count = _add_new(piece, slots, different, count)
    return sort_words(different[:count].copy(), 32 + rank_bits)


def _split(pairs: npt.NDArray[np.uint64], rank_bits: int) -> list[npt.NDArray[np.uint64]]:
    shift = np.uint64(32 + max(rank_bits - PAIR_RANGE_BITS, 0))
    ends, split = np.zeros(PAIR_RANGES, np.int64), np.empty_like(pairs)
    _scatter_pairs(pairs, shift, ends, split)
    starts = [0, *ends[:-1].tolist()]
    return [split[i:j] for i, j in zip(starts, ends.tolist(), strict=True)]


def needed_bits(min_jaccard: float, min_containment: float) -> npt.NDArray[np.int16]:
    """How many sketch bits a pair must share to be worth comparing, by the bits of the sparser text.

    A pair with Jaccard j shares at least 2j / (1 + j) of the smaller set. Samples scatter: three standard deviations
    less.
    """
    share = min(min_containment, 2 * min_jaccard / (1 + min_jaccard))
    bits = np.arange(64 * SKETCH_WORDS + 1)
    least = np.floor(bits * share - 3 * np.sqrt(bits * share * (1 - share)))
    return np.asarray(np.maximum(least, 0), np.int16)


@compiled
def _look_at_sketches(
    sketches: npt.NDArray[np.uint64],
    needed: npt.NDArray[np.int16],
    needed_by_rank: npt.NDArray[np.int16],
    salts: npt.NDArray[np.uint32],
) -> None:
    for text in range(len(sketches)):
        needed_by_rank[text] = needed[count_shared_bits(sketches, np.uint64(text), np.uint64(text))]
        salt = _0
        for word in sketches[text]:
            salt = (salt ^ word) * _FACTOR
        salts[text] = mix(salt)


@compiled
def _scatter(
    keys: npt.NDArray[np.uint64],
    owners: npt.NDArray[np.uint32],
    ends: npt.NDArray[np.int64],
    parted: npt.NDArray[np.uint64],
    parted_owners: npt.NDArray[np.uint32],
) -> None:
    for key in keys:
        ends[key >> _SHIFT] += 1
    total = 0
    for part in range(len(ends)):
        total += ends[part]
        ends[part] = total - ends[part]
    for i in range(len(keys)):
        part = keys[i] >> _SHIFT
        parted[ends[part]], parted_owners[ends[part]] = keys[i], owners[i]
        ends[part] += 1


@compiled
def _scatter_pairs(
    pairs: npt.NDArray[np.uint64], shift: np.uint64, ends: npt.NDArray[np.int64], split: npt.NDArray[np.uint64]
) -> None:
    for pair in pairs:
        ends[pair >> shift] += 1
    total = 0
    for part in range(len(ends)):
        total += ends[part]
        ends[part] = total - ends[part]
    for pair in pairs:
        split[np.uint64(ends[pair >> shift])] = pair
        ends[pair >> shift] += 1


@compiled
def _count_slots(keys: int) -> int:
    """A power of two of which so many keys meet few."""
    slots = 256
    while slots < 6 * keys:
        slots *= 2
    return slots


@compiled
def _note(keys: npt.NDArray[np.uint64], met: npt.NDArray[np.uint8]) -> None:
    """Count the keys in two bits a slot: none, one, more."""
    shift, last = _SHIFT - np.uint64(44 - PARTITION_BITS), np.uint64(4 * len(met) - 1)
    for key in keys:
        slot = (key >> shift) * _FACTOR >> _32 & last
        place = _2 * (slot & _3)
        count = np.uint64(met[slot >> _2])
        met[slot >> _2] = count | ((count >> place & _1) + _1) << place


@compiled
def _keep_shared(
    keys: npt.NDArray[np.uint64],
    owners: npt.NDArray[np.uint32],
    met: npt.NDArray[np.uint8],
    ranks: npt.NDArray[np.uint32],
    salts: npt.NDArray[np.uint32],
    kept_keys: npt.NDArray[np.uint64],
    members: npt.NDArray[np.uint32],
    kept: int,
) -> int:
    """Append what may share its bucket, and is not left out, to `kept_keys` and `members`; returns how many there are.

    Most keys are alone and need no sorting. A kept key lacks the bits of its part and some more, and has a salt in
    their stead, so that members with the same order stand otherwise in each bucket: all of a family meet somewhere.
    """
    shift, last = _SHIFT - np.uint64(44 - PARTITION_BITS), np.uint64(4 * len(met) - 1)
    count = np.uint64(kept)
    first = count
    for i in range(len(keys)):
        slot = (keys[i] >> shift) * _FACTOR >> _32 & last
        kept_keys[count], members[count] = keys[i], owners[i]
        count += np.uint64(met[slot >> _2]) >> (_2 * (slot & _3) + _1) & _1
    end = count
    count = first
    for i in range(first, end):
        rank = ranks[members[i]]
        if rank != _LOW32:
            turned = np.uint64(salts[rank]) * ((kept_keys[i] >> _ORDER_SHIFT) | _1)
            kept_keys[count] = kept_keys[i] << _SALT_BITS | (turned & _LOW32) >> (_32 - _SALT_BITS)
            members[count] = rank
            count += _1
    return int(np.int64(count))


@compiled
def _drop_repeats(keys: npt.NDArray[np.uint64], members: npt.NDArray[np.uint32]) -> int:
    """A text that repeats itself stands in a bucket once; returns how many are left."""
    kept = min(len(keys), 1)
    for i in range(1, len(keys)):
        keys[kept], members[kept] = keys[i], members[i]
        kept += keys[i] != keys[kept - 1] or members[i] != members[kept - 1]
    return kept


@compiled
def _bucket_end(keys: npt.NDArray[np.uint64], start: int) -> int:
    stop = start + 1
    while stop < len(keys) and keys[stop] >> _BUCKET_SHIFT == keys[start] >> _BUCKET_SHIFT:
        stop += 1
    return stop


@compiled
def _emit(
    keys: npt.NDArray[np.uint64],
    members: npt.NDArray[np.uint32],
    sketches: npt.NDArray[np.uint64],
    needed: npt.NDArray[np.int16],
) -> npt.NDArray[np.uint64]:
    """The pairs of all buckets whose sketches share enough."""
    pairs = np.empty(len(keys) * (NEIGHBOURS + 1), np.uint64)
    count, start = 0, 0
    while start < len(keys):
        stop = _bucket_end(keys, start)
        first = start
        for i in range(start, stop):
            fetch_early(sketches, np.uint64(members[min(i + FETCHED_AHEAD, len(keys) - 1)]))
            for j in range(i + 1, min(i + 1 + NEIGHBOURS, stop)):
                count = _add_pair(members[i], members[j], sketches, needed, pairs, count)
            if members[i] < members[first]:
                first = i
        if stop - start > NEIGHBOURS + 1:
            for i in range(start, stop):
                count = _add_pair(members[first], members[i], sketches, needed, pairs, count)
        start = stop
    return pairs[:count].copy()


@compiled
def _add_pair(
    one: np.uint32,
    other: np.uint32,
    sketches: npt.NDArray[np.uint64],
    needed: npt.NDArray[np.int16],
    pairs: npt.NDArray[np.uint64],
    count: int,
) -> int:
    if one == other:
        return count
    pairs[count] = np.uint64(min(one, other)) << _32 | np.uint64(max(one, other))
    shared = np.int64(count_shared_bits(sketches, np.uint64(one), np.uint64(other)))
    return count + int(shared >= min(needed[one], needed[other]))


@compiled
def _add_new(
    pairs: npt.NDArray[np.uint64], slots: npt.NDArray[np.uint64], different: npt.NDArray[np.uint64], count: int
) -> int:
    """Append the pairs that were not met before to `different`; returns how many there are. No pair is 0."""
    last = np.uint64(len(slots) - 1)
    for pair in pairs:
        slot = pair * _FACTOR >> _32 & last
        while slots[slot] != pair and slots[slot] != _0:
            slot = (slot + _1) & last
        if slots[slot] == _0:
            slots[slot] = pair
            different[count] = pair
            count += 1
    return count

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
from jianfu.overlap.kernels.signing import ORDER_BITS, SKETCH_WORDS
from jianfu.overlap.kernels.sorting import bits_of, order_by, sort_with, sort_words

NEIGHBOURS = 8
PARTITION_BITS = 8
PARTITIONS = 1 << PARTITION_BITS
PAIR_RANGE_BITS = 6
PAIR_RANGES = 1 << PAIR_RANGE_BITS

_SHIFT = np.uint64(64 - PARTITION_BITS)
_ORDER_SHIFT = np.uint64(ORDER_BITS)
_1, _2, _4, _56 = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)
_EACH_SECOND, _EACH_TWO = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
_EACH_FOUR, _EACH_EIGHTH = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)
_32, _LOW32 = np.uint64(32), np.uint64(0xFFFFFFFF)


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

    def __post_init__(self) -> None:
        by_rank = np.empty(len(self.sketches), np.int16)
        _look_up_needed(self.sketches, self.needed, by_rank)
        object.__setattr__(self, "needed_by_rank", by_rank)

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
    keys = np.concatenate([np.zeros(0, np.uint64), *(piece.keys for piece in pieces)])
    owners = np.concatenate([np.zeros(0, np.uint32), *(piece.owners for piece in pieces)])
    members = population.ranks[owners]
    kept = _keep_shared(keys, members)
    keys, members = keys[:kept].copy(), members[:kept].copy()
    order = order_by(members.astype(np.uint64), population.rank_bits)
    keys, members = keys[order], members[order]
    sort_with(keys, members, 0, 64 - PARTITION_BITS)
    kept = _drop_repeats(keys, members)
    keys, members = keys[:kept], members[:kept]
    pairs = np.empty(_count_pairs(keys), np.uint64)
    used = _emit(keys, members, population.sketches[members], population.needed_by_rank[members], pairs)
    return _split(pairs[:used], population.rank_bits)


def unite(pieces: list[npt.NDArray[np.uint64]], rank_bits: int) -> npt.NDArray[np.uint64]:
    """The pairs of all pieces, sorted, each once."""
    pairs = sort_words(np.concatenate([np.zeros(0, np.uint64), *pieces]), 32 + rank_bits)
    is_new = np.ones(len(pairs), np.bool_)
    is_new[1:] = pairs[1:] != pairs[:-1]
    kept: npt.NDArray[np.uint64] = pairs[is_new]
    return kept


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
def _look_up_needed(
    sketches: npt.NDArray[np.uint64], needed: npt.NDArray[np.int16], by_rank: npt.NDArray[np.int16]
) -> None:
    for text in range(len(sketches)):
        by_rank[text] = needed[_count_shared(sketches[text], sketches[text])]


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
def _keep_shared(keys: npt.NDArray[np.uint64], members: npt.NDArray[np.uint32]) -> int:
    """Move to the front what may share its bucket; returns how many. Most keys are alone and need no sorting."""
    bits = 10
    while (1 << bits) < 4 * len(keys):
        bits += 1
    shift = _SHIFT - np.uint64(bits)
    met = np.zeros(1 << bits, np.uint8)
    last = np.uint64((1 << bits) - 1)
    for i in range(len(keys)):
        if members[i] != _LOW32:
            slot = (keys[i] >> shift) & last
            met[slot] = min(met[slot] + 1, 2)
    kept = 0
    for i in range(len(keys)):
        keys[kept], members[kept] = keys[i], members[i]
        kept += (members[i] != _LOW32) & (met[(keys[i] >> shift) & last] == 2)
    return kept


@compiled
def _drop_repeats(keys: npt.NDArray[np.uint64], members: npt.NDArray[np.uint32]) -> int:
    """A text that repeats itself stands in a bucket once; returns how many are left."""
    kept = min(len(keys), 1)
    for i in range(1, len(keys)):
        if keys[i] != keys[kept - 1] or members[i] != members[kept - 1]:
            keys[kept], members[kept] = keys[i], members[i]
            kept += 1
    return kept


@compiled
def _bucket_end(keys: npt.NDArray[np.uint64], start: int) -> int:
    stop = start + 1
    while stop < len(keys) and keys[stop] >> _ORDER_SHIFT == keys[start] >> _ORDER_SHIFT:
        stop += 1
    return stop


@compiled
def _count_pairs(keys: npt.NDArray[np.uint64]) -> int:
    """At least as many as there are."""
    pairs, start = 0, 0
    while start < len(keys):
        stop = _bucket_end(keys, start)
        pairs += (stop - start) * min(stop - start - 1, NEIGHBOURS + 1)
        start = stop
    return pairs


@compiled
def _emit(
    keys: npt.NDArray[np.uint64],
    members: npt.NDArray[np.uint32],
    sketches: npt.NDArray[np.uint64],
    needed: npt.NDArray[np.int16],
    pairs: npt.NDArray[np.uint64],
) -> int:
    """`sketches` and `needed` stand in the order of the keys: those of a bucket lie side by side in the cache."""
    count, start = 0, 0
    while start < len(keys):
        stop = _bucket_end(keys, start)
        for i in range(start, stop):
            for j in range(i + 1, min(i + 1 + NEIGHBOURS, stop)):
                count = _add_pair(i, j, members, sketches, needed, pairs, count)
        if stop - start > NEIGHBOURS + 1:
            first = start + int(members[start:stop].argmin())
            for i in range(start, stop):
                count = _add_pair(first, i, members, sketches, needed, pairs, count)
        start = stop
    return count


@compiled
def _add_pair(
    i: int,
    j: int,
    members: npt.NDArray[np.uint32],
    sketches: npt.NDArray[np.uint64],
    needed: npt.NDArray[np.int16],
    pairs: npt.NDArray[np.uint64],
    count: int,
) -> int:
    one, other = members[i], members[j]
    if one == other:
        return count
    pairs[count] = (np.uint64(min(one, other)) << _32) | np.uint64(max(one, other))
    return count + int(_count_shared(sketches[i], sketches[j]) >= min(needed[i], needed[j]))


@compiled
def _count_shared(one: npt.NDArray[np.uint64], other: npt.NDArray[np.uint64]) -> int:
    """How many bits are set in both sketches."""
    count = np.uint64(0)
    for i in range(SKETCH_WORDS):
        word = one[i] & other[i]
        word -= (word >> _1) & _EACH_SECOND
        word = (word & _EACH_TWO) + ((word >> _2) & _EACH_TWO)
        count += (((word + (word >> _4)) & _EACH_FOUR) * _EACH_EIGHTH) >> _56
    return int(np.int64(count))

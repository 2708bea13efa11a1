"""From keys to the notices worth comparing: those that share most and rarest, a bounded number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.overlap.index.keys import ORDER_MASK, Words64
from jianfu.overlap.index.segments import Segment, Words32
from jianfu.overlap.index.snapshot import Snapshot
from jianfu.overlap.kernels.compiling import compiled

REACH = 128
"""In a crowded bucket this many on either side of the draft are looked at."""
_RARITY = 1 << 16
_32 = np.uint64(32)
_SPREAD = np.uint32(2654435769)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the buckets: columns of equal length. `wanted` is the place of the key that was looked up."""

    wanted: npt.NDArray[np.int64]
    keys: Words64
    numbers: Words32
    salts: Words32


def find_candidates(snapshot: Snapshot, wanted: Sequence[Words64], most: Sequence[int]) -> npt.NDArray[np.int64]:
    """Numbers of notices that share keys with the draft, rising: of each kind of keys at most so many, that share most
    and rarest. Rarity is the size of the whole bucket.

    Depends on which notices are there, not on how they came.
    """
    keys = np.concatenate(wanted)
    if not len(keys) or not len(snapshot):
        return np.zeros(0, np.int64)
    sizes = np.zeros(len(keys), np.int64)
    entries = [_look_up(segment, keys, sizes) for segment in snapshot.segments]
    found = Entry(*(np.concatenate([getattr(entry, name) for entry in entries]) for name in Entry.__slots__))
    if len(entries) > 1 and np.bincount(found.wanted, minlength=1).max() > REACH:
        found = _cut_crowded(found, keys)
    weights = (_RARITY // (1 + np.log2(np.maximum(sizes, 1)).astype(np.int64))).astype(np.uint32)
    kinds = np.repeat(np.arange(len(wanted)), [len(part) for part in wanted])[found.wanted]
    best = [_elect(found, kinds == kind, weights, most[kind]) for kind in range(len(wanted))]
    return np.unique(np.concatenate(best))


def _elect(found: Entry, among: npt.NDArray[np.bool_], weights: Words32, most: int) -> npt.NDArray[np.int64]:
    """Numbers of the notices with the most votes among some of the entries."""
    slots = 1 << max(6, int(2 * among.sum()).bit_length())
    numbers, votes, salts = (np.zeros(slots, np.uint32) for _ in range(3))
    count = _count_votes(
        found.wanted[among], found.numbers[among], found.salts[among], weights, numbers, votes, salts
    )  # fmt: skip
    return _take_best(numbers[:count], votes[:count], salts[:count], most)


def _look_up(segment: Segment, wanted: Words64, sizes: npt.NDArray[np.int64]) -> Entry:
    """Entries of one segment's buckets, those around the wanted key where a bucket is crowded. Adds to `sizes`."""
    starts = np.searchsorted(segment.keys, wanted & ~ORDER_MASK)
    middles = np.searchsorted(segment.keys, wanted)
    stops = np.searchsorted(segment.keys, wanted | ORDER_MASK, side="right")
    sizes += stops - starts
    starts, stops = np.maximum(starts, middles - REACH), np.minimum(stops, middles + REACH)
    counts = stops - starts
    places = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    owners = segment.owners[places]
    which = np.repeat(np.arange(len(wanted)), counts)
    return Entry(which, segment.keys[places], owners + np.uint32(segment.first), segment.salts[owners])


def _cut_crowded(found: Entry, wanted: Words64) -> Entry:
    """Keep on either side of each wanted key what one segment with all notices would give."""
    order = np.lexsort((found.salts, found.keys, found.wanted))
    is_behind = found.keys[order] >= wanted[found.wanted[order]]
    group = 2 * found.wanted[order] + is_behind
    is_first = np.ones(len(group), np.bool_)
    is_first[1:] = group[1:] != group[:-1]
    starts = np.flatnonzero(is_first)
    sizes = np.diff(np.append(starts, len(group)))
    rank = np.arange(len(group)) - np.repeat(starts, sizes)
    from_end = np.repeat(sizes, sizes) - rank
    kept = order[np.where(is_behind, rank < REACH, from_end <= REACH)]
    return Entry(found.wanted[kept], found.keys[kept], found.numbers[kept], found.salts[kept])


@compiled
def _count_votes(
    wanted: npt.NDArray[np.int64],
    owners: Words32,
    salts: Words32,
    weights: Words32,
    numbers: Words32,
    votes: Words32,
    numbers_salts: Words32,
) -> int:
    """Add up the weights for each notice in an open hash table, then move what is filled to the front."""
    last = np.uint32(len(numbers) - 1)
    for i in range(len(owners)):
        slot = (owners[i] * _SPREAD >> np.uint32(7)) & last
        while votes[slot] and numbers[slot] != owners[i]:
            slot = (slot + np.uint32(1)) & last
        numbers[slot], numbers_salts[slot] = owners[i], salts[i]
        votes[slot] += weights[wanted[i]]
    count = 0
    for slot in range(len(numbers)):
        if votes[slot]:
            numbers[count], votes[count], numbers_salts[count] = numbers[slot], votes[slot], numbers_salts[slot]
            count += 1
    return count


def _take_best(numbers: Words32, votes: Words32, salts: Words32, most: int) -> npt.NDArray[np.int64]:
    ranks = (votes.astype(np.uint64) << _32) | salts
    if len(ranks) > most:
        numbers = numbers[np.argpartition(ranks, len(ranks) - most)[len(ranks) - most :]]
    return numbers.astype(np.int64)


def find_days(snapshot: Snapshot, bucket: int, *, enough: int) -> set[int]:
    """Days filed in a bucket: the first `enough` and the last of each segment, hence all where they are fewer."""
    days: set[int] = set()
    for segment in snapshot.segments:
        start = int(np.searchsorted(segment.keys, np.uint64(bucket)))
        stop = int(np.searchsorted(segment.keys, np.uint64(bucket) | ORDER_MASK, side="right"))
        if start < stop:
            days.add(int(segment.keys[stop - 1] & ORDER_MASK))
        for _ in range(enough):
            if start >= stop:
                break
            key = segment.keys[start]
            days.add(int(key & ORDER_MASK))
            start = int(np.searchsorted(segment.keys, key, side="right"))
    return days

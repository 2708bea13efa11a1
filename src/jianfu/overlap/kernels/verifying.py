"""Exact likeness of two texts: their sets of 4-grams, counted, not estimated."""

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled, run_blocks
from jianfu.overlap.kernels.ngrams import UNIT_OF_CODE, hash_grams, read_units
from jianfu.overlap.kernels.texts import Texts

PAIRS_PER_BLOCK = 8192

_ONE = np.uint64(1)


def compare(
    texts: Texts,
    a: npt.NDArray[np.int64],
    b: npt.NDArray[np.int64],
    *,
    min_jaccard: float,
    min_containment: float,
    workers: int | None = None,
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Jaccard of the pairs, and the share of the smaller set that is in the larger one: two float32 arrays.

    Exact where either reaches its minimum. A pair that can reach neither may be given up early and gets 0, 0; so does a
    pair with an empty text. Quickest when pairs with the same `a` stand together.
    """
    jaccard, containment = np.zeros(len(a), np.float32), np.zeros(len(a), np.float32)
    blocks = [(start, min(start + PAIRS_PER_BLOCK, len(a))) for start in range(0, len(a), PAIRS_PER_BLOCK)]

    def compare_block(start: int, stop: int) -> None:
        part = slice(start, stop)
        lengths = texts.offsets[1:] - texts.offsets[:-1] if stop > start else np.zeros(1, np.int64)
        longest = int(max(lengths[a[part]].max(initial=0), lengths[b[part]].max(initial=0))) + 1
        _compare(
            texts.data, texts.offsets, UNIT_OF_CODE, longest, a[part], b[part],
            min_jaccard, min_containment, jaccard[part], containment[part],
        )  # fmt: skip

    run_blocks(compare_block, blocks, workers)
    return jaccard, containment


@compiled
def _compare(
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int64],
    unit_of_code: npt.NDArray[np.uint16],
    longest: int,
    a: npt.NDArray[np.int64],
    b: npt.NDArray[np.int64],
    min_jaccard: float,
    min_containment: float,
    jaccard: npt.NDArray[np.float32],
    containment: npt.NDArray[np.float32],
) -> None:
    units, grams = np.empty(longest + 1, np.uint16), np.empty(longest + 1, np.uint64)
    room = _slots_for(2 * longest)
    table, owners, met = np.empty(room, np.uint64), np.zeros(room, np.int32), np.zeros(room, np.int32)
    loaded, slots, size_a, owner_a, turn = np.int64(-1), 0, 0, np.int32(0), np.int32(0)
    for pair in range(len(a)):
        count_b = offsets[b[pair] + 1] - offsets[b[pair]]
        if a[pair] != loaded or _slots_for(size_a + count_b) > slots:
            loaded = a[pair]
            count = read_units(data, offsets[loaded], offsets[loaded + 1], unit_of_code, units)
            total = hash_grams(units, count, grams)
            slots = _slots_for(total + count_b)
            turn += np.int32(1)
            owner_a = turn
            size_a = _load(table[:slots], owners, grams, total, owner_a)
        count = read_units(data, offsets[b[pair]], offsets[b[pair] + 1], unit_of_code, units)
        total = hash_grams(units, count, grams)
        turn += np.int32(1)
        shared, only_b = _probe(
            table[:slots], owners, met, grams, total, owner_a, turn, size_a, min_jaccard, min_containment
        )
        if shared:
            jaccard[pair] = shared / (size_a + only_b)
            containment[pair] = shared / min(size_a, shared + only_b)


@compiled
def _slots_for(grams: int) -> int:
    """A power of two that holds so many at two thirds."""
    slots = 64
    while 2 * slots < 3 * grams:
        slots *= 2
    return slots


@compiled
def _load(
    table: npt.NDArray[np.uint64],
    owners: npt.NDArray[np.int32],
    grams: npt.NDArray[np.uint64],
    total: int,
    owner: np.int32,
) -> int:
    """Put the grams into the open hash table; returns how many different ones. Slots of other owners count as free."""
    last = np.uint64(len(table) - 1)
    size = 0
    for i in range(total):
        slot = grams[i] & last
        while owners[slot] == owner and table[slot] != grams[i]:
            slot = (slot + _ONE) & last
        size += owners[slot] != owner
        table[slot], owners[slot] = grams[i], owner
    return size


@compiled
def _probe(
    table: npt.NDArray[np.uint64],
    owners: npt.NDArray[np.int32],
    met: npt.NDArray[np.int32],
    grams: npt.NDArray[np.uint64],
    total: int,
    owner_a: np.int32,
    turn: np.int32,
    size_a: int,
    min_jaccard: float,
    min_containment: float,
) -> tuple[int, int]:
    """How many different grams are in the table, and how many are not; 0, 0 once neither minimum can be reached.

    Grams that A lacks are put in as well, owned by `turn`, so that repeats count once. A's own were all put in before,
    hence nothing of A is ever found behind a slot that a later text took.
    """
    last = np.uint64(len(table) - 1)
    shared, missing = 0, 0
    for i in range(total):
        slot = grams[i] & last
        while (owners[slot] == owner_a or owners[slot] == turn) and table[slot] != grams[i]:
            slot = (slot + _ONE) & last
        if owners[slot] == owner_a:
            shared += met[slot] != turn
            met[slot] = turn
        elif owners[slot] != turn:
            table[slot], owners[slot] = grams[i], turn
            missing += 1
            if missing & 31 == 0 and _is_hopeless(shared, missing, total - i - 1, size_a, min_jaccard, min_containment):
                return 0, 0
    return shared, missing


@compiled
def _is_hopeless(shared: int, missing: int, left: int, size_a: int, min_jaccard: float, min_containment: float) -> bool:
    """Whether neither minimum can be reached even if all that is left is shared."""
    most = min(shared + left, size_a)
    smaller = min(size_a, most + missing)
    return most < min_jaccard * (size_a + missing) and most < min_containment * smaller

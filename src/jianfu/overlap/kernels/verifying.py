"""Exact likeness of two texts: their sets of 4-grams, counted, not estimated."""

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled, run_blocks
from jianfu.overlap.kernels.ngrams import UNIT_OF_CODE, hash_grams, read_units
from jianfu.overlap.kernels.sorting import bits_of, order_by
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.union_find import find_heads

PAIRS_PER_BLOCK = 512

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
    pair with an empty text. Pairs are compared family by family, so that a text is read about once. Quickest when
    they come sorted by a, then b.
    """
    jaccard, containment = np.zeros(len(a), np.float32), np.zeros(len(a), np.float32)
    order = order_by(find_heads(len(texts), a, b)[a].astype(np.uint64), bits_of(len(texts)))
    lengths = np.diff(texts.offsets)

    def compare_block(places: npt.NDArray[np.int64]) -> None:
        members, ends = np.unique(np.concatenate([a[places], b[places]]), return_inverse=True)
        ratios = np.zeros((2, len(places)), np.float32)
        _compare(
            texts.data, texts.offsets, UNIT_OF_CODE, members, ends[: len(places)], ends[len(places) :],
            np.empty(int((lengths[members] + 1).sum()), np.uint64), min_jaccard, min_containment, ratios,
        )  # fmt: skip
        jaccard[places], containment[places] = ratios

    blocks = [(order[start : start + PAIRS_PER_BLOCK],) for start in range(0, len(a), PAIRS_PER_BLOCK)]
    run_blocks(compare_block, blocks, workers)
    return jaccard, containment


@compiled
def _compare(
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int64],
    unit_of_code: npt.NDArray[np.uint16],
    members: npt.NDArray[np.int64],
    a: npt.NDArray[np.int64],
    b: npt.NDArray[np.int64],
    grams: npt.NDArray[np.uint64],
    min_jaccard: float,
    min_containment: float,
    ratios: npt.NDArray[np.float32],
) -> None:
    starts, longest = _read_members(data, offsets, unit_of_code, members, grams)
    room = _slots_for(2 * longest)
    table, owners, places = np.empty(room, np.uint64), np.zeros(room, np.int32), np.empty(room, np.int32)
    firsts, met = np.empty(longest, np.int32), np.zeros(longest, np.int32)
    loaded, slots, size_a, owner_a, turn = np.int64(-1), 0, 0, np.int32(0), np.int32(0)
    for pair in range(len(a)):
        grams_a = grams[starts[a[pair]] : starts[a[pair] + 1]]
        grams_b = grams[starts[b[pair]] : starts[b[pair] + 1]]
        wanted = _slots_for(len(grams_a) + len(grams_b))
        if a[pair] != loaded or wanted > slots:
            loaded, slots = a[pair], wanted
            turn += np.int32(1)
            owner_a = turn
            size_a = _load(table[:slots], owners, places, grams_a, firsts, owner_a)
        turn += np.int32(1)
        shared, only_b = _meet(
            table[:slots], owners, places, grams_a, firsts, met, grams_b,
            owner_a, turn, size_a, min_jaccard, min_containment,
        )  # fmt: skip
        if shared:
            ratios[0, pair] = shared / (size_a + only_b)
            ratios[1, pair] = shared / min(size_a, shared + only_b)


@compiled
def _read_members(
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int64],
    unit_of_code: npt.NDArray[np.uint16],
    members: npt.NDArray[np.int64],
    grams: npt.NDArray[np.uint64],
) -> tuple[npt.NDArray[np.int64], int]:
    """Write the grams of all members into `grams`; where each begins, and the most that one has."""
    longest = 0
    for member in members:
        longest = max(longest, offsets[member + 1] - offsets[member])
    units = np.empty(longest + 1, np.uint16)
    starts, most = np.zeros(len(members) + 1, np.int64), 1
    for i in range(len(members)):
        count = read_units(data, offsets[members[i]], offsets[members[i] + 1], unit_of_code, units)
        total = hash_grams(units, count, grams[starts[i] :])
        starts[i + 1] = starts[i] + total
        most = max(most, total)
    return starts, most


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
    places: npt.NDArray[np.int32],
    grams: npt.NDArray[np.uint64],
    firsts: npt.NDArray[np.int32],
    owner: np.int32,
) -> int:
    """Put the grams into the open hash table, each with its first place; returns how many different ones.

    Slots of other owners count as free. `firsts` gets, for each place, the first one with that gram.
    """
    last = np.uint64(len(table) - 1)
    size = 0
    for i in range(len(grams)):
        slot = grams[i] & last
        while owners[slot] == owner and table[slot] != grams[i]:
            slot = (slot + _ONE) & last
        if owners[slot] != owner:
            table[slot], owners[slot], places[slot] = grams[i], owner, i
            size += 1
        firsts[i] = places[slot]
    return size


@compiled
def _meet(
    table: npt.NDArray[np.uint64],
    owners: npt.NDArray[np.int32],
    places: npt.NDArray[np.int32],
    grams_a: npt.NDArray[np.uint64],
    firsts: npt.NDArray[np.int32],
    met: npt.NDArray[np.int32],
    grams_b: npt.NDArray[np.uint64],
    owner_a: np.int32,
    turn: np.int32,
    size_a: int,
    min_jaccard: float,
    min_containment: float,
) -> tuple[int, int]:
    """How many different grams of B are in A, and how many are not; 0, 0 once neither minimum can be reached.

    Near-equal texts run in step: the gram behind the last shared one is looked at first, the table only where they
    part. `met` has `turn` at the first place of a gram that was counted. Grams that A lacks are put into the table as
    well, owned by `turn`; A's own were all put in before, hence nothing of A is ever found behind a slot that B took.
    """
    last = np.uint64(len(table) - 1)
    shared, missing = 0, 0
    step, end = np.uint64(0), np.uint64(len(grams_a))
    for i in range(len(grams_b)):
        gram = grams_b[i]
        if step < end and grams_a[step] == gram:
            first = np.uint64(firsts[step])
            step += _ONE
        else:
            slot = gram & last
            while (owners[slot] == owner_a or owners[slot] == turn) and table[slot] != gram:
                slot = (slot + _ONE) & last
            if owners[slot] != owner_a:
                if owners[slot] != turn:
                    table[slot], owners[slot] = gram, turn
                    missing += 1
                    left = len(grams_b) - i - 1
                    if missing & 31 == 0 and _is_hopeless(shared, missing, left, size_a, min_jaccard, min_containment):
                        return 0, 0
                continue
            first = np.uint64(places[slot])
            step = first + _ONE
        shared += met[first] != turn
        met[first] = turn
    return shared, missing


@compiled
def _is_hopeless(shared: int, missing: int, left: int, size_a: int, min_jaccard: float, min_containment: float) -> bool:
    """Whether neither minimum can be reached even if all that is left is shared."""
    most = min(shared + left, size_a)
    smaller = min(size_a, most + missing)
    return most < min_jaccard * (size_a + missing) and most < min_containment * smaller

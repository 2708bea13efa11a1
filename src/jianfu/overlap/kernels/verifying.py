"""Exact likeness of two texts: their sets of 4-grams, counted, not estimated."""

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled, run_blocks
from jianfu.overlap.kernels.lanes import STEP, count_bits, equal_step, load_word
from jianfu.overlap.kernels.ngrams import GRAM_UNITS, ROOM, UNIT_OF_CODE, count_grams, read_units
from jianfu.overlap.kernels.sorting import bits_of, order_by
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.union_find import find_heads

PAIRS_PER_BLOCK = 2048
Chains = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.int32]]
"""Heads by slot (-1: none), what stands behind each in its chain, and repeats int32[…, 2]."""

_FACTOR = np.uint64(0xE9846AF9B1A615D)
_0, _1, _2, _3, _4, _6, _32, _63, _64 = (np.uint64(number) for number in (0, 1, 2, 3, 4, 6, 32, 63, 64))
_STEP, _ALL, _FIRST_DOUBT = np.uint64(STEP), np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(64)


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
    ratios = np.zeros((len(a), 2), np.float32)
    order = order_by(find_heads(len(texts), a, b)[a].astype(np.uint64), bits_of(len(texts)))

    def compare_block(start: int, stop: int) -> None:
        places = order[start:stop]
        members, ends = _number(a, b, places)
        lengths = texts.offsets[members + 1] - texts.offsets[members]
        room, longest = int(lengths.sum()) + ROOM * (len(members) + 1), int(lengths.max(initial=0)) + 1
        _compare(
            texts.data, texts.offsets, UNIT_OF_CODE, members, places, ends,
            room, longest, min_jaccard, min_containment, ratios,
        )  # fmt: skip

    blocks = [(start, min(start + PAIRS_PER_BLOCK, len(a))) for start in range(0, len(a), PAIRS_PER_BLOCK)]
    run_blocks(compare_block, blocks, workers)
    return ratios[:, 0].copy(), ratios[:, 1].copy()


@compiled
def _number(
    a: npt.NDArray[np.int64], b: npt.NDArray[np.int64], places: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """The texts that stand in the pairs at `places`, each once, and the ends of these pairs int32[pairs, 2] by their
    numbers among them."""
    bits = np.uint64(5)
    while (1 << bits) < 4 * len(places):
        bits += _1
    last, shift = (_1 << bits) - _1, _64 - bits
    slots = np.full(1 << bits, -1, np.int32)
    members, ends = np.empty(2 * len(places), np.int64), np.empty((len(places), 2), np.int32)
    count = 0
    for pair in range(len(places)):
        for end in range(2):
            text = a[places[pair]] if end == 0 else b[places[pair]]
            slot = (np.uint64(text) * _FACTOR) >> shift
            while slots[slot] >= 0 and members[slots[slot]] != text:
                slot = (slot + _1) & last
            if slots[slot] < 0:
                slots[slot], members[count] = count, text
                count += 1
            ends[pair, end] = slots[slot]
    return members[:count], ends


@compiled
def _compare(
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int64],
    unit_of_code: npt.NDArray[np.uint16],
    members: npt.NDArray[np.int64],
    places: npt.NDArray[np.int64],
    ends: npt.NDArray[np.int32],
    room: int,
    longest: int,
    min_jaccard: float,
    min_containment: float,
    ratios: npt.NDArray[np.float32],
) -> None:
    units = np.empty(room, np.uint16)
    starts, counts = _read_members(data, offsets, unit_of_code, members, units)
    everywhere, strangers = np.arange(longest).astype(np.int32), np.empty(longest, np.int32)
    chains, few_chains = _make_chains(longest), _make_chains(longest)
    present, covered = np.empty(_slots_for(longest) >> 4, np.uint64), np.empty((longest >> 6) + 2, np.uint64)
    loaded, again = np.int32(-1), 0
    for pair in range(len(ends)):
        a, b = ends[pair]
        units_a, units_b = units[starts[a] :], units[starts[b] :]
        if a != loaded:
            loaded = a
            _note_grams(units_a, count_grams(counts[a]), present)
            again = _chain(units_a, everywhere[: count_grams(counts[a])], chains)
        shared, only_b = _meet(
            units_a, counts[a], units_b, counts[b], chains, again, present, strangers, few_chains, covered,
            min_jaccard, min_containment,
        )  # fmt: skip
        if shared:
            size_a = count_grams(counts[a]) - again
            ratios[places[pair], 0] = shared / (size_a + only_b)
            ratios[places[pair], 1] = shared / min(size_a, shared + only_b)


@compiled
def _read_members(
    data: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int64],
    unit_of_code: npt.NDArray[np.uint16],
    members: npt.NDArray[np.int64],
    units: npt.NDArray[np.uint16],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Write the units of all members into `units`, each with its zeros behind; where each begins, and how many."""
    starts, counts = np.zeros(len(members) + 1, np.int64), np.empty(len(members), np.int64)
    for i in range(len(members)):
        text = members[i]
        counts[i] = read_units(data, offsets[text], offsets[text + 1], unit_of_code, units[starts[i] :])
        starts[i + 1] = starts[i] + counts[i] + GRAM_UNITS - 1
    return starts, counts


@compiled
def _slots_for(grams: int) -> int:
    """A power of two, so large that most grams have a slot of their own."""
    slots = 64
    while slots < 3 * grams:
        slots *= 2
    return slots


@compiled
def _slot_of(word: np.uint64, slots: int) -> np.uint64:
    return ((word * _FACTOR) >> _32) & np.uint64(slots - 1)


@compiled
def _note_grams(units: npt.NDArray[np.uint16], total: int, present: npt.NDArray[np.uint64]) -> None:
    """Set a bit for each gram, of some twenty: most of what is not there can be told by that alone."""
    bits = _slots_for(total) << 2
    present[: bits >> 6] = 0
    for i in range(np.uint64(total)):
        slot = _slot_of(load_word(units, i), bits)
        present[slot >> _6] |= _1 << (slot & _63)


@compiled
def _make_chains(longest: int) -> Chains:
    heads, behind = np.empty(_slots_for(longest), np.int32), np.empty(longest, np.int32)
    return heads, behind, np.empty((longest, 2), np.int32)


@compiled
def _chain(units: npt.NDArray[np.uint16], places: npt.NDArray[np.int32], chains: Chains) -> int:
    """Chain the grams at `places` by their slots: of each gram the last. All numbers count in `places`.

    Writes each whose gram was there before, with the last one before it, into the repeats, in rising order; returns
    how many. Without a branch at first: those that share a slot are looked at afterwards, and they are few.
    """
    heads, behind, repeats = chains
    slots = _slots_for(len(places))
    heads[:slots] = -1
    crowded = _0
    for i in range(np.uint64(len(places))):
        slot = _slot_of(load_word(units, np.uint64(places[i])), slots)
        earlier = heads[slot]
        heads[slot] = i
        behind[i] = earlier
        repeats[crowded, _0] = i
        crowded += np.uint64(earlier >= 0)
    again = 0
    for i in range(crowded):
        earlier = _unchain(units, places, repeats[i, _0], behind)
        if earlier >= 0:
            repeats[again, 0], repeats[again, 1] = repeats[i, _0], earlier
            again += 1
    return again


@compiled
def _unchain(
    units: npt.NDArray[np.uint16], places: npt.NDArray[np.int32], number: int, behind: npt.NDArray[np.int32]
) -> int:
    """The last before `number` with its gram, which from now on it stands for in the chain; -1 for none."""
    word = load_word(units, np.uint64(places[number]))
    before, earlier = number, int(behind[number])
    while earlier >= 0 and load_word(units, np.uint64(places[earlier])) != word:
        before, earlier = earlier, int(behind[earlier])
    if earlier >= 0:
        behind[before] = behind[earlier]
    return earlier


@compiled
def _meet(
    units_a: npt.NDArray[np.uint16],
    count_a: int,
    units_b: npt.NDArray[np.uint16],
    count_b: int,
    chains: Chains,
    again: int,
    present: npt.NDArray[np.uint64],
    strangers: npt.NDArray[np.int32],
    few_chains: Chains,
    covered: npt.NDArray[np.uint64],
    min_jaccard: float,
    min_containment: float,
) -> tuple[int, int]:
    """How many different grams of B are in A, and how many are not; 0, 0 once neither minimum can be reached.

    Near-equal texts run in step: from a gram that both have on, units are compared many at a time, and the places of A
    that the run covers are marked. Only where the texts part are grams looked up. `again` of the grams of A are
    repeats, by its `chains`. `strangers` and `few_chains` are room for what A lacks.
    """
    grams_a, grams_b = np.uint64(count_grams(count_a)), np.uint64(count_grams(count_b))
    covered[: (grams_a >> _6) + _1] = 0
    bits = _slots_for(count_grams(count_a)) << 2
    met, missing, doubtful = _0, _0, _FIRST_DOUBT
    place, i = _0, _0
    while i < grams_b:
        word = load_word(units_b, i)
        if place >= grams_a or load_word(units_a, place) != word:
            slot = _slot_of(word, bits)
            found = (
                _find(units_a, word, chains, count_grams(count_a)) if present[slot >> _6] >> (slot & _63) & _1 else -1
            )
            if found < 0:
                strangers[missing] = i
                missing, place, i = missing + _1, place + _1, i + _1
                if missing < doubtful:
                    continue
                doubtful *= _2
                different = _count_different(units_b, strangers[:missing], few_chains)
                left, size_a = int(np.int64(grams_b - i)), count_grams(count_a) - again
                if _is_hopeless(int(np.int64(met)), different, left, size_a, min_jaccard, min_containment):
                    return 0, 0
                continue
            place = np.uint64(found)
        run = _count_equal(units_a, place, np.uint64(count_a), units_b, i, np.uint64(count_b))
        _mark(covered, place, place + run)
        met, place, i = met + run, place + run, i + run
    shared = _count_marks(covered[: (grams_a >> _6) + _1], chains[2][:again])
    return shared, _count_different(units_b, strangers[:missing], few_chains)


@compiled
def _find(units: npt.NDArray[np.uint16], word: np.uint64, chains: Chains, grams: int) -> int:
    """The last place of the gram among so many; -1 for none."""
    heads, behind, _ = chains
    place = int(heads[_slot_of(word, _slots_for(grams))])
    while place >= 0 and load_word(units, np.uint64(place)) != word:
        place = int(behind[place])
    return place


@compiled
def _count_different(units: npt.NDArray[np.uint16], places: npt.NDArray[np.int32], chains: Chains) -> int:
    """How many different grams there are at the places."""
    return len(places) - _chain(units, places, chains)


@compiled
def _count_equal(
    units_a: npt.NDArray[np.uint16],
    place: np.uint64,
    count_a: np.uint64,
    units_b: npt.NDArray[np.uint16],
    i: np.uint64,
    count_b: np.uint64,
) -> np.uint64:
    """How many grams from `place` and `i` on run in step; both have one there."""
    most = min(count_a - place, count_b - i)
    length = _0
    while length < most:
        found = equal_step(units_a, place + length, units_b, i + length)
        length += found
        if found != _STEP:
            break
    return max(min(length, most), _4) - _3


@compiled
def _mark(covered: npt.NDArray[np.uint64], start: np.uint64, stop: np.uint64) -> None:
    """Set the bits `start` to `stop`, at least one."""
    first, last = start >> _6, (stop - _1) >> _6
    head, tail = _ALL << (start & _63), _ALL >> (_63 - ((stop - _1) & _63))
    if first == last:
        covered[first] |= head & tail
        return
    covered[first] |= head
    for word in range(first + _1, last):
        covered[word] = _ALL
    covered[last] |= tail


@compiled
def _count_marks(covered: npt.NDArray[np.uint64], repeats: npt.NDArray[np.int32]) -> int:
    """How many different grams are marked: a mark moves to the place where its gram stood before."""
    for i in range(len(repeats) - 1, -1, -1):
        place, earlier = np.uint64(repeats[i, 0]), np.uint64(repeats[i, 1])
        bit = (covered[place >> _6] >> (place & _63)) & _1
        covered[place >> _6] ^= bit << (place & _63)
        covered[earlier >> _6] |= bit << (earlier & _63)
    marks = _0
    for word in covered:
        marks += count_bits(word)
    return int(np.int64(marks))


@compiled
def _is_hopeless(met: int, missing: int, left: int, size_a: int, min_jaccard: float, min_containment: float) -> bool:
    """Whether neither minimum can be reached even if all that is left is shared."""
    most = min(met + left, size_a)
    smaller = min(size_a, most + missing)
    return most < min_jaccard * (size_a + missing) and most < min_containment * smaller

"""Buckets: all pairs of a small one, a connected few of a large one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.overlap.kernels.banding import (
    NEIGHBOURS,
    PARTITION_BITS,
    Keys,
    Population,
    needed_bits,
    pair_partition,
    partition,
    unite,
)
from jianfu.overlap.kernels.equal import LEFT_OUT
from jianfu.overlap.kernels.signing import SKETCH_WORDS
from jianfu.overlap.kernels.union_find import find_heads


def _pair(keys: list[int], owners: list[int], ranks: list[int]) -> set[tuple[int, int]]:
    sketches = np.zeros((max(len(ranks), 1), SKETCH_WORDS), np.uint64)
    population = Population(np.array(ranks, np.uint32), sketches, needed_bits(0.7, 0.9))
    pieces = pair_partition([Keys(np.array(keys, np.uint64), np.array(owners, np.uint32))], population)
    return {(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in unite(pieces, population.rank_bits)}


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**64 - 1), max_size=60))
def test_parts_are_all_keys_by_their_upper_bits(keys: list[int]) -> None:
    parts = partition(np.array(keys, np.uint64), np.arange(len(keys), dtype=np.uint32))

    for number, part in enumerate(parts):
        owners = [i for i, key in enumerate(keys) if key >> (64 - PARTITION_BITS) == number]
        assert part.owners.tolist() == owners
        assert part.keys.tolist() == [keys[i] for i in owners]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), max_size=8))
def test_small_buckets_are_paired_in_full(rows: list[tuple[int, int]]) -> None:
    keys, owners = [bucket << 40 for bucket, _ in rows], [owner for _, owner in rows]

    found = _pair(keys, owners, list(range(6)))

    assert found == {(a, b) for bucket, a in rows for other, b in rows if bucket == other and a < b}


@settings(deadline=None)
@given(st.integers(NEIGHBOURS + 2, 200), st.randoms(use_true_random=False))
def test_a_large_bucket_is_connected_at_a_linear_cost(size: int, dice) -> None:  # type: ignore[no-untyped-def]
    order = [dice.randrange(1 << 20) for _ in range(size)]

    found = _pair([7 << 40 | low for low in order], list(range(size)), list(range(size)))

    ends = np.array(sorted(found), np.int64)
    assert set(find_heads(size, ends[:, 0], ends[:, 1]).tolist()) == {0}
    assert len(found) <= size * (NEIGHBOURS + 1)


def test_a_text_that_repeats_itself_does_not_crowd_others_out() -> None:
    owners = [0] * 50 + [1, 2]

    assert _pair([7 << 40] * len(owners), owners, [0, 1, 2]) == {(0, 1), (0, 2), (1, 2)}


def test_texts_that_are_left_out_meet_nobody() -> None:
    assert _pair([7 << 40] * 3, [0, 1, 2], [0, int(LEFT_OUT), 1]) == {(0, 1)}


def test_needed_bits_grow_with_the_sketch_and_never_ask_for_more_than_there_are() -> None:
    needed = needed_bits(0.7, 0.9)

    assert np.all(np.diff(needed) >= 0)
    assert np.all(needed <= 0.83 * np.arange(len(needed)))
    assert needed[60] > 30


def test_texts_with_few_bits_in_common_do_not_meet() -> None:
    sketches = np.zeros((3, SKETCH_WORDS), np.uint64)
    sketches[:, 0] = [0xFFFFFFFFFFFF, 0xFFFFFFFFFFF0, 0xFFFFFF000000]
    population = Population(np.arange(3, dtype=np.uint32), sketches, needed_bits(0.9, 0.9))

    pieces = pair_partition([Keys(np.full(3, 7 << 40, np.uint64), np.arange(3, dtype=np.uint32))], population)

    assert unite(pieces, population.rank_bits).tolist() == [0 << 32 | 1, 0 << 32 | 2, 1 << 32 | 2]
    sketches[2, 0] = 0xFF0000000000FFFF
    population = Population(np.arange(3, dtype=np.uint32), sketches, needed_bits(0.9, 0.9))
    pieces = pair_partition([Keys(np.full(3, 7 << 40, np.uint64), np.arange(3, dtype=np.uint32))], population)
    assert unite(pieces, population.rank_bits).tolist() == [0 << 32 | 1]

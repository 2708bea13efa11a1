"""Equal texts are grouped, and pairs of contents become pairs of texts."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.overlap.kernels.equal import FULL_GROUP, LEFT_OUT, group_equal, pair_equal, spread


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1)), max_size=40))
def test_texts_of_one_digest_are_one_content(rows: list[tuple[int, int, int]]) -> None:
    digests = np.array([row[:2] for row in rows], np.uint64).reshape(-1, 2)
    grams = np.array([row[2] for row in rows], np.int64)

    contents = group_equal(digests, grams)

    groups = [contents.members[i:j].tolist() for i, j in zip(contents.starts, contents.starts[1:], strict=False)]
    wanted = sorted({row[:2] for row in rows if row[2]})
    assert groups == [[i for i, row in enumerate(rows) if row[2] and row[:2] == key] for key in wanted]
    heads = {group[0]: rank for rank, group in enumerate(groups)}
    assert contents.ranks.tolist() == [heads.get(i, LEFT_OUT) for i in range(len(rows))]


@settings(deadline=None)
@given(st.integers(1, 30))
def test_large_groups_are_stars(size: int) -> None:
    contents = group_equal(np.zeros((size, 2), np.uint64), np.ones(size, np.int64))

    a, b = pair_equal(contents)

    pairs = sorted(zip(a.tolist(), b.tolist(), strict=True))
    centres = range(size) if size <= FULL_GROUP else range(1)
    assert pairs == [(i, j) for i in centres for j in range(i + 1, size)]


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 12))
def test_a_pair_of_contents_stands_for_all_its_texts_or_for_the_first(one: int, other: int) -> None:
    digests = np.array([[0, 0]] * one + [[1, 0]] * other, np.uint64)
    contents = group_equal(digests, np.ones(one + other, np.int64))

    a, b, source = spread(contents, np.array([1]), np.array([0]))

    pairs = sorted(zip(a.tolist(), b.tolist(), strict=True))
    every = [(i, j) for i in range(one) for j in range(one, one + other)]
    assert pairs == (every if len(every) <= FULL_GROUP**2 else [(0, one)])
    assert source.tolist() == [0] * len(pairs)

"""Components of pairs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.overlap.kernels.union_find import find_heads

PAIRS = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40)


def _heads(pairs: list[tuple[int, int]]) -> list[int]:
    a, b = np.array([p[0] for p in pairs], np.int64), np.array([p[1] for p in pairs], np.int64)
    return find_heads(30, a, b).tolist()


def _heads_by_spreading(pairs: list[tuple[int, int]]) -> list[int]:
    heads = list(range(30))
    for _ in range(30):
        for a, b in pairs:
            heads[a] = heads[b] = min(heads[a], heads[b])
    return heads


@settings(deadline=None)
@given(PAIRS)
def test_heads_are_the_smallest_of_their_components(pairs: list[tuple[int, int]]) -> None:
    assert _heads(pairs) == _heads_by_spreading(pairs)


@settings(deadline=None)
@given(PAIRS, st.randoms(use_true_random=False))
def test_order_and_direction_do_not_matter(pairs: list[tuple[int, int]], dice) -> None:  # type: ignore[no-untyped-def]
    shuffled = [(b, a) if dice.random() < 0.5 else (a, b) for a, b in pairs]
    dice.shuffle(shuffled)

    assert _heads(shuffled) == _heads(pairs)


@settings(deadline=None)
@given(PAIRS)
def test_joining_again_changes_nothing(pairs: list[tuple[int, int]]) -> None:
    heads = _heads(pairs)

    assert _heads([*pairs, *enumerate(heads)]) == heads


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(IndexError):
        _heads([(0, 30)])

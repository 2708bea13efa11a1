"""Radix sorts are sorts."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.overlap.kernels.sorting import bits_of, order_by, sort_handfuls, sort_with, sort_words

WORDS = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 5), max_size=50)


@settings(deadline=None)
@given(WORDS)
def test_words_are_sorted(words: list[int]) -> None:
    assert sort_words(np.array(words, np.uint64), 64).tolist() == sorted(words)


@settings(deadline=None)
@given(WORDS, st.integers(1, 64))
def test_order_is_stable_and_by_the_lowest_bits(words: list[int], bits: int) -> None:
    order = order_by(np.array(words, np.uint64), bits)

    assert order.tolist() == sorted(range(len(words)), key=lambda i: words[i] & (2**bits - 1))


@settings(deadline=None)
@given(WORDS, st.integers(0, 60), st.integers(1, 64))
def test_companions_go_along(words: list[int], low: int, high: int) -> None:
    array, companions = np.array(words, np.uint64), np.arange(len(words), dtype=np.uint32)

    sort_with(array, companions, low, high)

    wanted = sorted(range(len(words)), key=lambda i: (words[i] & (2**high - 1)) >> low if high > low else 0)
    assert companions.tolist() == wanted
    assert array.tolist() == [words[i] for i in wanted]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2**64 - 1) | st.integers(0, 3), st.integers(0, 2**32 - 1) | st.integers(0, 9)),
        max_size=40,
    ),
    st.integers(1, 30),
)
def test_handfuls_are_sorted_by_word_then_member_however_many_are_alike(
    rows: list[tuple[int, int]], copies: int
) -> None:
    rows = rows * copies
    words, members = np.array([row[0] for row in rows], np.uint64), np.array([row[1] for row in rows], np.uint32)

    sort_handfuls(words, members)

    assert list(zip(words.tolist(), members.tolist(), strict=True)) == sorted(rows)


@settings(deadline=None)
@given(st.integers(0, 2**40))
def test_bits_hold_the_largest(largest: int) -> None:
    assert largest < 2 ** bits_of(largest)

"""Likeness is that of Python's sets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.verifying import compare

STRINGS = st.lists(st.text("甲乙丙丁", max_size=40), min_size=1, max_size=12)


def _grams(text: str) -> set[str]:
    return {text[i : i + 4] for i in range(max(len(text) - 3, 1))} if text else set()


@settings(deadline=None)
@given(STRINGS, st.randoms(use_true_random=False))
def test_ratios_of_any_pairs_in_any_order_are_exact(strings: list[str], dice) -> None:  # type: ignore[no-untyped-def]
    pairs = [(i, j) for i in range(len(strings)) for j in range(len(strings))]
    dice.shuffle(pairs)
    a, b = (np.array(ends, np.int64) for ends in zip(*pairs, strict=True))

    jaccard, containment = compare(Texts.of(strings), a, b, min_jaccard=0.0, min_containment=0.0)

    for (i, j), found_jaccard, found_containment in zip(pairs, jaccard, containment, strict=True):
        one, other = _grams(strings[i]), _grams(strings[j])
        if one and other:
            assert found_jaccard == pytest.approx(len(one & other) / len(one | other))
            assert found_containment == pytest.approx(len(one & other) / min(len(one), len(other)))
        else:
            assert (found_jaccard, found_containment) == (0, 0)


@settings(deadline=None)
@given(st.text("甲乙丙丁戊己庚辛", min_size=100, max_size=400), st.text("甲乙丙丁戊己庚辛", min_size=100, max_size=400))
def test_giving_up_early_never_loses_a_pair(one: str, other: str) -> None:
    texts = Texts.of([one + other, other, one[:50] + other])
    a, b = np.array([0, 0, 1, 2, 1]), np.array([1, 2, 2, 0, 0])
    exact = compare(texts, a, b, min_jaccard=0.0, min_containment=0.0)

    found = compare(texts, a, b, min_jaccard=0.7, min_containment=0.9)

    good = (exact[0] >= 0.7) | (exact[1] >= 0.9)
    assert found[0][good].tolist() == exact[0][good].tolist()
    assert found[1][good].tolist() == exact[1][good].tolist()


@settings(deadline=None)
@given(st.lists(st.text("甲乙丙", min_size=1, max_size=30), min_size=1, max_size=6), st.data())
def test_texts_of_the_same_pieces_otherwise_ordered_are_counted_right(pieces: list[str], data: st.DataObject) -> None:
    count = len(pieces) - 1
    one, other = ("".join(pieces[i] for i in data.draw(st.lists(st.integers(0, count), max_size=40))) for _ in range(2))

    jaccard, _ = compare(Texts.of([one, other]), np.array([0]), np.array([1]), min_jaccard=0.0, min_containment=0.0)

    both, either = len(_grams(one) & _grams(other)), len(_grams(one) | _grams(other))
    assert jaccard[0] == pytest.approx(both / either if either else 0)


def test_a_text_that_repeats_itself_a_hundred_thousand_times_costs_no_more() -> None:
    texts = Texts.of(["甲乙丙丁" * 100_000, "甲乙丙丁" * 99_999 + "戊", "甲" * 100_000])

    jaccard, _ = compare(texts, np.array([0, 0]), np.array([1, 2]), min_jaccard=0.0, min_containment=0.0)

    assert jaccard.tolist() == pytest.approx([4 / 5, 0])


def test_no_pairs_are_no_ratios() -> None:
    none = np.zeros(0, np.int64)

    assert [len(ratios) for ratios in compare(Texts.of([]), none, none, min_jaccard=0.7, min_containment=0.9)] == [0, 0]

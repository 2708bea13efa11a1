"""Points of one indicator: ranks with ties, gaps and small groups; targets with progress; pass or fail."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_text import small_plan

from jianfu.assessment.plans.plan import Target
from jianfu.assessment.scoring.fractions import by_rank, by_target, earn

NAN = np.nan
NUMBERS = st.lists(st.integers(-50, 50), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("values", "shares"),
    [
        ([3.0, 1.0, 2.0, 4.0], [0.625, 0.125, 0.375, 0.875]),
        ([1.0, 1.0, 2.0, 3.0], [0.25, 0.25, 0.625, 0.875]),
        ([7.0, 7.0, 7.0], [0.5, 0.5, 0.5]),
        ([1.0, 2.0], [0.25, 0.75]),
        ([5.0], [0.5]),
        ([1.0, NAN, 2.0], [0.25, NAN, 0.75]),
    ],
)
def test_rank_shares_by_hand(values: list[float], shares: list[float]) -> None:
    np.testing.assert_allclose(by_rank(np.array(values)), shares)


@given(NUMBERS)
def test_rank_shares_mean_one_half_and_keep_the_order(numbers: list[int]) -> None:
    values = np.array(numbers, np.float64)
    shares = by_rank(values)
    assert shares.mean() == pytest.approx(0.5)
    for one, share in zip(values, shares, strict=True):
        assert (shares[values > one] > share).all()
        assert (shares[values == one] == share).all()


@given(NUMBERS, st.integers(0, 29))
def test_a_missing_number_pushes_nobody_down(numbers: list[int], place: int) -> None:
    values = np.array([*numbers, 0.0], np.float64)
    values[place % len(values)] = NAN
    rest = ~np.isnan(values)
    np.testing.assert_allclose(by_rank(values)[rest], by_rank(values[rest]))


@pytest.mark.parametrize(
    ("value", "share"), [(70, 0.0), (80, 0.0), (87.5, 0.4), (95, 0.8), (96.5, 0.9), (98, 1.0), (120, 1.0)]
)
def test_target_shares_by_hand(value: float, share: float) -> None:
    plan = small_plan()
    assert earn(plan.find("B"), np.array([value]), np.array([NAN]))[0] == pytest.approx(share)


def test_fewer_accidents_than_the_target_allows() -> None:
    shares = by_target(Target(5, 0), np.array([0.0, 1.0, 5.0, 9.0]), np.full(4, NAN), -1.0)
    np.testing.assert_allclose(shares, [1.0, 0.8, 0.0, 0.0])


def test_progress_counts_the_way_that_was_made() -> None:
    target = Target(0, 100, None, 0.5)
    values, before = np.array([60.0, 60.0, 60.0, 100.0]), np.array([20.0, 60.0, NAN, 110.0])
    np.testing.assert_allclose(by_target(target, values, before, 1.0), [0.55, 0.3, 0.6, 1.0])


@given(st.floats(0, 200), st.floats(0, 50), st.floats(0, 1), st.floats(0, 90))
def test_more_never_earns_less(value: float, more: float, share: float, before: float) -> None:
    target = Target(0, 100, 150, share)
    shares = by_target(target, np.array([value, value + more]), np.full(2, before), 1.0)
    assert shares[1] >= shares[0] - 1e-9
    assert 0 <= shares.min() <= shares.max() <= 1

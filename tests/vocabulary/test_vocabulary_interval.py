"""Intervals and periods: bounds, order, membership."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.vocabulary.interval import Interval, Period

BOUNDS = st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)).map(sorted)


@given(BOUNDS, BOUNDS)
def test_the_sum_of_intervals_holds_the_sums_of_their_ends(first: list[int], second: list[int]) -> None:
    together = Interval(*first) + Interval(*second)

    assert (together.low, together.high) == (first[0] + second[0], first[1] + second[1])


def test_an_interval_upside_down_is_refused() -> None:
    with pytest.raises(ValueError, match="大于上限"):
        Interval(2, 1)


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    november = Period(date(2023, 11, 1), date(2023, 12, 1))

    assert november.start in november
    assert november.last_day == date(2023, 11, 30)
    assert november.last_day in november
    assert november.end not in november
    assert november.start - timedelta(days=1) not in november


@pytest.mark.parametrize("end", [date(2023, 11, 1), date(2023, 10, 31)])
def test_a_period_without_days_is_refused(end: date) -> None:
    with pytest.raises(ValueError, match="应早于"):
        Period(date(2023, 11, 1), end)

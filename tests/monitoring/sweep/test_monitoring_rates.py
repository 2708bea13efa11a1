"""Counts that are higher than usual: known probabilities, and as few false alarms as promised."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.monitoring.sweep.rates import FALSE_ALARMS, chance_of_at_least, chance_of_at_most, estimate_dispersion


def test_without_dispersion_it_is_the_binomial() -> None:
    exact = sum(comb(10, k) * 0.25**k * 0.75 ** (10 - k) for k in range(6, 11))

    assert chance_of_at_least(6, 4, 0.25, 1.0) == pytest.approx(exact)


def test_with_dispersion_it_is_the_beta_binomial() -> None:
    # scale 10/(3-1) = 5: Beta(1.25, 3.75); the value is that of a table of the beta-binomial of 10 trials.
    def rising(base: float, count: int) -> float:
        product = 1.0
        for step in range(count):
            product *= base + step
        return product

    exact = sum(comb(10, k) * rising(1.25, k) * rising(3.75, 10 - k) / rising(5.0, 10) for k in range(6, 11))

    assert chance_of_at_least(6, 4, 0.25, 3.0) == pytest.approx(exact)


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.1, 0.9), st.floats(1, 8))
def test_both_sides_overlap_in_the_value_itself(now: int, before: int, share: float, dispersion: float) -> None:
    high, low = (chance(now, before, share, dispersion) for chance in (chance_of_at_least, chance_of_at_most))

    assert 0 < high <= 1
    assert 0 < low <= 1
    assert high + low >= 1 - 1e-9


def test_more_dispersion_makes_surprise_smaller_and_nothing_counted_is_none() -> None:
    assert chance_of_at_least(8, 6, 1 / 7, 1.0) < chance_of_at_least(8, 6, 1 / 7, 2.0)
    assert chance_of_at_least(0, 0, 0.5, 2.0) == chance_of_at_most(0, 0, 0.5, 2.0) == 1.0


def test_dispersion_is_seen_only_where_there_is_enough_to_see() -> None:
    dice = np.random.default_rng(7)
    pure = dice.poisson(6, (300, 6)).tolist()
    waves = (3 * dice.poisson(4, (300, 6))).tolist()

    assert estimate_dispersion(pure, [20.0] * 6) == pytest.approx(1.0, abs=0.1)
    assert estimate_dispersion(waves, [20.0] * 6) == pytest.approx(3.0, abs=0.3)
    assert estimate_dispersion(pure[:1], [20.0] * 6) is None
    assert estimate_dispersion([[0, 1, 0, 0, 0, 0]] * 40, [20.0] * 6) is None


@pytest.mark.parametrize("dispersion", [1.0, 2.5])
def test_a_county_in_which_nothing_changes_gives_hardly_an_alarm(dispersion: float) -> None:
    """Forty senders of unequal size, six months before and one now, four hundred counties."""
    dice = np.random.default_rng(11)
    rates, counties, months = np.geomspace(0.5, 40, 40), 400, 7
    if dispersion == 1.0:
        drawn = dice.poisson(rates[:, None], (counties, 40, months))
    else:
        drawn = dice.negative_binomial(rates[:, None] / (dispersion - 1), 1 / dispersion, (counties, 40, months))
    alarms = sum(_alarm(county.tolist()) for county in drawn)

    assert alarms / counties <= FALSE_ALARMS + 2 * (FALSE_ALARMS * (1 - FALSE_ALARMS) / counties) ** 0.5


def _alarm(county: list[list[int]]) -> bool:
    usual = estimate_dispersion([line[:-1] for line in county], [21.0] * 6)
    assert usual is not None
    limit = FALSE_ALARMS / len(county)
    return any(chance_of_at_least(line[-1], sum(line[:-1]), 1 / 7, usual) <= limit for line in county)


def test_a_sender_that_sends_three_times_as_much_is_seen() -> None:
    dice = np.random.default_rng(5)
    county = dice.poisson(8, (40, 7)).tolist()
    county[3][-1] = 24

    assert _alarm(county)

"""From a few points to all: published answers, and intervals that hold what they promise."""

from itertools import combinations
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published import (
    MILK_ERRORS,
    MILK_MAJOR_AREAS,
    MILK_MEANS,
    MOMENT_ESTIMATES,
    MOMENT_MSE,
    REML_BETA,
    REML_BETA_ERRORS,
    REML_ESTIMATES,
    REML_MSE,
)

from jianfu.monitoring.inference.expanding import (
    CannotInfer,
    expand,
    expand_with_replacement,
    infer_total,
    measure_spread,
    regress_total,
)
from jianfu.monitoring.inference.panel_effect import judge_panel
from jianfu.monitoring.inference.quantiles import gamma_quantile, student_quantile
from jianfu.monitoring.inference.shrinking import shrink_rates
from jianfu.monitoring.inference.small_areas import Fit, SmallAreas, fit_areas


def _fit_milk(fit: Fit) -> SmallAreas:
    areas = np.array(MILK_MAJOR_AREAS)
    x = np.column_stack([np.ones(43), *(areas == area for area in (2, 3, 4))])
    return fit_areas(np.array(MILK_MEANS), x, np.array(MILK_ERRORS) ** 2, fit)


def test_the_milk_data_by_restricted_likelihood() -> None:
    """Fay and Herriot's model to the digits that R's sae prints."""
    milk = _fit_milk(Fit.REML)

    assert milk.between == pytest.approx(0.0185503, abs=5e-7)
    assert milk.beta == pytest.approx(REML_BETA, abs=2e-6)
    assert milk.beta_errors == pytest.approx(REML_BETA_ERRORS, abs=2e-6)
    assert milk.estimates == pytest.approx(REML_ESTIMATES, abs=1e-5)
    assert milk.mse == pytest.approx(REML_MSE, abs=2e-6)


def test_the_milk_data_by_moments() -> None:
    milk = _fit_milk(Fit.MOMENTS)

    assert milk.estimates == pytest.approx(MOMENT_ESTIMATES, abs=1e-5)
    assert milk.mse == pytest.approx(MOMENT_MSE, abs=2e-6)


def test_a_place_without_a_report_is_the_model_s_alone() -> None:
    dice = np.random.default_rng(2)
    x = np.column_stack([np.ones(28), dice.normal(size=28)])
    y, d = x @ [5.0, 1.0] + dice.normal(0, 0.5, 28), np.full(28, 0.04)
    y[3] = np.nan
    fitted = fit_areas(y, x, d)

    assert fitted.own[3] == 0
    assert fitted.estimates[3] == pytest.approx(float(x[3] @ fitted.beta))
    assert fitted.mse[3] > fitted.mse[4]
    with pytest.raises(CannotInfer, match="有数据的地方只有 3 个"):
        fit_areas(
            np.where(np.arange(28) < 3, y + np.arange(28), np.nan), x[:, :2], np.where(np.arange(28) < 4, d, np.nan)
        )


def test_draws_with_replacement() -> None:
    """Hansen and Hurwitz: the exercise y = 3, 10, 7 with chances .06, .20, .10."""
    found = expand_with_replacement((3, 10, 7), (0.06, 0.20, 0.10))

    assert found.value == pytest.approx(56.667, abs=5e-4)
    assert found.error**2 == pytest.approx(44.444, abs=5e-4)


def test_the_bare_estimate_is_right_on_average_over_all_panels() -> None:
    """Horvitz and Thompson without bias, and Sen, Yates and Grundy's variance too, drawn without replacement."""
    y = np.array([3.0, 5.0, 8.0, 13.0, 7.0])
    chances, joint = np.full(3, 3 / 5), np.full((3, 3), 3 / 5 * 2 / 4)
    np.fill_diagonal(joint, 3 / 5)
    found = [expand(y[list(panel)].tolist(), chances, joint) for panel in combinations(range(5), 3)]
    values = np.array([one.value for one in found])

    assert values.mean() == pytest.approx(y.sum())
    assert np.mean([one.error**2 for one in found]) == pytest.approx(values.var())


def test_regression_gives_back_the_totals_that_it_is_held_to() -> None:
    dice = np.random.default_rng(4)
    x = np.column_stack([np.ones(5), dice.uniform(1, 9, 5)])
    totals = np.array([28.0, 130.0])
    total, weights = regress_total(dice.uniform(1, 9, 5), x, np.full(5, 28 / 5), totals)

    assert x.T @ weights == pytest.approx(totals)
    assert np.isfinite(total)
    one = np.array([[2.0], [4.0], [6.0]])
    ratio, _ = regress_total(np.array([1.0, 2.0, 3.0]), one, 1 / one[:, 0], np.array([100.0]))
    assert ratio == pytest.approx(50.0)
    with pytest.raises(CannotInfer, match="分不清"):
        regress_total(np.ones(1), np.ones((1, 2)), np.ones(1), totals)


def test_nine_of_ten_intervals_hold_nine_times_of_ten() -> None:
    """Three points of 28, counts known for all: 2,000 counties in which places differ by a fifth."""
    dice, hits = np.random.default_rng(8), 0
    for _ in range(2000):
        x = np.exp(dice.normal(6, 0.5, 28))
        last = x * 0.5 * (1 + dice.normal(0, 0.2, 28))
        y = x * 0.6 * (1 + dice.normal(0, 0.2, 28))
        points = dice.choice(28, 3, replace=False)
        measured = y[points] * (1 + dice.normal(0, 0.1, 3))
        shown = infer_total(measured, x, points.tolist(), *measure_spread(last, x), measuring=0.1).shown
        hits += shown.low <= y.sum() <= shown.high

    assert 0.87 <= hits / 2000 <= 0.93


def test_the_interval_says_which_part_is_model() -> None:
    x = np.arange(1.0, 29.0)
    joint = np.full((2, 2), 2 / 28 / 27)
    found = infer_total(np.array([5.0, 11.0]), x, [4, 10], 0.2, 27, measuring=0.1, draw=(np.full(2, 2 / 28), joint))

    assert found.by_level + found.by_places + found.by_measuring == pytest.approx(1)
    assert found.bare is not None
    assert found.bare.high - found.bare.low > found.shown.high - found.shown.low
    assert "几乎说明不了问题" in found.words
    assert f"{found.by_places:.0%}" in found.words


@pytest.mark.parametrize(
    ("y", "x", "points", "degrees", "words"),
    [
        ([], [1.0, 2.0], [], 5, "没有监测点的数据"),
        ([1.0], [0.0, 2.0], [0], 5, "台账里一件也没有"),
        ([1.0], [1.0, 2.0], [0], 0, "给不出区间"),
    ],
)
def test_what_cannot_be_inferred_is_told(
    y: list[float], x: list[float], points: list[int], degrees: int, words: str
) -> None:
    with pytest.raises(CannotInfer, match=words):
        infer_total(np.array(y), np.array(x), points, 0.2, degrees)


def test_last_year_must_tell_of_three_places() -> None:
    with pytest.raises(CannotInfer, match="不到三个"):
        measure_spread(np.array([1.0, 2.0, 0.0]), np.array([1.0, 2.0, 0.0]))
    with pytest.raises(CannotInfer, match="算不出用时"):
        measure_spread(np.zeros(4), np.ones(4))


def test_few_reports_are_drawn_towards_the_county_and_many_are_not() -> None:
    found = shrink_rates(np.array([1.0, 400.0, 20.0, 0.0, 90.0]), np.array([1.0, 100.0, 20.0, 0.0, 60.0]))

    assert found.county == pytest.approx(511 / 181)
    assert found.own[1] > 0.9 > found.own[0] > found.own[3] == 0
    assert found.rates[3] == pytest.approx(found.county)
    assert (found.low <= found.rates).all()
    assert (found.rates <= found.high).all()
    same = shrink_rates(np.full(6, 10.0), np.full(6, 2.0))
    assert (same.rates == 5).all()
    with pytest.raises(CannotInfer, match="还没有一条报告"):
        shrink_rates(np.zeros(3), np.ones(3))


def test_watched_townships_that_are_spared_are_seen() -> None:
    dice = np.random.default_rng(6)
    kept = np.array(list(combinations(range(28), 3)))
    before = dice.poisson(200, 28).astype(float)
    after = before * 1.1
    after[[3, 9, 20]] *= 0.6
    number = next(n for n, panel in enumerate(kept.tolist()) if panel == [3, 9, 20])
    spared = judge_panel(before, after, kept, number)
    plain = judge_panel(before, before * 1.1, kept, number)

    assert spared is not None
    assert spared.chance == pytest.approx(1 / 3276)
    assert "可能被照顾" in spared.words
    assert plain is not None
    assert "看不出监测点被照顾" in plain.words
    assert judge_panel(np.zeros(28), after, kept, number) is None


@pytest.mark.parametrize(
    ("degrees", "value"), [(1, 12.706), (2, 4.303), (3, 3.182), (10, 2.228), (27, 2.052), (300, 1.968)]
)
def test_student_s_t_as_tables_print_it(degrees: int, value: float) -> None:
    assert student_quantile(0.975, degrees) == pytest.approx(value, abs=5e-4)
    assert student_quantile(0.025, degrees) == pytest.approx(-value, abs=5e-4)


@pytest.mark.parametrize(("share", "shape", "value"), [(0.95, 5, 9.1535), (0.05, 5, 1.9701), (0.5, 1, 0.6931)])
def test_the_gamma_as_tables_print_it(share: float, shape: float, value: float) -> None:
    """Half of chi-squared's tables: 18.307 and 3.940 with ten degrees."""
    assert gamma_quantile(share, shape, 1.0) == pytest.approx(value, rel=0.02)


@settings(max_examples=50)
@given(st.lists(st.floats(0.1, 100), min_size=3, max_size=8), st.floats(0.01, 100))
def test_the_unit_does_not_matter(ratios: list[float], unit: float) -> None:
    x = np.arange(1.0, 29.0)
    points = list(range(len(ratios)))
    y = np.array(ratios) * x[points]
    one, other = (infer_total(y * factor, x, points, 0.2, 27).shown for factor in (1.0, unit))

    assert other.value == pytest.approx(one.value * unit)
    assert other.error == pytest.approx(one.error * unit)
    assert one.error <= sqrt(3) * abs(one.value) * 10

"""The effect of a measure: a published answer, planted effects, verdicts and their reasons."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organ_donors import RATES, START, TREATED

from jianfu.monitoring.effects.differences import Observed, estimate_effect, measure_gains, permute, study_months
from jianfu.monitoring.effects.judging import EffectVerdict, Plan, judge_measure
from jianfu.monitoring.effects.synthetic import find_twin

PLAN = Plan(0.2, date(2023, 7, 1), date(2023, 6, 20), ("松溪镇",))


def _county(
    effect: float, treated: int = 5, *, seed: int = 1, noise: float = 0.1, drift: float = 0.0, months: int = 12
) -> Observed:
    dice = np.random.default_rng(seed)
    mask = np.arange(28) < treated
    level = np.exp(dice.normal(4.5, 0.4, 28))[:, None] * np.exp(dice.normal(0, 0.15, months))[None, :]
    change = np.where(mask[:, None] & (np.arange(months) >= 6)[None, :], 1 + effect, 1.0)
    slope = np.exp(np.where(mask[:, None], drift, 0.0) * np.arange(months)[None, :])
    drawn = dice.poisson(level * change * slope * np.exp(dice.normal(0, noise, (28, months))))
    return Observed(drawn.astype(np.float64), mask, 6)


def test_organ_donors_as_published() -> None:
    """Two-way fixed effects of a balanced panel with one date are differences of means: −0.02246."""
    values = np.array(list(RATES.values())) / 10_000
    treated = np.array([state == TREATED for state in RATES])
    gains = values[:, START:].mean(axis=1) - values[:, :START].mean(axis=1)
    chance, groupings = permute(gains, treated, np.random.default_rng(1))

    assert gains[treated].mean() - gains[~treated].mean() == pytest.approx(-0.02246, abs=5e-6)
    assert groupings == 27
    assert chance == pytest.approx(5 / 27)


def test_an_effect_is_the_difference_of_the_differences() -> None:
    observed = _county(-0.3)
    effect = estimate_effect(observed, np.random.default_rng(1))
    gains, treated = measure_gains(observed)

    assert effect is not None
    assert effect.change.value == pytest.approx(gains[treated].mean() - gains[~treated].mean())
    assert (effect.treated, effect.others) == (5, 23)
    mean, low, high = effect.as_ratio()
    assert low < mean < high < 0
    assert -0.4 < mean < -0.2


def test_intervals_hold_nine_of_ten() -> None:
    hits = 0
    for seed in range(300):
        effect = estimate_effect(_county(-0.25, seed=seed), np.random.default_rng(seed))
        assert effect is not None
        hits += effect.change.low <= np.log(0.75) <= effect.change.high

    assert 0.85 <= hits / 300 <= 0.95


def test_permuting_is_exact_where_nothing_changed() -> None:
    dice, hits = np.random.default_rng(3), 0
    for _ in range(400):
        hits += permute(dice.normal(size=10), np.arange(10) < 3, dice)[0] <= 0.1

    assert 0.05 <= hits / 400 <= 0.15


def test_months_before_show_a_drift_and_months_after_the_effect() -> None:
    plain = study_months(_county(-0.3), np.random.default_rng(1))
    drifting = study_months(_county(-0.3, drift=-0.08), np.random.default_rng(1))

    assert np.abs(plain.changes[:6]).max() < 0.2
    assert plain.changes[6:].mean() == pytest.approx(np.log(0.7), abs=0.12)
    assert plain.drifting > 0.05 >= drifting.drifting


def test_a_twin_goes_like_the_treated_before() -> None:
    observed = _county(-0.3, 1, noise=0.02)
    twin = find_twin(observed)

    assert twin is not None
    assert twin.weights.sum() == pytest.approx(1)
    assert (twin.weights >= 0).all()
    assert twin.gap == pytest.approx(np.log(0.7), abs=0.15)
    observed.values[3, 3] = np.nan
    assert find_twin(observed) is None


@pytest.mark.parametrize(
    ("observed", "plan", "verdict", "reason"),
    [
        (_county(-0.35), PLAN, EffectVerdict.WORKED, "减下来了"),
        (_county(0.0), PLAN, EffectVerdict.DID_NOT, "没有达到"),
        (_county(-0.15, noise=0.6), PLAN, EffectVerdict.CANNOT_TELL, "有没有效都说得通"),
        (_county(-0.3, 28), PLAN, EffectVerdict.CANNOT_TELL, "全县同时实施"),
        (_county(-0.3, drift=-0.08), PLAN, EffectVerdict.CANNOT_TELL, "走势就不一样"),
        (_county(-0.3, months=7), PLAN, EffectVerdict.CANNOT_TELL, "实施后 1 个月"),
        (
            _county(-0.35),
            Plan(0.2, date(2023, 7, 1), date(2023, 9, 1), ("松溪镇",)),
            EffectVerdict.CANNOT_TELL,
            "才登记的",
        ),
    ],
)
def test_verdicts_and_their_reasons(observed: Observed, plan: Plan, verdict: EffectVerdict, reason: str) -> None:
    judged = judge_measure(plan, observed, np.random.default_rng(2))

    assert judged.verdict is verdict
    assert reason in judged.reasons[0]


def test_missing_months_are_left_out_and_no_place_is_invented() -> None:
    observed = _county(-0.3)
    whole = estimate_effect(observed, np.random.default_rng(1))
    observed.values[8, 4] = np.nan
    observed.values[9, 6:] = np.nan
    gaps = estimate_effect(observed, np.random.default_rng(1))

    assert whole is not None
    assert gaps is not None
    assert gaps.others == whole.others - 1
    assert gaps.change.value == pytest.approx(whole.change.value, abs=0.05)
    observed.values[:5, 6:] = np.nan
    assert judge_measure(PLAN, observed, np.random.default_rng(1)).verdict is EffectVerdict.CANNOT_TELL


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.floats(0.5, 20))
def test_what_all_share_does_not_matter(seed: int, factor: float) -> None:
    """A wave that reaches every place in some months is no effect."""
    logs = np.log(_county(-0.2, seed=seed).values + 0.5)
    mask = np.arange(28) < 5
    wave = np.where(np.arange(12) >= 6, np.log(factor), 0.0)
    one, other = (
        estimate_effect(Observed(np.exp(values) - 0.5, mask, 6), np.random.default_rng(1))
        for values in (logs, logs + wave)
    )

    assert one is not None
    assert other is not None
    assert other.change.value == pytest.approx(one.change.value)

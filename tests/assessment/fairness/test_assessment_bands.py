"""Bands, chances, ranks, the gate: what cannot be told apart is not told apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.assessment.fairness.bands import make_bands
from jianfu.assessment.fairness.chances import Chances, count_quarters
from jianfu.assessment.fairness.gate import Outcome, check_gate
from jianfu.assessment.fairness.noise import SHARES
from jianfu.assessment.fairness.ranks import correlate_ranks, middle_ranks
from jianfu.assessment.plans.plan import Method


def test_bands_by_hand() -> None:
    scores = np.array([90.0, 89.0, 70.0, 69.5, 40.0])
    draws = scores + 2 * np.random.default_rng(1).standard_normal((2000, 5))
    assert make_bands(scores, draws).tolist() == [1, 1, 2, 2, 3]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20), st.floats(0, 20))
def test_a_better_score_is_never_in_a_lower_band(numbers: list[float], noise: float) -> None:
    scores = np.array(numbers)
    bands = make_bands(scores, scores + noise * np.random.default_rng(0).standard_normal((100, len(scores))))
    ordered = bands[np.argsort(-scores, kind="stable")]
    assert (np.diff(ordered) >= 0).all()
    assert set(bands.tolist()) == set(range(1, bands.max() + 1))


def test_more_noise_makes_fewer_bands() -> None:
    scores = np.arange(20.0)
    dice = np.random.default_rng(2).standard_normal((1000, 20))
    assert make_bands(scores, scores + 0.1 * dice).max() > make_bands(scores, scores + 5 * dice).max()


def test_worse_evidence_is_less_sure() -> None:
    assert list(SHARES.values()) == sorted(SHARES.values())


def test_ranks_by_hand() -> None:
    np.testing.assert_allclose(middle_ranks(np.array([5.0, 1.0, 5.0, 9.0])), [1.5, 0, 1.5, 3])
    # Kendall (1938) and every textbook: d² sum 8 over 5 pairs gives 1 - 6·8/120 = 0.6.
    assert correlate_ranks(np.array([1.0, 2, 3, 4, 5]), np.array([3.0, 1, 2, 5, 4])) == pytest.approx(0.6)
    assert correlate_ranks(np.ones(5), np.arange(5.0)) == 0


def test_quarters_of_a_county() -> None:
    chances = count_quarters(np.tile(np.arange(28.0), (10, 1)))
    assert chances.top.sum() == chances.bottom.sum() == 7
    assert (chances.least, chances.most) == (0, 1)


def _outcomes(
    method: Method, correlation: float, low: float, high: float, gain: float, count: int = 28
) -> list[Outcome]:
    chances = Chances(np.full(count, low), np.full(count, high))
    return [check.outcome for check in check_gate(method, correlation, chances, np.full(count, gain))]


def test_the_gate_has_four_outcomes() -> None:
    met, missed, none, unknown = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_APPLICABLE, Outcome.CANNOT_JUDGE
    assert _outcomes(Method.REGRESSION, 0.1, 0.05, 0.6, 0.1) == [met, met, met]
    assert _outcomes(Method.REGRESSION, -0.11, 0.04, 0.5, 0.0) == [missed, missed, missed]
    assert _outcomes(Method.NONE, 0.0, 0.2, 0.3, 0.1) == [none, none, met]
    assert _outcomes(Method.NONE, 0.5, 0.0, 1.0, 0.1) == [missed, missed, met]
    assert _outcomes(Method.REGRESSION, 0.5, 0.0, 1.0, 0.1, 5) == [unknown, unknown, met]

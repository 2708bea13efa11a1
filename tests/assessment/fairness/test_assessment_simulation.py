"""A few simulated counties, as the benchmark has hundreds: the shipped method is fair where the raw order is not."""

import numpy as np

from bench.assessment_fairness import look, make_county
from jianfu.assessment.plans.plan import Method


def test_equal_effort_has_equal_chances_and_effort_is_found() -> None:
    found = {}
    for method in (Method.NONE, Method.PEERS, Method.REGRESSION):
        dice = np.random.default_rng(11)
        found[method] = [look(make_county(dice), method, dice, 60) for _ in range(15)]
    tilts = {method: np.mean([one.mean_correlation for one in some]) for method, some in found.items()}
    recovered = {method: np.mean([one.recovered for one in some]) for method, some in found.items()}
    assert abs(tilts[Method.REGRESSION]) < 0.05 < tilts[Method.PEERS] < tilts[Method.NONE]
    assert recovered[Method.REGRESSION] > recovered[Method.NONE]
    assert sum(one.is_fair for one in found[Method.REGRESSION]) >= 12
    assert not any(one.is_fair for one in found[Method.NONE])

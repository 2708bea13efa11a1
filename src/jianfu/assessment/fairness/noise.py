"""How far the numbers themselves can be off: the plan's own noise, by the grade of their evidence."""

from collections.abc import Mapping

import numpy as np

from jianfu.assessment.plans.plan import Plan, Scoring
from jianfu.assessment.scoring.data import GRADES, Floats, Grid
from jianfu.vocabulary.evidence import Grade

SHARES: Mapping[Grade, float] = {Grade.A: 0.05, Grade.B: 0.15, Grade.C: 0.4, Grade.D: 0.7}
"""Deviation of a number of this grade, as a share of what townships differ in that indicator. Assumed; a county that
reads the same thing twice can measure it."""
_IQR_OF_NORMAL = 1.349


def measure_spreads(values: Floats) -> Floats:
    """float64[indicators]: how far townships lie apart in each, robustly; 0 where all are alike or none is known."""
    spreads = np.zeros(values.shape[1])
    for place, column in enumerate(values.T):
        known = column[~np.isnan(column)]
        if len(known) > 1:
            low, high = np.quantile(known, (0.25, 0.75))
            spreads[place] = (high - low) / _IQR_OF_NORMAL or known.std()
    return spreads


def draw_values(plan: Plan, grid: Grid, dice: np.random.Generator, draws: int) -> Floats:
    """float64[draws, townships, indicators]: the values as they might have been read. Pass or fail stays as it is."""
    shares = np.array([SHARES[grade] for grade in GRADES])[grid.grades]
    is_measured = np.array([one.scoring is not Scoring.ALL_OR_NOTHING for one in plan.indicators])
    spread = shares * measure_spreads(grid.values) * is_measured
    return np.asarray(grid.values + dice.standard_normal((draws, *grid.values.shape)) * spread, np.float64)

"""From shares to points by indicator, by area and in all."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.assessment.plans.plan import FULL_POINTS, Area, Plan
from jianfu.assessment.scoring.data import Floats
from jianfu.assessment.scoring.fractions import earn

Mask = npt.NDArray[np.bool_]
LEAST_COVERAGE = 0.7
"""A township of which less of the weight is known gets no total: too little speaks for or against it."""


@dataclass(frozen=True, slots=True)
class Points:
    """`shares` float64[..., townships, indicators]; `areas` float64[..., townships, areas of the plan], which add up to
    `totals` float64[..., townships] of 100; NaN where less than LEAST_COVERAGE of the weight is known."""

    shares: Floats
    areas: Floats
    totals: Floats


def list_areas(plan: Plan) -> tuple[Area, ...]:
    """The areas that have indicators, in their order."""
    return tuple(area for area in Area if any(one.area is area for one in plan.indicators))


def count_points(plan: Plan, values: Floats, before: Floats, *, kept: Mask | None = None) -> Points:
    """Points of float64[..., townships, indicators]. What is missing is no zero: its weight goes to what is known.

    `kept` bool[indicators] leaves the others out, as if the plan did not have them.
    """
    shares = np.stack(
        [earn(one, values[..., place], before[..., place]) for place, one in enumerate(plan.indicators)], axis=-1
    )
    weights = np.array([one.weight for one in plan.indicators])
    if kept is not None:
        shares[..., ~kept] = np.nan
        weights = weights * kept
    is_known = ~np.isnan(shares)
    known = (is_known * weights).sum(axis=-1)
    enough = known >= LEAST_COVERAGE * weights.sum()
    factor = np.divide(FULL_POINTS, known, out=np.full(known.shape, np.nan), where=enough & (known > 0))
    earned = np.nan_to_num(shares) * weights * factor[..., None]
    inside = np.array([[one.area is area for area in list_areas(plan)] for one in plan.indicators], np.float64)
    areas = earned @ inside
    return Points(shares, areas, areas.sum(axis=-1))

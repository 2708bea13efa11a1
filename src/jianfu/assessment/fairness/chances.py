"""What chance every township has of the first and of the last quarter if all made the same effort."""

from dataclasses import dataclass

import numpy as np

from jianfu.assessment.differing.conditions import Conditions
from jianfu.assessment.differing.methods import adjust, draws_for
from jianfu.assessment.differing.regression import adjust_totals, fit_surface
from jianfu.assessment.fairness.ranks import middle_ranks
from jianfu.assessment.plans.plan import Method
from jianfu.assessment.scoring.data import Floats

QUARTER = 0.25


@dataclass(frozen=True, slots=True)
class Chances:
    """`top` and `bottom` float64[townships]: shares of draws in the first and in the last quarter."""

    top: Floats
    bottom: Floats

    @property
    def least(self) -> float:
        """The smallest chance of any township."""
        return float(min(self.top.min(), self.bottom.min()))

    @property
    def most(self) -> float:
        """The largest chance of any township."""
        return float(max(self.top.max(), self.bottom.max()))


def find_chances(
    method: Method, areas: Floats, conditions: Conditions, dice: np.random.Generator, draws: int | None = None
) -> Chances:
    """Chances under equal effort, for points float64[townships, areas].

    What endowments explain of each area stays with its township; what they do not is dealt anew among all.
    """
    points = areas.T  # an area is a draw here
    base = fit_surface(points, conditions.matrix).T
    rest = (adjust_totals(points, conditions.matrix).scores - points.mean(axis=1, keepdims=True)).T
    count = draws or draws_for(method)
    dealt = np.stack([rest[dice.permutation(len(rest))] for _ in range(count)])
    return count_quarters(adjust(method, base + dealt, conditions).scores)


def count_quarters(scores: Floats) -> Chances:
    """Shares of float64[draws, townships] in either quarter."""
    count = scores.shape[1]
    edge = count * QUARTER
    places = middle_ranks(scores)
    return Chances((places >= count - edge).mean(axis=0), (places <= edge - 1).mean(axis=0))

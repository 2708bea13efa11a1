"""The methods by name, and how many draws each can afford."""

from collections.abc import Callable, Mapping

from jianfu.assessment.differing.adjusted import Adjusted
from jianfu.assessment.differing.conditions import Conditions
from jianfu.assessment.differing.envelopment import adjust_by_envelopment
from jianfu.assessment.differing.peers import adjust_by_peers
from jianfu.assessment.differing.regression import adjust_by_regression
from jianfu.assessment.plans.plan import Method
from jianfu.assessment.scoring.data import Floats


def _adjust_nothing(areas: Floats, conditions: Conditions) -> Adjusted:
    return Adjusted.unchanged(areas.sum(axis=-1))


_WAYS: Mapping[Method, Callable[[Floats, Conditions], Adjusted]] = {
    Method.NONE: _adjust_nothing,
    Method.PEERS: adjust_by_peers,
    Method.REGRESSION: adjust_by_regression,
    Method.ENVELOPMENT: adjust_by_envelopment,
}
_DRAWS, _DRAWS_BY_PROGRAMS = 2000, 20


def adjust(method: Method, areas: Floats, conditions: Conditions) -> Adjusted:
    """Scores of float64[draws, townships, areas] by a method; no NaN."""
    return _WAYS[method](areas, conditions)


def draws_for(method: Method) -> int:
    """Draws of noise: fewer where each costs a linear program a township."""
    return _DRAWS_BY_PROGRAMS if method is Method.ENVELOPMENT else _DRAWS

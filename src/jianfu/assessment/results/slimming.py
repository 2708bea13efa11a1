"""Which indicators can go: those that say the same, decide nothing, or cost more than they move."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from jianfu.assessment.differing.methods import adjust
from jianfu.assessment.fairness.ranks import correlate_ranks, middle_ranks
from jianfu.assessment.plans.plan import Method, Plan
from jianfu.assessment.plans.pricing import Price
from jianfu.assessment.results.computing import Comparable, choose_comparable
from jianfu.assessment.scoring.data import Floats, YearData
from jianfu.assessment.scoring.totals import Mask, count_points

SAME = 0.8
_NOTHING = 0.999
_DEAR = 2.0


@dataclass(frozen=True, slots=True)
class Twin:
    """Two indicators that say the same: their rank correlation, and the data elements that they share."""

    first: str
    second: str
    correlation: float
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """An indicator that goes: rank correlation of the order that is left with the whole one, and hours a year saved."""

    indicator: str
    correlation: float
    hours: float


@dataclass(frozen=True, slots=True)
class Slimming:
    """`idle` decide nothing; `dear` take more than twice their share of the hours for what they move. `steps` lead to
    the smallest set found that keeps the order within the plan's tolerance; `kept` are its ids. Each area keeps one.
    """

    twins: tuple[Twin, ...]
    idle: tuple[str, ...]
    dear: tuple[str, ...]
    steps: tuple[Step, ...]
    kept: tuple[str, ...]


def slim(plan: Plan, data: YearData, price: Price) -> Slimming:
    """A proposal, never a decision. One indicator goes at a time, the one that the order needs least."""
    some = choose_comparable(plan, data)
    whole = _order(plan, some, np.ones(len(plan.indicators), np.bool_))
    hours = np.array([price.by_indicator[id].mean for id in plan.ids])
    moved, alike = _weigh(plan, some, whole)
    steps, kept = _eliminate(plan, some, whole, hours)
    idle = [id for id, one in zip(plan.ids, alike, strict=True) if one >= _NOTHING]
    dear = [
        id
        for id, hour, move in zip(plan.ids, hours / max(hours.sum(), 1e-9), moved / max(moved.sum(), 1e-9), strict=True)
        if hour > _DEAR * move
    ]
    ids = np.array(plan.ids, object)
    return Slimming(tuple(_find_twins(plan, some)), tuple(idle), tuple(dear), tuple(steps), tuple(ids[kept].tolist()))


def _order(plan: Plan, some: Comparable, kept: Mask) -> Floats:
    areas = count_points(plan, some.grid.values, some.grid.before, kept=kept).areas
    areas = np.nan_to_num(areas, nan=float(np.nanmean(areas)) if not np.isnan(areas).all() else 0.0)
    method = Method.REGRESSION if plan.method is Method.ENVELOPMENT else plan.method  # a program a township is too slow
    return np.asarray(adjust(method, areas[None], some.conditions).scores[0], np.float64)


def _weigh(plan: Plan, some: Comparable, whole: Floats) -> tuple[Floats, Floats]:
    """For each indicator the mean places that its going moves, and the rank correlation that is left."""
    count = len(plan.indicators)
    orders = [_order(plan, some, np.arange(count) != place) for place in range(count)]
    moved = [np.abs(middle_ranks(whole) - middle_ranks(one)).mean() for one in orders]
    return np.array(moved), np.array([float(correlate_ranks(whole, one)) for one in orders])


def _eliminate(plan: Plan, some: Comparable, whole: Floats, hours: Floats) -> tuple[list[Step], Mask]:
    kept, steps = np.ones(len(plan.indicators), np.bool_), []
    while (free := _list_free(plan, kept)) and kept.sum() > 1:
        tried = []
        for place in free:
            without = kept.copy()
            without[place] = False
            tried.append((float(correlate_ranks(whole, _order(plan, some, without))), float(hours[place]), -place))
        correlation, saved, place = max(tried)
        if correlation < plan.tolerance:
            break
        kept[-place] = False
        steps.append(Step(plan.ids[-place], correlation, saved))
    return steps, kept


def _list_free(plan: Plan, kept: Mask) -> Sequence[int]:
    """Places of indicators that are not the last of their area."""
    areas = [one.area for one, is_kept in zip(plan.indicators, kept, strict=True) if is_kept]
    return [int(place) for place in np.flatnonzero(kept) if areas.count(plan.indicators[place].area) > 1]


def _find_twins(plan: Plan, some: Comparable) -> list[Twin]:
    found = []
    for first, second in combinations(range(len(plan.indicators)), 2):
        one, other = plan.indicators[first], plan.indicators[second]
        both = ~np.isnan(some.points.shares[:, [first, second]]).any(axis=1)
        shares = some.points.shares[both]
        correlation = float(correlate_ranks(shares[:, first], shares[:, second])) if both.sum() > 2 else 0.0
        elements = tuple(sorted(set(one.elements) & set(other.elements)))
        if abs(correlation) >= SAME or elements:
            found.append(Twin(one.id, other.id, correlation, elements))
    return found

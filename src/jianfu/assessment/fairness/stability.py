"""What becomes of the order when one indicator or one number is left out, and what effort buys."""

from dataclasses import dataclass

import numpy as np

from jianfu.assessment.differing.conditions import Conditions
from jianfu.assessment.differing.methods import adjust
from jianfu.assessment.fairness.noise import measure_spreads
from jianfu.assessment.fairness.ranks import correlate_ranks, middle_ranks
from jianfu.assessment.plans.plan import Method, Plan, Scoring
from jianfu.assessment.scoring.data import Floats, Grid
from jianfu.assessment.scoring.totals import count_points

EFFORT_STEP = 0.2
"""What a township is imagined to improve in every indicator, as a share of what townships differ."""


@dataclass(frozen=True, slots=True)
class Drop:
    """The order without one indicator, or one number of a township: its rank correlation with the whole order, and the
    most places that anybody moves."""

    indicator: str
    township: str
    correlation: float
    most_places: float


def drop_indicators(plan: Plan, grid: Grid, method: Method, conditions: Conditions, whole: Floats) -> list[Drop]:
    """One a indicator; `whole` float64[townships] the scores with all."""
    found = []
    for place, one in enumerate(plan.indicators):
        kept = np.arange(len(plan.indicators)) != place
        areas = count_points(plan, grid.values, grid.before, kept=kept).areas
        if not np.isnan(areas).any():
            found.append(_compare(one.id, "", whole, adjust(method, areas[None], conditions).scores[0]))
    return found


def drop_data(plan: Plan, grid: Grid, method: Method, conditions: Conditions, whole: Floats, most: int) -> list[Drop]:
    """The numbers that move most when they are left out, at most so many, those that move most first.

    For methods of linear programs only the heaviest indicator's numbers are tried.
    """
    places = [(town, place) for town in range(len(grid.townships)) for place in range(len(plan.indicators))]
    if method is Method.ENVELOPMENT:
        heaviest = int(np.argmax([one.weight for one in plan.indicators]))
        places = [one for one in places if one[1] == heaviest]
    values = np.repeat(grid.values[None], len(places), axis=0)
    for draw, (town, place) in enumerate(places):
        values[draw, town, place] = np.nan
    areas = count_points(plan, values, grid.before).areas
    usable = np.asarray(~np.isnan(areas).any(axis=(1, 2)), np.bool_)
    scores = adjust(method, areas[usable], conditions).scores
    named = [one for one, is_usable in zip(places, usable.tolist(), strict=True) if is_usable]
    drops = [
        _compare(plan.indicators[place].id, grid.townships[town], whole, score)
        for (town, place), score in zip(named, scores, strict=True)
    ]
    return sorted(drops, key=lambda drop: -drop.most_places)[:most]


def _compare(indicator: str, township: str, whole: Floats, without: Floats) -> Drop:
    moved = np.abs(middle_ranks(whole) - middle_ranks(without)).max()
    return Drop(indicator, township, float(correlate_ranks(whole, without)), float(moved))


def reward_effort(plan: Plan, grid: Grid, method: Method, conditions: Conditions, whole: Floats) -> Floats:
    """float64[townships]: points that each gains if it alone improves by EFFORT_STEP in every indicator."""
    signs = np.array(
        [
            0.0 if one.scoring is Scoring.ALL_OR_NOTHING else 1.0 if one.is_higher_better else -1.0
            for one in plan.indicators
        ]
    )
    step = EFFORT_STEP * measure_spreads(grid.values) * signs
    count = len(grid.townships)
    values = np.repeat(grid.values[None], count, axis=0)
    values[np.arange(count), np.arange(count)] += step
    scores = adjust(method, count_points(plan, values, grid.before).areas, conditions).scores
    return np.asarray(np.diagonal(scores) - whole, np.float64)

"""Computes a year: the same plan and numbers give the same result, whoever computes it."""

from dataclasses import dataclass, replace

import numpy as np

from jianfu.assessment.differing.conditions import Conditions, make_conditions
from jianfu.assessment.differing.envelopment import NoSolution
from jianfu.assessment.differing.methods import adjust, draws_for
from jianfu.assessment.differing.peers import find_peers
from jianfu.assessment.fairness.bands import make_bands
from jianfu.assessment.fairness.chances import find_chances
from jianfu.assessment.fairness.gate import check_gate
from jianfu.assessment.fairness.noise import draw_values
from jianfu.assessment.fairness.ranks import correlate_ranks
from jianfu.assessment.fairness.stability import drop_data, drop_indicators, reward_effort
from jianfu.assessment.plans.plan import Method, Plan
from jianfu.assessment.results.result import Result, TownshipScore
from jianfu.assessment.scoring.data import Floats, Grid, YearData, helps, list_problems, make_grid
from jianfu.assessment.scoring.totals import Points, count_points

_LOW, _HIGH = 0.05, 0.95
_DATA_SHOWN = 10
INDEX = "条件指数"
_FEWEST = 2


class NothingToCompute(Exception):
    """No township can be scored; the message says in Chinese why."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """The townships that can be compared, with all that belongs to them, and why the others cannot."""

    grid: Grid
    points: Points
    conditions: Conditions
    unscored: dict[str, str]


def choose_comparable(plan: Plan, data: YearData) -> Comparable:
    """Who has enough data and all endowments. NothingToCompute where fewer than two do."""
    grid = make_grid(plan, data)
    points = count_points(plan, grid.values, grid.before)
    gone = {name: one for one in plan.mergers for name in one.before if name != one.after}
    unscored: dict[str, str] = {}
    for town, total in zip(data.townships, points.totals, strict=True):
        known = data.endowments.get(town, {})
        if town in gone:
            unscored[town] = f"已于 {gone[town].day} 并入{gone[town].after}"
        elif np.isnan(total):
            unscored[town] = "指标数据不足七成，不作判断"
        elif any(name not in known for name in plan.endowments) or not known:
            unscored[town] = "缺基础条件，不能与起点相近的比较"
    kept = np.array([town not in unscored for town in data.townships], np.bool_)
    if kept.sum() < _FEWEST:
        raise NothingToCompute("能比较的乡镇不足两个，算不出结果。请先补齐指标数据和基础条件。")
    names = tuple(town for town in data.townships if town not in unscored)
    part = Grid(names, grid.values[kept], grid.before[kept], grid.grades[kept])
    favours = {name: helps(plan, name) for name in plan.endowments}
    conditions = make_conditions([data.endowments[town] for town in names], favours)
    return Comparable(part, count_points(plan, part.values, part.before), conditions, unscored)


def compute(plan: Plan, data: YearData) -> Result:
    """The result by the plan's method. NothingToCompute."""
    try:
        return _compute(plan, data)
    except NoSolution as problem:
        raise NothingToCompute(str(problem)) from problem


def _compute(plan: Plan, data: YearData) -> Result:
    some = choose_comparable(plan, data)
    grid, conditions, areas = some.grid, some.conditions, some.points.areas
    dice = np.random.default_rng(plan.seed)
    found = adjust(plan.method, areas[None], conditions)
    whole = found.scores[0]
    drawn = _draw_scores(plan, some, dice, found.spread)
    chances = find_chances(plan.method, areas, conditions, dice)
    gains = reward_effort(plan, grid, plan.method, conditions, whole)
    correlation = float(correlate_ranks(whole, conditions.index))
    low, high = np.quantile(drawn, (_LOW, _HIGH), axis=0)
    columns = (some.points.totals, found.expected[0], whole, low, high)
    numbers = zip(*columns, make_bands(whole, drawn), found.keep, chances.top, chances.bottom, strict=True)
    return Result(
        plan.method.value,
        tuple(_score(town, line) for town, line in zip(grid.townships, numbers, strict=True)),
        some.unscored,
        _tell_shares(plan, some),
        _tell_peers(grid.townships, conditions),
        float(correlate_ranks(some.points.totals, conditions.index)),
        _correlate(whole, conditions) | {INDEX: correlation},
        tuple(check_gate(plan.method, correlation, chances, gains)),
        tuple(drop_indicators(plan, grid, plan.method, conditions, whole)),
        tuple(drop_data(plan, grid, plan.method, conditions, whole, _DATA_SHOWN)),
        dict(zip(grid.townships, gains.tolist(), strict=True)),
        tuple(list_problems(plan, data)),
    )


def _draw_scores(plan: Plan, some: Comparable, dice: np.random.Generator, spread: Floats) -> Floats:
    """Scores as they might have come out: other readings of the data, and what is expected estimated anew."""
    draws = draws_for(plan.method)
    values = draw_values(plan, some.grid, dice, draws)
    areas = count_points(plan, values, some.grid.before).areas
    scores = adjust(plan.method, areas, some.conditions).scores
    return scores + dice.standard_normal(scores.shape) * spread


def _score(town: str, line: tuple[float, ...]) -> TownshipScore:
    raw, expected, score, low, high, band, keep, top, bottom = map(float, line)
    return TownshipScore(town, raw, expected, score, low, high, int(band), keep, top, bottom)


def _tell_shares(plan: Plan, some: Comparable) -> dict[str, dict[str, float | None]]:
    return {
        town: {id: None if np.isnan(share) else float(share) for id, share in zip(plan.ids, line, strict=True)}
        for town, line in zip(some.grid.townships, some.points.shares, strict=True)
    }


def _tell_peers(townships: tuple[str, ...], conditions: Conditions) -> dict[str, tuple[str, ...]]:
    if len(townships) <= _FEWEST or conditions.matrix.shape[1] == 0:
        return {}
    peers = find_peers(conditions.matrix)
    return {town: tuple(townships[one] for one in line) for town, line in zip(townships, peers, strict=True)}


def _correlate(scores: Floats, conditions: Conditions) -> dict[str, float]:
    columns = zip(conditions.names, conditions.matrix.T, strict=True)
    return {name: float(correlate_ranks(scores, column)) for name, column in columns}


def compare_methods(plan: Plan, data: YearData) -> dict[Method, Result]:
    """The same year by every method."""
    return {method: compute(replace(plan, method=method), data) for method in Method}

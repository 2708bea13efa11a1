"""Why a township has its score: points by indicator, the data behind each, its peers, what would have changed it."""

from collections.abc import Iterator
from dataclasses import dataclass

from jianfu.assessment.plans.plan import SHARE_AT_TARGET, Indicator, Plan, Scoring
from jianfu.assessment.results.result import Result, TownshipScore
from jianfu.assessment.scoring.data import Cell, YearData

_LEAST_POINTS = 0.05
_CHANGES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator: its cell, `points` of `weight` (None: missing, its weight went to the others), what those that
    start alike earned on average, and in Chinese what would have changed it, '' where nothing more is to be had."""

    indicator: Indicator
    cell: Cell
    points: float | None
    peers_points: float | None
    change: str
    change_points: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """All of a township's score. `changes` are what would have moved it most; `to_next_band` points of raw score that
    lack to the band above, None in the first."""

    score: TownshipScore
    lines: tuple[Line, ...]
    peers: tuple[str, ...]
    changes: tuple[str, ...]
    to_next_band: float | None


def explain(plan: Plan, data: YearData, result: Result, township: str) -> Explanation | None:
    """The explanation; None for a township without a score: `result.unscored` says why."""
    score = result.find(township)
    if score is None:
        return None
    lines = tuple(_explain_line(plan, data, result, township, one) for one in plan.indicators)
    best = sorted((one for one in lines if one.change), key=lambda one: -one.change_points)[:_CHANGES_SHOWN]
    changes = tuple(f"{one.indicator.name}：{one.change}" for one in best)
    return Explanation(score, lines, result.peers.get(township, ()), changes, _find_gap(result, score))


def _explain_line(plan: Plan, data: YearData, result: Result, township: str, indicator: Indicator) -> Line:
    cell = data.cells.get((township, indicator.id), Cell(None))
    share = result.shares[township][indicator.id]
    points = None if share is None else share * indicator.weight
    shares = [result.shares[one][indicator.id] for one in result.peers.get(township, ())]
    known = [one for one in shares if one is not None]
    beside = sum(known) / len(known) * indicator.weight if known else None
    change, more = _find_change(data, result, township, indicator, cell, share)
    return Line(indicator, cell, points, beside, change if more >= _LEAST_POINTS else "", more)


def _find_change(
    data: YearData, result: Result, township: str, indicator: Indicator, cell: Cell, share: float | None
) -> tuple[str, float]:
    """In words, and the points of this indicator that it would have brought."""
    if share is None or cell.value is None:
        return f"补上这一项的数（由{indicator.owner}提供）", 0.0
    if indicator.scoring is Scoring.RANK:
        return _find_next_place(data, result, township, indicator, share)
    if indicator.scoring is Scoring.ALL_OR_NOTHING:
        return ("达到合格", indicator.weight) if share == 0 else ("", 0.0)
    assert indicator.target is not None
    goals = [(indicator.target.target, SHARE_AT_TARGET if indicator.target.stretch is not None else 1.0)]
    if indicator.target.stretch is not None:
        goals.append((indicator.target.stretch, 1.0))
    for goal, reached in goals:
        if (more := (reached - share) * indicator.weight) >= _LEAST_POINTS:
            return f"由 {cell.value:g} 到 {goal:g}，约多得 {more:.1f} 分", more
    return "", 0.0


def _find_next_place(
    data: YearData, result: Result, township: str, indicator: Indicator, share: float
) -> tuple[str, float]:
    better = [(one, shares[indicator.id]) for one, shares in result.shares.items() if one != township]
    above = [(one, found) for one, found in better if found is not None and found > share]
    if not above:
        return "", 0.0
    town, found = min(above, key=lambda one: one[1])
    value = data.cells[town, indicator.id].value
    more = (found - share) * indicator.weight
    return f"达到前一位的 {value:g}，约多得 {more:.1f} 分", more


def _find_gap(result: Result, score: TownshipScore) -> float | None:
    above = [one.score for one in result.townships if one.band == score.band - 1]
    return max((min(above) - score.score) / score.keep, 0.0) if above else None


def say_sum(score: TownshipScore) -> Iterator[str]:
    """How the score comes about, in sentences."""
    county = score.score - (score.raw - score.expected) * score.keep
    yield f"各项得分合计 {score.raw:.1f} 分；起点条件相近的乡镇通常得 {score.expected:.1f} 分。"
    apart = score.raw - score.expected
    more = "高出" if apart >= 0 else "低"
    yield f"比通常水平{more} {abs(apart):.1f} 分，其中 {score.keep:.0%} 计入（通常水平本身有误差）。"
    yield f"加在全县平均 {county:.1f} 分上，为 {score.score:.1f} 分。"
    yield f"按数据误差和通常水平的误差，十有九次在 {score.low:.1f} 到 {score.high:.1f} 之间。"

"""Everything that monitoring says of a county at one time: read once, told on pages, by commands and in the
bulletin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jianfu.burden.norms import Norms
from jianfu.monitoring.asking.diary import Told, sum_weeks, time_kinds
from jianfu.monitoring.inference.expanding import CannotInfer, Inferred, infer_total, measure_spread, regress_total
from jianfu.monitoring.inference.panel_effect import judge_panel
from jianfu.monitoring.inference.shrinking import shrink_rates
from jianfu.monitoring.points.drawing import draw_panel
from jianfu.monitoring.record.models import PointRound
from jianfu.monitoring.record.queries import current_points, read_weeks
from jianfu.monitoring.trends.breaks import Course, follow
from jianfu.monitoring.trends.early_warnings import Warnings, warn
from jianfu.monitoring.trends.ledger_tables import Townships, count_workdays, read_table, read_townships
from jianfu.monitoring.trends.movements import Movements, find_movements
from jianfu.monitoring.trends.series import Series
from jianfu.monitoring.trends.tables import Table, find_mergers
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.interval import Period

SEED = 1
"""Shuffles are drawn from this seed, so that the same ledger says the same."""
QUARTER = 3
_YEARS_BACK = 3


@dataclass(frozen=True)
class Ground:
    """The rows that everything rests on, with their months and working days. `notes`: what was left out, in Chinese."""

    county: str
    table: Table
    months: tuple[date, ...]
    workdays: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    notes: tuple[str, ...]


def read_ground(
    county: str, until: date, norms: Norms, calendar: WorkCalendar, merged: Mapping[str, str] | None = None
) -> Ground:
    """The whole months of up to three years before `until` (a first day of a month). `merged`: old township →
    new one.
    """
    period = Period(until.replace(year=until.year - _YEARS_BACK), until)
    table = read_table(county, period, norms).merge(merged or {})
    months = table.list_months()
    notes = tuple(find_mergers(table, months)) if months else ("台账里没有写明日期的登记。",)
    return Ground(county, table, months, count_workdays(months, calendar), notes)


GROUPINGS = {"kind": "种类", "way": "方式", "sender": "发文单位类别", "issuer": "发文单位", "township": "乡镇"}
"""What series may be made by, and its Chinese word."""
_LABELS = {kind.value: kind.label for kind in BurdenKind}


def list_courses(ground: Ground, by: str = "kind", measure: str = "count") -> list[Course]:
    """One course a group, the largest first. `by` is a key of GROUPINGS, `measure` of `tables.MEASURES`."""
    groups = getattr(ground.table, {"kind": "kinds", "way": "ways", "sender": "senders"}.get(by, f"{by}s"))
    names = sorted({str(name) for name in groups.tolist() if name is not None})
    series = [
        ground.table.series(_LABELS.get(name, name), measure, ground.months, ground.workdays, groups == name)
        for name in names
    ]
    ordered = sorted(series, key=lambda one: -float(np.nansum(one.values)))
    return [follow(one, np.random.default_rng([SEED, place])) for place, one in enumerate(ordered)]


def follow_whole(ground: Ground, measure: str) -> Course:
    """The course of everything together."""
    series = ground.table.series("全部", measure, ground.months, ground.workdays)
    return follow(series, np.random.default_rng(SEED))


def warn_of(ground: Ground) -> Warnings:
    """Early warnings by issuer and way, of steady townships, over the last twelve months."""
    months = ground.months[-12:]
    if not months:
        return Warnings((), "台账里没有写明日期的登记，不预警。")
    steady, _ = ground.table.keep_steady(months)
    pairs = zip(steady.issuers.tolist(), steady.ways.tolist(), strict=True)
    groups = np.array([f"{issuer}·{way}" for issuer, way in pairs] or np.zeros(0), object)
    return warn(steady.count(groups, months), ground.workdays[-12:].tolist())


def move_between(ground: Ground, since: date | None = None, length: int = QUARTER) -> Movements | None:
    """The `length` months from `since` beside as many before; the last ones without it. None where there are
    too few.
    """
    start = len(ground.months) - length if since is None else _find(ground.months, since)
    if start < length or start + length > len(ground.months):
        return None
    before, after = ground.months[start - length : start], ground.months[start : start + length]
    return find_movements(ground.table, before, after, ground.workdays[start - length : start + length])


def _find(months: Sequence[date], wanted: date) -> int:
    return months.index(wanted) if wanted in months else -1


@dataclass(frozen=True, slots=True)
class FromPoints:
    """What the points say. `by_mouth`: things a week that no register holds, all townships; None with `reason`.
    `weighted`: the same by the chances of the draw, held to the receipts of all (GREG); None where a point is silent.

    `ratios` by point: things by mouth for each registered one, drawn towards all points by how few it told, with low
    and high. `minutes` by kind label: mean, least and most by what a tap may mean, and how many taps. `effect` tells in
    Chinese whether the points were spared.
    """

    points: tuple[str, ...]
    told: tuple[Told, ...]
    by_mouth: Inferred | None
    weighted: float | None
    reason: str
    ratios: Mapping[str, tuple[float, float, float]]
    minutes: Mapping[str, tuple[float, float, float, int]]
    effect: str


def infer_from_points(ground: Ground) -> FromPoints:
    """From the diaries of the points in force to all townships."""
    drawn = current_points()
    if drawn is None:
        return FromPoints((), (), None, None, "还没有抽取监测点。请先抽取：jianfu monitor panel。", {}, {}, "")
    townships, weeks = read_townships(ground.table), read_weeks(ground.months[-_MONTHS_OF_DIARIES:][0])
    told = tuple(one for one in sum_weeks(weeks) if one.point in drawn.panel)
    minutes = {_LABELS[kind]: found for kind, found in time_kinds(weeks).items()}
    try:
        (found, weighted), reason = _infer(drawn, told, townships, len(ground.months)), ""
    except CannotInfer as problem:
        found, weighted, reason = None, None, str(problem)
    effect = _say_effect(ground, drawn, townships)
    return FromPoints(tuple(drawn.panel), told, found, weighted, reason, _shrink(told), minutes, effect)


_WEEKS_A_MONTH = 365.25 / 12 / 7
_MONTHS_OF_DIARIES = 12


def _infer(drawn: PointRound, told: Sequence[Told], townships: Townships, months: int) -> tuple[Inferred, float | None]:
    names = townships.places.names
    usable = [one for one in told if one.ratio is not None and one.point in names]
    x = townships.base / max(months * _WEEKS_A_MONTH, 1)
    points = [names.index(one.point) for one in usable]
    y = np.array([(one.ratio or 0.0) * x[place] for one, place in zip(usable, points, strict=True)], np.float64)
    chances, joint = np.array([drawn.chances[name] for name in drawn.panel]), np.array(drawn.joint, np.float64)
    is_whole = [one.point for one in usable] == sorted(drawn.panel)
    order = [drawn.panel.index(one.point) for one in usable]
    draw = (chances[order], joint[np.ix_(order, order)]) if is_whole else None
    measuring = float(np.mean([one.error for one in usable])) if usable else 0.0
    spread = measure_spread(townships.load, townships.base)
    found = infer_total(y, x, points, *spread, measuring=measuring, draw=draw)
    if draw is None:
        return found, None
    return found, regress_total(y, x[points][:, None], 1 / draw[0], np.array([x.sum()]))[0]


def _shrink(told: Sequence[Told]) -> dict[str, tuple[float, float, float]]:
    """Each point's ratio by empirical Bayes; {} before anything was told."""
    counts = np.array([one.by_mouth for one in told], np.float64)
    try:
        found = shrink_rates(counts, np.array([float(one.registered) for one in told], np.float64))
    except CannotInfer:
        return {}
    columns = zip(told, found.rates.tolist(), found.low.tolist(), found.high.tolist(), strict=True)
    return {one.point: (rate, low, high) for one, rate, low, high in columns}


def _say_effect(ground: Ground, drawn: PointRound, townships: Townships) -> str:
    """Counts since the points are in force against as many months before."""
    since = [n for n, month in enumerate(ground.months) if month >= drawn.since]
    length = min(len(since), since[0] if since else 0)
    if length < QUARTER:
        return "监测点起用还不满三个月，看不出有没有被照顾。"
    table, months = ground.table, ground.months
    names = townships.places.names
    before, after = (_count(table, names, months[start : start + length]) for start in (since[0] - length, since[0]))
    draw = draw_panel(townships.places, len(drawn.panel), drawn.seed)
    inside = np.array(sorted(names.index(name) for name in drawn.panel if name in names), np.int64)
    if len(inside) < len(drawn.panel):
        return "有的监测点已经没有登记，看不出有没有被照顾。"
    kept = np.vstack([draw.kept, inside[None, :]])
    effect = judge_panel(before, after, kept, len(kept) - 1)
    return effect.words if effect else "监测点前后的登记太少，看不出有没有被照顾。"


def _count(
    table: Table, names: Sequence[str], months: Sequence[date]
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    inside = np.isin(table.months, np.array(list(months), "datetime64[M]"))
    return np.array([float((inside & (table.townships == name)).sum()) for name in names], np.float64)


def describe(series: Series) -> str:
    """Rows and grades behind a series, in Chinese."""
    grades = "，".join(f"{letter} 级 {count:,}" for letter, count in series.grades)
    return f"登记 {series.rows:,} 条（{grades}）" if series.rows else "没有登记"

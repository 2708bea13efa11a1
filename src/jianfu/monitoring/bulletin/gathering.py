"""Everything that a bulletin tells, read from the ledger once."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from jianfu.monitoring.asking.costs import Cost
from jianfu.monitoring.evaluating_measures import follow_measure
from jianfu.monitoring.models import Evaluation
from jianfu.monitoring.overview import (
    QUARTER,
    FromPoints,
    Ground,
    follow_whole,
    infer_from_points,
    list_courses,
    move_between,
    warn_of,
)
from jianfu.monitoring.record.actions.costs import list_costs
from jianfu.monitoring.record.models import CheckVisit, DiaryWeek, Measure
from jianfu.monitoring.trends.breaks import Course
from jianfu.monitoring.trends.displacement import Difference, weigh_displacement
from jianfu.monitoring.trends.early_warnings import Warnings
from jianfu.monitoring.trends.movements import Movements
from jianfu.monitoring.trends.series import Column

YEAR = 12
_UNWRITTEN = "有，不便写"


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind in the stretch before and in that after: receipts, the change with its error, rows by grade."""

    name: str
    before: float
    after: float
    change: Difference
    grades: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """All of it. `hours` a week of the last month with its interval, None where it was not evaluated; `measures` each
    with words on whether it stayed; `unwritten` diaries that something may not be written in.
    """

    ground: Ground
    length: int
    whole: Course
    kinds: tuple[Course, ...]
    lines: tuple[KindLine, ...]
    movements: Movements | None
    warnings: Warnings
    points: FromPoints
    hours: tuple[float, float, float] | None
    measures: tuple[tuple[Measure, str], ...]
    costs: tuple[Cost, ...]
    checked: int
    unwritten: int


def gather_bulletin(ground: Ground, *, is_yearly: bool) -> Told:
    """What the last whole month (or year) of a ground tells; the stretch before it beside it."""
    length = min(YEAR if is_yearly else QUARTER, len(ground.months) // 2)
    kinds = tuple(list_courses(ground))
    last = ground.months[-1]
    measures = [(one, follow_measure(one, ground)) for one in Measure.objects.order_by("-start", "-pk")]
    return Told(
        ground,
        length,
        follow_whole(ground, "count"),
        kinds,
        tuple(_compare(course, length) for course in kinds) if length else (),
        move_between(ground, None, length) if length else None,
        warn_of(ground),
        infer_from_points(ground),
        _find_hours(last),
        tuple((one, stayed.words if stayed else "") for one, stayed in measures),
        tuple(list_costs(last)),
        CheckVisit.objects.filter(filled_at__isnull=False, day__gte=ground.months[-length or -1]).count(),
        DiaryWeek.objects.filter(unwritten=_UNWRITTEN, week__gte=ground.months[-length or -1]).count(),
    )


def _compare(course: Course, length: int) -> KindLine:
    """Receipts a working day of the two stretches, as if both were as long as the later one."""
    series = course.adjusted.series
    counts, days = series.values, series.workdays
    parts = slice(-2 * length, -length), slice(-length, None)
    sums = [float(np.nansum(counts[part])) for part in parts]
    lengths = [float(days[part][~np.isnan(counts[part])].sum()) for part in parts]
    if min(lengths) == 0:
        return KindLine(series.name, sums[0], sums[1], Difference(0.0, float("inf")), series.grades)
    change = weigh_displacement(
        (sums[0], sums[1]), lengths=(lengths[0] / lengths[1], 1.0), dispersion=_disperse(counts, days)
    )
    return KindLine(series.name, sums[0] * lengths[1] / lengths[0], sums[1], change, series.grades)


def _disperse(counts: Column, days: Column) -> float:
    """Variance over mean of all months about their common rate, at least 1: one notice to all is many rows."""
    told = ~np.isnan(counts)
    values, lengths = counts[told], days[told]
    expected = values.sum() * lengths / lengths.sum()
    if len(values) < 2 or not values.sum():
        return 1.0
    return max(1.0, float(((values - expected) ** 2 / expected).sum()) / (len(values) - 1))


def _find_hours(month: date) -> tuple[float, float, float] | None:
    last = Evaluation.objects.order_by("-pk").first()
    found = last.panel["by_month"].get(f"{month:%Y-%m}") if last else None
    return (found[0], found[1], found[2]) if found else None

"""Measures held against the county's rows: who was treated, from which month, and what stayed."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from jianfu.monitoring.effects.differences import Observed
from jianfu.monitoring.effects.judging import Judged, Plan, judge_measure
from jianfu.monitoring.overview import SEED, Ground
from jianfu.monitoring.record.models import Measure
from jianfu.monitoring.trends.rebound import Rebound, judge_rebound
from jianfu.monitoring.trends.series import Column
from jianfu.monitoring.trends.tables import Table, find_dispersion
from jianfu.vocabulary.organ import OrganLevel

_MOST_MONTHS = 12
_STRETCH = 3


def judge_on_ground(measure: Measure, ground: Ground) -> tuple[Judged, int, tuple[date, ...]]:
    """The verdict, the rows behind it and the months: a year before and after the start at most, receipts by township
    and month.

    The month in which the measure began belongs to neither side unless it began on its first day.
    """
    names = tuple(measure.places.filter(level=OrganLevel.TOWNSHIP.value).values_list("name", flat=True))
    plan = Plan(measure.expected, measure.start, measure.registered_at.date(), names)
    table = _restrict(measure, ground.table)
    first = measure.start.replace(day=1)
    months = [month for month in ground.months if month != first or measure.start.day == 1]
    before = [month for month in months if month < first][-_MOST_MONTHS:]
    after = [month for month in months if month >= first][:_MOST_MONTHS]
    observed, rows = _observe(table, ground.table, names, [*before, *after], len(before))
    judged = judge_measure(plan, observed, np.random.default_rng([SEED, measure.pk]))
    return judged, rows, (*before, *after)


def _restrict(measure: Measure, table: Table) -> Table:
    return table.where(np.isin(table.kinds.astype(str), measure.kinds)) if measure.kinds else table


def _observe(
    table: Table, whole: Table, treated: Sequence[str], months: Sequence[date], start: int
) -> tuple[Observed, int]:
    """Receipts float64[townships, months] of `table`; a month in which a township registered nothing of any kind, by
    `whole`, is a gap."""
    names = sorted({str(name) for name in whole.townships.tolist() if name is not None})
    values = _count_cells(table, names, months)
    values[_count_cells(whole, names, months) == 0] = np.nan
    mask = np.array([name in set(treated) for name in names], np.bool_)
    return Observed(values, mask, start), int(np.nansum(values))


def _count_cells(table: Table, names: Sequence[str], months: Sequence[date]) -> Column:
    columns = np.array(list(months), "datetime64[M]")
    named = np.array([name is not None for name in table.townships.tolist()], np.bool_)
    used = table.where(np.isin(table.months, columns) & named)
    rows = np.searchsorted(np.array(names, str), used.townships.astype(str))
    cells = rows * len(columns) + np.searchsorted(columns, used.months)
    counts = np.bincount(cells, minlength=len(names) * len(columns))
    return np.asarray(counts.reshape(len(names), len(columns)), np.float64)


def follow_measure(measure: Measure, ground: Ground) -> Rebound | None:
    """Whether what fell in the treated townships stayed down: three months before, just after, and the last three.

    None where the months do not reach.
    """
    names = set(measure.places.values_list("name", flat=True))
    table = _restrict(measure, ground.table)
    table = table.where(np.array([name in names for name in table.townships.tolist()], np.bool_))
    months, first = ground.months, measure.start.replace(day=1)
    at = next((n for n, month in enumerate(months) if month >= measure.start), len(months))
    if at < _STRETCH or len(months) - at < 2 * _STRETCH or not len(table):
        return None
    stop = at - 1 if months[at] != first and at and months[at - 1] == first else at
    stretches = [slice(stop - _STRETCH, stop), slice(at, at + _STRETCH), slice(len(months) - _STRETCH, len(months))]
    lines = table.count(table.ways, months)
    counts = [sum(sum(line[part]) for line in lines.values()) for part in stretches]
    days = [float(ground.workdays[part].sum()) for part in stretches]
    dispersion = find_dispersion(lines, ground.workdays.tolist(), at)
    return judge_rebound((counts[0], counts[1], counts[2]), (days[0], days[1], days[2]), dispersion)

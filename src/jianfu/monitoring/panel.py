"""The county's load on one page: hours a week by kind, month, township and organ, from one material."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jianfu.burden.accounting import FEN_A_YUAN, SEED_OF_PRICES, WAGE, estimate_by
from jianfu.burden.simulating import Estimate, draw_norm
from jianfu.burden.work import Column, Load
from jianfu.monitoring.comparing import Comparison, Window, compare, count_days, last_months
from jianfu.reporting.material import SEED, Material
from jianfu.vocabulary.burden_kind import BurdenKind, Mountain
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel

FORM = 2
"""Goes up by one whenever a panel holds other things: an older one is made anew."""
_DAYS_A_WEEK = 7.0
Span = tuple[float, float, float]
"""Mean, and from where to where it lies with nine chances of ten; hours a week."""
SpansByMonth = Mapping[str, Mapping[str, Span]]
_MOUNTAIN_OF = {kind.value: kind.mountain.value for kind in BurdenKind}


@dataclass(frozen=True, slots=True)
class Panel:
    """Hours a week, everything as JSON takes it.

    `by_mountain` the burdens of which some rows can be timed; one that is absent bears hours that nobody can tell, or
    has no row: `rows_of` counts the receipts behind each, `yuan_of` the money that they register. Months are like
    2023-01. `by_month_and_mountain` the means, `rows_by_month` receipts that name a day. `staff` by township, absent
    where nobody says. `labour_by_issuer` yuan of the period, empty without a wage. `assumed` of `norms` used are
    assumed.
    """

    total: Span
    staff: float | None
    by_mountain: Mapping[str, Span]
    rows_of: Mapping[str, int]
    yuan_of: Mapping[str, float]
    by_month: Mapping[str, Span]
    by_month_and_mountain: Mapping[str, Mapping[str, float]]
    rows_by_month: Mapping[str, Mapping[str, int]]
    by_township: Mapping[str, Span]
    by_township_and_month: SpansByMonth
    by_township_and_kind: SpansByMonth
    by_village: Mapping[str, Span]
    staff_of: Mapping[str, float]
    by_issuer: Mapping[str, Span]
    by_issuer_and_month: SpansByMonth
    by_issuer_and_kind: SpansByMonth
    labour_by_issuer: Mapping[str, Span]
    comparisons: Sequence[Comparison]
    assumed: int
    norms: int
    method: str
    form: int = FORM


def make_panel(material: Material, year_before: Load | None = None) -> Panel:
    """The panel of a material. Months that the period covers in part are in no line of months.

    `year_before` is the load of the last three whole months, a year earlier; None where it is not asked for.
    """
    account, work = material.account, material.load.work
    months = [month for month in sorted(account.by_month) if _covers(material.period, np.datetime64(month, "M"))]
    names = np.array([None if np.isnat(month) else str(month) for month in work.months], object)
    mountains = np.array([_MOUNTAIN_OF[kind] for kind in work.kinds.tolist()], object)
    week = 1 / account.weeks
    return Panel(
        span_of(account.hours),
        material.staff,
        _spans(estimate_by(material.simulation, mountains, week)),
        _count_rows(material),
        _sum_yuan(material),
        {month: span_of(account.by_month[month]) for month in months},
        _by_month_and_mountain(material, months),
        _count_rows_by_month(material, months),
        _spans(account.by_township),
        _two_ways(material, work.townships, names, months=months),
        _two_ways(material, work.townships, work.kinds),
        _spans(estimate_by(material.simulation, _villages(material), week)),
        _staff_of(material, account.by_township),
        _spans(account.by_issuer),
        _two_ways(material, work.issuers, names, months=months),
        _two_ways(material, work.issuers, work.kinds),
        _price_issuers(material),
        _compare(material, year_before),
        account.stamp.assumed,
        account.stamp.used,
        account.stamp.method,
    )


def span_of(estimate: Estimate) -> Span:
    """Mean, low and high, as JSON takes them."""
    """Mean, low and high, as JSON takes them."""
    return round(estimate.mean, 2), round(estimate.low, 2), round(estimate.high, 2)


def _spans(estimates: Mapping[str, Estimate] | Mapping[object, Estimate]) -> dict[str, Span]:
    return {str(name): span_of(estimate) for name, estimate in estimates.items()}


def _two_ways(
    material: Material, rows: Column, columns: Column, *, months: Sequence[str] | None = None
) -> dict[str, dict[str, Span]]:
    """Hours a week by two columns of the work, both given. `months`: the second one's values are these months."""
    pairs = np.array([None] * len(rows), object)
    for place, (row, column) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        if row is not None and column is not None and (months is None or column in months):
            pairs[place] = f"{row}\t{column}"
    factor = 1 / material.account.weeks if months is None else _DAYS_A_WEEK
    table: dict[str, dict[str, Span]] = {}
    for pair, estimate in estimate_by(material.simulation, pairs, factor).items():
        row, column = str(pair).split("\t")
        scaled = estimate if months is None else estimate.times(1 / count_days([column]))
        table.setdefault(row, {})[column] = span_of(scaled)
    return table


def _villages(material: Material) -> Column:
    """The village that each line of the work falls on, None for a township's own."""
    village: dict[int, str] = {}
    for kind in BurdenKind:
        rows = material.sources[kind.value]
        columns = (rows[name].tolist() for name in ("receipt_id", "receiver", "receiver_level"))
        village |= {number: name for number, name, level in zip(*columns, strict=True) if level == OrganLevel.VILLAGE}
    return np.array([village.get(number) for number in material.load.work.receipts.tolist()], object)


def _price_issuers(material: Material) -> dict[str, Span]:
    """What the hours that each issuer causes are worth in the whole period, yuan; empty where no wage is given."""
    wage = material.standards.norms.prices.get(WAGE)
    if wage is None:
        return {}
    simulation = material.simulation
    draws = draw_norm(wage, np.random.default_rng(SEED + SEED_OF_PRICES), len(simulation.luck))
    names, places = np.unique(material.load.work.issuers, return_inverse=True)
    return {
        str(name): span_of(Estimate.of(hours * draws))
        for name, hours in zip(names.tolist(), simulation.by_group(places, len(names)), strict=True)
    }


def _staff_of(material: Material, townships: Mapping[str, object]) -> dict[str, float]:
    names, staff = material.organs["name"].tolist(), material.organs["staff"].tolist()
    return {name: number for name, number in zip(names, staff, strict=True) if name in townships and number > 0}


def _covers(period: Period, month: np.datetime64) -> bool:
    return bool(month >= np.datetime64(period.start) and (month + 1) <= np.datetime64(period.end))


def _count_rows(material: Material) -> dict[str, int]:
    counts = dict.fromkeys((mountain.value for mountain in Mountain), 0)
    for kind in BurdenKind:
        counts[kind.mountain.value] += len(material.received(kind))
    return counts


def _sum_yuan(material: Material) -> dict[str, float]:
    """Money that the registers name, by burden; absent where none of its rows names any."""
    found = {}
    for kind, column in ((BurdenKind.SUBSCRIPTION, "amount_fen"), (BurdenKind.FACILITY, "cost_fen")):
        rows = material.received(kind).answered(column)
        if len(rows):
            found[kind.mountain.value] = float(rows.column(column).sum()) / FEN_A_YUAN
    return found


def _count_rows_by_month(material: Material, months: Sequence[str]) -> dict[str, dict[str, int]]:
    table = {month: dict.fromkeys((mountain.value for mountain in Mountain), 0) for month in months}
    for kind in BurdenKind:
        days = material.received(kind).column("received_on").astype("datetime64[M]")
        names, counts = np.unique(days[~np.isnat(days)].astype(str), return_counts=True)
        for name, count in zip(names.tolist(), counts.tolist(), strict=True):
            if name in table:
                table[name][kind.mountain.value] += count
    return table


def _by_month_and_mountain(material: Material, months: Sequence[str]) -> dict[str, dict[str, float]]:
    """Mean hours a week of each burden in each month, of rows that name a day. A burden none of whose rows both names
    a day and can be timed is in no month: its hours are not told, they are not nought."""
    work, hours = material.load.work, material.simulation.usual_hours()
    dated = ~np.isnat(work.months)
    told = sorted({_MOUNTAIN_OF[kind] for kind in work.kinds[dated].tolist()})
    table: dict[str, dict[str, float]] = {}
    for name in months:
        inside = work.months == np.datetime64(name, "M")
        line = dict.fromkeys(told, 0.0)
        for kind in BurdenKind:
            if kind.mountain.value in line:
                share = float(hours[inside & (work.kinds == kind.value)].sum()) * _DAYS_A_WEEK / count_days([name])
                line[kind.mountain.value] = round(line[kind.mountain.value] + share, 2)
        table[name] = line
    return table


def _compare(material: Material, year_before: Load | None) -> list[Comparison]:
    """The last three whole months beside the three before, and beside the same of the year before."""
    recent, before = last_months([str(month) for month in material.months if _covers(material.period, month)])
    if not recent:
        return []
    norms, load = material.standards.norms, material.load
    here = Window(load.work, material.simulation, recent)
    found = [compare("前三个月", Window(load.work, material.simulation, before), here)] if before else []
    if year_before is not None:
        found.append(compare("上年同期", Window.of(year_before, norms, recent, years_back=1), here))
    return list(_that_can_be(found))


def _that_can_be(found: Iterable[Comparison | None]) -> Iterable[Comparison]:
    return (one for one in found if one is not None)


@dataclass(frozen=True, slots=True)
class Change:
    """One burden in the last three whole months beside the three before; hours a week."""

    mountain: Mountain
    before: float
    after: float

    @property
    def ratio(self) -> float | None:
        """After over before, minus one; None where there was nothing before."""
        return self.after / self.before - 1 if self.before else None


def list_changes(by_month: Mapping[str, Mapping[str, float]]) -> list[Change]:
    """What fell and what rose between the last two quarters of whole months; [] where there are fewer than six.

    A burden whose hours no month tells is left out.
    """
    after, before = last_months(sorted(by_month))
    if not before:
        return []
    told = {name for month in (*before, *after) for name in by_month[month]}
    return [
        Change(mountain, _mean(by_month, before, mountain), _mean(by_month, after, mountain))
        for mountain in Mountain
        if mountain.value in told
    ]


def _mean(by_month: Mapping[str, Mapping[str, float]], months: Sequence[str], mountain: Mountain) -> float:
    return sum(by_month[month].get(mountain.value, 0.0) for month in months) / len(months)

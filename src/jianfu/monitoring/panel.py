"""The county's load on one page: hours a week by kind, month, township and organ, from one material."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jianfu.burden.simulating import Estimate
from jianfu.reporting.material import Material
from jianfu.vocabulary.burden_kind import BurdenKind, Mountain
from jianfu.vocabulary.interval import Period

_DAYS_A_WEEK = 7.0
_QUARTER_MONTHS = 3
Span = tuple[float, float, float]
"""Mean, and from where to where it lies with nine chances of ten; hours a week."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Hours a week, everything as JSON takes it.

    `by_month` by months like 2023-01; `by_month_and_mountain` the means of the eight burdens in each; `staff` by
    township, absent where nobody says. `assumed` of `norms` used are assumed.
    """

    total: Span
    staff: float | None
    by_mountain: Mapping[str, float]
    by_month: Mapping[str, Span]
    by_month_and_mountain: Mapping[str, Mapping[str, float]]
    by_township: Mapping[str, Span]
    staff_of: Mapping[str, float]
    by_issuer: Mapping[str, Span]
    assumed: int
    norms: int
    method: str


def make_panel(material: Material) -> Panel:
    """The panel of a material. Months that the period covers in part are in no line of months."""
    account = material.account
    months = [month for month in sorted(account.by_month) if _covers(material.period, np.datetime64(month, "M"))]
    by_mountain = dict.fromkeys((mountain.value for mountain in Mountain), 0.0)
    for kind, estimate in account.by_kind.items():
        by_mountain[kind.mountain.value] += estimate.mean
    return Panel(
        span_of(account.hours),
        material.staff,
        by_mountain,
        {month: span_of(account.by_month[month]) for month in months},
        _by_month_and_mountain(material, months),
        {name: span_of(estimate) for name, estimate in account.by_township.items()},
        _staff_of(material, account.by_township),
        {name: span_of(estimate) for name, estimate in account.by_issuer.items()},
        account.stamp.assumed,
        account.stamp.used,
        account.stamp.method,
    )


def span_of(estimate: Estimate) -> Span:
    """Mean, low and high, as JSON takes them."""
    return round(estimate.mean, 2), round(estimate.low, 2), round(estimate.high, 2)


def _staff_of(material: Material, townships: Mapping[str, object]) -> dict[str, float]:
    names, staff = material.organs["name"].tolist(), material.organs["staff"].tolist()
    return {name: number for name, number in zip(names, staff, strict=True) if name in townships and number > 0}


def _covers(period: Period, month: np.datetime64) -> bool:
    return bool(month >= np.datetime64(period.start) and (month + 1) <= np.datetime64(period.end))


def _by_month_and_mountain(material: Material, months: Sequence[str]) -> dict[str, dict[str, float]]:
    """Mean hours a week of each burden in each month, of rows that name a day."""
    work, hours = material.load.work, material.simulation.usual_hours()
    table: dict[str, dict[str, float]] = {}
    for name in months:
        month = np.datetime64(name, "M")
        days = int(((month + 1).astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int))
        inside = work.months == month
        line = dict.fromkeys((mountain.value for mountain in Mountain), 0.0)
        for kind in BurdenKind:
            share = float(hours[inside & (work.kinds == kind.value)].sum()) * _DAYS_A_WEEK / days
            line[kind.mountain.value] = round(line[kind.mountain.value] + share, 2)
        table[name] = line
    return table


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
    """What fell and what rose between the last two quarters of whole months; [] where there are fewer than six."""
    months = sorted(by_month)
    if len(months) < 2 * _QUARTER_MONTHS:
        return []
    before, after = months[-2 * _QUARTER_MONTHS : -_QUARTER_MONTHS], months[-_QUARTER_MONTHS:]
    return [
        Change(mountain, _mean(by_month, before, mountain), _mean(by_month, after, mountain)) for mountain in Mountain
    ]


def _mean(by_month: Mapping[str, Mapping[str, float]], months: list[str], mountain: Mountain) -> float:
    return sum(by_month[month].get(mountain.value, 0.0) for month in months) / len(months)

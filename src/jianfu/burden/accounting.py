"""The account of a place: hours a week by kind, month, township and organ, paper and money, each as an interval."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from jianfu.burden.norms import Norms
from jianfu.burden.simulating import DRAWS, METHOD, Estimate, Simulation, draw_norm, simulate
from jianfu.burden.work import Column, Load, Missing
from jianfu.vocabulary.burden_kind import BurdenKind

WAGE, PAPER, TRAVEL = "工价", "纸张", "路费"
FEN_A_YUAN = 100
SEED_OF_PRICES = 1
"""Prices are drawn apart from hours, from a seed so much higher."""
_PORTION = 500  # groups whose draws are held at once


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a result came about, so that it can be had again: method, digest of the norms, seed; how many norms are
    assumed of how many that were used."""

    method: str
    norms: str
    seed: int
    assumed: int
    used: int


@dataclass(frozen=True, slots=True)
class Account:
    """What a place bears.

    Hours are a week's. `by_month` by months like 2023-01, of rows that name a day; `by_township`, `by_issuer` (names)
    and `by_demand` (ids) the heaviest first. `labour_yuan`, `paper_yuan` and `travel_yuan` of the whole period, None
    where no price is given; `purchases_yuan` as registered. `width` as `Simulation.share_of_width`.
    """

    hours: Estimate
    by_kind: Mapping[BurdenKind, Estimate]
    by_month: Mapping[str, Estimate]
    by_township: Mapping[str, Estimate]
    by_issuer: Mapping[str, Estimate]
    by_demand: Mapping[int, Estimate]
    width: Mapping[str, float]
    sheets: float
    labour_yuan: Estimate | None
    paper_yuan: Estimate | None
    travel_yuan: Estimate | None
    purchases_yuan: float
    missing: tuple[Missing, ...]
    weeks: float
    stamp: Stamp


def simulate_load(load: Load, norms: Norms, seed: int, draws: int = DRAWS) -> Simulation:
    """Possible counties for a load; the same for the same seed."""
    return simulate(load.work, norms, np.random.default_rng(seed), draws)


def make_account(load: Load, norms: Norms, simulation: Simulation, seed: int) -> Account:
    """The account of a load. `simulation` is of its work."""
    work, week = load.work, 1 / load.weeks
    hours = simulation.total()
    dice = np.random.default_rng(seed + SEED_OF_PRICES)
    draws = len(hours)
    by_kind = estimate_by(simulation, work.kinds, week)
    wage, paper, travel = (norms.prices.get(name) for name in (WAGE, PAPER, TRAVEL))
    months = work.months.astype(str).astype(object)
    months[np.isnat(work.months)] = None
    return Account(
        Estimate.of(hours * week),
        {kind: by_kind[kind.value] for kind in BurdenKind if kind.value in by_kind},
        {str(name): estimate for name, estimate in _by_month(simulation, months).items()},
        {str(name): estimate for name, estimate in _heaviest(estimate_by(simulation, work.townships, week)).items()},
        {str(name): estimate for name, estimate in _heaviest(estimate_by(simulation, work.issuers, week)).items()},
        {
            int(str(number)): estimate
            for number, estimate in _heaviest(estimate_by(simulation, work.demands, week)).items()
        },
        dict(sorted(simulation.share_of_width().items(), key=lambda share: -share[1])),
        load.sheets,
        Estimate.of(hours * draw_norm(wage, dice, draws)) if wage else None,
        Estimate.of(load.sheets * draw_norm(paper, dice, draws)) if paper else None,
        Estimate.of(load.trips * draw_norm(travel, dice, draws)) if travel else None,
        load.purchases_fen / FEN_A_YUAN,
        load.missing,
        load.weeks,
        _stamp(simulation, norms, seed),
    )


def _stamp(simulation: Simulation, norms: Norms, seed: int) -> Stamp:
    used = [norms.minutes[key] for a in simulation.work.catalogue if (key := (a.kind, a.name)) in norms.minutes]
    return Stamp(METHOD, norms.digest, seed, sum(norm.is_assumed for norm in used), len(used))


def estimate_by(simulation: Simulation, values: Column, factor: float) -> dict[object, Estimate]:
    """Hours by value, times a factor; lines of no value (None) are in none."""
    is_given = np.array([value is not None for value in values], np.bool_)
    names, places = np.unique(values[is_given], return_inverse=True)
    groups = np.full(len(values), -1, np.int64)
    groups[is_given] = places
    estimates: dict[object, Estimate] = {}
    for first in range(0, len(names), _PORTION):
        some = names[first : first + _PORTION].tolist()
        inside = np.where((groups >= first) & (groups < first + _PORTION), groups - first, -1)
        drawn = simulation.by_group(inside, len(some)) * factor
        estimates |= {name: Estimate.of(row) for name, row in zip(some, drawn, strict=True)}
    return estimates


def _by_month(simulation: Simulation, months: Column) -> dict[object, Estimate]:
    """Hours a week in each month."""
    hours = estimate_by(simulation, months, 7.0)
    return {month: estimate.times(1 / _days_of(str(month))) for month, estimate in hours.items()}


def _days_of(month: str) -> int:
    first = np.datetime64(month, "M")
    return int(((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(int))


def _heaviest(estimates: Mapping[object, Estimate]) -> dict[object, Estimate]:
    return dict(sorted(estimates.items(), key=lambda item: -item[1].mean))

"""What a plan costs those whom it assesses: hours a year by indicator, by the norms that price every demand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jianfu.assessment.plans.plan import Indicator, Plan
from jianfu.burden.accounting import estimate_by
from jianfu.burden.norms import Norms
from jianfu.burden.simulating import Estimate, simulate
from jianfu.burden.work import GRADES, Activity, Work
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Grade

_CHECKING = Activity(BurdenKind.DATA_REQUEST, "核对")
_SEED_OF_PRICES = 7


@dataclass(frozen=True, slots=True)
class Price:
    """Hours a year that a plan costs all townships together: in all, and by indicator id."""

    hours: Estimate
    by_indicator: dict[str, Estimate]


def price_plan(plan: Plan, townships: int, norms: Norms) -> Price:
    """The price of a plan. Collecting costs townships nothing, for the numbers are there; looking them over does."""
    work = _count_work(plan.indicators, townships)
    simulation = simulate(work, norms, np.random.default_rng(plan.seed + _SEED_OF_PRICES))
    found = estimate_by(simulation, work.demands, 1.0)
    hours = {one.id: found.get(place, Estimate(0, 0, 0, 0)) for place, one in enumerate(plan.indicators)}
    return Price(Estimate.of(simulation.total()), hours)


def _count_work(indicators: Sequence[Indicator], townships: int) -> Work:
    times = np.array([one.checks * townships for one in indicators], np.float64)
    asked = np.flatnonzero(times > 0)
    count = len(asked)
    return Work(
        (_CHECKING,),
        np.zeros(count, np.int64),
        times[asked],
        np.full(count, GRADES.index(Grade.A), np.int64),
        np.arange(count),
        asked.astype(object),
        np.array([indicators[place].owner for place in asked.tolist()], object),
        np.full(count, np.datetime64("NaT"), "datetime64[M]"),
        np.full(count, None, object),
    )

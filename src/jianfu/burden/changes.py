"""Why the hours of two periods differ: more demands, heavier demands, or another method. Adds up exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from jianfu.burden.simulating import Simulation
from jianfu.burden.work import Activity


@dataclass(frozen=True, slots=True)
class Ask:
    """What one activity amounts to in a period.

    `receipts`: rows that ask it, per week (the volume). `units`: how often each asks it, or hours for what is measured
    (the rule). `hours`: of one unit, by norms and grades (the method).
    """

    receipts: float
    units: float
    hours: float


@dataclass(frozen=True, slots=True)
class Change:
    """Hours a week that were added (negative: taken away), by their cause. Together they are the whole change."""

    volume: float
    rule: float
    method: float

    @property
    def total(self) -> float:
        """The whole change."""
        return self.volume + self.rule + self.method


Asks = Mapping[Activity, Ask]


def summarise_asks(simulation: Simulation, weeks: float) -> Asks:
    """What each activity amounts to in a period of so many weeks."""
    work = simulation.work
    hours = simulation.usual_hours()
    asks = {}
    for number in np.unique(work.activities).tolist():
        chosen = work.activities == number
        receipts, quantity = len(np.unique(work.receipts[chosen])), float(work.quantities[chosen].sum())
        asks[work.catalogue[number]] = Ask(
            receipts / weeks, quantity / receipts, float(hours[chosen].sum()) / quantity if quantity else 0.0
        )
    return asks


def split_change(before: Asks, after: Asks) -> Change:
    """The change of hours a week from one period to another, by cause.

    The causes act together, so that the order in which they are changed matters; each gets the mean over all six
    orders (Shapley), which adds up exactly and favours none. An activity that only one period knows is a matter of
    volume.
    """
    shares = [0.0, 0.0, 0.0]
    for activity in {**before, **after}:
        first, last = _pair(before.get(activity), after.get(activity))
        for cause, share in enumerate(_share_out(first, last)):
            shares[cause] += share
    return Change(*shares)


def _pair(before: Ask | None, after: Ask | None) -> tuple[Ask, Ask]:
    known = before or after
    if known is None:
        raise ValueError("an activity must be in one of the two periods")
    absent = Ask(0.0, known.units, known.hours)
    return before or absent, after or absent


def _share_out(before: Ask, after: Ask) -> tuple[float, float, float]:
    first = (before.receipts, before.units, before.hours)
    last = (after.receipts, after.units, after.hours)
    shares = [0.0, 0.0, 0.0]
    orders = list(permutations(range(3)))
    for order in orders:
        now = list(first)
        for cause in order:
            earlier = now[0] * now[1] * now[2]
            now[cause] = last[cause]
            shares[cause] += (now[0] * now[1] * now[2] - earlier) / len(orders)
    return shares[0], shares[1], shares[2]

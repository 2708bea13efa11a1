"""Which mendings save most: hours of the rows that would go away, none counted twice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jianfu.burden.simulating import Estimate, Simulation
from jianfu.burden.work import Column

MOST = 10


@dataclass(frozen=True, slots=True)
class Mending:
    """Something that could be mended: `name` in Chinese, and the receipts that would then go away."""

    name: str
    receipts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Saving:
    """A mending and the hours that it saves beyond those before it in the list; `receipts` those that it adds.

    `usual_hours` by which it was ranked: they add up over the list without remainder.
    """

    mending: Mending
    receipts: int
    usual_hours: float
    hours: Estimate


def rank_mendings(simulation: Simulation, mendings: Sequence[Mending], most: int = MOST) -> list[Saving]:
    """At most so many mendings, each time the one that saves most of what is left; one that saves nothing is left out.

    Of two that save alike the first comes first.
    """
    work = simulation.work
    hours = simulation.usual_hours()
    is_left = np.ones(len(work), np.bool_)
    waiting = [(mending, np.isin(work.receipts, list(mending.receipts))) for mending in mendings]
    savings: list[Saving] = []
    while waiting and len(savings) < most:
        gains = [float(hours[mask & is_left].sum()) for _, mask in waiting]
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        mending, mask = waiting.pop(best)
        savings.append(_save(simulation, mending, mask & is_left, gains[best]))
        is_left &= ~mask
    return savings


def _save(simulation: Simulation, mending: Mending, mask: Column, usual_hours: float) -> Saving:
    receipts = len(np.unique(simulation.work.receipts[mask]))
    return Saving(mending, receipts, usual_hours, Estimate.of(simulation.total(mask)))

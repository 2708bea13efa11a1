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
    hours = simulation.usual_hours()
    is_left = np.ones(len(hours), np.bool_)
    waiting = list(zip(mendings, _find_lines(simulation, mendings), strict=True))
    savings: list[Saving] = []
    while waiting and len(savings) < most:
        gains = [float(hours[lines[is_left[lines]]].sum()) for _, lines in waiting]
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        mending, lines = waiting.pop(best)
        savings.append(_save(simulation, mending, lines[is_left[lines]], gains[best]))
        is_left[lines] = False
    return savings


def _find_lines(simulation: Simulation, mendings: Sequence[Mending]) -> list[Column]:
    """For each mending the numbers of the lines of its receipts."""
    order = np.argsort(simulation.work.receipts, kind="stable")
    receipts = simulation.work.receipts[order]
    found = []
    for mending in mendings:
        ids = np.array(sorted(mending.receipts), np.int64)
        starts, ends = np.searchsorted(receipts, ids, "left"), np.searchsorted(receipts, ids, "right")
        spans = [order[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        found.append(np.concatenate([np.zeros(0, np.int64), *spans]))
    return found


def _save(simulation: Simulation, mending: Mending, lines: Column, usual_hours: float) -> Saving:
    chosen = np.zeros(len(simulation.work), np.bool_)
    chosen[lines] = True
    receipts = len(np.unique(simulation.work.receipts[lines]))
    return Saving(mending, receipts, usual_hours, Estimate.of(simulation.total(chosen)))

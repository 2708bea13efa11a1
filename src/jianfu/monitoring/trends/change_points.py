"""Months from which a series has another level: every position is tried, none skipped, and chance is held to account.

The best positions come from dynamic programming over all of them (a search that skips to every fifth, as libraries do
by default, finds 1901 in the Nile's flow where 1898 is right). Whether there is a break at all is told by permutation:
in a series without one any order of its months is as likely. See docs/methods/trends.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]
FALSE_ALARMS = 0.05
"""In at most so many series without a break one is told."""
SHORTEST = 3
"""A level lasts at least so many months."""
FEWEST = 2 * SHORTEST + 2
ORDERS = 999
_NEAR = 1e-9
_WITHIN = 5.94
"""Of twice the log likelihood ratio of the break's place: nine of ten lie within (maximum of two-sided random walk with
drift, whose distribution is (1 − exp(−x/2))²: Yao 1987, Eo & Morley 2015)."""


@dataclass(frozen=True, slots=True)
class Change:
    """A new level from place `at` on. `before`, `after`: means of the two levels. `earliest`, `latest`: where it may
    lie with nine chances of ten. `chance`: how probable such a break is where there is none.
    """

    at: int
    before: float
    after: float
    earliest: int
    latest: int
    chance: float


def find_best(values: Column, count: int, shortest: int = 2) -> list[int]:
    """The `count` positions with the least sum of squares about the levels, each level `shortest` long or longer."""
    size = len(values)
    cost = _tabulate(values)
    best, came = np.full((count + 1, size + 1), inf), np.zeros((count + 1, size + 1), np.int64)
    best[0, shortest:] = cost[0, shortest : size + 1]
    for breaks in range(1, count + 1):
        for end in range((breaks + 1) * shortest, size + 1):
            starts = np.arange(breaks * shortest, end - shortest + 1)
            sums = best[breaks - 1, starts] + cost[starts, end]
            came[breaks, end] = starts[int(sums.argmin())]
            best[breaks, end] = sums.min()
    places: list[int] = []
    end = size
    for breaks in range(count, 0, -1):
        end = int(came[breaks, end])
        places.insert(0, end)
    return places


def _tabulate(values: Column) -> Column:
    """Sums of squares about the mean of every stretch [start, end)."""
    sums, squares = (np.concatenate([[0.0], np.cumsum(column)]) for column in (values, values**2))
    length = np.arange(len(values) + 1)[None, :] - np.arange(len(values) + 1)[:, None]
    total = sums[None, :] - sums[:, None]
    gaps = np.where(length > 0, length, 1)
    return np.asarray(np.maximum(squares[None, :] - squares[:, None] - total**2 / gaps, 0.0), np.float64)


def find_changes(
    values: Column,
    dice: np.random.Generator,
    *,
    false_alarms: float = FALSE_ALARMS,
    shortest: int = SHORTEST,
    first: tuple[int, float] | None = None,
    spent: int = 0,
) -> list[Change]:
    """Breaks of the series in order; gaps (NaN) are skipped, places count them. [] also for what is too short or flat.

    The whole series is tested first; a stretch is searched further only where a break was found, so that the rate of
    false alarms of the whole search is that of its first test. `first`: place and chance of a break that is known
    already; `spent` degrees of freedom went into adjusting the values.
    """
    told = np.flatnonzero(~np.isnan(values))
    search = _Search(values[told], dice, false_alarms, shortest, [])
    if first is None:
        search.look(0, len(told))
    else:
        search.split(0, int(np.searchsorted(told, first[0])), len(told), first[1])
    places = sorted(search.found)
    edges = [0, *(place for place, _ in places), len(told)]
    left = 1 - spent / max(len(told), 1)
    return [
        _describe(values[told], told, edges[n : n + 3], chance, shortest, left) for n, (_, chance) in enumerate(places)
    ]


@dataclass(frozen=True, slots=True)
class _Search:
    """Stretches of the values that are looked at one after the other."""

    values: Column
    dice: np.random.Generator
    false_alarms: float
    shortest: int
    found: list[tuple[int, float]]

    def look(self, start: int, end: int) -> None:
        """Find breaks of the stretch [start, end)."""
        part = self.values[start:end]
        if len(part) < max(2 * self.shortest + 2, FEWEST) or np.ptp(part) == 0:
            return
        place, chance = self._try(part)
        if chance <= self.false_alarms:
            self.split(start, start + place, end, chance)

    def split(self, start: int, place: int, end: int, chance: float) -> None:
        """Note a break and go on on both sides of it."""
        self.found.append((place, chance))
        self.look(start, place)
        self.look(place, end)

    def _try(self, part: Column) -> tuple[int, float]:
        """The best single position, and the share of orders of the same values whose best is as good."""
        gains = _gain(part[None, :], self.shortest)[0]
        shuffled = self.dice.permuted(np.tile(part, (ORDERS, 1)), axis=1)
        others = _gain(shuffled, self.shortest).max(axis=1)
        return self.shortest + int(gains.argmax()), count_chance(float(gains.max()), others)


def count_chance(own: float, others: Column) -> float:
    """The share of values at least as large, its own counted."""
    return float((1 + (others >= own - _NEAR * abs(own)).sum()) / (1 + len(others)))


def _gain(rows: Column, shortest: int) -> Column:
    """What a break at each place takes off the sum of squares: float64[rows, places]."""
    size = rows.shape[1]
    sums = np.cumsum(rows - rows.mean(axis=1, keepdims=True), axis=1)[:, shortest - 1 : size - shortest]
    left = np.arange(shortest, size - shortest + 1)
    return np.asarray(sums**2 * (1 / left + 1 / (size - left)), np.float64)


def _describe(
    values: Column, told: npt.NDArray[np.int64], edges: Sequence[int], chance: float, shortest: int, left: float
) -> Change:
    start, place, end = edges
    part = values[start:end]
    cost = _tabulate(part)
    places = np.arange(shortest, len(part) - shortest + 1)
    sums = cost[0, places] + cost[places, len(part)]
    variance = float(sums.min()) / max(len(part) * left - 2, 1)
    near = places[sums - sums.min() <= _WITHIN * variance]
    before, after = float(values[start:place].mean()), float(values[place:end].mean())
    first, last = (int(near.min()), int(near.max())) if len(near) else (place - start, place - start)
    return Change(int(told[place]), before, after, int(told[start + first]), int(told[start + last]), chance)

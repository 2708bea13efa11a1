"""From work to hours: many possible counties are drawn, and the interval is what most of them agree on.

Two things are uncertain. The county: how long an activity takes here on average, and how far off registers of a grade
are; each norm and each error is drawn once a possible county, and applies to all its rows. And the single row, which is
off by its own; over many rows that evens out, over few it does not. A sum of such rows is drawn as a lognormal of the
same mean and variance (Fenton–Wilkinson), so that no row has to be drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from jianfu.burden.norms import BrokenNorms, GradeError, Norm, Norms
from jianfu.burden.work import GRADES, MEASURED, Column, Work

METHOD = "负担折算法 1"
"""Goes up by one whenever the same rows and norms give other hours."""
DRAWS = 2_000
LOW, HIGH = 0.05, 0.95
_MINUTES_AN_HOUR = 60.0
Draws = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A quantity with what is not known about it: nine of ten possible counties lie from `low` to `high`."""

    mean: float
    median: float
    low: float
    high: float

    @staticmethod
    def of(draws: Draws) -> "Estimate":
        """The estimate from drawn values; all 0 for none."""
        if not len(draws):
            return Estimate(0.0, 0.0, 0.0, 0.0)
        low, median, high = np.quantile(draws, (LOW, 0.5, HIGH)).tolist()
        return Estimate(float(draws.mean()), median, low, high)

    def times(self, factor: float) -> "Estimate":
        """The same in another unit; `factor` is not negative."""
        return Estimate(self.mean * factor, self.median * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True)
class Simulation:
    """Possible counties: for each activity of a work's catalogue and each grade the hours that one unit takes.

    `minutes` float64[activities, draws]; `truths` float64[activities, GRADES, draws]: what was stated times this is
    true. `row_variances` float64[activities × GRADES]: of what a single row is off, mean 1. `luck` float64[draws]:
    standard normal, what a sum of single rows is off by its own. Groups of one simulation belong to the same counties.
    """

    work: Work
    minutes: Draws
    truths: Draws
    row_variances: Column
    luck: Draws

    @cached_property
    def hours_of_unit(self) -> Draws:
        """float64[activities × GRADES, draws]."""
        hours = self.minutes[:, None, :] * self.truths / _MINUTES_AN_HOUR
        return hours.reshape(-1, self.minutes.shape[1])

    def total(self, mask: Column | None = None) -> Draws:
        """Hours of all lines for which `mask` holds, in each possible county."""
        chosen = np.arange(len(self.work)) if mask is None else np.flatnonzero(mask)
        groups = np.full(len(self.work), -1, np.int64)
        groups[chosen] = 0
        hours: Draws = self.by_group(groups, 1)[0]
        return hours

    def by_group(self, groups: Column, count: int) -> Draws:
        """Hours of each of `count` groups in each possible county: float64[count, draws]. A line whose group is
        negative is in none."""
        inside = groups >= 0
        size = len(self.hours_of_unit)
        cells, quantities = self._cells[inside] + groups[inside] * size, self.work.quantities[inside]
        amounts = np.bincount(cells, quantities, count * size).reshape(count, size)
        squares = np.bincount(cells, quantities**2, count * size).reshape(count, size) * self.row_variances
        hours: Draws = amounts @ self.hours_of_unit
        variances = squares @ self.hours_of_unit**2
        spread = np.sqrt(np.log1p(np.divide(variances, hours**2, out=np.zeros_like(hours), where=hours > 0)))
        return np.asarray(hours * np.exp(spread * self.luck - spread**2 / 2), np.float64)

    def usual_hours(self) -> Column:
        """Hours of each line in the mean of all possible counties."""
        means: Column = self.hours_of_unit.mean(axis=1)[self._cells] * self.work.quantities
        return means

    def share_of_width(self, mask: Column | None = None) -> Mapping[str, float]:
        """For each input, by name, how much of the total's variance goes when it alone is known; shares of 1 together.

        Empty where nothing is uncertain. Inputs: `种类·活动` for a norm, `登记误差` for what registers are off,
        `单行出入` for what single rows are off by their own.
        """
        total = self.total(mask).var()
        if total <= 0:
            return {}
        gains = {self._name(number): total - self._without_norm(number, mask) for number in range(len(self.minutes))}
        truths = np.broadcast_to(self.truths.mean(axis=2, keepdims=True), self.truths.shape)
        gains["登记误差"] = total - replace(self, truths=truths).total(mask).var()
        gains["单行出入"] = total - replace(self, luck=np.zeros_like(self.luck)).total(mask).var()
        positive = {name: max(float(gain), 0.0) for name, gain in gains.items()}
        whole = sum(positive.values())
        return {name: gain / whole for name, gain in positive.items() if gain > 0} if whole else {}

    @cached_property
    def _cells(self) -> Column:
        cells: Column = self.work.activities * len(GRADES) + self.work.grades
        return cells

    def _name(self, number: int) -> str:
        activity = self.work.catalogue[number]
        return f"{activity.kind.label}·{activity.name or '登记的时长'}"

    def _without_norm(self, number: int, mask: Column | None) -> float:
        minutes = self.minutes.copy()
        minutes[number] = minutes[number].mean()
        return float(replace(self, minutes=minutes).total(mask).var())


def simulate(work: Work, norms: Norms, dice: np.random.Generator, draws: int = DRAWS) -> Simulation:
    """Draw possible counties. BrokenNorms where an activity has no norm."""
    minutes = np.empty((len(work.catalogue), draws))
    truths = np.empty((len(work.catalogue), len(GRADES), draws))
    row_variances = np.empty((len(work.catalogue), len(GRADES)))
    for number, activity in enumerate(work.catalogue):
        norm = norms.minutes.get((activity.kind, activity.name))
        if activity.name == MEASURED:
            minutes[number] = _MINUTES_AN_HOUR
        elif norm is None:
            raise BrokenNorms(f"没有“{activity.kind.label}·{activity.name}”的耗时。请在自己的文件里写上。")
        else:
            minutes[number] = draw_norm(norm, dice, draws) * (1 - norm.share_anyway)
        for place, grade in enumerate(GRADES):
            error = norms.errors[grade]
            truths[number, place] = draw_truth(error, dice, draws)
            own = 0.0 if activity.name == MEASURED else norms.item_spread
            row_variances[number, place] = np.expm1(error.row_spread**2 + own**2)
    return Simulation(work, minutes, truths, row_variances.reshape(-1), dice.standard_normal(draws))


def draw_norm(norm: Norm, dice: np.random.Generator, draws: int) -> Draws:
    """Values between the least and the most by the PERT distribution: a beta whose mean is (low + 4 usual + high) / 6.

    A triangle of the same ends gives the far end too much: with 2, 10, 120 minutes its mean is 44, PERT's 27.
    """
    width = norm.high - norm.low
    if width == 0:
        return np.full(draws, norm.usual)
    rise = 4 * (norm.usual - norm.low) / width
    return norm.low + width * dice.beta(1 + rise, 5 - rise, draws)


def draw_truth(error: GradeError, dice: np.random.Generator, draws: int) -> Draws:
    """True over stated: the inverse of a lognormal error."""
    return (
        np.exp(-dice.normal(error.bias, error.spread, draws)) if error.spread else np.full(draws, np.exp(-error.bias))
    )

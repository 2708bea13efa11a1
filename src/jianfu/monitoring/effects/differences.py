"""Before and after, beside others: differences in differences, month by month, and what chance alone would give.

Every place counts once: its mean of log values after less that before. Months that a place does not tell are left out
of its means; a place without any on one side is left out and counted. See docs/methods/effects.md.
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

from jianfu.monitoring.inference.expanding import Bounded

Column = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
_ALL_GROUPINGS, _DRAWN_GROUPINGS = 5_000, 1_999
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Observed:
    """`values` float64[places, months] (counts or hours, NaN where no register tells); `treated` bool[places];
    `start` the first month (place in the columns) in which the measure was in force.
    """

    values: Column
    treated: Mask
    start: int

    def logs(self) -> Column:
        """Logs of values + ½, so that months of nought have one."""
        return np.asarray(np.log(self.values + _HALF), np.float64)


@dataclass(frozen=True, slots=True)
class Effect:
    """`change`: log change beyond that of the others, with its interval (Student's t over places). `chance`: by
    permuting which places were treated, two-sided; `groupings` how many there are or were drawn. `treated`, `others`:
    places used.
    """

    change: Bounded
    chance: float
    groupings: int
    treated: int
    others: int

    def as_ratio(self) -> tuple[float, float, float]:
        """The change as a ratio minus one (−0.3: three tenths less), with low and high."""
        mean, low, high = np.expm1([self.change.value, self.change.low, self.change.high]).tolist()
        return mean, low, high


def measure_gains(observed: Observed) -> tuple[Column, Mask]:
    """What each place gained, after less before, and which of them are treated; places that tell only one side left
    out.
    """
    logs = observed.logs()
    sides = [logs[:, : observed.start], logs[:, observed.start :]]
    told = np.logical_and.reduce([(~np.isnan(side)).any(axis=1) for side in sides])
    before, after = (np.nanmean(side[told], axis=1) for side in sides)
    return np.asarray(after - before, np.float64), observed.treated[told]


def estimate_effect(observed: Observed, dice: np.random.Generator) -> Effect | None:
    """The effect; None where no treated place, or fewer than two others, tell both sides."""
    gains, treated = measure_gains(observed)
    inside, outside = gains[treated], gains[~treated]
    if not len(inside) or len(outside) < 2:
        return None
    value = float(inside.mean() - outside.mean())
    degrees = len(gains) - 2
    squares = float(((inside - inside.mean()) ** 2).sum() + ((outside - outside.mean()) ** 2).sum())
    error = float(np.sqrt(squares / degrees * (1 / len(inside) + 1 / len(outside))))
    chance, groupings = permute(gains, treated, dice)
    return Effect(Bounded.of(value, error, degrees), chance, groupings, len(inside), len(outside))


def permute(gains: Column, treated: Mask, dice: np.random.Generator) -> tuple[float, int]:
    """The share of ways to choose as many places whose difference is as far from nought; its own is one of them.

    All ways where they are few, else drawn ones. With k of n treated no chance can be below 1 / C(n, k).
    """
    size, count = len(gains), int(treated.sum())
    if comb(size, count) <= _ALL_GROUPINGS:
        groups = np.array(list(combinations(range(size), count)), np.int64)
        found = _differences(gains, groups)
        own = _differences(gains, np.flatnonzero(treated)[None, :])[0]
        return float((np.abs(found) >= abs(own) - 1e-12).mean()), len(groups)
    groups = np.argsort(dice.random((_DRAWN_GROUPINGS, size)), axis=1)[:, :count]
    own = _differences(gains, np.flatnonzero(treated)[None, :])[0]
    beyond = int((np.abs(_differences(gains, groups)) >= abs(own) - 1e-12).sum())
    return (1 + beyond) / (1 + _DRAWN_GROUPINGS), _DRAWN_GROUPINGS


def _differences(gains: Column, groups: npt.NDArray[np.int64]) -> Column:
    count = groups.shape[1]
    inside = gains[groups].sum(axis=1)
    return np.asarray(inside / count - (gains.sum() - inside) / (len(gains) - count), np.float64)


@dataclass(frozen=True, slots=True)
class Months:
    """The event study. `changes` float64[months]: treated less others in each month, beyond their mean before the
    start.

    `drifting`: how probable a drift before the start as large is, where both go alike; small says that they did not.
    """

    changes: Column
    drifting: float


def study_months(observed: Observed, dice: np.random.Generator) -> Months:
    """Month by month. A month without any treated or any other place is NaN. Fewer than three months before: drifting
    1.
    """
    logs = observed.logs()
    level = np.nanmean(logs[:, : observed.start], axis=1, keepdims=True)
    logs = logs - level
    told = ~np.isnan(level[:, 0])
    inside, outside = (logs[told & mask] for mask in (observed.treated, ~observed.treated))
    changes = np.array([_mean(inside[:, n]) - _mean(outside[:, n]) for n in range(logs.shape[1])])
    return Months(changes, _test_drift(logs[told, : observed.start], observed.treated[told], dice))


def _mean(values: Column) -> float:
    told = values[~np.isnan(values)]
    return float(told.mean()) if len(told) else float("nan")


def _test_drift(before: Column, treated: Mask, dice: np.random.Generator) -> float:
    """Each place's slope before the start, and whether the treated ones' differs by more than permuting explains."""
    months = before.shape[1]
    if months < 3 or treated.all() or not treated.any():
        return 1.0
    time = np.arange(months) - (months - 1) / 2
    slopes = np.nansum(before * time, axis=1) / (time**2).sum()
    return permute(np.asarray(slopes, np.float64), treated, dice)[0]

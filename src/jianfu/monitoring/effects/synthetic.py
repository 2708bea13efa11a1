"""A check by a made-up twin: the mix of other places that went like the treated ones before, and where it went after.

Abadie, Diamond & Hainmueller, JASA 105 (2010) 493; the rank among placebos is theirs. A check beside the difference in
differences, not in its place.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.monitoring.effects.differences import Column, Observed

_STEPS, _NEAR = 500, 1e-6
FEWEST_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Twin:
    """`gap`: mean log distance from the twin after the start; `misfit` the root mean square of it before. `chance`:
    share of places, each taken as if treated, whose ratio of after to before is as large. `weights` float64[others].
    """

    gap: float
    misfit: float
    chance: float
    weights: Column


def find_twin(observed: Observed) -> Twin | None:
    """The twin of the treated places' mean; None with fewer than four months before or two others, or with gaps."""
    logs = observed.logs()
    others = np.flatnonzero(~observed.treated)
    if observed.start < FEWEST_BEFORE or len(others) < 2 or np.isnan(logs).any():
        return None
    own = logs[observed.treated].mean(axis=0)
    weights = _fit(own[: observed.start], logs[others][:, : observed.start])
    gap, misfit = _measure(own, weights @ logs[others], observed.start)
    placebos = [_placebo(logs, place, others, observed.start) for place in others.tolist()]
    ratios = [abs(after) / max(before, _NEAR) for after, before in placebos]
    mine = abs(gap) / max(misfit, _NEAR)
    return Twin(gap, misfit, (1 + sum(ratio >= mine for ratio in ratios)) / (1 + len(ratios)), weights)


def _placebo(logs: Column, place: int, others: npt.NDArray[np.int64], start: int) -> tuple[float, float]:
    rest = others[others != place]
    weights = _fit(logs[place, :start], logs[rest][:, :start])
    return _measure(logs[place], weights @ logs[rest], start)


def _measure(own: Column, twin: Column, start: int) -> tuple[float, float]:
    gap = own - twin
    return float(gap[start:].mean()), float(np.sqrt((gap[:start] ** 2).mean()))


def _fit(own: Column, others: Column) -> Column:
    """Weights, none below nought and one in all, that come nearest (projected gradient with a fixed step)."""
    weights = np.full(len(others), 1 / len(others))
    step = 1 / max(float(np.linalg.norm(others @ others.T, 2)), _NEAR)
    for _ in range(_STEPS):
        moved = _project(weights - step * (others @ (weights @ others - own)))
        if np.abs(moved - weights).max() < _NEAR:
            break
        weights = moved
    return weights


def _project(values: Column) -> Column:
    """The nearest weights (Held, Wolfe & Crowder 1974)."""
    ordered = np.sort(values)[::-1]
    sums = (np.cumsum(ordered) - 1) / np.arange(1, len(values) + 1)
    level = sums[np.flatnonzero(ordered > sums)[-1]]
    return np.asarray(np.maximum(values - level, 0.0), np.float64)

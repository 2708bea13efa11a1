"""How well each panel would have told last year's total, which is known by now."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from jianfu.monitoring.points.drawing import Column, Panels


@dataclass(frozen=True, slots=True)
class Trial:
    """Errors relative to the truth. `errors` float64[panels] of the panels that were kept; `rmse` theirs, `random` that
    of any panel by the same estimator, `expansion` that of any panel by the bare mean; `worst` the largest of the kept.
    """

    errors: Column
    rmse: float
    random: float
    expansion: float
    worst: float


def try_panels(kept: Panels, load: Column, base: Column) -> Trial:
    """`load` and `base` float64[places]: last year's hours, and what is known of all places beforehand (counts).

    Each panel estimates the total of `load` by the ratio to `base`. Places with nought of both tell nothing and harm
    nothing.
    """
    size = kept.shape[1]
    every = np.array(list(combinations(range(len(load)), size)), np.int64).reshape(-1, size)
    errors = _ratio_errors(kept, load, base)
    bare = load[every].mean(axis=1) * len(load) / load.sum() - 1
    return Trial(errors, _rms(errors), _rms(_ratio_errors(every, load, base)), _rms(bare), float(np.abs(errors).max()))


def _ratio_errors(panels: Panels, load: Column, base: Column) -> Column:
    under = base[panels].sum(axis=1)
    ratio = np.divide(load[panels].sum(axis=1), under, out=np.zeros(len(panels)), where=under > 0)
    return np.asarray(ratio * base.sum() / load.sum() - 1, np.float64)


def _rms(errors: Column) -> float:
    return float(np.sqrt((errors**2).mean()))

"""Places with few reports borrow from the others: Fay and Herriot's model for each place's mean.

y = x'β + v + e, the variance of e known for each place, that of v estimated. Fay & Herriot (1979); the errors of the
estimates by Prasad & Rao (1990) and Datta & Lahiri (2000). See docs/methods/monitoring-inference.md.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from jianfu.monitoring.inference.expanding import CannotInfer
from jianfu.monitoring.inference.quantiles import NINE_OF_TEN, normal_quantile

Column = npt.NDArray[np.float64]
_STEPS, _NEAR = 200, 1e-10


class Fit(StrEnum):
    """How the variance between places is estimated."""

    REML = "reml"
    """Restricted likelihood."""
    MOMENTS = "moments"
    """Fay and Herriot's own: the weighted residual sum of squares equals its degrees of freedom."""


@dataclass(frozen=True, slots=True)
class SmallAreas:
    """Estimates of all places. `between` is the variance between places; `beta` float64[k], `beta_errors` theirs;
    `estimates`, `mse` float64[places]; `own` float64[places]: how much of each estimate is the place's own report, the
    rest is model.
    """

    beta: Column
    beta_errors: Column
    between: float
    estimates: Column
    mse: Column
    own: Column

    def intervals(self) -> tuple[Column, Column]:
        """Low and high ends with nine chances of ten."""
        width = normal_quantile((1 + NINE_OF_TEN) / 2) * np.sqrt(self.mse)
        return self.estimates - width, self.estimates + width


def fit_areas(y: Column, x: Column, variances: Column, fit: Fit = Fit.REML) -> SmallAreas:
    """`y` float64[places]: what the place's own reports say; `x` float64[places, k] known of all; `variances` of y.

    A place without a report has y and variance NaN: its estimate is the model's alone. CannotInfer where fewer places
    report than k + 2.
    """
    told = ~np.isnan(y) & ~np.isnan(variances)
    if told.sum() < x.shape[1] + 2:
        raise CannotInfer(f"有数据的地方只有 {told.sum()} 个，模型要 {x.shape[1] + 2} 个以上。请等下一期，或少用几项。")
    ys, xs, ds = y[told], x[told], variances[told]
    between = _estimate(ys, xs, ds, fit)
    inverse = np.asarray(np.linalg.inv(xs.T @ (xs / (between + ds)[:, None])), np.float64)
    beta = inverse @ (xs.T @ (ys / (between + ds)))
    own = np.where(told, between / (between + np.where(told, variances, 1.0)), 0.0)
    synthetic = x @ beta
    estimates = synthetic + own * (np.where(told, y, 0.0) - np.where(told, synthetic, 0.0))
    mse = _errors(x, np.where(told, variances, np.inf), ds, inverse, between, fit)
    return SmallAreas(beta, np.sqrt(np.diag(inverse)), between, estimates, mse, own)


def _estimate(y: Column, x: Column, d: Column, fit: Fit) -> float:
    """The variance between places, not below nought."""
    step = _score if fit is Fit.REML else _moment_step
    between = float(np.median(d))
    for _ in range(_STEPS):
        change = step(y, x, d, between)
        moved = max(between + change, 0.0)
        if abs(moved - between) < _NEAR:
            return moved
        between = moved
    return between


def _project(x: Column, v: Column) -> Column:
    """P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹."""
    scaled = x / v[:, None]
    return np.asarray(np.diag(1 / v) - scaled @ np.linalg.solve(x.T @ scaled, scaled.T), np.float64)


def _score(y: Column, x: Column, d: Column, between: float) -> float:
    """Fisher's step of the restricted likelihood."""
    p = _project(x, between + d)
    squared = p @ p
    return float((y @ squared @ y - np.trace(p)) / np.trace(squared))


def _moment_step(y: Column, x: Column, d: Column, between: float) -> float:
    """Newton's step towards y'Py = places − k; the sum falls as the variance grows."""
    p = _project(x, between + d)
    return float((y @ p @ y - (len(y) - x.shape[1])) / (y @ p @ p @ y))


def _errors(x: Column, every: Column, d: Column, inverse: Column, between: float, fit: Fit) -> Column:
    """g1 + g2 + 2 g3, and for moments the bias of the variance taken off. `every` is infinite without a report."""
    keep = 1 / (1 + between / every)  # how much of it is model: 1 without a report
    g1 = np.where(np.isinf(every), between, between * keep)
    g2 = keep**2 * np.einsum("ij,jk,ik->i", x, inverse, x)
    sums = float((1 / (between + d)).sum())
    squares = float((1 / (between + d) ** 2).sum())
    of_between = 2 / squares if fit is Fit.REML else 2 * len(d) / sums**2
    g3 = np.where(np.isinf(every), 0.0, keep**2 * of_between / (between + every))
    bias = 0.0 if fit is Fit.REML else 2 * (len(d) * squares - sums**2) / sums**3
    return np.asarray(g1 + g2 + 2 * g3 - np.where(np.isinf(every), 0.0, keep**2 * bias), np.float64)

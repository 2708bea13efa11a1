"""Regression adjustment that holds at 28 townships: cross-fitted, shrunk, and each measured by its own uncertainty.

What is usual for a township is predicted from the others alone, so that its own effort does not move what is expected
of it. Endowments enter as they are and once more as the square of what they predict, both lightly held back (ridge):
where conditions are very good or very bad, results bend. A left-out residual has a larger variance where a
place is unlike the rest; divided by that deviation all have the same chance of either end under equal effort. Residuals
are held within 2.5 robust deviations while fitting: one outlier does not move the line for all.
Source: docs/methods/assessment.md.
"""

import numpy as np

from jianfu.assessment.differing.adjusted import Adjusted
from jianfu.assessment.differing.conditions import Conditions
from jianfu.assessment.scoring.data import Floats

_RIDGE, _RIDGE_OF_CURVE = 0.1, 0.3
_FARTHEST, _MAD = 2.5, 1.4826
_FEWEST_FREE = 6
"""Townships beyond the columns; with fewer nothing is estimated."""


def adjust_by_regression(areas: Floats, conditions: Conditions) -> Adjusted:
    """Totals of float64[draws, townships, areas] less what is usual for such a place, around the county's mean."""
    return adjust_totals(areas.sum(axis=-1), conditions.matrix)


def fit_surface(totals: Floats, matrix: Floats) -> Floats:
    """What endowments explain of float64[draws, townships], each one's own value used too: smooth over townships."""
    count, columns = matrix.shape
    centre = totals.mean(axis=1, keepdims=True)
    if columns == 0 or count < columns + _FEWEST_FREE:
        return np.broadcast_to(centre, totals.shape)
    line = _draw_line(matrix)
    fitted = _hold_in(totals - centre, line)
    return np.asarray(centre + np.einsum("dij,dj->di", line + _bend(fitted, matrix, line), fitted), np.float64)


def _draw_line(matrix: Floats) -> Floats:
    """float64[townships, townships]: what makes fitted values of centred ones, the mean's share included."""
    count, columns = matrix.shape
    inner = np.linalg.solve(matrix.T @ matrix + _RIDGE * np.eye(columns), matrix.T)
    return np.asarray(matrix @ inner + 1 / count, np.float64)


def adjust_totals(totals: Floats, matrix: Floats) -> Adjusted:
    """The same for float64[draws, townships] of anything; unchanged where too few townships could tell."""
    count, columns = matrix.shape
    if columns == 0 or count < columns + _FEWEST_FREE:
        return Adjusted.unchanged(totals)
    centre = totals.mean(axis=1, keepdims=True)
    line = _draw_line(matrix)
    fitted = _hold_in(totals - centre, line)
    bent = line + _bend(fitted, matrix, line)
    expected, keep = _predict(fitted, bent)
    scores = centre + (totals - centre - expected) * keep
    noise = np.sqrt(((fitted - expected) ** 2 * keep**2).mean())
    weight = keep.mean(axis=0)
    return Adjusted(scores, centre + expected, noise * np.sqrt(np.maximum(1 - weight**2, 0)), weight)


def _hold_in(values: Floats, line: Floats) -> Floats:
    straight = values @ line
    apart = values - straight
    spread = _MAD * np.median(np.abs(apart), axis=1, keepdims=True)
    limit = np.where(spread > 0, _FARTHEST * spread, np.inf)
    return np.asarray(straight + np.clip(apart, -limit, limit), np.float64)


def _bend(fitted: Floats, matrix: Floats, line: Floats) -> Floats:
    """float64[draws, townships, townships]: what the square of each one's left-out prediction adds to the fit."""
    own = np.diag(line)
    apart = (fitted @ line - fitted * own) / (1 - own)
    square = _standardise(_standardise(apart) ** 2)
    straight = matrix @ np.linalg.pinv(matrix)
    square = square - square @ straight.T
    square -= square.mean(axis=1, keepdims=True)
    size = (square**2).sum(axis=1)[:, None, None] + _RIDGE_OF_CURVE
    return np.asarray(square[:, :, None] * square[:, None, :] / size, np.float64)


def _standardise(values: Floats) -> Floats:
    spread = values.std(axis=1, keepdims=True)
    centred = values - values.mean(axis=1, keepdims=True)
    return np.asarray(np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0), np.float64)


def _predict(fitted: Floats, hats: Floats) -> tuple[Floats, Floats]:
    """Each from the others alone, and what its residual is to be multiplied with to be as uncertain as any other's.

    `hats` float64[draws, townships, townships]; both results float64[draws, townships].
    """
    own = np.diagonal(hats, axis1=1, axis2=2)
    others = (np.einsum("dij,dj->di", hats, fitted) - fitted * own) / (1 - own)
    squares = (hats**2).sum(axis=2) - own**2
    return others, 1 / np.sqrt(1 + squares / (1 - own) ** 2)

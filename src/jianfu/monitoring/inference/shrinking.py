"""Rates of places with few reports, drawn towards the county's: the empirical Bayes estimator of counts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.monitoring.inference.expanding import CannotInfer
from jianfu.monitoring.inference.quantiles import NINE_OF_TEN, gamma_quantile

Column = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shrunk:
    """Rates of places. `own` float64[places]: how much of each is its own count, the rest the county's rate `county`.

    `low`, `high`: nine chances of ten, by the gamma of Poisson counts. Without any spread between places beyond chance
    all are the county's rate and the ends are equal: nothing is told of single places.
    """

    rates: Column
    own: Column
    low: Column
    high: Column
    county: float


def shrink_rates(counts: Column, exposures: Column) -> Shrunk:
    """`counts` float64[places] of reports, `exposures` what they arise from (weeks, people, items; 0: none yet).

    The spread between places by moments (Marshall 1991). CannotInfer where nothing was reported or exposed.
    """
    if exposures.sum() <= 0 or counts.sum() <= 0:
        raise CannotInfer("还没有一条报告，不能估计。")
    county = float(counts.sum() / exposures.sum())
    told = exposures > 0
    raw = np.divide(counts, exposures, out=np.full(len(counts), county), where=told)
    scatter = float((exposures * (raw - county) ** 2).sum() / exposures.sum())
    between = max(scatter - county / float(exposures[told].mean()), 0.0)
    if between == 0:
        same = np.full(len(counts), county)
        return Shrunk(same, np.zeros(len(counts)), same, same, county)
    shape, rate = county**2 / between, county / between
    own = exposures / (exposures + rate)
    rates = (counts + shape) / (exposures + rate)
    tail = (1 - NINE_OF_TEN) / 2
    shapes, scales = (counts + shape).tolist(), (1 / (exposures + rate)).tolist()
    low, high = (
        np.array([gamma_quantile(share, a, b) for a, b in zip(shapes, scales, strict=True)])
        for share in (tail, 1 - tail)
    )
    return Shrunk(np.asarray(rates, np.float64), np.asarray(own, np.float64), low, high, county)

"""Bands instead of ranks: what the data cannot tell apart stands together."""

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from jianfu.assessment.scoring.data import Floats

CONFIDENCE = 0.9
"""A township stands below a band only where its first is better with this probability."""
_APART = NormalDist().inv_cdf(CONFIDENCE)


def make_bands(scores: Floats, draws: Floats) -> npt.NDArray[np.int64]:
    """int64[townships]: 1 for the first band. `scores` float64[townships], `draws` float64[draws, townships].

    The best opens a band; the band closes before the first that it beats with CONFIDENCE, who opens the next. All alike
    are one band. Draws give only the deviation of each difference (which sums of many small errors make nearly normal):
    counting how often one is better would move townships at the edge by the luck of the seed.
    """
    bands = np.zeros(len(scores), np.int64)
    if not len(scores):
        return bands
    order = np.lexsort((np.arange(len(scores)), -scores))
    first, band = order[0], 1
    for town in order:
        gap, spread = scores[first] - scores[town], (draws[:, first] - draws[:, town]).std()
        if gap > 0 and gap >= _APART * spread:
            first, band = town, band + 1
        bands[town] = band
    return bands

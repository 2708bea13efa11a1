"""Places and rank correlations along the last axis."""

import numpy as np

from jianfu.assessment.scoring.data import Floats


def middle_ranks(values: Floats) -> Floats:
    """Places from 0 upwards, the highest value having the highest; ties share the mean of theirs. No NaN."""
    mine, other = values[..., :, None], values[..., None, :]
    below, alike = (mine > other).sum(axis=-1), (mine == other).sum(axis=-1)
    return np.asarray(below + (alike - 1) / 2, np.float64)


def correlate_ranks(first: Floats, second: Floats) -> Floats:
    """Spearman's correlation of float64[..., townships] with float64[townships] or alike; 0 where one is all ties."""
    a, b = (one - one.mean(axis=-1, keepdims=True) for one in (middle_ranks(first), middle_ranks(second)))
    size = np.sqrt((a**2).sum(axis=-1) * (b**2).sum(axis=-1))
    return np.asarray(np.divide((a * b).sum(axis=-1), size, out=np.zeros(np.shape(size)), where=size > 0), np.float64)

"""Peer groups: each township beside those that start alike, as CIPFA's nearest neighbours and KOSTRA's groups do.

Endowments z-scored, Euclidean distance, never anything a township chooses. Source: docs/methods/assessment.md.
"""

import numpy as np
import numpy.typing as npt

from jianfu.assessment.differing.adjusted import Adjusted
from jianfu.assessment.differing.conditions import Conditions
from jianfu.assessment.scoring.data import Floats

_SHARE_OF_COUNTY = 0.25
_FEWEST = 3
_MOST_OFTEN = 2
"""Nobody is a peer of more than so many times the usual number of townships: an average town would be everybody's."""


def find_peers(matrix: Floats) -> npt.NDArray[np.int64]:
    """int64[townships, k]: for each its k nearest others, the nearest first; k is a quarter of the county, at least 3.

    Of equally near ones the earlier in the list comes first.
    """
    count = len(matrix)
    size = min(max(_FEWEST, round(count * _SHARE_OF_COUNTY)), count - 1)
    apart = np.sqrt(((matrix[:, None, :] - matrix[None, :, :]) ** 2).sum(axis=-1))
    np.fill_diagonal(apart, np.inf)
    used = np.zeros(count, np.int64)
    peers = np.zeros((count, size), np.int64)
    for town in np.argsort(-np.sort(apart, axis=1)[:, :size].mean(axis=1), kind="stable"):  # the lonely choose first
        free = used < _MOST_OFTEN * size
        free[town] = False
        order = np.argsort(np.where(free, apart[town], np.inf), kind="stable")[:size]
        peers[town] = order
        used[order] += 1
    return peers


def rebase(distances: Floats) -> Floats:
    """Distances divided by the largest, so that the farthest has 1; all 0 stays so."""
    largest = distances.max(initial=0.0)
    return distances / largest if largest > 0 else distances


def adjust_by_peers(areas: Floats, conditions: Conditions) -> Adjusted:
    """Totals of float64[draws, townships, areas] as the distance from the mean of one's peers, around the county's."""
    totals = areas.sum(axis=-1)
    if totals.shape[1] <= _FEWEST or conditions.matrix.shape[1] == 0:
        return Adjusted.unchanged(totals)
    peers = find_peers(conditions.matrix)
    size = peers.shape[1]
    expected = totals[:, peers].mean(axis=-1)
    spread = totals[:, peers].std(axis=-1, ddof=1) / np.sqrt(size)
    shrink = 1 / np.sqrt(1 + 1 / size)  # the mean of peers is itself uncertain, alike for all
    scores = totals.mean(axis=1, keepdims=True) + (totals - expected) * shrink
    return Adjusted(scores, expected, spread.mean(axis=0) * shrink, np.full(totals.shape[1], shrink))

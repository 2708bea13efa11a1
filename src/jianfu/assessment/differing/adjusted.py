"""What every method gives back."""

from dataclasses import dataclass

import numpy as np

from jianfu.assessment.scoring.data import Floats


@dataclass(frozen=True, slots=True)
class Adjusted:
    """`scores` and `expected` float64[draws, townships] in points: what is shown, and what is usual for such a place.

    `spread` float64[townships]: the deviation by which the score is uncertain because what is expected is estimated.
    `keep` float64[townships] 0–1: how much of a point above expectation stays in the score.
    """

    scores: Floats
    expected: Floats
    spread: Floats
    keep: Floats

    @staticmethod
    def unchanged(totals: Floats) -> "Adjusted":
        """Scores that allow for nothing: everywhere the county's mean is expected."""
        count = totals.shape[1]
        expected = np.repeat(totals.mean(axis=1, keepdims=True), count, axis=1)
        return Adjusted(totals, expected, np.zeros(count), np.ones(count))

"""Whether a count is higher, or lower, than counts before let expect. Small numbers, and the ups and downs that are
usual, are reckoned with; see docs/methods/sweep.md.

Counts of one sender in equal stretches of time vary more than pure chance would have it: campaigns come in waves.
They are taken as negative binomial with one dispersion for the whole county. Of two such counts with the same rate,
given their sum, one is beta-binomial: the chance below is exact for that, and needs no large numbers.
"""

from collections.abc import Sequence
from math import exp, lgamma, log, log1p

FALSE_ALARMS = 0.05
"""In at most so many sweeps of a county in which nothing changed one question gives even a single signal."""
_FEWEST_EXPECTED = 1.0
_FEWEST_DEGREES = 10
_NO_DISPERSION = 1.001


def chance_of_at_least(now: int, before: int, share: float, dispersion: float) -> float:
    """How probable it is that of `now + before` things at least `now` fall into a stretch that has `share` of the time.

    `dispersion` is variance over mean, 1 for pure chance. Returns 1.0 where nothing was counted.
    """
    if not now + before:
        return 1.0
    return min(1.0, sum(_probability(k, now + before, share, dispersion) for k in range(now, now + before + 1)))


def chance_of_at_most(now: int, before: int, share: float, dispersion: float) -> float:
    """The same for at most `now`."""
    return chance_of_at_least(before, now, 1 - share, dispersion)


def _probability(count: int, total: int, share: float, dispersion: float) -> float:
    if dispersion <= _NO_DISPERSION:
        return exp(_log_choose(total, count) + count * log(share) + (total - count) * log1p(-share))
    scale = total / (dispersion - 1)
    mine, rest = scale * share, scale * (1 - share)
    return exp(_log_choose(total, count) + _log_beta(count + mine, total - count + rest) - _log_beta(mine, rest))


def _log_choose(total: int, count: int) -> float:
    return lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


def estimate_dispersion(counts: Sequence[Sequence[int]], lengths: Sequence[float]) -> float | None:
    """Variance over mean of counts around each line's own rate (Pearson), at least 1.

    `counts` has a line a sender and a column a stretch of time of `lengths`. Lines in which less than one thing a
    stretch is expected say nothing and are left out. None where too few are left to tell.
    """
    whole, distance, degrees = sum(lengths), 0.0, 0
    for line in counts:
        expected = [sum(line) * length / whole for length in lengths]
        if min(expected) >= _FEWEST_EXPECTED:
            distance += sum((count - mean) ** 2 / mean for count, mean in zip(line, expected, strict=True))
            degrees += len(line) - 1
    return max(1.0, distance / degrees) if degrees >= _FEWEST_DEGREES else None

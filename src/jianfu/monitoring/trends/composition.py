"""Has the mix changed: each kind's share against all the others', on log ratios, whatever the total does."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from jianfu.monitoring.inference.quantiles import NINE_OF_TEN, normal_quantile, normal_tail
from jianfu.monitoring.trends.displacement import Pair

FALSE_ALARMS = 0.05
_HALF = 0.5
"""Added to every count so that a log exists (Haldane–Anscombe)."""


@dataclass(frozen=True, slots=True)
class ShareChange:
    """One part of a whole. `before`, `after` shares; `times` the odds ratio with `low` and `high`; `chance` by Holm's
    rule over all parts.
    """

    name: str
    before: float
    after: float
    times: float
    low: float
    high: float
    chance: float

    @property
    def is_clear(self) -> bool:
        """Beyond chance, all parts looked at together."""
        return self.chance <= FALSE_ALARMS


def compare_shares(counts: Mapping[str, Pair], dispersion: float) -> list[ShareChange]:
    """Counts before and after by part, of at least two parts; lengths of time cancel. [] where either side is empty."""
    totals = tuple(sum(pair[side] for pair in counts.values()) for side in (0, 1))
    if len(counts) < 2 or not min(totals):
        return []
    found = [_compare(name, pair, (totals[0], totals[1]), dispersion) for name, pair in counts.items()]
    order = sorted(found, key=lambda one: one.chance)
    held, worst = [], 0.0
    for place, one in enumerate(order):
        worst = max(worst, min(1.0, one.chance * (len(order) - place)))
        held.append(ShareChange(one.name, one.before, one.after, one.times, one.low, one.high, worst))
    return sorted(held, key=lambda one: list(counts).index(one.name))


def _compare(name: str, pair: Pair, totals: Pair, dispersion: float) -> ShareChange:
    inside = [count + _HALF for count in pair]
    outside = [total - count + _HALF for count, total in zip(pair, totals, strict=True)]
    change = log(inside[1] / outside[1]) - log(inside[0] / outside[0])
    error = sqrt(dispersion * sum(1 / count for count in (*inside, *outside)))
    width = normal_quantile((1 + NINE_OF_TEN) / 2) * error
    return ShareChange(
        name,
        pair[0] / totals[0],
        pair[1] / totals[1],
        exp(change),
        exp(change - width),
        exp(change + width),
        normal_tail(change / error),
    )

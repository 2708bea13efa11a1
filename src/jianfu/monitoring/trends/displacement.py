"""Did it fall, or did it move 此消彼长: weighted displacement differences, and what may be said of a fall beside a
rise.

Wheeler & Ratcliffe, Crime Science 7 (2018) 11. Their variance is that of Poisson counts; `dispersion` widens it where
counts of one sender vary more than that. See docs/methods/displacement.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from jianfu.monitoring.inference.quantiles import NINE_OF_TEN, normal_quantile, normal_tail
from jianfu.monitoring.sweep.rates import chance_of_at_least, chance_of_at_most

Pair = tuple[float, float]
"""Counts before and after."""
NOTHING: Pair = (0.0, 0.0)
LEAST_CHANGE = 0.1
"""However improbable: a fall or a rise is at least a tenth of what was there."""
FALSE_ALARMS = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """A weighted displacement difference with its standard error: below nought, fewer in all."""

    value: float
    error: float

    @property
    def z(self) -> float:
        """The difference in standard errors; 0 where nothing was counted."""
        return self.value / self.error if self.error else 0.0

    @property
    def chance(self) -> float:
        """How probable a difference at least so large is where there is none."""
        return normal_tail(self.z)

    def interval(self, share: float = NINE_OF_TEN) -> tuple[float, float]:
        """From where to where it lies with so many chances."""
        width = normal_quantile((1 + share) / 2) * self.error
        return self.value - width, self.value + width


def weigh_displacement(
    treated: Pair,
    control: Pair = NOTHING,
    moved: Pair = NOTHING,
    moved_control: Pair = NOTHING,
    *,
    lengths: Pair = (1.0, 1.0),
    areas: Sequence[float] = (1.0, 1.0, 1.0, 1.0),
    dispersion: float = 1.0,
) -> Difference:
    """(treated − control) + (moved − its control), changes from before to after, per unit of time and area.

    `moved` is where it may have gone. `lengths` of the two periods; `areas` of the four places in the order of the
    arguments. A pair of noughts takes no part.
    """
    pairs = (treated, control, moved, moved_control)
    value = variance = 0.0
    for sign, pair, area in zip((1, -1, 1, -1), pairs, areas, strict=True):
        before, after = pair[0] / (lengths[0] * area), pair[1] / (lengths[1] * area)
        value += sign * (after - before)
        variance += pair[0] / (lengths[0] * area) ** 2 + pair[1] / (lengths[1] * area) ** 2
    return Difference(value, sqrt(variance * dispersion))


class Movement(StrEnum):
    """What a fall beside a possible rise amounts to."""

    MOVED = "moved"
    PARTLY = "partly"
    FELL = "fell"
    NO_FALL = "no_fall"
    CANNOT_JUDGE = "cannot_judge"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _MOVEMENTS[self]


_MOVEMENTS = {
    Movement.MOVED: "换了地方，没有减下来",
    Movement.PARTLY: "减了，但有一部分可能换了地方",
    Movement.FELL: "减了，没有看到换地方",
    Movement.NO_FALL: "没有减",
    Movement.CANNOT_JUDGE: "无法判断",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One fall beside what may have taken its place. `fall`, `rise` counts before and after; `together` both of them.

    `share` of the fall that the rise makes up, with its interval; None where nothing fell.
    """

    fell_name: str
    rose_name: str
    fall: Pair
    rise: Pair
    together: Difference
    share: tuple[float, float, float] | None
    movement: Movement

    @property
    def words(self) -> str:
        """A plain sentence with the numbers, in Chinese."""
        low, high = self.together.interval()
        head = f"{self.fell_name}由 {self.fall[0]:.0f} 件变为 {self.fall[1]:.0f} 件，"
        head += f"同期{self.rose_name}由 {self.rise[0]:.0f} 件变为 {self.rise[1]:.0f} 件；"
        head += f"两项合计变化 {self.together.value:+.0f} 件（{low:+.0f} 至 {high:+.0f}）。"
        tail = f"{self.movement.label}。"
        if self.share and self.movement in {Movement.MOVED, Movement.PARTLY}:
            tail = f"减下来的里约 {self.share[0]:.0%}（{self.share[1]:.0%}—{self.share[2]:.0%}）被它抵掉：{tail}"
            return head + tail + "一降一升同时发生，不等于一件一件搬了过去，请看明细。"
        return head + tail


def judge_move(
    fell_name: str,
    rose_name: str,
    fall: Pair,
    rise: Pair,
    *,
    lengths: Pair,
    dispersion: float | None,
    tests: int = 1,
) -> Move:
    """Counts before and after of what should fall and of where it may have gone; `lengths` in working days.

    `tests`: so many pairs are looked at together, and the rate of false alarms is divided by them. Counts after are set
    to the length of before, so that words and sums compare like with like. `dispersion` None: too little is known.
    """
    scale = lengths[0] / lengths[1]
    together = weigh_displacement(fall, moved=rise, lengths=(1.0, 1 / scale), dispersion=dispersion or 1.0)
    seen = [(pair[0], pair[1] * scale) for pair in (fall, rise)]
    if dispersion is None or not fall[0]:
        return Move(fell_name, rose_name, seen[0], seen[1], together, None, Movement.CANNOT_JUDGE)
    limit = FALSE_ALARMS / tests
    share = lengths[1] / sum(lengths)
    has_fallen = _is_clear(fall, share, dispersion, limit, rises=False) and seen[0][1] <= (1 - LEAST_CHANGE) * fall[0]
    has_risen = _is_clear(rise, share, dispersion, limit, rises=True) and seen[1][1] >= (1 + LEAST_CHANGE) * rise[0]
    made_up = _estimate_share(fall, rise, scale, dispersion) if has_fallen else None
    if not has_fallen:
        movement = Movement.NO_FALL
    elif not has_risen:
        movement = Movement.FELL
    else:
        is_less = together.interval()[1] < 0
        movement = Movement.PARTLY if is_less else Movement.MOVED
    return Move(fell_name, rose_name, seen[0], seen[1], together, made_up, movement)


def _is_clear(pair: Pair, share: float, dispersion: float, limit: float, *, rises: bool) -> bool:
    chance = chance_of_at_least if rises else chance_of_at_most
    return chance(round(pair[1]), round(pair[0]), share, dispersion) <= limit


def _estimate_share(fall: Pair, rise: Pair, scale: float, dispersion: float) -> tuple[float, float, float] | None:
    """Rise over fall with nine chances of ten, by the delta method; not below nought. None where nothing fell."""
    fallen, risen = fall[0] - fall[1] * scale, rise[1] * scale - rise[0]
    if fallen <= 0:
        return None
    ratio = risen / fallen
    variances = [dispersion * (pair[0] + pair[1] * scale**2) for pair in (fall, rise)]
    width = normal_quantile((1 + NINE_OF_TEN) / 2) * sqrt(variances[1] + ratio**2 * variances[0]) / fallen
    return max(ratio, 0.0), max(ratio - width, 0.0), max(ratio + width, 0.0)

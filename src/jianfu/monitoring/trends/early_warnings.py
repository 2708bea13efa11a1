"""Early warnings: the last month, and the last three, against the months before, at a stated rate of false alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jianfu.monitoring.sweep.rates import chance_of_at_least, estimate_dispersion

FALSE_ALARMS = 0.05
"""In at most so many months of a county in which nothing changes any line at all is warned of."""
FEWEST_BEFORE = 6
LEAST_MORE, LEAST_TIMES = 3, 1.25
_STRETCHES = (1, 3)


@dataclass(frozen=True, slots=True)
class Warned:
    """A line that rises. `stretch` months at the end count `now` where `usual` were to be expected; `chance` alone."""

    name: str
    stretch: int
    now: int
    usual: float
    chance: float

    @property
    def words(self) -> str:
        """What it means, in Chinese."""
        span = "上月" if self.stretch == 1 else f"近{self.stretch}个月"
        return (
            f"{self.name}：{span} {self.now} 件，按以往应约 {self.usual:.0f} 件，"
            f"偶然到这个程度的机会 {self.chance:.2%}。"
        )


@dataclass(frozen=True, slots=True)
class Warnings:
    """`found`, the least probable first; `words`: how it was judged, or why not, in Chinese."""

    found: tuple[Warned, ...]
    words: str


def warn(lines: Mapping[str, Sequence[int]], lengths: Sequence[float], false_alarms: float = FALSE_ALARMS) -> Warnings:
    """`lines`: counts by month, by name; `lengths` working days of the months. The newest month is the last.

    The rate holds for all lines together: it is divided by lines and stretches. Lines may not be parts of each other.
    """
    months = len(lengths)
    if months < FEWEST_BEFORE + 1:
        return Warnings((), f"不满 {FEWEST_BEFORE + 1} 个月，不预警。")
    used = {name: list(line) for name, line in lines.items() if any(line)}
    dispersion = estimate_dispersion([line[:-1] for line in used.values()], lengths[:-1])
    if dispersion is None:
        return Warnings((), "登记太少，看不出通常的波动，不预警。")
    stretches = [stretch for stretch in _STRETCHES if months - stretch >= FEWEST_BEFORE]
    limit = false_alarms / (len(used) * len(stretches))
    found = []
    for name, line in used.items():
        tried = [_try(name, line, lengths, stretch, dispersion) for stretch in stretches]
        best = min(tried, key=lambda one: one.chance)
        if best.chance <= limit and best.now - best.usual >= LEAST_MORE and best.now >= LEAST_TIMES * best.usual:
            found.append(best)
    words = (
        f"核对 {len(used)} 条序列，通常波动是纯随机的 {dispersion:.1f} 倍（方差）；"
        f"什么都没变的月份，误报任何一条的机会不超过 {false_alarms:.0%}。"
    )
    return Warnings(tuple(sorted(found, key=lambda one: one.chance)), words)


def _try(name: str, line: Sequence[int], lengths: Sequence[float], stretch: int, dispersion: float) -> Warned:
    before, now = sum(line[:-stretch]), sum(line[-stretch:])
    share = sum(lengths[-stretch:]) / sum(lengths)
    usual = before * share / (1 - share)
    return Warned(name, stretch, now, usual, chance_of_at_least(now, before, share, dispersion))

"""Measures that worked and wore off: before, just after, and now."""

from dataclasses import dataclass
from enum import StrEnum

from jianfu.monitoring.sweep.rates import chance_of_at_least, chance_of_at_most

FALSE_ALARMS = 0.05
HALF_BACK = 0.5
"""Wore off: at least half of the fall is back."""


class Staying(StrEnum):
    """Whether what fell stayed down."""

    HELD = "held"
    WORE_OFF = "wore_off"
    NEVER_FELL = "never_fell"
    CANNOT_JUDGE = "cannot_judge"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]


_LABELS = {
    Staying.HELD: "保持住了",
    Staying.WORE_OFF: "反弹",
    Staying.NEVER_FELL: "当时就没有减下来",
    Staying.CANNOT_JUDGE: "无法判断",
}


@dataclass(frozen=True, slots=True)
class Rebound:
    """Counts a working day before, just after and now. `back`: share of the fall that is back, None without a fall."""

    before: float
    after: float
    now: float
    back: float | None
    staying: Staying

    @property
    def words(self) -> str:
        """A sentence in Chinese."""
        back = "" if self.back is None else f"，减下来的回来了 {self.back:.0%}"
        return (
            f"每个工作日 {self.before:.2f} 件 → {self.after:.2f} 件 → 最近 {self.now:.2f} 件{back}："
            f"{self.staying.label}。"
        )


def judge_rebound(
    counts: tuple[int, int, int], workdays: tuple[float, float, float], dispersion: float | None
) -> Rebound:
    """Counts and working days of three stretches: before the measure, just after it, and the latest."""
    rates = [count / days for count, days in zip(counts, workdays, strict=True)]
    fallen = rates[0] - rates[1]
    back = (rates[2] - rates[1]) / fallen if fallen > 0 else None
    if dispersion is None or not counts[0]:
        return Rebound(rates[0], rates[1], rates[2], back, Staying.CANNOT_JUDGE)
    fell = chance_of_at_most(counts[1], counts[0], workdays[1] / (workdays[0] + workdays[1]), dispersion)
    if fell > FALSE_ALARMS:
        return Rebound(rates[0], rates[1], rates[2], back, Staying.NEVER_FELL)
    rose = chance_of_at_least(counts[2], counts[1], workdays[2] / (workdays[1] + workdays[2]), dispersion)
    below = chance_of_at_most(counts[2], counts[0], workdays[2] / (workdays[0] + workdays[2]), dispersion)
    if rose <= FALSE_ALARMS and back is not None and back >= HALF_BACK:
        staying = Staying.WORE_OFF
    else:
        staying = Staying.HELD if below <= FALSE_ALARMS and rose > FALSE_ALARMS else Staying.CANNOT_JUDGE
    return Rebound(rates[0], rates[1], rates[2], back, staying)

"""What collecting costs those who are asked, and the cap above which nothing more may be asked in a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MONTHLY_CAP_HOURS = 30.0
"""For the whole county and all ways of asking together: an hour for each township and two over."""
LONGEST_SECONDS = 1_800
"""Who takes longer over one form is thought to have done something else."""


class Way(StrEnum):
    """How something was collected."""

    DIARY = "diary"
    FORM = "form"
    INTERVIEW = "interview"
    CHECK = "check"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"diary": "周记", "form": "问卷", "interview": "访谈", "check": "暗访检查"}[self]


@dataclass(frozen=True, slots=True)
class Cost:
    """One way in one month: how many answers, and seconds of those who were asked."""

    way: Way
    answers: int
    seconds: float

    @property
    def minutes_each(self) -> float:
        """Minutes an answer; 0 without any."""
        return self.seconds / self.answers / 60 if self.answers else 0.0


def hours_of(costs: Sequence[Cost]) -> float:
    """All together."""
    return sum(cost.seconds for cost in costs) / 3600


def find_refusal(costs: Sequence[Cost], more_seconds: float) -> str:
    """Why so much more may not be asked this month, in Chinese; '' where it may."""
    hours, more = hours_of(costs), more_seconds / 3600
    if hours + more <= MONTHLY_CAP_HOURS:
        return ""
    return (
        f"本月向基层收集已花 {hours:.1f} 小时，再加这一项约 {more:.1f} 小时，"
        f"超过每月 {MONTHLY_CAP_HOURS:.0f} 小时的上限。请缩短、少发，或下月再问。"
    )

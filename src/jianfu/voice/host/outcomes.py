"""What a check finds: good, bad, or that it cannot tell. What cannot be looked at is never called good."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a check ends."""

    GOOD = "good"
    BAD = "bad"
    CANNOT_JUDGE = "cannot_judge"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"good": "好", "bad": "不好", "cannot_judge": "判断不了"}[self]


@dataclass(frozen=True, slots=True)
class HostFinding:
    """One check: what was looked at, how it is, and in `words` what was seen and what to do."""

    name: str
    outcome: Outcome
    words: str


def judged(name: str, is_good: bool | None, good: str, bad: str, unknown: str = "") -> HostFinding:
    """The finding for what is so (True), is not so (False) or could not be seen (None)."""
    if is_good is None:
        return HostFinding(name, Outcome.CANNOT_JUDGE, unknown)
    return HostFinding(name, Outcome.GOOD if is_good else Outcome.BAD, good if is_good else bad)

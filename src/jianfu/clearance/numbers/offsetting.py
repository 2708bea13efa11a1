"""One in, one out: which additions of a department have been made up for by removals, and which are due.

The rule in docs/methods/clearance.md. Plain functions over frozen lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

OFFSET_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Line:
    """One addition or removal. `exempt` says in Chinese why it need not be made up for, '' where it must be."""

    day: date
    is_addition: bool
    number: str
    title: str
    hours: float
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class Offset:
    """One addition and what made up for it; `by` None while nothing has. `due_on` is the last day for it."""

    addition: Line
    by: Line | None
    due_on: date

    def is_late(self, today: date) -> bool:
        """Whether it should have been made up for by now."""
        return self.by is None and today > self.due_on


def offset(lines: Sequence[Line]) -> list[Offset]:
    """Every addition that must be made up for, in order, with the earliest removal that does.

    A removal makes up for one addition: of up to 24 months before it, or, where it came first, after it. The addition
    that is due first is served first.
    """
    additions = sorted((one for one in lines if one.is_addition and not one.exempt), key=lambda one: one.day)
    removals = sorted((one for one in lines if not one.is_addition), key=lambda one: one.day)
    found = []
    for addition in additions:
        due_on = add_months(addition.day, OFFSET_MONTHS)
        fitting = (one for one in removals if addition.day <= add_months(one.day, OFFSET_MONTHS) and one.day <= due_on)
        by = next(fitting, None)
        if by is not None:
            removals.remove(by)
        found.append(Offset(addition, by, due_on))
    return found


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")

"""Is it getting lighter: two stretches of months beside each other, as far as the registers of both carry it.

Like is compared with like: townships and kinds of demand that have dated rows in both stretches. A claim is made only
where the intervals of the two do not touch. See docs/methods/getting-lighter.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from jianfu.burden.accounting import simulate_load
from jianfu.burden.norms import Norms
from jianfu.burden.simulating import Estimate, Simulation
from jianfu.burden.work import Column, Load, Work
from jianfu.vocabulary.burden_kind import BurdenKind

MONTHS = 3
_DAYS_A_WEEK = 7.0
_SEED = 1


class Verdict(StrEnum):
    """What two stretches beside each other say."""

    LIGHTER = "lighter"
    HEAVIER = "heavier"
    CANNOT_JUDGE = "cannot_judge"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"lighter": "在变轻", "heavier": "在变重", "cannot_judge": "无法判断"}[self]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two stretches of months. `before` and `after`: hours a week, mean and interval, of the `townships` (how many) and
    `kinds` that have dated rows in both; `left_out` have them in only one. `rows_before`, `rows_after`: receipts behind
    them. `with_what` says in Chinese what the last months are compared with.
    """

    with_what: str
    months_before: Sequence[str]
    months_after: Sequence[str]
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    rows_before: int
    rows_after: int
    townships: int
    kinds: Sequence[str]
    left_out: Sequence[str]
    verdict: str


@dataclass(frozen=True, slots=True)
class Window:
    """Months of a work, with the possible counties that its hours come from."""

    work: Work
    simulation: Simulation
    months: tuple[str, ...]

    @staticmethod
    def of(load: Load, norms: Norms, months: Sequence[str], *, years_back: int) -> "Window":
        """The months so many years earlier, in a load of their own."""
        earlier = tuple(f"{int(month[:4]) - years_back}{month[4:]}" for month in months)
        return Window(load.work, simulate_load(load, norms, _SEED), earlier)

    @property
    def inside(self) -> Column:
        """Which lines lie in the months and name a township: booleans."""
        wanted = np.array(self.months, "datetime64[M]")
        named = np.array([name is not None for name in self.work.townships.tolist()], np.bool_)
        return np.isin(self.work.months, wanted) & named

    def townships(self) -> set[str]:
        """Those that have rows in every month."""
        inside = self.inside
        pairs = zip(self.work.townships[inside].tolist(), self.work.months[inside].astype(str).tolist(), strict=True)
        months: dict[str, set[str]] = {}
        for name, month in pairs:
            months.setdefault(name, set()).add(month)
        return {name for name, found in months.items() if len(found) == len(self.months)}

    def kinds(self, townships: set[str]) -> set[str]:
        """Those that these townships have rows of."""
        return set(self.work.kinds[self.lines(townships, None)].tolist())

    def lines(self, townships: set[str], kinds: set[str] | None) -> Column:
        """Which lines are of these townships and kinds; None: of any kind."""
        found = self.inside & np.isin(self.work.townships.astype(str), sorted(townships))
        return found if kinds is None else found & np.isin(self.work.kinds.astype(str), sorted(kinds))

    def hours_a_week(self, lines: Column) -> tuple[float, float, float]:
        """Mean and interval."""
        estimate = Estimate.of(self.simulation.total(lines) * (_DAYS_A_WEEK / count_days(self.months)))
        return round(estimate.mean, 2), round(estimate.low, 2), round(estimate.high, 2)


def compare(with_what: str, before: Window, after: Window) -> Comparison | None:
    """The two beside each other; None where no township has rows in every month of both."""
    townships = before.townships() & after.townships()
    kinds_before, kinds_after = before.kinds(townships), after.kinds(townships)
    kinds = kinds_before & kinds_after
    if not townships or not kinds:
        return None
    lines = before.lines(townships, kinds), after.lines(townships, kinds)
    earlier, later = before.hours_a_week(lines[0]), after.hours_a_week(lines[1])
    return Comparison(
        with_what,
        before.months,
        after.months,
        earlier,
        later,
        len(np.unique(before.work.receipts[lines[0]])),
        len(np.unique(after.work.receipts[lines[1]])),
        len(townships),
        [kind.label for kind in BurdenKind if kind.value in kinds],
        [kind.label for kind in BurdenKind if kind.value in kinds_before ^ kinds_after],
        judge(earlier, later).value,
    )


def judge(before: tuple[float, float, float], after: tuple[float, float, float]) -> Verdict:
    """Lighter or heavier only where the intervals (mean, low, high) have nothing in common."""
    if after[2] < before[1]:
        return Verdict.LIGHTER
    return Verdict.HEAVIER if after[1] > before[2] else Verdict.CANNOT_JUDGE


def last_months(months: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The last three of months in order, and the three before; () where there are not so many, or one is missing."""
    numbers = np.array(months, "datetime64[M]").astype(np.int64)
    gaps = np.flatnonzero(np.diff(numbers) != 1)
    unbroken = tuple(months[gaps[-1] + 1 :] if len(gaps) else months)
    recent, before = unbroken[-MONTHS:], unbroken[-2 * MONTHS : -MONTHS]
    return recent if len(recent) == MONTHS else (), before if len(before) == MONTHS else ()


def count_days(months: Sequence[str]) -> int:
    """The days of months like 2023-01."""
    firsts = np.array(months, "datetime64[M]")
    return int(((firsts + 1).astype("datetime64[D]") - firsts.astype("datetime64[D]")).astype(int).sum())

"""The weekly diary of a monitoring point: five taps, two minutes, only what no register holds.

How many things came by mouth, telephone or group without a paper; how long two things of the week took that the
register holds; whether something may not be written down. See docs/methods/asking.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

AMOUNTS: Mapping[str, tuple[float, float]] = {
    "没有": (0, 0),
    "1—2": (1, 2),
    "3—5": (3, 5),
    "6—10": (6, 10),
    "11—20": (11, 20),
    "20 以上": (21, 40),
}
"""What may be tapped for a number of things, and what it may mean."""
LENGTHS: Mapping[str, tuple[float, float]] = {
    "10 分钟以内": (2, 10),
    "10—30 分钟": (10, 30),
    "半小时—1 小时": (30, 60),
    "1—2 小时": (60, 120),
    "半天": (120, 240),
    "一天": (240, 480),
    "一天以上": (480, 960),
    "没有印象": (0, 0),
}
"""What may be tapped for how long one thing took, and minutes that it may mean."""
NOT_KNOWN = "没有印象"
UNWRITTEN = ("没有", "有，不便写", "不想说")
TIMED_ITEMS = 2


@dataclass(frozen=True, slots=True)
class Week:
    """One diary of one point. `by_mouth` a key of AMOUNTS; `lengths` by kind of demand, keys of LENGTHS (the kind's
    value first); `unwritten` one of UNWRITTEN. `registered`: receipts of that week in the ledger.
    """

    point: str
    by_mouth: str
    lengths: tuple[tuple[str, str], ...]
    unwritten: str
    registered: int


def choose_items(receipts: Sequence[int], point: str, week: str) -> list[int]:
    """The things whose length is asked: drawn by point and week, so that nobody chooses the bad or the good ones."""
    order = sorted(receipts, key=lambda number: sha256(f"{point}|{week}|{number}".encode()).hexdigest())
    return order[:TIMED_ITEMS]


@dataclass(frozen=True, slots=True)
class Told:
    """What the diaries of a point say together. `ratio`: things by mouth for each registered one, with the error of the
    taps relative to it; None where nothing was registered in those weeks. `weeks` how many diaries.
    """

    point: str
    weeks: int
    by_mouth: float
    registered: int
    ratio: float | None
    error: float


def sum_weeks(weeks: Sequence[Week]) -> list[Told]:
    """One line a point, in the order of names. What a tap may mean is taken as even between its ends."""
    points = sorted({week.point for week in weeks})
    return [_sum_point(point, [week for week in weeks if week.point == point]) for point in points]


def _sum_point(point: str, weeks: Sequence[Week]) -> Told:
    ends = np.array([AMOUNTS[week.by_mouth] for week in weeks], np.float64)
    middle = float(ends.mean(axis=1).sum())
    spread = float(np.sqrt((((ends[:, 1] - ends[:, 0]) ** 2) / 12).sum()))
    registered = sum(week.registered for week in weeks)
    ratio = middle / registered if registered else None
    return Told(point, len(weeks), middle, registered, ratio, spread / middle if middle else 0.0)


def time_kinds(weeks: Sequence[Week]) -> dict[str, tuple[float, float, float, int]]:
    """Minutes a thing by kind: mean, and what lies between all taps at their least and at their most; how many told.

    What nobody remembers is left out, and kinds that nobody timed are absent.
    """
    told: dict[str, list[tuple[float, float]]] = {}
    for week in weeks:
        for kind, length in week.lengths:
            if length != NOT_KNOWN:
                told.setdefault(kind, []).append(LENGTHS[length])
    return {
        kind: (
            float(np.mean(ends)),
            float(np.mean([a for a, _ in ends])),
            float(np.mean([b for _, b in ends])),
            len(ends),
        )
        for kind, ends in sorted(told.items())
    }

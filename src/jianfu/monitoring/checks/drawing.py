"""Places and times of unannounced checks: drawn in strata of what is known, by a seed that is shown only afterwards.

Before, only the digest of the seed is shown: it binds who draws without telling where one goes. After, seed and list
let anybody draw again. See docs/methods/checks.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.interval import Period

_STRATA = ("没有问题的", "有问题的", "问题多的")
MANY_FINDINGS = 5
HALF_DAYS = ("上午", "下午")


class CannotDraw(ValueError):
    """Why nothing can be drawn, in Chinese, with what to do."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be checked, and how many findings are open about what it receives."""

    organ_id: int
    name: str
    township: str
    findings: int

    @property
    def stratum(self) -> int:
        """0 without findings, 1 with some, 2 with many."""
        return 0 if not self.findings else 2 if self.findings >= MANY_FINDINGS else 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """One place with its time and the chance that it had. `stratum` in Chinese."""

    candidate: Candidate
    day: date
    half_day: str
    stratum: str
    chance: float


def seal(seed: str) -> str:
    """What is published before: the seed's SHA-256."""
    return sha256(seed.strip().encode()).hexdigest()


def draw_places(
    candidates: Sequence[Candidate], wanted: Mapping[int, int], period: Period, seed: str, calendar: WorkCalendar
) -> list[Drawn]:
    """So many of each stratum as `wanted` says (by number), each at a half day of a working day of the period.

    A stratum with fewer places gives all it has. Places without findings are drawn, too: else nobody learns what the
    registers do not show. CannotDraw without seed, places or working days.
    """
    if not seed.strip():
        raise CannotDraw("没有种子。请随意写一串字，抽查结束后公布。")
    days = [day for day in _list_days(period) if calendar.is_workday(day)]
    if not days:
        raise CannotDraw("这段日子里没有工作日，或工作日历不到这一年。请改日期。")
    found = []
    for stratum, words in enumerate(_STRATA):
        members = _in_order(seed, [one for one in candidates if one.stratum == stratum])
        count = min(wanted.get(stratum, 0), len(members))
        for _, candidate in members[:count]:
            number = int(_digest(seed, f"时间|{candidate.organ_id}"), 16)
            day, half = days[number % len(days)], HALF_DAYS[(number // len(days)) % 2]
            found.append(Drawn(candidate, day, half, words, count / len(members)))
    if not found:
        raise CannotDraw("一个点也没有抽到。请写明每一层抽几个。")
    return sorted(found, key=lambda one: (one.day, HALF_DAYS.index(one.half_day), one.candidate.township))


def _in_order(seed: str, members: Sequence[Candidate]) -> list[tuple[str, Candidate]]:
    return sorted(((_digest(seed, str(one.organ_id)), one) for one in members), key=lambda pair: pair[0])


def _digest(seed: str, words: str) -> str:
    return sha256(f"{seed.strip()}|{words}".encode()).hexdigest()


def _list_days(period: Period) -> list[date]:
    return [date.fromordinal(n) for n in range(period.start.toordinal(), period.end.toordinal())]

"""All relations among many notices: at once, or as they come in, with the same result in any order."""

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from jianfu.overlap.notices.candidates import NEIGHBOURS, Block, blocks_of, pairs_in
from jianfu.overlap.notices.judging import judge, order_of
from jianfu.overlap.notices.notice import Judgement, Notice, is_exact
from jianfu.overlap.notices.profile import Profile, complete
from jianfu.overlap.notices.words.bodies import BodyComparison, compare_bodies

RECURRING_DAYS, RECURRING_SPAN_DAYS = 4, 60
"""A title that one sender used on four days over two months is a rubric (公示), not a matter."""

FindNear = Callable[[Sequence[str]], Iterable[tuple[int, int]]]
"""Gives pairs of places whose texts have much in common; an engine of `overlap.engines` does it for millions."""


@dataclass(frozen=True, slots=True)
class Related:
    """Two notices, the earlier first, and what holds between them."""

    first: str
    second: str
    judgement: Judgement


class RepeatedId(ValueError):
    """Two notices have one id; the message says which, in Chinese."""


class Matcher:
    """Holds notices and finds the relations among them. Adding more gives what one batch of all would."""

    def __init__(self, find_near: FindNear | None = None) -> None:
        self._find_near = find_near
        self._profiles: dict[str, Profile] = {}
        self._blocks: dict[Block, list[tuple[int, str]]] = {}
        self._days: dict[tuple[str, str], set[int]] = {}

    def __len__(self) -> int:
        return len(self._profiles)

    def add(self, notices: Iterable[Notice]) -> None:
        """Take in more notices. RepeatedId where an id is known."""
        for notice in notices:
            if notice.id in self._profiles:
                raise RepeatedId(f"编号“{notice.id}”出现了不止一次，请让每份通知的编号各不相同。")
            profile = Profile(complete(notice))
            self._profiles[notice.id] = profile
            for block in blocks_of(profile):
                insort(self._blocks.setdefault(block, []), order_of(profile))
            self._count_day(profile)

    def find_relations(self) -> list[Related]:
        """Every relation among the notices held, by id. Pairs that are nothing to each other are absent."""
        pairs = sorted(self._candidates())
        found = (self._relate(self._profiles[one], self._profiles[other]) for one, other in pairs)
        return [related for related in found if related]

    def relate(self, draft: Notice) -> list[Related]:
        """What a draft has to do with the notices held, surest first; the draft itself is not taken in.

        A draft comes after all that was sent: where it has no date, it stands last.
        """
        profile = Profile(complete(draft))
        names = {name for block in blocks_of(profile) for _, name in self._blocks.get(block, [])[-NEIGHBOURS:]}
        found = [self._relate(self._profiles[name], profile) for name in names - {draft.id}]
        return sorted((one for one in found if one), key=lambda one: (-one.judgement.confidence, one.first, one.second))

    def _relate(self, one: Profile, other: Profile) -> Related | None:
        first, second = sorted((one, other), key=order_of)
        bodies = _compare(first.notice, second.notice)
        recurring = self._is_recurring(first) or self._is_recurring(second)
        judgement = judge(first, second, bodies, recurring=recurring)
        return Related(first.notice.id, second.notice.id, judgement) if judgement else None

    def _count_day(self, profile: Profile) -> None:
        if profile.issued and is_exact(profile.issued):
            for key in profile.parts.keys:
                self._days.setdefault((profile.sender_name, key), set()).add(profile.issued.start.toordinal())

    def _is_recurring(self, profile: Profile) -> bool:
        """Whether its sender uses this title again and again. A title that names its issue does not recur."""
        if profile.parts.pins:
            return False
        for key in profile.parts.keys:
            days = self._days.get((profile.sender_name, key), set())
            if len(days) >= RECURRING_DAYS and max(days) - min(days) >= RECURRING_SPAN_DAYS:
                return True
        return False

    def _candidates(self) -> set[tuple[str, str]]:
        pairs = {
            (min(pair), max(pair))
            for members in self._blocks.values()
            if len(members) > 1
            for pair in pairs_in([name for _, name in members])
        }
        if self._find_near is not None:
            bodied = sorted(name for name, profile in self._profiles.items() if profile.notice.body)
            near = self._find_near([self._profiles[name].notice.body or "" for name in bodied])
            pairs |= {(bodied[min(pair)], bodied[max(pair)]) for pair in near}
        return pairs


def find_relations(notices: Iterable[Notice], find_near: FindNear | None = None) -> list[Related]:
    """Every relation among the notices. RepeatedId where two share an id."""
    matcher = Matcher(find_near)
    matcher.add(notices)
    return matcher.find_relations()


def _compare(first: Notice, second: Notice) -> BodyComparison | None:
    return compare_bodies(first.body, second.body) if first.body and second.body else None

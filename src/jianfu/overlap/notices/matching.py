"""All relations among many notices: at once, or as they come in, with the same result in any order."""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jianfu.overlap.notices.candidates import Block, blocks_of, near_bodies, pairs_in
from jianfu.overlap.notices.judging import judge
from jianfu.overlap.notices.notice import Judgement, Notice, is_exact, order_of
from jianfu.overlap.notices.profile import Profile, complete
from jianfu.overlap.notices.words.bodies import BodyComparison, compare_bodies

RECURRING_DAYS, RECURRING_SPAN_DAYS = 4, 60
"""A title that one sender used on four days over two months is a rubric (公示), not a matter."""

FULLY_COMPARED = 8
"""Of notices that say the same to the letter this many are compared with everything; more belong to the first."""

FindNear = Callable[[Sequence[str]], Iterable[tuple[int, int]]]
"""Gives pairs of places whose texts have much in common; an engine of `overlap.engines` does it for millions."""


@dataclass(frozen=True, slots=True)
class Related:
    """Two notices, the earlier first, and what holds between them."""

    first: str
    second: str
    judgement: Judgement


SHOWN_IDS = 5


class RepeatedId(ValueError):
    """Notices share an id; the message says which, in Chinese. `ids`: each repeated one once."""

    def __init__(self, ids: Sequence[str]) -> None:
        shown = "、".join(ids[:SHOWN_IDS]) + ("等" if len(ids) > SHOWN_IDS else "")
        super().__init__(f"有{len(ids)}个 id 出现了不止一次：{shown}。请让每份通知的 id 各不相同。")


class Matcher:
    """Holds notices and finds the relations among them. Adding more gives what one batch of all would."""

    def __init__(self, find_near: FindNear = near_bodies) -> None:
        self._find_near = find_near
        self._ids: set[str] = set()
        self._copies: dict[Notice, list[str]] = {}
        """Ids in order by what the notices say: a notice that differs in its id alone is a copy."""
        self._blocks: dict[Block, list[Notice]] = {}
        self._days: dict[tuple[str, str], set[int]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, notices: Iterable[Notice]) -> None:
        """Take in more notices. RepeatedId where an id is known."""
        for notice in notices:
            if notice.id in self._ids:
                raise RepeatedId([notice.id])
            self._ids.add(notice.id)
            content = replace(complete(notice), id="")
            if content not in self._copies:
                self._copies[content] = []
                self._enter(content)
            insort(self._copies[content], notice.id)

    def find_relations(self) -> list[Related]:
        """Every relation among the notices held, by ids. Pairs that are nothing to each other are absent."""
        notices = (notice for content in self._copies for notice in self._first_copies(content))
        profiles = {notice.id: Profile(notice) for notice in notices}
        pairs = self._pair_blocks() | self._pair_bodies(profiles)
        found = [related for one, other in pairs if (related := self._relate(profiles[one], profiles[other]))]
        return sorted([*found, *self._relate_copies(profiles)], key=lambda one: (one.first, one.second))

    def _enter(self, content: Notice) -> None:
        profile = Profile(content)
        for block in blocks_of(profile):
            self._blocks.setdefault(block, []).append(content)
        if profile.issued and is_exact(profile.issued):
            for use in uses_of(profile):
                self._days.setdefault(use, set()).add(profile.issued.start.toordinal())

    def _first_copies(self, content: Notice) -> list[Notice]:
        return [replace(content, id=name) for name in self._copies[content][:FULLY_COMPARED]]

    def _pair_blocks(self) -> set[tuple[str, str]]:
        pairs: set[tuple[str, str]] = set()
        for contents in self._blocks.values():
            notices = [notice for content in contents for notice in self._first_copies(content)]
            if len(notices) > 1:
                ordered = [notice.id for notice in sorted(notices, key=order_of)]
                pairs.update((min(pair), max(pair)) for pair in pairs_in(ordered))
        return pairs

    def _pair_bodies(self, profiles: Mapping[str, Profile]) -> set[tuple[str, str]]:
        bodied = sorted(name for name, profile in profiles.items() if profile.notice.body)
        if not bodied:
            return set()
        near = self._find_near([profiles[name].notice.body or "" for name in bodied])
        return {(bodied[min(pair)], bodied[max(pair)]) for pair in near}

    def _relate(self, one: Profile, other: Profile) -> Related | None:
        return relate(one, other, recurring=self._is_recurring(one) or self._is_recurring(other))

    def _relate_copies(self, profiles: Mapping[str, Profile]) -> Iterator[Related]:
        """Copies beyond the few that are compared with everything belong to the first as the second does."""
        for names in self._copies.values():
            if len(names) > FULLY_COMPARED and (second := self._relate(profiles[names[0]], profiles[names[1]])):
                yield from (Related(names[0], name, second.judgement) for name in names[FULLY_COMPARED:])

    def _is_recurring(self, profile: Profile) -> bool:
        """Whether its sender uses this title again and again. A title that names its issue does not recur."""
        if profile.parts.pins:
            return False
        for use in uses_of(profile):
            days = self._days.get(use, set())
            if len(days) >= RECURRING_DAYS and max(days) - min(days) >= RECURRING_SPAN_DAYS:
                return True
        return False


def find_relations(notices: Iterable[Notice], find_near: FindNear = near_bodies) -> list[Related]:
    """Every relation among the notices. RepeatedId where two share an id."""
    matcher = Matcher(find_near)
    matcher.add(notices)
    return matcher.find_relations()


def relate(
    one: Profile, other: Profile, *, recurring: bool, shares: tuple[float, float] | None = None
) -> Related | None:
    """What holds between two notices, whichever way round; None for nothing. `recurring` as in `judge`.

    `shares`: similarity and containment of their bodies, for those who count them for many pairs at once.
    """
    first, second = sorted((one, other), key=lambda profile: order_of(profile.notice))
    judgement = judge(first, second, _compare(first.notice, second.notice, shares), recurring=recurring)
    return Related(first.notice.id, second.notice.id, judgement) if judgement else None


def uses_of(profile: Profile) -> list[tuple[str, str]]:
    """Each title that the notice bears, with its sender: days are counted by these."""
    return [(profile.sender_name, key) for key in profile.parts.keys]


def _compare(first: Notice, second: Notice, shares: tuple[float, float] | None) -> BodyComparison | None:
    if not first.body or not second.body:
        return None
    return BodyComparison(first.body, second.body, *shares) if shares else compare_bodies(first.body, second.body)

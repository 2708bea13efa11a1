"""Notices that ask the same, as groups with the first of them at the head."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jianfu.overlap.notices.matching import Related
from jianfu.overlap.notices.notice import Notice, Relation, order_of


@dataclass(frozen=True, slots=True)
class Group:
    """One matter that was asked more than once: `head` came first, `members` holds all, in order."""

    head: str
    members: tuple[str, ...]
    relations: Mapping[Relation, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many notices there are, and how many matters they ask."""

    notices: int
    matters: int
    pairs: Mapping[Relation, int]

    @property
    def words(self) -> str:
        """The summary as a clerk reads it."""
        overlap = [f"{relation.label}{count}对" for relation, count in self.pairs.items() if relation.is_overlap]
        series = self.pairs.get(Relation.SERIES, 0)
        return (
            f"共{self.notices}份通知，实为{self.matters}件事。"
            + (f"其中{'、'.join(overlap)}。" if overlap else "没有发现重复要求。")
            + (f"另有系列发文{series}对，不算重复。" if series else "")
        )


def group(notices: Iterable[Notice], related: Iterable[Related]) -> list[Group]:
    """Connected components over overlap alone: a series joins nothing. Heads by date, undated ones last, then id."""
    found = ((pair.first, pair.second, pair.judgement.relation) for pair in related)
    overlap = [(first, second, relation) for first, second, relation in found if relation.is_overlap]
    parents: dict[str, str] = {}
    for first, second, _ in overlap:
        parents[_root(parents, first)] = _root(parents, second)
    members: dict[str, list[str]] = {}
    for notice in sorted(notices, key=order_of):
        if notice.id in parents:
            members.setdefault(_root(parents, notice.id), []).append(notice.id)
    counts: dict[str, Counter[Relation]] = {root: Counter() for root in members}
    for first, _, relation in overlap:
        counts[_root(parents, first)][relation] += 1
    return [Group(names[0], tuple(names), dict(counts[root])) for root, names in members.items()]


def summarise(notices: int, related: Iterable[Related], groups: Sequence[Group]) -> Summary:
    """n notices, m matters: each group counts once."""
    counts = Counter(pair.judgement.relation for pair in related)
    pairs = {relation: counts[relation] for relation in Relation if counts[relation]}
    return Summary(notices, notices - sum(len(found.members) - 1 for found in groups), pairs)


def _root(parents: dict[str, str], name: str) -> str:
    parents.setdefault(name, name)
    while parents[name] != name:
        parents[name] = parents[parents[name]]
        name = parents[name]
    return name

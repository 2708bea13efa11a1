"""Folds what says the same again into one line, with the reason for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from jianfu.overlap.forms.comparing import MappedForm
from jianfu.overlap.forms.finding import relate
from jianfu.overlap.notices.matching import Related, find_relations
from jianfu.overlap.notices.notice import Notice, Relation
from jianfu.reading.titles import read_title
from jianfu.relief.listing import Item
from jianfu.vocabulary.interval import Period

_SAME_AGAIN = "同一份又收到一次"


@dataclass(frozen=True, slots=True)
class Repeat:
    """One item that says the same as another, and why it is thought so, in Chinese."""

    item: Item
    reason: str


@dataclass(frozen=True, slots=True)
class Fold:
    """One matter: the item that stands for it, and the others."""

    head: Item
    repeats: tuple[Repeat, ...]


def fold_items(items: Sequence[Item], forms: Mapping[str, MappedForm]) -> list[Fold]:
    """Items of one matter together: the same demand, notices that repeat each other, forms that ask the same.

    What takes the place of an earlier paper (以此份为准) stands for it; else the first does.
    """
    by_demand: dict[str, list[Item]] = {}
    for item in items:
        by_demand.setdefault(str(item.receipt.demand_id), []).append(item)
    firsts = {name: found[0] for name, found in by_demand.items()}
    links = [*_relate_notices(firsts), *_relate_forms(firsts, forms)]
    return [_make_fold([(name, by_demand[name]) for name in names], links) for names in _join(list(firsts), links)]


@dataclass(frozen=True, slots=True)
class _Link:
    first: str
    second: str
    reason: str
    is_replaced: bool


def _relate_notices(firsts: Mapping[str, Item]) -> list[_Link]:
    notices = [_as_notice(name, item) for name, item in firsts.items() if item.turn is None]
    return [_as_link(pair) for pair in find_relations(notices) if pair.judgement.relation.is_overlap]


def _as_link(pair: Related) -> _Link:
    reasons = "；".join(reason.words for reason in pair.judgement.reasons if reason.equal)
    label = pair.judgement.relation.label
    is_replaced = pair.judgement.relation is Relation.REPLACED
    return _Link(pair.first, pair.second, f"{label}：{reasons}" if reasons else label, is_replaced)


def _as_notice(name: str, item: Item) -> Notice:
    demand = item.receipt.demand
    day = demand.issued_on or item.receipt.received_on
    period = Period(day, day + timedelta(days=1)) if day else None
    return Notice(name, title=demand.title, body=item.text or None, issuer=demand.issuer.name, date=period)


def _relate_forms(firsts: Mapping[str, Item], forms: Mapping[str, MappedForm]) -> list[_Link]:
    """Forms of one turn length only: what is due monthly is not done by what is done weekly."""
    known = [name for name, item in firsts.items() if item.form_fields and name in forms]
    links = []
    for one, other in combinations(known, 2):
        if firsts[one].turn_key != firsts[other].turn_key:
            continue
        pair = relate(forms[one], forms[other])
        if pair is not None and pair.relation.is_repeated:
            links.append(_Link(one, other, pair.reason, False))
    return links


def _join(names: Sequence[str], links: Sequence[_Link]) -> list[list[str]]:
    """Names that hang together, each group and all groups in the order given."""
    group_of = {name: [name] for name in names}
    for link in links:
        one, other = group_of[link.first], group_of[link.second]
        if one is not other:
            one += other
            group_of.update(dict.fromkeys(other, one))
    order = {name: place for place, name in enumerate(names)}
    groups = {id(group): sorted(group, key=order.__getitem__) for group in group_of.values()}
    return list(groups.values())


def _make_fold(found: Sequence[tuple[str, list[Item]]], links: Sequence[_Link]) -> Fold:
    names = {name for name, _ in found}
    inside = [link for link in links if link.first in names]
    members = [(name, item) for name, items in found for item in items]
    head = _choose_head(members, inside)
    repeats = [
        Repeat(item, _reason_for(name, members[head][0], inside))
        for place, (name, item) in enumerate(members)
        if place != head
    ]
    return Fold(members[head][1], tuple(repeats))


def _choose_head(members: Sequence[tuple[str, Item]], links: Sequence[_Link]) -> int:
    """The last that takes the place of an earlier one, in its title, its remark or by the relation; else the first."""
    replacing = {link.second for link in links if link.is_replaced}
    taken = [
        place
        for place, (name, item) in enumerate(members)
        if name in replacing or any(read_title(words).replaces for words in _own_words(item))
    ]
    return taken[-1] if taken else 0


def _own_words(item: Item) -> list[str]:
    return [words for words in (item.receipt.demand.title, item.receipt.remark) if words]


def _reason_for(name: str, head: str, links: Sequence[_Link]) -> str:
    if name == head:
        return _SAME_AGAIN
    direct = [link.reason for link in links if {link.first, link.second} == {name, head}]
    through = [link.reason for link in links if name in (link.first, link.second)]
    return next(iter([*direct, *through]), _SAME_AGAIN)

"""The fewest forms that ask everything: which forms could be one, and what of it each organ would get."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from jianfu.overlap.forms.comparing import MappedForm, count_minutes
from jianfu.overlap.forms.elements.matching import FieldMatch
from jianfu.overlap.forms.finding import FormRelation, RelatedForms
from jianfu.overlap.forms.versions import sort_versions

LARGEST_EXACT = 10
"""Up to so many forms that hang together the fewest are sought exactly; beyond, greedily."""


@dataclass(frozen=True, slots=True)
class MergedForm:
    """One form instead of `members`. `fields` are all that they ask, each once, in the order of the first that asks."""

    members: tuple[MappedForm, ...]
    fields: tuple[FieldMatch, ...]

    @property
    def minutes(self) -> float:
        """Minutes to fill in one row of it."""
        return count_minutes(self.fields)

    @property
    def saved_minutes(self) -> float:
        """Minutes less than filling in each member."""
        return sum(member.minutes for member in self.members) - self.minutes

    def view(self, member: MappedForm) -> tuple[FieldMatch, ...]:
        """What the organ of one member would get: its own fields, in the merged form's order."""
        return tuple(field for field in self.fields if field.key in member.asked)


def plan_merge(forms: Sequence[MappedForm], related: Sequence[RelatedForms]) -> list[MergedForm]:
    """The fewest merged forms that cover all forms and all that they ask. Only forms of one matter may be one.

    Of versions of one template only the last stands for all. A form that repeats nothing stays as it is.
    """
    replaced = _find_replaced(related)
    current = [form for form in forms if form.form.id not in replaced]
    joined = {frozenset((pair.first.form.id, pair.second.form.id)) for pair in related if pair.could_be_one}

    def fit(one: MappedForm, other: MappedForm) -> bool:
        return frozenset((one.form.id, other.form.id)) in joined

    return [merge(group) for part in _components(current, fit) for group in _cover(part, fit)]


def merge(members: Sequence[MappedForm]) -> MergedForm:
    """One form that asks all that the members ask."""
    fields: dict[str, FieldMatch] = {}
    for member in members:
        for key, field in member.asked.items():
            fields.setdefault(key, field)
    return MergedForm(tuple(members), tuple(fields.values()))


def _find_replaced(related: Sequence[RelatedForms]) -> set[str]:
    """Ids of versions that a later one of the same template took the place of."""
    pairs = [(pair.first.form, pair.second.form) for pair in related if pair.relation is FormRelation.VERSION]
    return {sort_versions(pair)[0].id for pair in pairs}


_Fit = Callable[[MappedForm, MappedForm], bool]


def _components(forms: Sequence[MappedForm], fit: _Fit) -> list[list[MappedForm]]:
    parts: list[list[MappedForm]] = []
    for form in forms:
        touching = [part for part in parts if any(fit(form, other) for other in part)]
        rest = [part for part in parts if part not in touching]
        parts = [*rest, [*(other for part in touching for other in part), form]]
    return parts


def _cover(part: Sequence[MappedForm], fit: _Fit) -> list[list[MappedForm]]:
    """The part split into the fewest groups in which every two forms fit."""
    greedy = _add_all([], part, fit)
    if len(part) > LARGEST_EXACT or all(fit(one, other) for one, other in combinations(part, 2)):
        return greedy
    return _search(list(part), [], greedy, fit)


def _add_all(groups: list[list[MappedForm]], forms: Sequence[MappedForm], fit: _Fit) -> list[list[MappedForm]]:
    for form in forms:
        group = next((group for group in groups if all(fit(form, other) for other in group)), None)
        if group is None:
            groups.append([form])
        else:
            group.append(form)
    return groups


def _search(
    forms: list[MappedForm], groups: list[list[MappedForm]], best: list[list[MappedForm]], fit: _Fit
) -> list[list[MappedForm]]:
    """Tries every group for every form; gives up where there are already as many groups as in the best answer."""
    if len(groups) >= len(best):
        return best
    if not forms:
        return [list(group) for group in groups]
    form, rest = forms[0], forms[1:]
    for place, group in enumerate(groups):
        if all(fit(form, other) for other in group):
            changed = [*groups[:place], [*group, form], *groups[place + 1 :]]
            best = _search(rest, changed, best, fit)
    return _search(rest, [*groups, [form]], best, fit)

"""What one version of a template changed against the one before: fields added, removed, renamed, moved."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jianfu.overlap.forms.comparing import MappedForm
from jianfu.overlap.forms.elements.matching import FieldMatch
from jianfu.overlap.forms.form import Form, FormField
from jianfu.vocabulary.text import squeeze

_CHINESE = "一二三四五六七八九十"
_NUMBER = re.compile(rf"\d+(?:\.\d+)?|[{_CHINESE}]")

_MARK = re.compile(
    r"[（(]?第?[\d一二三四五六七八九十]+(?:\.\d+)?[版稿][)）]?|[（(](?:修订|更新|最新|终)[版稿]?[)）]|[vV]\d+$"
)


def find_version(name: str) -> str | None:
    """The mark of a version in a form's name (第3版, 修订稿, v2), None without one."""
    found = _MARK.search(squeeze(name))
    return found.group().strip("（）()") if found else None


def drop_version(name: str) -> str:
    """The name without it, squeezed: what all versions of one template are called."""
    return _MARK.sub("", squeeze(name))


@dataclass(frozen=True, slots=True)
class VersionChange:
    """From one list of fields to the next, by position. `kept` pairs old and new positions of fields that stay.

    `renamed` are those of the kept that ask the same in other words, `moved` those that changed their order.
    """

    kept: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[FormField, ...]
    renamed: tuple[tuple[int, FormField], ...]
    moved: tuple[int, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether both versions ask the same in the same words and order."""
        return not (self.removed or self.added or self.renamed or self.moved)


def sort_versions(forms: Sequence[Form]) -> list[Form]:
    """Oldest first, by the first number in each version; those without one stay before the numbered, as given."""
    return sorted(forms, key=_version_number)


def _version_number(form: Form) -> float:
    found = _NUMBER.search(form.version or "")
    if found is None:
        return -1.0
    return float(found.group()) if found.group()[0].isdigit() else _CHINESE.index(found.group()[0]) + 1.0


def compare_versions(old: MappedForm, new: MappedForm) -> VersionChange:
    """What the new version changed. Fields pair by their very words first, then by what they ask."""
    pairs = _pair(old.matches, new.matches)
    taken = {there for _, there in pairs}
    gone = set(range(len(old.matches))) - {here for here, _ in pairs}
    return VersionChange(
        kept=tuple(pairs),
        removed=tuple(sorted(gone)),
        added=tuple(match.field for place, match in enumerate(new.matches) if place not in taken),
        renamed=tuple(
            (here, new.matches[there].field)
            for here, there in pairs
            if _said(old.matches[here].field) != _said(new.matches[there].field)
        ),
        moved=_find_moved(pairs),
    )


def apply_change(fields: Sequence[FormField], change: VersionChange) -> tuple[FormField, ...]:
    """The new version's fields made from the old ones and the change."""
    renamed = dict(change.renamed)
    made = {there: renamed.get(here) or replace(fields[here], position=there) for here, there in change.kept}
    made |= {field.position: field for field in change.added}
    return tuple(made[place] for place in sorted(made))


def _pair(old: Sequence[FieldMatch], new: Sequence[FieldMatch]) -> list[tuple[int, int]]:
    pairs: dict[int, int] = {}
    for keys in ([[m.field.key for m in side] for side in (old, new)], [[m.key for m in side] for side in (old, new)]):
        free = [place for place in range(len(new)) if place not in set(pairs.values())]
        for here, key in enumerate(keys[0]):
            there = next((place for place in free if keys[1][place] == key), None)
            if here not in pairs and there is not None:
                pairs[here] = there
                free.remove(there)
    return sorted(pairs.items())


def _said(field: FormField) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return field.path, field.examples


def _find_moved(pairs: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Old positions of the fewest fields that must be moved: all but a longest rising run of new positions."""
    tails: list[int] = []
    ranks = []
    for _, there in pairs:
        rank = bisect_left(tails, there)
        tails[rank : rank + 1] = [there]
        ranks.append(rank)
    stay: set[int] = set()
    wanted, limit = len(tails) - 1, None
    for (here, there), rank in zip(reversed(pairs), reversed(ranks), strict=True):
        if rank == wanted and (limit is None or there < limit):
            stay.add(here)
            wanted, limit = wanted - 1, there
    return tuple(here for here, _ in pairs if here not in stay)

"""How much two forms ask alike: their shared elements, in both directions, weighted by minutes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.overlap.forms.elements.matching import FieldMatch, match_form
from jianfu.overlap.forms.form import Form

NEW_FIELD_MINUTES = 0.5
"""For a field that the dictionary does not know: the default for a short text."""


@dataclass(frozen=True)
class MappedForm:
    """A form and what each of its fields is."""

    form: Form
    matches: tuple[FieldMatch, ...]

    @cached_property
    def asked(self) -> Mapping[str, FieldMatch]:
        """Key of what is asked → the first field that asks it, in the form's order. Asked twice counts once."""
        first: dict[str, FieldMatch] = {}
        for match in self.matches:
            first.setdefault(match.key, match)
        return first

    @cached_property
    def minutes(self) -> float:
        """Minutes to fill in one row."""
        return count_minutes(self.asked.values())


def map_forms(forms: Sequence[Form], dictionary: Dictionary) -> list[MappedForm]:
    """Every form with its fields mapped."""
    return [MappedForm(form, match_form(form, dictionary)) for form in forms]


def minutes_of(match: FieldMatch) -> float:
    """Minutes that one field takes."""
    return match.element.minutes if match.element else NEW_FIELD_MINUTES


def count_minutes(matches: Iterable[FieldMatch]) -> float:
    """Minutes of several fields."""
    return sum(minutes_of(match) for match in matches)


@dataclass(frozen=True, slots=True)
class FieldOverlap:
    """What two forms share. Shares are ratios of minutes, 0–1, and 0 for a form without fields.

    `distinctive` are the shared elements that say what the forms are about: neither generic words nor page numbers.
    """

    shared: tuple[str, ...]
    distinctive: int
    share_of_both: float
    share_of_first: float
    share_of_second: float
    share_of_fields: float
    """Shared elements over all elements of the longer form: a few long answers alone make no overlap."""

    @property
    def smaller_share(self) -> float:
        """The share of minutes in the form of which less is shared."""
        return min(self.share_of_first, self.share_of_second)


def compare(first: MappedForm, second: MappedForm) -> FieldOverlap:
    """What the two ask alike; `shared` in the first form's order."""
    keys = [key for key in first.asked if key in second.asked]
    minutes = sum(minutes_of(first.asked[key]) for key in keys)
    return FieldOverlap(
        shared=tuple(first.asked[key].label for key in keys),
        distinctive=sum(_is_distinctive(first.asked[key]) for key in keys),
        share_of_both=_share(minutes, first.minutes + second.minutes - minutes),
        share_of_first=_share(minutes, first.minutes),
        share_of_second=_share(minutes, second.minutes),
        share_of_fields=_share(len(keys), max(len(first.asked), len(second.asked))),
    )


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def _is_distinctive(match: FieldMatch) -> bool:
    return match.element is None or not match.element.generic

"""What the values printed in a template say about a field."""

import re
from collections.abc import Sequence

from jianfu.overlap.forms.elements.dictionary import Dictionary, Element, ElementKind
from jianfu.vocabulary.text import squeeze

_SHAPES = (
    (ElementKind.IDENTIFIER, re.compile(r"^\d{17}[\dXx]$")),
    (ElementKind.PHONE, re.compile(r"^1\d{10}$|^0\d{2,3}-?\d{7,8}$")),
    (ElementKind.DATE, re.compile(r"^\d{4}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?$")),
    (ElementKind.NUMBER, re.compile(r"^\d+(?:\.\d+)?$")),
    (ElementKind.CHOICE, re.compile(r"^[是否有无√×]$")),
)
_NUMBERS = frozenset({ElementKind.COUNT, ElementKind.NUMBER, ElementKind.MONEY, ElementKind.SHARE})
_ANSWERS = frozenset({"是", "否", "有", "无", "√", "×"})
"""They can be chosen in any field and say nothing of which it is."""
_LEAST_SHARE = 0.5
_OPEN = frozenset({ElementKind.TEXT, ElementKind.LONG_TEXT, ElementKind.ADDRESS})


def guess_kind(examples: Sequence[str]) -> ElementKind | None:
    """The kind that all examples share by their shape; None without examples or without agreement."""
    kinds = {next((kind for kind, shape in _SHAPES if shape.match(value)), None) for value in examples}
    return kinds.pop() if len(kinds) == 1 else None


def can_hold(kind: ElementKind, seen: ElementKind) -> bool:
    """Whether a field of `kind` may hold values of the shape `seen`. Open text holds all but telephones."""
    if kind is seen or (kind in _NUMBERS and seen is ElementKind.NUMBER):
        return True
    if seen is ElementKind.NUMBER:  # a code, a year or a serial number is written in digits as well
        return kind not in {ElementKind.PHONE, ElementKind.PHOTO, ElementKind.SIGNATURE}
    return kind in _OPEN and seen is not ElementKind.PHONE


def fits_choices(element: Element, values: Sequence[str]) -> bool | None:
    """Whether the values are of the element's code list; None where that says nothing: no list, no two values, or
    only 是 and 否.

    A value that goes beyond a code (初中及以下) counts as that code.
    """
    told = {squeeze(value) for value in values} - _ANSWERS
    if not element.choices or len(told) < 2 or _ANSWERS.issuperset(element.choices):
        return None
    return sum(value.startswith(element.choices) for value in told) >= _LEAST_SHARE * len(told)


def find_by_choices(dictionary: Dictionary, values: Sequence[str]) -> Element | None:
    """The only element whose code list has all the values, and at least half of whose codes are among them."""
    told = {squeeze(value) for value in values} - _ANSWERS
    found = [
        element
        for element in dictionary.elements.values()
        if len(told) > 1 and told <= set(element.choices) and len(told) >= _LEAST_SHARE * len(element.choices)
    ]
    return found[0] if len(found) == 1 else None

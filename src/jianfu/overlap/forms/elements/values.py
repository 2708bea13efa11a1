"""What the values printed in a template say about a field."""

import re
from collections.abc import Sequence

from jianfu.overlap.forms.elements.dictionary import ElementKind

_SHAPES = (
    (ElementKind.IDENTIFIER, re.compile(r"^\d{17}[\dXx]$")),
    (ElementKind.PHONE, re.compile(r"^1\d{10}$|^0\d{2,3}-?\d{7,8}$")),
    (ElementKind.DATE, re.compile(r"^\d{4}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?$")),
    (ElementKind.NUMBER, re.compile(r"^\d+(?:\.\d+)?$")),
    (ElementKind.CHOICE, re.compile(r"^[是否有无√×]$")),
)
_NUMBERS = frozenset({ElementKind.COUNT, ElementKind.NUMBER, ElementKind.MONEY, ElementKind.SHARE})
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

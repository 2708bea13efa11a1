"""How pages write numbers and mark words."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from jianfu.relief.digest import say_due
from jianfu.relief.matters import Matter

register = template.Library()
_WHOLE_FROM = 10


@register.filter
def hours(value: object) -> str:
    """Hours: whole from ten up, else one decimal; a dash where there is no number."""
    if not isinstance(value, (int, float)):
        return "—"
    return f"{value:,.0f}" if abs(value) >= _WHOLE_FROM else f"{value:.1f}"


@register.filter
def per_cent(value: float | None) -> str:
    """A ratio in per cent, with its sign; a dash where there is none."""
    return "—" if value is None else f"{value:+.0%}"


@register.filter
def of_largest(value: float, largest: float) -> int:
    """A length between 0 and 100 for a bar beside others."""
    return round(100 * value / largest) if largest else 0


@register.filter
def highlight(text: str, words: Sequence[str]) -> SafeString:
    """The text, escaped, with each of the words marked."""
    marked = conditional_escape(text)
    for word in sorted({conditional_escape(word) for word in words if word.strip()}, key=len, reverse=True):
        marked = SafeString(marked.replace(word, format_html("<mark>{}</mark>", mark_safe(word))))  # noqa: S308  # escaped above
    return SafeString(marked)


@register.filter
def due(matter: Matter) -> str:
    """When a matter is due, in words, where it stands under the heading of its section."""
    return say_due(matter, within=True)


@register.filter
def of(table: Mapping[str, object], key: str) -> object:
    """What a table says of a key; '' for nothing."""
    return table.get(key, "")

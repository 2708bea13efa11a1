"""Small drawings made on the server: each says in words what it shows, and a table beside it has the numbers."""

from collections.abc import Mapping, Sequence
from math import log10

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_WIDTH, _HEIGHT = 100.0, 24.0
Span = Sequence[float]


@register.simple_tag
def sparkline(by_month: Mapping[str, Span] | None, months: Sequence[str]) -> SafeString:
    """The course of hours a week: a line of means in its interval, from nought up. A month without rows is a gap.

    '' where fewer than two of the months are told.
    """
    told = [(place, by_month[month]) for place, month in enumerate(months) if by_month and month in by_month]
    if len(told) < 2:
        return SafeString("")
    highest = max(span[2] for _, span in told) or 1.0
    spread = [_dot(place, span[2], highest, len(months)) for place, span in told]
    spread += [_dot(place, span[1], highest, len(months)) for place, span in reversed(told)]
    line = [_dot(place, span[0], highest, len(months)) for place, span in told]
    said = "，".join(f"{months[place]} {span[0]:,.1f}" for place, span in told)
    return format_html(
        '<svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label="各月每周小时：{}">'
        '<polygon points="{}"/><polyline points="{}"/></svg>',
        said,
        " ".join(spread),
        " ".join(line),
    )


def _dot(place: int, value: float, highest: float, count: int) -> str:
    return f"{_WIDTH * place / max(count - 1, 1):.1f},{_HEIGHT - (_HEIGHT - 2) * value / highest - 1:.1f}"


@register.filter
def of_largest_log(value: float, largest: float) -> int:
    """A length between 0 and 100 on a scale on which ten times as much is one step longer; small ones stay visible."""
    return round(100 * log10(1 + value) / log10(1 + largest)) if largest > 0 else 0

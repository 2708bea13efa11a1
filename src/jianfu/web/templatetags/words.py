"""How pages write numbers and mark words."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from jianfu.relief.digest import say_due
from jianfu.relief.matters import Matter
from jianfu.reporting.figure import Form
from jianfu.reporting.wording import say_value

register = template.Library()
_SECONDS_BELOW = 0.001


@register.filter
def hours(value: object) -> str:
    """Hours as in the report, a few seconds as 0; a dash where there is no number."""
    if not isinstance(value, (int, float)):
        return "—"
    return say_value(value, Form.HOURS) if abs(value) >= _SECONDS_BELOW else "0"


@register.filter
def thousands(value: object) -> str:
    """A whole number with its thousands apart; a dash where there is none."""
    return f"{value:,.0f}" if isinstance(value, (int, float)) else "—"


@register.filter
def month_end(month: str) -> str:
    """The last day of a month like 2023-01."""
    first = date.fromisoformat(f"{month}-01")
    return ((first + timedelta(days=32)).replace(day=1) - timedelta(days=1)).isoformat()


@register.filter
def weekday(day: date) -> str:
    """The day of the week."""
    return f"星期{'一二三四五六日'[day.weekday()]}"


@register.filter
def per_cent(value: float | None) -> str:
    """A ratio in per cent, with its sign; a dash where there is none."""
    return "—" if value is None else f"{value:+.0%}"


@register.filter
def share(value: object) -> str:
    """A ratio in whole per cent, without a sign; a dash where there is none."""
    return f"{value:.0%}" if isinstance(value, (int, float)) else "—"


@register.filter
def plain(value: object) -> str:
    """A number with no more digits than it has; a dash where there is none."""
    return f"{value:,.10g}" if isinstance(value, (int, float)) else "—"


@register.filter
def role_of(actor: str) -> str:
    """The role of whom the audit log names (role:account): who it was is nobody else's matter."""
    return actor.partition(":")[0]


@register.filter
def points(value: object) -> str:
    """Points of a score, one decimal; a dash where there are none."""
    return f"{value:.1f}" if isinstance(value, (int, float)) else "—"


@register.filter
def of_largest(value: float, largest: float) -> int:
    """A length between 0 and 100 for a bar beside others."""
    return round(100 * value / largest) if largest else 0


@register.filter
def highlight(text: str, words: Sequence[str]) -> SafeString:
    """The text, escaped, with each of the words marked, whatever their case."""
    wanted = sorted({re.escape(word) for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        return SafeString(conditional_escape(text))
    parts = re.split(f"({'|'.join(wanted)})", str(text), flags=re.IGNORECASE)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if place % 2 else part,) for place, part in enumerate(parts))
    )


@register.filter
def due(matter: Matter) -> str:
    """When a matter is due, in words, where it stands under the heading of its section."""
    return say_due(matter, within=True)


@register.filter
def of(table: Mapping[str, object], key: str) -> object:
    """What a table says of a key; '' for nothing."""
    return table.get(key, "")


@register.filter
def pairs(table: Mapping[str, object]) -> list[tuple[str, object]]:
    """Names and what a table says of each; [] for what is no table."""
    return list(table.items()) if isinstance(table, Mapping) else []


@register.filter
def fine_share(value: object) -> str:
    """A ratio 0–1 in per cent with one decimal; a dash where there is none."""
    return f"{value:.1%}" if isinstance(value, (int, float)) else "—"


@register.filter
def at_least_nought(value: float) -> float:
    """The value, nought for less."""
    return max(value, 0.0)

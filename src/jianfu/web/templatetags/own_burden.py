"""What the platform costs this month, for the small block that any page may include."""

from django import template

from jianfu.monitoring.queries import MONTHLY_BUDGET_HOURS, OwnBurden, list_own_burdens, read_own_burden
from jianfu.web.clock import today

register = template.Library()


@register.simple_tag
def this_month() -> OwnBurden:
    """The month that runs."""
    return read_own_burden(today().replace(day=1))


@register.simple_tag
def months_past() -> list[OwnBurden]:
    """The months before, the newest first."""
    return [month for month in list_own_burdens(today().replace(day=1)) if month.month < today().replace(day=1)]


@register.simple_tag
def budget_hours() -> float:
    """What it may cost in a month."""
    return MONTHLY_BUDGET_HOURS

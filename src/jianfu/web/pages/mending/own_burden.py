"""What the platform itself costs: every month, by role, open to everybody who signs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jianfu.monitoring.queries import MONTHLY_BUDGET_HOURS, MONTHLY_BUDGET_MESSAGES, list_own_burdens
from jianfu.web.clock import today


@require_safe
def own_burden(request: HttpRequest) -> HttpResponse:
    """The last twelve months in which it was used."""
    months = list_own_burdens(today().replace(day=1))
    context = {
        "months": months,
        "longest": max((month.hours for month in months), default=0),
        "hours_budget": MONTHLY_BUDGET_HOURS,
        "messages_budget": MONTHLY_BUDGET_MESSAGES,
    }
    return render(request, "own_burden_page.html", context)

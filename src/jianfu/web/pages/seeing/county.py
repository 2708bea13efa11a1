"""The county's page, also the leader's: is it getting lighter, where does it lie, where did it go."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from jianfu.casework.course import State as CaseState
from jianfu.casework.queries import is_overdue, list_upward, visible_cases
from jianfu.clearance.queries import visible_drafts
from jianfu.clearance.terms import State as DraftState
from jianfu.ledger.models import Receipt
from jianfu.ledger.viewer import COUNTY_ROLES, Role, Scope, Viewer
from jianfu.monitoring.models import Problem
from jianfu.monitoring.queries import (
    count_severities,
    latest_evaluation,
    visible_problems,
)
from jianfu.relief.listing import LOOK_BACK_DAYS
from jianfu.relief.matters import without_answer
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.access.scopes import in_scope
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.seeing.county_lines import CountyLines, read_lines

_SHOWN_ISSUERS, _SHOWN_PROBLEMS = 15, 10
ANSWER_WITHIN_DAYS = 7
"""A draft that waits for longer is told as waiting."""
_ABOVE = (OrganLevel.CENTRAL.value, OrganLevel.PROVINCE.value, OrganLevel.CITY.value)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the page where one's work is."""
    viewer = viewer_of(request)
    if viewer.role in {Role.TOWNSHIP, Role.VILLAGE}:
        return redirect("todo")
    if viewer.role is Role.DEPARTMENT:
        return redirect("organ", viewer.organ_id)
    return redirect("county")


@require_safe
def county(request: HttpRequest) -> HttpResponse:
    """The page; before the first evaluation it says what is missing.

    Townships side by side, and what others answer for, are shown to the county's own roles alone.
    """
    viewer, evaluation = viewer_of(request), latest_evaluation()
    if evaluation is None:
        return render(request, "county_empty.html")
    lines = read_lines(evaluation)
    sees_county = viewer.role in COUNTY_ROLES
    context = _tell(lines) | {
        "evaluation": evaluation,
        "sees_county": sees_county,
        "townships": lines.townships if sees_county else [],
        "fewest_kinds": min((line.kinds for line in lines.townships), default=0),
        "most_kinds": max((line.kinds for line in lines.townships), default=0),
    }
    context |= _tell_problems(viewer)
    context |= _tell_late(viewer) if sees_county else {}
    return render(request, "county.html", context)


def _tell(lines: CountyLines) -> dict[str, Any]:
    issuers = lines.issuers[:_SHOWN_ISSUERS]
    return {
        "panel": lines.panel,
        "per_head": lines.per_head,
        "comparisons": lines.comparisons,
        "kinds": lines.kinds,
        "largest_kind": max((line.span[0] for line in lines.kinds if line.span), default=0),
        "moves": lines.moves,
        "shift": lines.shift,
        "issuers": issuers,
        "heaviest_issuer": max((line.span[0] for line in issuers), default=0),
        "months": lines.months,
        "months_with_spans": lines.panel["by_month"].items(),
        "chart": lines.chart,
        "steps": lines.steps,
    }


def _tell_problems(viewer: Viewer) -> dict[str, Any]:
    """What the rules found, as far as the page of problems would show it."""
    problems: QuerySet[Problem] = visible_problems(in_scope(viewer, "problems"))
    return {
        "sees_problems": in_scope(viewer, "problems").scope is not Scope.NONE,
        "severities": count_severities(problems),
        "problems": problems[:_SHOWN_PROBLEMS],
        "above": problems.filter(level__in=_ABOVE).count(),
    }


def _tell_late(viewer: Viewer) -> dict[str, Any]:
    """What is overdue: cases, drafts that wait, deadlines that went by without a word of what became of them."""
    is_over = [state.value for state in CaseState if state.is_over]
    cases = visible_cases(viewer).exclude(state__in=is_over)
    waiting = visible_drafts(viewer).filter(state=DraftState.SUBMITTED)
    until, since = today() - timedelta(days=1), today() - timedelta(days=LOOK_BACK_DAYS)
    past = Q(due_at__gte=datetime.combine(since, time.min), due_at__lt=datetime.combine(today(), time.min))
    return {
        "open_cases": cases.count(),
        "late_cases": cases.filter(is_overdue(today())).count(),
        "waiting_drafts": waiting.count(),
        "late_drafts": waiting.filter(submitted_at__lt=now() - timedelta(days=ANSWER_WITHIN_DAYS)).count(),
        "answer_days": ANSWER_WITHIN_DAYS,
        "unanswered": without_answer(Receipt.objects.filter(past)).count(),
        "since": since,
        "until": until,
        "escalated": sum(len(item.cases) for item in list_upward()),
    }

"""Problems that the rules found, and cases made of them, one or many at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.casework.actions import open_problem_case
from jianfu.casework.models import Case
from jianfu.ledger.viewer import Scope
from jianfu.monitoring.models import Problem
from jianfu.monitoring.queries import count_severities, visible_problems
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now
from jianfu.web.pages.asking import keep, viewer_of
from jianfu.web.pages.mending.owners import read_picks
from jianfu.web.standards import desk_rules

_PAGE = 30


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """What the rules found, by severity and card."""
    viewer = viewer_of(request)
    found = visible_problems(viewer)
    counts = count_severities(found)
    severity, card = request.GET.get("severity", ""), request.GET.get("card", "").replace("\x00", "")
    if severity in counts:
        found = found.filter(severity=severity)
    if card:
        found = found.filter(card=card[:80])
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    cases = Case.objects.filter(problem__in=[one.pk for one in page]) if viewer.sees_all else Case.objects.none()
    case_of = {one.problem_id: one.pk for one in cases}
    context = {
        "page": page,
        "lines": [(one, case_of.get(one.pk)) for one in page],
        "counts": counts,
        "severity": severity,
        "card": card,
        "kept": keep(request),
        "may_open": TABLE["problem_open"][viewer.role] is not Scope.NONE,
    }
    return render(request, "problems.html", context)


@require_POST
def problem_open(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Make a case of a problem."""
    problem = get_object_or_404(visible_problems(viewer_of(request)), pk=problem_id)
    opened = _open(request, problem)
    if not opened:
        messages.error(request, f"不能立案：{_why_no_case(problem)}")
        return redirect("problems")
    return redirect("case", opened[0].pk) if len(opened) == 1 else redirect("cases")


@require_POST
def problems_open(request: HttpRequest) -> HttpResponse:
    """Make cases of all problems that were ticked, and tell of those that could not be made."""
    chosen = visible_problems(viewer_of(request)).filter(pk__in=[number for number, _ in read_picks(request)])
    opened: set[int] = set()
    left: list[str] = []
    for problem in chosen:
        cases = _open(request, problem)
        opened |= {case.pk for case in cases}
        left += [] if cases else [f"{problem.name}：{problem.subject}（{_why_no_case(problem)}）"]
    if opened:
        messages.success(request, f"已立案 {len(opened)} 件（同一单位、同一规定的并为一件）。")
    if left:
        messages.error(request, f"没有立案：{'；'.join(left)}")
    if not opened and not left:
        messages.error(request, "请先勾选问题。")
    return redirect("cases" if opened else "problems")


def _why_no_case(problem: Problem) -> str:
    """A limit that several organs exceeded together is no one's fault; a case is always about one organ."""
    together = problem.involved.count()
    return f"限额由 {together} 个单位的要求合在一起超过，不能算在哪一家头上" if together else "没有写明责任单位"


def _open(request: HttpRequest, problem: Problem) -> list[Case]:
    calendar = desk_rules().calendar
    actor = viewer_of(request).actor
    return open_problem_case(problem, reasons=problem.clause, calendar=calendar, actor=actor, now=now())

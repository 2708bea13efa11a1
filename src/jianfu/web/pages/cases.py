"""Problems that were found, the cases made of them, and what must be raised upward."""

from io import BytesIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from docx import Document

from jianfu.casework.actions import RefusedStep, open_problem_case, take_step
from jianfu.casework.course import Move, Remedy, State, moves_from
from jianfu.casework.queries import list_upward, visible_cases
from jianfu.ledger.viewer import Role, Scope
from jianfu.monitoring.queries import count_severities, visible_problems
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import keep, viewer_of
from jianfu.web.standards import desk_rules

_PAGE = 30
_LONGEST = 4000


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """What the rules found, by severity and card."""
    viewer = viewer_of(request)
    found = visible_problems(viewer)
    counts = count_severities(found)
    severity, card = request.GET.get("severity", ""), request.GET.get("card", "")
    if severity in counts:
        found = found.filter(severity=severity)
    if card:
        found = found.filter(card=card[:80])
    context = {
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "counts": counts,
        "severity": severity,
        "kept": keep(request),
        "may_open": TABLE["problem_open"][viewer.role] is not Scope.NONE,
    }
    return render(request, "problems.html", context)


@require_POST
def problem_open(request: HttpRequest, problem_id: int) -> HttpResponse:
    """Make a case of a problem."""
    viewer = viewer_of(request)
    problem = get_object_or_404(visible_problems(viewer), pk=problem_id)
    opened = open_problem_case(
        problem, reasons=problem.clause, calendar=desk_rules().calendar, actor=viewer.actor, now=now()
    )
    if not opened:
        messages.error(request, "这个问题没有写明责任单位，不能立案。")
        return redirect("problems")
    return redirect("case", opened[0].pk) if len(opened) == 1 else redirect("cases")


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Cases in reach: open ones first, the overdue marked."""
    found = sorted(visible_cases(viewer_of(request)), key=lambda one: State(one.state).is_over)
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    lines = [(one, State(one.state)) for one in page]
    overdue = sum(_is_overdue(one.due_on, State(one.state)) for one in found)
    may_import = TABLE["item_import"][viewer_of(request).role] is not Scope.NONE
    context = {"page": page, "lines": lines, "today": today(), "overdue": overdue, "kept": keep(request)}
    context |= {"may_import": may_import}
    return render(request, "cases.html", context)


def _is_overdue(due_on: object, state: State) -> bool:
    return due_on is not None and str(due_on) < str(today()) and not state.is_over


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case with all its steps, and what can be done now."""
    viewer = viewer_of(request)
    found = get_object_or_404(visible_cases(viewer), pk=case_id)
    may_step = viewer.role in {Role.ANALYST, Role.SUPERVISION}
    context = {
        "case": found,
        "state": State(found.state),
        "steps": found.steps.order_by("pk"),
        "moves": moves_from(State(found.state)) if may_step else [],
        "remedies": list(Remedy),
        "upward": Move.ESCALATE,
    }
    return render(request, "case.html", context)


@require_POST
def case_step(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take one step."""
    viewer = viewer_of(request)
    found = get_object_or_404(visible_cases(viewer), pk=case_id)
    move, remedy, version = (request.POST.get(name, "") for name in ("move", "remedy", "version"))
    if move not in set(Move):
        messages.error(request, "请选择要办的一步。")
        return redirect("case", case_id)
    try:
        take_step(
            found.pk,
            Move(move),
            request.POST.get("reasons", "")[:_LONGEST],
            version=int(version) if version.isdecimal() and version.isascii() and len(version) < 10 else 0,
            remedy=Remedy(remedy) if remedy in set(Remedy) else None,
            actor=viewer.actor,
            actor_organ_id=viewer.organ_id,
            now=now(),
        )
    except RefusedStep as problem:
        messages.error(request, str(problem))
    return redirect("case", case_id)


@require_safe
def upward(request: HttpRequest) -> HttpResponse:
    """What the county cannot change."""
    return render(request, "upward.html", {"items": list_upward()})


@require_safe
def upward_letter(request: HttpRequest) -> FileResponse:
    """The same as a letter, to be signed and sent up."""
    letter = Document()
    letter.add_heading("关于需上级协调解决的基层负担事项的函", level=1)
    for place, item in enumerate(list_upward(), start=1):
        letter.add_heading(f"{place}. 请{item.level.label}级解决", level=2)
        letter.add_paragraph(f"依据：{item.clause}")
        letter.add_paragraph(f"涉及 {len(item.cases)} 件事、{item.receipts} 条登记：")
        for one in item.cases:
            letter.add_paragraph(f"{one.organ.name}：{one.title}", style="List Bullet")
    letter.add_paragraph(f"{today():%Y年%m月%d日}")
    file = BytesIO()
    letter.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="上下联动清单.docx")

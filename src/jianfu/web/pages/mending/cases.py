"""Cases: the list, one case with its whole course, and the steps on it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.casework.actions import RefusedStep, assign_case, explain_case, read_digest, take_step
from jianfu.casework.actions.noting import OVER
from jianfu.casework.actions.stepping import ABOVE_COUNTY, Wish
from jianfu.casework.clocks import county_clocks
from jianfu.casework.course import TO_THE_ORGAN, Detector, Move, Remedy, State, moves_from
from jianfu.casework.models import Case
from jianfu.casework.queries import (
    NOBODY,
    OPEN,
    answers_for,
    is_answer_late,
    is_overdue,
    list_cases,
    list_steps,
    rows_of,
    unread_digests,
    visible_cases,
)
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Role, Scope, Viewer
from jianfu.ledger.visibility import ids_below, visible_receipts
from jianfu.monitoring.queries import list_evidence
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import keep, read_number, viewer_of
from jianfu.web.pages.mending.owners import HANDLERS, list_owners, read_case_filter
from jianfu.web.standards import desk_rules

_PAGE, _ROWS_SHOWN = 30, 20
_LONGEST = 4000


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Cases in reach by what the address asks for: what is due first."""
    viewer, wanted = viewer_of(request), read_case_filter(request.GET)
    reach = visible_cases(viewer).order_by()
    page = Paginator(list_cases(viewer, wanted, today()), _PAGE).get_page(request.GET.get("page"))
    named = reach.values_list("organ_id", "organ__name").distinct().order_by("organ__name")
    context = {
        "page": page,
        "lines": [(one, State(one.state), _is_overdue(one)) for one in page],
        "wanted": wanted,
        "counts": _count(viewer),
        "kept": keep(request),
        "states": list(State),
        "organs": list(named) if viewer.sees_all else [],
        "clauses": list(reach.exclude(clause="").values_list("clause", flat=True).distinct().order_by("clause")),
        "owners": list_owners() if viewer.sees_all else {},
        "may_step": viewer.role in HANDLERS,
        "may_import": TABLE["item_import"][viewer.role] is not Scope.NONE,
        "digests": unread_digests(viewer),
        "answers": [] if viewer.sees_all else answers_for(viewer),
        "is_asker": viewer.role in {Role.TOWNSHIP, Role.VILLAGE},
        "explain_days": county_clocks().explain,
        "open": OPEN,
        "nobody": NOBODY,
    }
    return render(request, "cases.html", context)


def _count(viewer: Viewer) -> dict[str, int]:
    """How many are open, one's own, nobody's, overdue."""
    is_open = ~Q(state__in=OVER)
    counts: dict[str, int] = visible_cases(viewer).aggregate(
        open=Count("pk", filter=is_open),
        mine=Count("pk", filter=is_open & Q(owner=viewer.actor)),
        nobody=Count("pk", filter=is_open & Q(owner="")),
        overdue=Count("pk", filter=is_overdue(today())),
    )
    return counts


def _is_overdue(case: Case) -> bool:
    dues = (case.step_due_on, case.due_on)
    return not State(case.state).is_over and any(due is not None and due < today() for due in dues)


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case with all its steps, and what can be done now."""
    return _show(request, _get(request, case_id))


def _get(request: HttpRequest, case_id: int) -> Case:
    return get_object_or_404(visible_cases(viewer_of(request)), pk=case_id)


def _show(request: HttpRequest, found: Case, *, status: int = 200) -> HttpResponse:
    """The page; after a refused step with what was typed."""
    viewer, state = viewer_of(request), State(found.state)
    is_own = viewer.organ_id is not None and viewer.organ_id in ids_below(found.organ_id)
    may_step = viewer.role in HANDLERS and not is_own
    context = {
        "case": found,
        "state": state,
        "is_overdue": _is_overdue(found),
        "is_late": found.item is not None and is_answer_late(found.item, today()),
        "steps": list_steps(found, viewer),
        "moves": moves_from(state) if may_step else [],
        "owners": list_owners() if may_step and not state.is_over else {},
        "is_own": is_own,
        "may_explain": viewer.role is Role.DEPARTMENT and is_own and state in TO_THE_ORGAN,
        "askers": found.asked_by.order_by("name") if viewer.sees_all else Organ.objects.none(),
        "remedies": list(Remedy),
        "levels": ABOVE_COUNTY if OrganLevel(found.level) not in ABOVE_COUNTY else (),
        "clocks": county_clocks(),
        "typed": request.POST,
        **_tell_rows(found, viewer),
    }
    return render(request, "case.html", context, status=status)


def _tell_rows(found: Case, viewer: Viewer) -> dict[str, Any]:
    """Rows of files behind the case that the viewer may see; of a complaint the organ concerned sees none: the receiver
    would tell who complained."""
    rows = rows_of(found)
    if not viewer.sees_all:
        is_hidden = viewer.role is Role.DEPARTMENT and found.detector == Detector.NO_NUMBER
        in_reach = (
            set() if is_hidden else set(visible_receipts(viewer).filter(pk__in=rows[:900]).values_list("pk", flat=True))
        )
        rows = [row for row in rows if row in in_reach]
    return {"rows": len(rows), "evidence": list_evidence(rows, _ROWS_SHOWN)}


@require_POST
def case_step(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take one step; refused, the page comes back with what was typed."""
    found, wish = _get(request, case_id), read_wish(request)
    if wish is None:
        messages.error(request, "请选择要办的一步。")
        return _show(request, found, status=422)
    try:
        step(request, wish, found.pk, read_number(request.POST.get("version", "")))
    except RefusedStep as reason:
        messages.error(request, str(reason))
        return _show(request, _get(request, case_id), status=422)
    return redirect("case", case_id)


def read_wish(request: HttpRequest) -> Wish | None:
    """What the form asks to do; None where it names no move."""
    move, remedy, level = (request.POST.get(name, "") for name in ("move", "remedy", "level"))
    if move not in set(Move):
        return None
    return Wish(
        Move(move),
        request.POST.get("reasons", "")[:_LONGEST],
        Remedy(remedy) if remedy in set(Remedy) else None,
        OrganLevel(level) if level in set(OrganLevel) else None,
    )


def step(request: HttpRequest, wish: Wish, case_id: int, version: int) -> Case:
    """Take the step as whoever asks. RefusedStep."""
    viewer = viewer_of(request)
    return take_step(
        case_id,
        wish,
        version=version,
        calendar=desk_rules().calendar,
        actor=viewer.actor,
        actor_organ_id=viewer.organ_id,
        now=now(),
    )


@require_POST
def case_assign(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give the case to an owner."""
    found = _get(request, case_id)
    try:
        assign(request, found.pk, read_number(request.POST.get("version", "")))
    except RefusedStep as reason:
        messages.error(request, str(reason))
        return _show(request, _get(request, case_id), status=422)
    return redirect("case", case_id)


def assign(request: HttpRequest, case_id: int, version: int) -> Case:
    """Give the case to the owner that the form names. RefusedStep."""
    viewer, owners, owner = viewer_of(request), list_owners(), request.POST.get("owner", "")
    if owner not in owners:
        raise RefusedStep("请选择承办人。")
    return assign_case(
        case_id,
        owner,
        owners[owner],
        (request.POST.get("assign_reasons") or request.POST.get("reasons", ""))[:_LONGEST],
        version=version,
        actor=viewer.actor,
        actor_organ_id=viewer.organ_id,
        now=now(),
    )


@require_POST
def case_explain(request: HttpRequest, case_id: int) -> HttpResponse:
    """The explanation of the organ concerned."""
    viewer, found = viewer_of(request), _get(request, case_id)
    words = request.POST.get("words", "")[:_LONGEST]
    try:
        explain_case(found.pk, words, actor=viewer.actor, actor_organ_id=viewer.organ_id, now=now())
    except RefusedStep as reason:
        messages.error(request, str(reason))
        return _show(request, found, status=422)
    messages.success(request, "说明已写入经过，承办人看得到。")
    return redirect("case", case_id)


@require_POST
def digest_read(request: HttpRequest, digest_id: int) -> HttpResponse:
    """Put one's digest away."""
    if not read_digest(digest_id, actor=viewer_of(request).actor, now=now()):
        raise Http404
    return redirect("cases")

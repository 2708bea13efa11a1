"""Numbers: published, shown to whoever scans one, printed, ended, renewed; what departments add and remove."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe
from segno import make_qr

from jianfu.clearance.actions import RefusedStep
from jianfu.clearance.models import ClearanceNumber
from jianfu.clearance.numbers.actions import end_number, start_next_version
from jianfu.clearance.numbers.movements import movements_in_reach
from jianfu.clearance.numbers.offsetting import OFFSET_MONTHS
from jianfu.clearance.queries import count_emergencies, valid_numbers
from jianfu.ledger.viewer import Role
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import viewer_of
from jianfu.web.standards import desk_rules


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Numbers that hold today, those exempt from one in, one out, and emergencies: published to all who sign in."""
    found = list(valid_numbers(today()))
    exempt = [one for one in found if one.draft.legal_basis or one.draft.is_emergency]
    context = {
        "numbers": found,
        "hours": sum(one.hours_a_year for one in found),
        "exempt": exempt,
        "exempt_hours": sum(one.hours_a_year for one in exempt),
        "emergencies": count_emergencies(today(), desk_rules().calendar),
        "may_see_movements": viewer_of(request).role not in {Role.TOWNSHIP, Role.VILLAGE},
    }
    return render(request, "numbers.html", context)


@require_safe
def number(request: HttpRequest, year: int, place: int) -> HttpResponse:
    """The public page of one number: what it clears and until when. Nothing else of the draft is shown."""
    found = ClearanceNumber.objects.select_related("draft__organ", "successor").filter(year=year, place=place).first()
    if found is None:
        raise Http404
    viewer = getattr(request, "viewer", None)
    is_own = viewer is not None and viewer.role is Role.DEPARTMENT and viewer.organ_id == found.draft.organ_id
    context = {
        "number": found,
        "is_valid": found.holds_on(today()),
        "successor": getattr(found, "successor", None),
        "may_end": found.holds_on(today()) and (is_own or (viewer is not None and viewer.role is Role.APPROVER)),
        "may_change": is_own,
    }
    return render(request, "number.html", context)


@require_safe
def number_print(request: HttpRequest, year: int, place: int) -> HttpResponse:
    """A slip to print: the number with the code of its public page."""
    found = get_object_or_404(ClearanceNumber.objects.select_related("draft__organ"), year=year, place=place)
    address = request.build_absolute_uri(reverse("number", args=(year, place)))
    code = make_qr(address, error="m").svg_inline(scale=5, border=2)
    context = {
        "number": found,
        "is_valid": found.holds_on(today()),
        "address": address,
        "code": mark_safe(code),  # noqa: S308  # made here from an address
    }
    return render(request, "number_print.html", context)


@require_POST
def number_end(request: HttpRequest, year: int, place: int) -> HttpResponse:
    """End a number before its time: the approver any, a department its own."""
    found, viewer = _get_own(request, year, place), viewer_of(request)
    try:
        end_number(found.pk, request.POST.get("reasons", "")[:2000], actor=viewer.actor, now=now())
        messages.success(request, f"{found.number} 已终止，即日起基层可以不办。")
    except RefusedStep as problem:
        messages.error(request, str(problem))
    return redirect("number_manage", year, place)


@require_POST
def number_next(request: HttpRequest, year: int, place: int) -> HttpResponse:
    """Begin the next version of what a number cleared, or its renewal."""
    found, viewer = _get_own(request, year, place), viewer_of(request)
    try:
        renews = request.POST.get("what") == "renewal"
        draft = start_next_version(found.pk, is_renewal=renews, actor=viewer.actor, now=now())
    except RefusedStep as problem:
        messages.error(request, str(problem))
        return redirect("number_manage", year, place)
    return redirect("draft_edit", draft.pk)


def _get_own(request: HttpRequest, year: int, place: int) -> ClearanceNumber:
    viewer = viewer_of(request)
    found = ClearanceNumber.objects.filter(year=year, place=place)
    return get_object_or_404(found if viewer.sees_all else found.filter(draft__organ_id=viewer.organ_id or 0))


@require_safe
def movements(request: HttpRequest) -> HttpResponse:
    """Additions and removals of each department in reach."""
    found = movements_in_reach(viewer_of(request), today())
    context = {
        "lines": [(one, one.late(today())) for one in found],
        "months": OFFSET_MONTHS,
        "today": today(),
        "added": sum(one.added_hours for one in found),
        "removed": sum(one.removed_hours for one in found),
    }
    return render(request, "movements.html", context)

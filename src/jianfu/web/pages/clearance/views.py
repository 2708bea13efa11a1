"""The clearance desk: drafts, what the desk says of them, decisions, numbers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from segno import make_qr

from jianfu.clearance.actions import RefusedStep, decide, save_draft, submit_draft
from jianfu.clearance.desk import look_at
from jianfu.clearance.models import ClearanceNumber, Draft
from jianfu.clearance.queries import valid_numbers, visible_drafts
from jianfu.clearance.terms import State, Verdict
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Role
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.clearance.draft_form import DraftForm, typed
from jianfu.web.standards import desk_rules

_SHOWN = 200


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Drafts in reach: what waits for a decision first."""
    viewer = viewer_of(request)
    found = list(visible_drafts(viewer)[:_SHOWN])
    found.sort(key=lambda one: one.state != State.SUBMITTED)
    return render(request, "drafts.html", {"drafts": found, "may_draft": viewer.role is Role.DEPARTMENT})


@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request: HttpRequest, draft_id: int | None = None) -> HttpResponse:
    """Type a draft, new or one's own."""
    viewer = viewer_of(request)
    own = None if draft_id is None else _get(request, draft_id)
    form = DraftForm(request.POST if request.method == "POST" else None, initial=typed(own) if own else None)
    if request.method == "POST" and form.is_valid():
        assert viewer.organ_id is not None  # a department's account has an organ
        try:
            saved = save_draft(
                form.values(),
                organ_id=viewer.organ_id,
                draft_id=draft_id,
                version=_version(request),
                actor=viewer.actor,
                now=now(),
            )
        except RefusedStep as problem:
            form.add_error(None, str(problem))
        else:
            return redirect("draft", saved.pk)
    version = _version(request) if request.method == "POST" else own.version if own else 1
    status = 422 if form.errors else 200
    return render(request, "draft_edit.html", {"form": form, "draft": own, "version": version}, status=status)


@require_POST
def draft_check(request: HttpRequest) -> HttpResponse:
    """What the desk says of what is typed so far; nothing is kept."""
    form = DraftForm(request.POST)
    organ = get_object_or_404(Organ, pk=viewer_of(request).organ_id)
    if not form.is_valid():
        return render(request, "desk_answer.html", {"answer": None})
    return render(request, "desk_answer.html", {"answer": look_at(form.as_draft(organ), desk_rules(), today=today())})


@require_safe
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """One draft with the desk's answer, the decisions on it, and what can be done now."""
    viewer = viewer_of(request)
    found = _get(request, draft_id)
    context = {
        "draft": found,
        "answer": look_at(found, desk_rules(), today=today()),
        "decisions": found.decisions.order_by("pk"),
        "number": ClearanceNumber.objects.filter(draft=found).first(),
        "may_edit": viewer.role is Role.DEPARTMENT and State(found.state).is_open,
        "may_decide": viewer.role is Role.APPROVER and found.state == State.SUBMITTED,
        "verdicts": list(Verdict),
        "others": Draft.objects.filter(state=State.CLEARED).exclude(pk=found.pk).order_by("-pk")[:_SHOWN],
    }
    return render(request, "draft.html", context)


@require_POST
def draft_submit(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Hand a draft in."""
    found = _get(request, draft_id)
    try:
        submit_draft(found.pk, version=_version(request), actor=viewer_of(request).actor, now=now())
        messages.success(request, "已提交审核。")
    except RefusedStep as problem:
        messages.error(request, str(problem))
    return redirect("draft", draft_id)


@require_POST
def draft_decide(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Decide on a draft."""
    viewer, found = viewer_of(request), _get(request, draft_id)
    verdict, into = request.POST.get("verdict", ""), request.POST.get("merged_into", "")
    if verdict not in set(Verdict):
        messages.error(request, "请选择结论。")
        return redirect("draft", draft_id)
    other = Draft.objects.filter(pk=int(into), state=State.CLEARED).first() if into.isdecimal() else None
    try:
        decide(
            found.pk,
            Verdict(verdict),
            request.POST.get("reasons", "")[:4000],
            version=_version(request),
            hours_a_year=look_at(found, desk_rules(), today=today()).hours.mean,
            merged_into_id=other.pk if other else None,
            decider_organ_id=viewer.organ_id,
            actor=viewer.actor,
            now=now(),
        )
    except RefusedStep as problem:
        messages.error(request, str(problem))
    return redirect("draft", draft_id)


def _get(request: HttpRequest, draft_id: int) -> Draft:
    """The draft if it is in reach; 404 as for none."""
    return get_object_or_404(visible_drafts(viewer_of(request)), pk=draft_id)


def _version(request: HttpRequest) -> int:
    words = request.POST.get("version", "")
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else 0


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Numbers that hold today: published to all who sign in."""
    found = list(valid_numbers(today()))
    return render(request, "numbers.html", {"numbers": found, "hours": sum(one.hours_a_year for one in found)})


@require_safe
def number(request: HttpRequest, year: int, place: int) -> HttpResponse:
    """The public page of one number: what it clears and until when. Nothing else of the draft is shown."""
    found = ClearanceNumber.objects.select_related("draft__organ").filter(year=year, place=place).first()
    if found is None:
        raise Http404
    return render(request, "number.html", {"number": found, "is_valid": found.since <= today() < found.expires_on})


@require_safe
def number_print(request: HttpRequest, year: int, place: int) -> HttpResponse:
    """A slip to print: the number with the code of its public page."""
    found = get_object_or_404(ClearanceNumber.objects.select_related("draft__organ"), year=year, place=place)
    address = request.build_absolute_uri(reverse("number", args=(year, place)))
    code = make_qr(address, error="m").svg_inline(scale=4, border=2)
    context = {"number": found, "address": address, "code": mark_safe(code)}  # noqa: S308  # made here from an address
    return render(request, "number_print.html", context)

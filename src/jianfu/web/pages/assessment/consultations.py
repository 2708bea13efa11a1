"""Opinions asked on drafts: one page to read and answer on, for all three levels."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.assessment.actions import RefusedStage, answer_opinion, give_opinion, open_consultation
from jianfu.assessment.models import Consultation, Opinion
from jianfu.assessment.plans.loading import read_plan
from jianfu.assessment.stages import Stage
from jianfu.ledger.viewer import COUNTY_ROLES, Role, Scope
from jianfu.vocabulary.published.adoption import Adoption
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.assessment.years import read_stage_day

_LONGEST, _LONGEST_TEXT = 4000, 200_000


@require_POST
def consultation_open(request: HttpRequest) -> HttpResponse:
    """Ask for opinions on a draft policy."""
    viewer = viewer_of(request)
    try:
        found = open_consultation(
            request.POST.get("title", "")[:200],
            request.POST.get("text", "")[:_LONGEST_TEXT],
            read_stage_day(request, "until"),
            is_anonymous=bool(request.POST.get("is_anonymous")),
            owner_id=viewer.organ_id,
            actor=viewer.actor,
            now=now(),
        )
    except RefusedStage as reason:
        messages.error(request, str(reason))
        return render(request, "consultation_open.html", {"typed": request.POST}, status=422)
    return redirect("consultation", found.pk)


@require_safe
def consultation(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """The draft, the opinions with what became of them, and where to write one's own."""
    return _show(request, get_object_or_404(Consultation, pk=consultation_id))


def _show(request: HttpRequest, found: Consultation, *, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    is_over = found.year is not None and found.year.stage != Stage.CONSULTED
    is_owner = viewer.role is Role.ANALYST or (found.owner_id is not None and viewer.organ_id == found.owner_id)
    opinions = list(found.opinions.select_related("organ").order_by("pk"))
    if not (is_owner or viewer.role in COUNTY_ROLES or today() > found.until):
        opinions = [one for one in opinions if one.organ_id is not None and one.organ_id == viewer.organ_id]
    counts = {answer.label: sum(one.answer == answer for one in opinions) for answer in Adoption}
    context = {
        "found": found,
        "opinions": opinions,
        "counts": counts,
        "plan": read_plan(found.text) if found.year_id is not None else None,
        "is_open": today() <= found.until,
        "may_give": TABLE["opinion_give"][viewer.role] is not Scope.NONE and today() <= found.until,
        "may_answer": is_owner and not is_over and TABLE["opinion_answer"][viewer.role] is not Scope.NONE,
        "answers": list(Adoption),
        "typed": request.POST,
    }
    return render(request, "consultation.html", context, status=status)


@require_POST
def opinion_give(request: HttpRequest, consultation_id: int) -> HttpResponse:
    """Write an opinion."""
    viewer, found = viewer_of(request), get_object_or_404(Consultation, pk=consultation_id)
    try:
        give_opinion(
            found.pk,
            request.POST.get("opinion", "")[:_LONGEST],
            organ_id=viewer.organ_id,
            level=viewer.role.label,
            actor=viewer.actor,
            now=now(),
        )
    except RefusedStage as reason:
        messages.error(request, str(reason))
        return _show(request, found, status=422)
    messages.success(request, "意见已收到。是否采纳和理由会在本页答复。")
    return redirect("consultation", found.pk)


@require_POST
def opinion_answer(request: HttpRequest, opinion_id: int) -> HttpResponse:
    """Say what becomes of an opinion."""
    viewer = viewer_of(request)
    opinion = get_object_or_404(Opinion.objects.select_related("consultation__year"), pk=opinion_id)
    answer = request.POST.get("answer", "")
    try:
        if answer not in set(Adoption):
            raise RefusedStage("请选择采纳、部分采纳或不采纳。")
        answer_opinion(
            opinion.pk,
            Adoption(answer),
            request.POST.get("reasons", "")[:_LONGEST],
            owner_id=viewer.organ_id,
            sees_all=viewer.role is Role.ANALYST,
            actor=viewer.actor,
            now=now(),
        )
    except RefusedStage as reason:
        messages.error(request, str(reason))
        return _show(request, opinion.consultation, status=422)
    return redirect("consultation", opinion.consultation_id)

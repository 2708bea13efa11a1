"""One township's score with its reasons, that it was looked over, appeals against it, and their decisions."""

from math import isfinite

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.assessment.actions import RefusedStage, confirm_data, decide_appeal, file_appeal
from jianfu.assessment.actions.appealing import Objection, Ruling
from jianfu.assessment.models import Appeal, AssessmentYear
from jianfu.assessment.plans.loading import read_plan
from jianfu.assessment.queries import list_moved, read_computed, visible_appeals
from jianfu.assessment.results.explaining import explain, say_sum
from jianfu.assessment.stages import Ground, Stage
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Role, Scope
from jianfu.ledger.visibility import may_see_organ
from jianfu.vocabulary.published.adoption import Adoption
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import viewer_of
from jianfu.web.standards import desk_rules

_LONGEST = 4000


@require_safe
def assessment_score(request: HttpRequest, year_id: int, organ_id: int) -> HttpResponse:
    """Points by indicator, the rows behind each, peers, what would have changed it; one's own appeals."""
    return _show(request, year_id, organ_id)


def _show(request: HttpRequest, year_id: int, organ_id: int, *, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    if not may_see_organ(viewer, organ_id):
        raise Http404
    organ, year = get_object_or_404(Organ, pk=organ_id), get_object_or_404(AssessmentYear, pk=year_id)
    computed = read_computed(year)
    found = explain(computed.plan, computed.data, computed.result, organ.name) if computed else None
    is_own = viewer.role is Role.TOWNSHIP and viewer.organ_id == organ_id
    is_open = year.stage == Stage.CHECKED and year.check_until is not None and today() <= year.check_until
    context = {
        "year": year,
        "stage": Stage(year.stage),
        "organ": organ,
        "computed": computed,
        "found": found,
        "sum": list(say_sum(found.score)) if found else [],
        "why_not": computed.result.unscored.get(organ.name, "") if computed else "",
        "appeals": visible_appeals(viewer).filter(year=year, organ=organ),
        "moved": [(appeal, _own_move(appeal, organ)) for appeal in year.appeals.filter(after__isnull=False)],
        "may_object": is_own and is_open,
        "checked": year.checks.filter(organ=organ).first(),
        "grounds": list(Ground),
        "indicators": read_plan(year.plan_text).indicators,
        "typed": request.POST,
    }
    return render(request, "assessment_score.html", context, status=status)


def _own_move(appeal: Appeal, organ: Organ) -> object:
    return next((one for one in list_moved(appeal) if one.township == organ.name), None)


@require_POST
def assessment_check(request: HttpRequest, year_id: int) -> HttpResponse:
    """A township has nothing to object."""
    viewer = viewer_of(request)
    organ = get_object_or_404(Organ, pk=viewer.organ_id)
    get_object_or_404(AssessmentYear, pk=year_id)
    try:
        confirm_data(year_id, organ, actor=viewer.actor, now=now())
    except RefusedStage as reason:
        messages.error(request, str(reason))
        return _show(request, year_id, organ.pk, status=422)
    messages.success(request, "已登记：本单位核对无异议。")
    return redirect("assessment_score", year_id, organ.pk)


@require_POST
def assessment_appeal(request: HttpRequest, year_id: int) -> HttpResponse:
    """A township appeals."""
    viewer = viewer_of(request)
    organ = get_object_or_404(Organ, pk=viewer.organ_id)
    get_object_or_404(AssessmentYear, pk=year_id)
    ground = request.POST.get("ground", "")
    try:
        if ground not in set(Ground):
            raise RefusedStage("请选择对什么有异议。")
        words, evidence = (request.POST.get(name, "")[:_LONGEST] for name in ("objection", "evidence"))
        objection = Objection(Ground(ground), request.POST.get("indicator", "")[:40], words, evidence)
        appeal = file_appeal(year_id, organ, objection, calendar=desk_rules().calendar, actor=viewer.actor, now=now())
    except RefusedStage as reason:
        messages.error(request, str(reason))
        return _show(request, year_id, organ.pk, status=422)
    return redirect("appeal", appeal.pk)


@require_safe
def appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """One appeal: what it says, what was decided, whom it moved."""
    return _show_appeal(request, get_object_or_404(visible_appeals(viewer_of(request)), pk=appeal_id))


def _show_appeal(request: HttpRequest, found: Appeal, *, status: int = 200) -> HttpResponse:
    viewer, plan = viewer_of(request), read_plan(found.year.plan_text)
    moved = list_moved(found)
    if not viewer.sees_all:
        moved = [one for one in moved if one.township == found.organ.name]
    may_decide = TABLE["appeal_decide"][viewer.role] is not Scope.NONE and not found.answer
    context = {
        "appeal": found,
        "indicator": plan.find(found.indicator) if found.indicator in plan.ids else None,
        "moved": moved,
        "other_bands": sum(one.is_other_band for one in moved),
        "may_decide": may_decide and found.year.stage == Stage.CHECKED,
        "answers": list(Adoption),
        "is_late": not found.answer and found.due_on is not None and today() > found.due_on,
        "typed": request.POST,
    }
    return render(request, "appeal.html", context, status=status)


@require_POST
def appeal_decide(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Decide an appeal."""
    viewer = viewer_of(request)
    found = get_object_or_404(visible_appeals(viewer), pk=appeal_id)
    answer = request.POST.get("answer", "")
    try:
        if answer not in set(Adoption):
            raise RefusedStage("请选择采纳、部分采纳或不采纳。")
        ruling = Ruling(
            Adoption(answer),
            request.POST.get("reasons", "")[:_LONGEST],
            _read_value(request.POST.get("new_value", "")),
            bool(request.POST.get("drops_indicator")),
        )
        decide_appeal(found.pk, ruling, actor=viewer.actor, actor_organ_id=viewer.organ_id, now=now())
    except RefusedStage as reason:
        messages.error(request, str(reason))
        return _show_appeal(request, get_object_or_404(visible_appeals(viewer), pk=appeal_id), status=422)
    return redirect("appeal", appeal_id)


def _read_value(words: str) -> float | None:
    if not words.strip():
        return None
    try:
        value = float(words.strip().rstrip("%％").replace(",", ""))
    except ValueError as error:
        raise RefusedStage(f"“{words[:20]}”不是数。改正后的数请只写数字。") from error
    if not isfinite(value) or abs(value) > 1e12:
        raise RefusedStage("改正后的数太大了，请核对。")
    return value

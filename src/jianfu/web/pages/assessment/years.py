"""The years: the list, one year with its process, and the steps that the analyst takes."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jianfu.assessment.actions import (
    RefusedStage,
    adopt_plan,
    archive_year,
    compute_year,
    draft_year,
    freeze_data,
    open_consultation,
    publish_year,
    settle_year,
)
from jianfu.assessment.actions.planning import MUTABLE
from jianfu.assessment.models import AssessmentYear
from jianfu.assessment.plans.loading import read_plan
from jianfu.assessment.plans.plan import Plan
from jianfu.assessment.plans.pricing import price_plan
from jianfu.assessment.queries import (
    Computed,
    count_appeals,
    list_consultations,
    read_computed,
    visible_appeals,
)
from jianfu.assessment.results.result import TownshipScore
from jianfu.assessment.results.slimming import slim
from jianfu.assessment.stages import CHECK_WORKDAYS, Stage
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import COUNTY_ROLES, Role, Scope, Viewer
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.access.scopes import in_scope
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import read_day, read_number, viewer_of
from jianfu.web.standards import desk_rules

_LONGEST_PLAN, _LONGEST = 200_000, 4000
_MOST_FILES = 60


@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """All years and all consultations."""
    viewer = viewer_of(request)
    context = {
        "years": [(year, Stage(year.stage)) for year in AssessmentYear.objects.order_by("-year")],
        "consultations": list_consultations(),
        "today": today(),
        "may_draft": _may(viewer, "assessment_draft"),
        "may_ask": _may(viewer, "consultation_open"),
    }
    return render(request, "assessments.html", context)


def _may(viewer: Viewer, name: str) -> bool:
    return TABLE[name][viewer.role] is not Scope.NONE


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_draft(request: HttpRequest) -> HttpResponse:
    """A new plan, or the next wording of one that is not adopted yet: as a file, or typed."""
    text = request.POST.get("plan_text", "")[:_LONGEST_PLAN]
    upload = request.FILES.get("file")
    if request.method == "POST":
        try:
            if upload is not None:
                text = upload.read(_LONGEST_PLAN * 4).decode("utf-8")
            year = draft_year(text, actor=viewer_of(request).actor, now=now())
        except UnicodeDecodeError:
            messages.error(request, "文件不是 UTF-8 编码的文字。请用记事本另存为 UTF-8。")
        except RefusedStage as reason:
            messages.error(request, str(reason))
        else:
            return redirect("assessment", year.pk)
    elif (known := AssessmentYear.objects.filter(stage__in=MUTABLE).order_by("-year").first()) is not None:
        text = known.plan_text
    status = 422 if request.method == "POST" else 200
    return render(request, "assessment_draft.html", {"text": text}, status=status)


@require_safe
def assessment(request: HttpRequest, year_id: int) -> HttpResponse:
    """One year: where it stands, its plan, its result where one may be seen, what can be done now."""
    return show_year(request, get_object_or_404(AssessmentYear, pk=year_id))


def show_year(request: HttpRequest, year: AssessmentYear, *, status: int = 200) -> HttpResponse:
    """The page; after a refused step with what was typed."""
    viewer, stage, plan = viewer_of(request), Stage(year.stage), read_plan(year.plan_text)
    computed = read_computed(year)
    sees_result = computed is not None and _sees_result(viewer, stage)
    context = {
        "year": year,
        "stage": stage,
        "plan": plan,
        "price": price_plan(plan, _count_townships(), desk_rules().norms),
        "steps": [(step, Stage(step.stage)) for step in year.steps.order_by("pk")],
        "stages": list(Stage),
        "computed": computed if sees_result else None,
        "lines": _draw(computed) if sees_result and computed else [],
        "slimming": _propose(plan, computed) if sees_result and viewer.role is Role.ANALYST else None,
        "counts": count_appeals(year),
        "appeals": list(visible_appeals(in_scope(viewer, "appeal")).filter(year=year)),
        "consultations": year.consultations.all(),
        "checked": year.checks.count(),
        "own": _find_own(viewer, year, stage),
        "sees_names": viewer.role in COUNTY_ROLES,
        "may_watch": _may(viewer, "outside_plan"),
        "may_step": _may(viewer, "assessment_step"),
        "today": today(),
        "check_days": CHECK_WORKDAYS,
        "typed": request.POST,
    }
    return render(request, "assessment.html", context, status=status)


def _draw(computed: Computed) -> list[tuple[TownshipScore, float, float]]:
    """Each score with where its interval begins and how wide it is, in per cent of the widest reach of all."""
    scores = computed.result.townships
    low, high = min(one.low for one in scores), max(one.high for one in scores)
    reach = max(high - low, 1e-9)
    ordered = sorted(scores, key=lambda one: one.band)
    return [(one, 100 * (one.low - low) / reach, 100 * (one.high - one.low) / reach) for one in ordered]


def _sees_result(viewer: Viewer, stage: Stage) -> bool:
    """Everybody once it is published; before, only county roles: those assessed see their own scores."""
    return stage.is_public or viewer.role in {Role.ANALYST, Role.SUPERVISION, Role.LEADER, Role.AUDITOR}


def _count_townships() -> int:
    return Organ.objects.filter(level=OrganLevel.TOWNSHIP.value, known=True, children__isnull=False).distinct().count()


def _propose(plan: Plan, computed: Computed | None) -> object:
    return (
        slim(plan, computed.data, price_plan(plan, len(computed.data.townships), desk_rules().norms))
        if computed
        else None
    )


def _find_own(viewer: Viewer, year: AssessmentYear, stage: Stage) -> dict[str, Any] | None:
    """For a township: its own page, and whether it has said that it has nothing to object."""
    if viewer.role is not Role.TOWNSHIP or viewer.organ_id is None or not stage.has_result:
        return None
    return {"organ_id": viewer.organ_id, "checked": year.checks.filter(organ_id=viewer.organ_id).exists()}


@require_POST
def assessment_step(request: HttpRequest, year_id: int) -> HttpResponse:
    """Take the step that the form names."""
    year = get_object_or_404(AssessmentYear, pk=year_id)
    step = _STEPS.get(request.POST.get("do", ""))
    try:
        if step is None:
            raise RefusedStage("请选择要办的一步。")
        step(request, year)
    except RefusedStage as reason:
        messages.error(request, str(reason))
        year.refresh_from_db()
        return show_year(request, year, status=422)
    return redirect("assessment", year_id)


def _signed(request: HttpRequest) -> dict[str, Any]:
    """What every step is told: the version seen, who acts, when."""
    version = read_number(request.POST.get("version", ""))
    return {"version": version, "actor": viewer_of(request).actor, "now": now()}


def _consult(request: HttpRequest, year: AssessmentYear) -> None:
    open_consultation(
        "", "", read_stage_day(request, "until"), is_anonymous=bool(request.POST.get("is_anonymous")), owner_id=None,
        year_id=year.pk, **_signed(request),
    )  # fmt: skip


def read_stage_day(request: HttpRequest, name: str) -> date:
    """A day of a form. RefusedStage."""
    day = read_day(request.POST.get(name))
    if day is None:
        raise RefusedStage("请写明日期。")
    return day


def _freeze(request: HttpRequest, year: AssessmentYear) -> None:
    files = request.FILES.getlist("files")[:_MOST_FILES]
    if not files:
        raise RefusedStage("请选择各部门的指标数据文件。")
    with TemporaryDirectory() as folder:
        paths = []
        for number, file in enumerate(files):
            path = Path(folder) / str(number) / (Path(file.name or "数据").name or "数据")
            path.parent.mkdir()
            path.write_bytes(file.read())
            paths.append(path)
        freeze_data(year.pk, paths, **_signed(request))


def _reasons(request: HttpRequest) -> str:
    return request.POST.get("reasons", "")[:_LONGEST]


_STEPS: Mapping[str, Callable[[HttpRequest, AssessmentYear], object]] = {
    "consult": _consult,
    "adopt": lambda request, year: adopt_plan(year.pk, _reasons(request), **_signed(request)),
    "freeze": _freeze,
    "compute": lambda request, year: compute_year(year.pk, calendar=desk_rules().calendar, **_signed(request)),
    "settle": lambda request, year: settle_year(year.pk, **_signed(request)),
    "publish": lambda request, year: publish_year(year.pk, _reasons(request), **_signed(request)),
    "archive": lambda request, year: archive_year(year.pk, **_signed(request)),
}

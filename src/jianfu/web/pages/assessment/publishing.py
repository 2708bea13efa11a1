"""What is published: docx, xlsx, the archive; and notices that threaten with assessment outside the plan."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.assessment.actions import record_outside_plan
from jianfu.assessment.actions.publishing import make_archive
from jianfu.assessment.models import AssessmentYear, StageStep
from jianfu.assessment.publication import name_result, write_publication, write_workbook
from jianfu.assessment.queries import adopted_on, count_appeals, list_threats, read_computed
from jianfu.assessment.stages import Stage
from jianfu.ledger.viewer import Scope
from jianfu.monitoring.evaluating import NoCounty, find_county
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now
from jianfu.web.pages.asking import viewer_of

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIP = "application/zip"
_SHOWN = 200


@require_safe
def assessment_docx(request: HttpRequest, year_id: int) -> FileResponse:
    """The published result as docx; not there before."""
    year, step = _get_published(year_id)
    computed = read_computed(year)
    assert computed is not None  # what is published was computed
    try:
        organ = find_county().name
    except NoCounty:
        organ = ""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "结果.docx"
        write_publication(
            computed, count_appeals(year), year.gate_reasons, path,
            organ=organ, day=step.taken_at.date(), checkpoint=step.checkpoint,
        )  # fmt: skip
        return _download(path.read_bytes(), f"{name_result(year.name)}.docx", _DOCX)


@require_safe
def assessment_xlsx(request: HttpRequest, year_id: int) -> FileResponse:
    """The published result as xlsx, down to where each number was read."""
    year, step = _get_published(year_id)
    computed = read_computed(year)
    assert computed is not None  # what is published was computed
    with TemporaryDirectory() as folder:
        path = Path(folder) / "结果.xlsx"
        write_workbook(computed, count_appeals(year), path, day=step.taken_at.date())
        return _download(path.read_bytes(), f"{name_result(year.name)}.xlsx", _XLSX)


@require_safe
def assessment_archive(request: HttpRequest, year_id: int) -> FileResponse:
    """Plan, numbers, result and code version in one file."""
    year, _ = _get_published(year_id)
    return _download(make_archive(year), f"{name_result(year.name)}归档.zip", _ZIP)


def _get_published(year_id: int) -> tuple[AssessmentYear, StageStep]:
    year = get_object_or_404(AssessmentYear, pk=year_id)
    step = year.steps.filter(stage=Stage.PUBLISHED).first()
    if step is None:
        raise Http404
    return year, step


def _download(content: bytes, name: str, kind: str) -> FileResponse:
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=kind)


@require_safe
def outside_plan(request: HttpRequest, year_id: int) -> HttpResponse:
    """Notices of the year that tie themselves to assessment, and how each stands to the plan."""
    year = get_object_or_404(AssessmentYear, pk=year_id)
    context = {
        "year": year,
        "adopted_on": adopted_on(year),
        "threats": list_threats(year)[:_SHOWN],
        "may_record": TABLE["outside_plan_record"][viewer_of(request).role] is not Scope.NONE,
    }
    return render(request, "outside_plan.html", context)


@require_POST
def outside_plan_record(request: HttpRequest, year_id: int) -> HttpResponse:
    """Keep what is outside the plan as problems."""
    year = get_object_or_404(AssessmentYear, pk=year_id)
    count = record_outside_plan(year, actor=viewer_of(request).actor, now=now())
    messages.info(request, f"已登记为问题 {count} 项，可在“问题”里立案。")
    return redirect("outside_plan", year_id)

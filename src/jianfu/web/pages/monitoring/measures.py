"""The county's measures: planned first, judged later, kept as a library of what worked."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.ledger.queries import list_grassroots
from jianfu.ledger.viewer import Scope
from jianfu.monitoring.evaluating_measures import follow_measure, judge_on_ground
from jianfu.monitoring.record.actions.measuring import RefusedMeasure, record_judgement, register_measure
from jianfu.monitoring.record.models import Measure
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import read_day, read_number, viewer_of
from jianfu.web.pages.monitoring.grounds import NO_GROUND, find_ground

_LONGEST, _LONGEST_TITLE = 2_000, 100


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """The library, and the page to register a measure."""
    return _show_list(request)


def _show_list(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    townships = list_grassroots(OrganLevel.TOWNSHIP)
    context = {
        "measures": Measure.objects.prefetch_related("places").order_by("-start", "-pk"),
        "may_register": TABLE["measure_register"][viewer_of(request).role] is not Scope.NONE,
        "kinds": list(BurdenKind),
        "townships": townships,
        "typed": request.POST,
        "ticked": request.POST.getlist("pick"),
        "ticked_kinds": request.POST.getlist("kind"),
        "today": today(),
    }
    return render(request, "measures.html", context, status=status)


@require_POST
def measure_register(request: HttpRequest) -> HttpResponse:
    """Write down what a measure should do."""
    given = request.POST
    try:
        start = _read_start(given.get("start", ""))
        numbers = [read_number(words) for words in given.getlist("pick")]
        made = register_measure(
            given.get("title", "")[:_LONGEST_TITLE],
            given.get("words", "")[:_LONGEST],
            kinds=[kind for kind in BurdenKind if kind.value in given.getlist("kind")],
            expected=read_number(given.get("expected", "")) / 100,
            start=start,
            places=list(list_grassroots(OrganLevel.TOWNSHIP).filter(pk__in=numbers)),
            actor=viewer_of(request).actor,
            now=now(),
        )
    except RefusedMeasure as problem:
        messages.error(request, str(problem))
        return _show_list(request, status=422)
    if made.registered_at.date() > made.start:
        messages.info(request, "实施以后才登记的，只作记录，不能用来说有效。")
    return redirect("measure", made.pk)


def _read_start(words: str) -> date:
    day = read_day(words)
    if day is None:
        raise RefusedMeasure("请写明哪天开始实施。")
    return day


@require_safe
def measure(request: HttpRequest, measure_id: int) -> HttpResponse:
    """The plan, the newest verdict, and why."""
    found = get_object_or_404(Measure.objects.prefetch_related("places"), pk=measure_id)
    ground = find_ground()
    labels = {kind.value: kind.label for kind in BurdenKind}
    context: dict[str, Any] = {
        "found": found,
        "kinds": [labels[kind] for kind in found.kinds if kind in labels],
        "came_first": found.registered_at.date() <= found.start,
        "study": list(zip(found.judged.get("month_names", []), found.judged.get("months", []), strict=False)),
        "stayed": follow_measure(found, ground) if ground else None,
        "may_judge": TABLE["measure_judge"][viewer_of(request).role] is not Scope.NONE,
    }
    return render(request, "measure.html", context)


@require_POST
def measure_judge(request: HttpRequest, measure_id: int) -> HttpResponse:
    """Hold the plan against what the ledger has now."""
    found, ground = get_object_or_404(Measure, pk=measure_id), find_ground()
    if ground is None:
        messages.error(request, NO_GROUND)
        return redirect("measure", measure_id)
    judged, rows, months = judge_on_ground(found, ground)
    record_judgement(found, judged, rows=rows, months=months, actor=viewer_of(request).actor, now=now())
    return redirect("measure", measure_id)

"""The first page of monitoring, drawing points, and the bulletin."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.ledger.viewer import Scope
from jianfu.monitoring.asking.costs import MONTHLY_CAP_HOURS, hours_of
from jianfu.monitoring.bulletin.composing import say_line
from jianfu.monitoring.bulletin.gathering import Told, gather_bulletin
from jianfu.monitoring.bulletin.writing import write_bulletin
from jianfu.monitoring.overview import describe
from jianfu.monitoring.points.choosing import choose_points
from jianfu.monitoring.points.drawing import CannotDraw
from jianfu.monitoring.record.actions.costs import list_costs
from jianfu.monitoring.record.actions.points import record_points
from jianfu.monitoring.record.queries import current_points, list_tired
from jianfu.monitoring.trends.breaks import Course
from jianfu.monitoring.trends.ledger_tables import read_townships
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import read_number, viewer_of
from jianfu.web.pages.monitoring.grounds import NO_GROUND, find_ground

_LONGEST_SEED = 100
_MOST_POINTS, _MOST_VILLAGES = 5, 5


@require_safe
def monitoring(request: HttpRequest) -> HttpResponse:
    """Points, trends, what moved, what nobody can know."""
    ground, drawn = find_ground(), current_points()
    is_yearly = request.GET.get("span") == "year"
    told = gather_bulletin(ground, is_yearly=is_yearly) if ground else None
    context = {
        "told": told,
        "is_yearly": is_yearly,
        "lines": [(one, say_line(one)) for one in told.lines] if told else [],
        "drawn": drawn,
        "courses": [_show(course) for course in (told.whole, *told.kinds)] if told else [],
        "chart": _chart(told) if told else None,
        "may_draw": TABLE["points_draw"][viewer_of(request).role] is not Scope.NONE,
        "costs": list_costs(today()),
        "hours": hours_of(list_costs(today())),
        "cap": MONTHLY_CAP_HOURS,
        "nothing": NO_GROUND,
    }
    return render(request, "monitoring.html", context)


def _show(course: Course) -> dict[str, Any]:
    """One line of the table of trends."""
    series, months = course.adjusted.series, course.adjusted.series.months
    changes = [
        {
            "since": months[one.at],
            "before": one.before,
            "after": one.after,
            "earliest": months[one.earliest],
            "latest": months[one.latest],
        }
        for one in course.changes
    ]
    spans = {f"{month:%Y-%m}": (value, value, value) for month, value in _told_values(course)}
    return {
        "name": series.name,
        "unit": series.unit,
        "rows": describe(series),
        "words": course.words,
        "changes": changes,
        "spans": spans,
        "months": [f"{month:%Y-%m}" for month in months],
    }


def _told_values(course: Course) -> list[tuple[Any, float]]:
    pairs = zip(course.adjusted.series.months, course.adjusted.values.tolist(), strict=True)
    return [(month, value) for month, value in pairs if value == value]  # noqa: PLR0124  # a gap is NaN


def _chart(told: Told) -> dict[str, Any]:
    """The kinds by month, for the chart; gaps stay gaps."""
    names = [f"{month:%Y-%m}" for month in told.ground.months]
    series = []
    for course in told.kinds[:8]:
        values = [None if value != value else round(value, 1) for value in course.adjusted.values.tolist()]  # noqa: PLR0124
        series.append({"name": course.adjusted.series.name, "data": values})
    return {"months": names, "series": series, "unit": "件次/月"}


@require_POST
def points_draw(request: HttpRequest) -> HttpResponse:
    """Draw points anew, some of the present ones staying where the form says how many."""
    ground, present = find_ground(), current_points()
    if ground is None:
        messages.error(request, NO_GROUND)
        return redirect("monitoring")
    overlap = request.POST.get("overlap", "")
    try:
        drawing = choose_points(
            read_townships(ground.table),
            min(read_number(request.POST.get("size", "")), _MOST_POINTS),
            request.POST.get("seed", "")[:_LONGEST_SEED],
            villages=min(read_number(request.POST.get("villages", "")), _MOST_VILLAGES),
            present=present.panel if present else (),
            overlap=read_number(overlap) if overlap and present else None,
            resting=list_tired(),
        )
    except CannotDraw as problem:
        messages.error(request, str(problem))
        return redirect("monitoring")
    since = (today().replace(day=1)) if today().day == 1 else _next_month()
    record_points(drawing, since=since, actor=viewer_of(request).actor, now=now())
    messages.success(request, f"抽中：{'、'.join(drawing.panel)}。{since:%Y-%m} 起用。")
    return redirect("monitoring")


def _next_month() -> Any:
    day = today().replace(day=1)
    return day.replace(year=day.year + day.month // 12, month=day.month % 12 + 1)


@require_safe
def bulletin(request: HttpRequest) -> HttpResponse | FileResponse:
    """The monthly bulletin or the yearly report, as docx or pdf."""
    ground = find_ground()
    if ground is None:
        messages.error(request, NO_GROUND)
        return redirect("monitoring")
    form = "pdf" if request.GET.get("form") == "pdf" else "docx"
    is_yearly = request.GET.get("span") == "year"
    content = write_bulletin(gather_bulletin(ground, is_yearly=is_yearly), form, is_yearly=is_yearly, day=today())
    last = ground.months[-1]
    name = f"基层负担监测年报{last:%Y}.{form}" if is_yearly else f"基层负担监测简报{last:%Y%m}.{form}"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)

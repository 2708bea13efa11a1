"""The county's page, also the leader's: is it getting lighter, where does it lie, where did it go."""

from bisect import bisect_left
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Role
from jianfu.monitoring.models import Evaluation
from jianfu.monitoring.panel import list_changes
from jianfu.monitoring.queries import count_severities, latest_evaluation, visible_problems
from jianfu.vocabulary.burden_kind import Mountain
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.pages.asking import viewer_of

_SHOWN_ISSUERS, _SHOWN_PROBLEMS = 15, 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the page where one's work is."""
    viewer = viewer_of(request)
    if viewer.role in {Role.TOWNSHIP, Role.VILLAGE}:
        return redirect("todo")
    if viewer.role is Role.DEPARTMENT:
        return redirect("organ", viewer.organ_id)
    return redirect("county")


@require_safe
def county(request: HttpRequest) -> HttpResponse:
    """The page; before the first evaluation it says what is missing."""
    evaluation = latest_evaluation()
    if evaluation is None:
        return render(request, "county_empty.html")
    problems = visible_problems(viewer_of(request))
    context = _tell(evaluation) | {
        "evaluation": evaluation,
        "severities": count_severities(problems),
        "problems": problems[:_SHOWN_PROBLEMS],
        "upward": problems.filter(level__in=[OrganLevel.CENTRAL, OrganLevel.PROVINCE, OrganLevel.CITY]).count(),
    }
    return render(request, "county.html", context)


def _tell(evaluation: Evaluation) -> dict[str, Any]:
    panel = evaluation.panel
    organs = dict(Organ.objects.values_list("name", "pk"))
    townships = [
        {"id": organs.get(name), "name": name, "span": span, "per_head": _share(span[0], panel["staff_of"].get(name))}
        for name, span in panel["by_township"].items()
    ]
    issuers = [
        {"id": organs.get(name), "name": name, "span": span}
        for name, span in list(panel["by_issuer"].items())[:_SHOWN_ISSUERS]
    ]
    heads = sorted(line["per_head"] for line in townships if line["per_head"] is not None)
    for line in townships:
        line["heat"] = _heat(line["per_head"], heads)
    return {
        "panel": panel,
        "per_head": _share(panel["total"][0], panel["staff"]),
        "mountains": [(mountain, panel["by_mountain"][mountain]) for mountain in Mountain],
        "heaviest_mountain": max(panel["by_mountain"].values(), default=0),
        "changes": list_changes(panel["by_month_and_mountain"]),
        "townships": townships,
        "issuers": issuers,
        "heaviest_issuer": max((line["span"][0] for line in issuers), default=0),
        "months": list(panel["by_month"].items()),
        "chart": _chart(panel),
    }


def _heat(per_head: float | None, heads: list[float]) -> int:
    """The fifth of the townships in which this one lies, 1 the lightest; 1 where nobody says how many share it."""
    return 1 if per_head is None else 1 + min(4, 5 * bisect_left(heads, per_head) // len(heads))


def _chart(panel: dict[str, Any]) -> dict[str, Any]:
    """What the chart draws; the table beside it says the same."""
    months = sorted(panel["by_month_and_mountain"])
    series = [
        {"name": mountain.label, "data": [panel["by_month_and_mountain"][month][mountain.value] for month in months]}
        for mountain in Mountain
    ]
    return {"months": months, "series": [line for line in series if any(line["data"])]}


def _share(hours: float, staff: float | None) -> float | None:
    return hours / staff if staff else None

"""An organ's page: a department's footprint, a township's or village's load."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jianfu.casework.queries import visible_cases
from jianfu.clearance.queries import valid_numbers
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Scope
from jianfu.ledger.visibility import may_see_organ
from jianfu.monitoring.queries import latest_evaluation, visible_problems
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.access.scopes import in_scope
from jianfu.web.clock import a_year_ago, today
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.seeing.calendars import lay_out_weeks, list_days
from jianfu.web.pages.seeing.organ_lines import (
    OrganLoad,
    count_kinds,
    count_partners,
    find_repeats,
    list_repeats,
    list_sent,
    read_load,
    sum_yuan,
)

_SHOWN = 15
_BEARERS = {OrganLevel.TOWNSHIP.value, OrganLevel.VILLAGE.value}


@require_safe
def organ(request: HttpRequest, organ_id: int) -> HttpResponse:
    """The page; 404 for an organ out of reach, as for one that is not there."""
    found = find_organ(request, organ_id)
    load = read_load(found, latest_evaluation(), bears(found))
    context: dict[str, Any] = {"organ": found, "load": load, "start": a_year_ago(), "is_bearer": bears(found)}
    context |= _tell_load(found, load) if bears(found) else _tell_footprint(request, found, load)
    return render(request, "organ_load.html" if bears(found) else "organ_footprint.html", context)


def find_organ(request: HttpRequest, organ_id: int) -> Organ:
    """The organ, with its parent; Http404 where it is not in reach."""
    found = get_object_or_404(Organ.objects.select_related("parent"), pk=organ_id)
    if not may_see_organ(viewer_of(request), organ_id):
        raise Http404
    return found


def bears(organ: Organ) -> bool:
    """Whether it bears load, rather than making it."""
    return organ.level in _BEARERS


def _tell_load(found: Organ, load: OrganLoad) -> dict[str, Any]:
    """What came to the organ and those below it in twelve months, who caused it, and what is due when."""
    days = list_days(found, today())
    senders = count_partners(found, is_bearer=True)
    return {
        "kinds": count_kinds(found, load, is_bearer=True),
        "senders": senders[:_SHOWN],
        "more_senders": max(0, len(senders) - _SHOWN),
        "most": max((line.rows for line in senders), default=0),
        "weeks": lay_out_weeks(days, today()),
        "days": [day for day in days if day.entries and day.day >= today()],
        "entries_ahead": sum(len(day.entries) for day in days if day.day >= today()),
        "villages": load.villages,
        "today": today(),
    }


def _tell_footprint(request: HttpRequest, found: Organ, load: OrganLoad) -> dict[str, Any]:
    """What the organ sent in twelve months, to whom, what it repeats, and what was found about it."""
    viewer = viewer_of(request)
    problems = visible_problems(in_scope(viewer, "problems"))
    receivers = count_partners(found, is_bearer=False)
    repeats = find_repeats(found)
    numbers = valid_numbers(today()).filter(draft__organ=found)
    return {
        "kinds": count_kinds(found, load, is_bearer=False),
        "yuan": sum_yuan(found),
        "receivers": receivers,
        "most": max((line.rows for line in receivers), default=0),
        "demands": list_sent(found)[:_SHOWN],
        "repeats": list_repeats(repeats[:_SHOWN], found),
        "repeat_count": repeats.count(),
        "sees_problems": in_scope(viewer, "problems").scope is not Scope.NONE,
        "problems": problems.filter(organs=found)[:_SHOWN],
        "shared": problems.filter(involved=found)[:_SHOWN],
        "cases": visible_cases(in_scope(viewer, "cases")).filter(organ=found)[:_SHOWN],
        "numbers": numbers[:_SHOWN],
        "number_hours": sum(numbers.values_list("hours_a_year", flat=True)),
    }

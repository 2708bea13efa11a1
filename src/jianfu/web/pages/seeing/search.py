"""The search: demands, problems, cases, clearance numbers and organs by words and days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jianfu.casework.models import Case
from jianfu.casework.queries import visible_cases
from jianfu.clearance.models import ClearanceNumber, Draft
from jianfu.clearance.queries import visible_drafts
from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.ledger.searching import find_demands, find_organs, split_words
from jianfu.ledger.viewer import Role, Viewer
from jianfu.ledger.visibility import RowFilter, ids_below, list_receipts
from jianfu.monitoring.models import Problem
from jianfu.monitoring.queries import visible_problems
from jianfu.vocabulary.burden_kind import BurdenKind, Mountain
from jianfu.web.access.scopes import in_scope
from jianfu.web.pages.asking import keep, list_chips, read_filter, viewer_of
from jianfu.web.pages.seeing.nearby import Near, find_near, open_near

_PAGE, _SHOWN = 15, 8


@dataclass(frozen=True, slots=True)
class Found:
    """One demand: how often and when it came to those in reach, and what is near to it."""

    demand: Demand
    kind: BurdenKind
    times: int
    first: date | None
    last: date | None
    near: list[Near]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What holds all the words, everywhere that the viewer may look."""
    viewer, wanted = viewer_of(request), read_filter(request.GET)
    words = split_words(wanted.words)
    context: dict[str, Any] = {
        "wanted": wanted,
        "chips": list_chips(request, _say_restrictions(wanted)),
        "mountains": list(Mountain),
        "kept": keep(request),
        "marked": wanted.words.split(),
    }
    if words:
        page = Paginator(list_found(request), _PAGE).get_page(request.GET.get("page"))
        found = _describe(viewer, list(page.object_list))
        context |= {
            "page": page,
            "found": found,
            "unreceived": _list_unreceived(viewer, words),
            "organs": _list_organs(viewer, words),
        }
        context |= _find_elsewhere(viewer, wanted.words.split())
    return render(request, "search.html", context)


def list_found(request: HttpRequest) -> "QuerySet[Receipt, Any]":
    """A line a demand, the newest first: demand_id, times, first, last."""
    rows = list_receipts(viewer_of(request), read_filter(request.GET)).order_by()
    lines = rows.values("demand_id").annotate(times=Count("pk"), first=Min("received_on"), last=Max("received_on"))
    return lines.order_by(F("last").desc(nulls_last=True), "-demand_id")


def _describe(viewer: Viewer, lines: list[dict[str, Any]]) -> list[Found]:
    ids = [line["demand_id"] for line in lines]
    demands = Demand.objects.select_related("issuer", "document_text").in_bulk(ids)
    snapshot = open_near()
    return [
        Found(
            demand := demands[line["demand_id"]],
            BurdenKind(demand.kind),
            line["times"],
            line["first"],
            line["last"],
            find_near(viewer, demand, snapshot) if snapshot else [],
        )
        for line in lines
    ]


def _say_restrictions(wanted: RowFilter) -> list[tuple[str, str]]:
    kind = wanted.kind or wanted.mountain
    last = wanted.end - timedelta(days=1) if wanted.end else None
    return [
        ("kind", kind.label if kind else ""),
        ("from", f"{wanted.start} 起" if wanted.start else ""),
        ("to", f"到 {last}" if last else ""),
    ]


def _list_unreceived(viewer: Viewer, words: list[str]) -> "QuerySet[Demand]":
    """Papers whose text the ledger has, but no register that they came to anybody: all, or a department's own."""
    found = Demand.objects.select_related("issuer").filter(receipts=None).order_by("-pk")
    if not viewer.sees_all:
        found = found.filter(issuer_id=viewer.organ_id) if viewer.role is Role.DEPARTMENT else found.none()
    for word in words:
        found = found.filter(pk__in=find_demands(word).values("pk"))
    return found[:_SHOWN]


def _list_organs(viewer: Viewer, words: list[str]) -> list[Organ]:
    """Organs whose pages the viewer opens and in whose name all the words stand."""
    ids = set.intersection(*(set(find_organs(word)) for word in words))
    found = Organ.objects.filter(pk__in=ids).order_by("pk")
    if not in_scope(viewer, "organ").sees_all:
        found = found.filter(pk__in=ids_below(viewer.organ_id) if viewer.organ_id else [])
    return list(found[:_SHOWN])


def _find_elsewhere(viewer: Viewer, words: list[str]) -> dict[str, Any]:
    """Problems, cases and numbers, as their own pages would show them: the first few of each."""
    problems: QuerySet[Problem] = visible_problems(in_scope(viewer, "problems"))
    cases: QuerySet[Case] = visible_cases(in_scope(viewer, "cases"))
    numbers = ClearanceNumber.objects.select_related("draft__organ").order_by("-year", "-place")
    drafts: QuerySet[Draft] = visible_drafts(in_scope(viewer, "drafts"))
    for word in words:
        problems = problems.filter(Q(subject__icontains=word) | Q(name__icontains=word))
        cases = cases.filter(Q(title__icontains=word) | Q(organ__name__icontains=word))
        numbers = numbers.filter(Q(draft__title__icontains=word) | Q(number__icontains=word))
        drafts = drafts.filter(title__icontains=word)
    return {
        "problems": problems[:_SHOWN],
        "cases": cases[:_SHOWN],
        "numbers": numbers[:_SHOWN],
        "drafts": drafts[:_SHOWN],
    }

"""Rows of the ledger: the list for what the address asks."""

from datetime import timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.ledger.visibility import RowFilter, list_receipts
from jianfu.relief.matters import without_answer
from jianfu.vocabulary.burden_kind import BurdenKind, Mountain
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.pages.asking import Chip, keep, list_chips, read_filter, show_page, viewer_of

_PAGE = 30
OPEN = "open"
"""The state that an address names for rows that nobody says anything was done about."""
_LEVELS_TO_CHOOSE = (OrganLevel.COUNTY, OrganLevel.TOWNSHIP)


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The list for the filter in the address, with its restrictions as chips to be taken off one by one."""
    viewer, wanted = viewer_of(request), read_filter(request.GET)
    organs = Organ.objects.filter(known=True, level__in=[level.value for level in _LEVELS_TO_CHOOSE]).order_by("pk")
    context = {
        "page": show_page(request, list_wanted(request), _PAGE),
        "wanted": wanted,
        "marked": wanted.words.split(),
        "chips": _list_chips(request, wanted),
        "kinds": [(mountain, [kind for kind in BurdenKind if kind.mountain is mountain]) for mountain in Mountain],
        "organs": organs.values_list("name", flat=True) if viewer.sees_all else [],
        "is_open": request.GET.get("state") == OPEN,
        "kept": keep(request),
    }
    return render(request, "rows.html", context)


def list_wanted(request: HttpRequest) -> QuerySet[Receipt]:
    """The receipts that the address asks for, newest first."""
    found = list_receipts(viewer_of(request), read_filter(request.GET))
    return without_answer(found) if request.GET.get("state") == OPEN else found


def _list_chips(request: HttpRequest, wanted: RowFilter) -> list[Chip]:
    kind = wanted.kind or wanted.mountain
    demand = Demand.objects.filter(pk=wanted.demand_id).first() if wanted.demand_id else None
    last = wanted.end - timedelta(days=1) if wanted.end else None
    said = [
        ("kind", kind.label if kind else ""),
        ("demand", f"同一要求：{demand.title[:30]}" if demand else ""),
        ("issuer", _say_organ("来文", wanted.issuer_id, request.GET.get("issuer", ""))),
        ("receiver", _say_organ("收文", wanted.receiver_id, request.GET.get("receiver", ""))),
        ("from", f"{wanted.start} 起" if wanted.start else ""),
        ("to", f"到 {last}" if last else ""),
        ("due_from", f"时限 {wanted.due_from} 起" if wanted.due_from else ""),
        ("due_to", f"时限到 {wanted.due_to}" if wanted.due_to else ""),
        ("state", "没有办结记录" if request.GET.get("state") == OPEN else ""),
        ("words", f"含“{wanted.words.strip()}”" if wanted.words.strip() else ""),
    ]
    return list_chips(request, said)


def _say_organ(role: str, organ_id: int | None, typed: str) -> str:
    if organ_id is None:
        return ""
    found = Organ.objects.filter(pk=organ_id).first()
    if found is None:
        return f"{role}：台账里没有“{typed[:30]}”"
    return f"{role}：{found.name}"

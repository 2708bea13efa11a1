"""An organ's page: a department's footprint, a township's load."""

from typing import Any

from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.ledger.visibility import ids_below, may_see_organ
from jianfu.monitoring.models import Problem
from jianfu.monitoring.queries import latest_evaluation
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.organ import OrganLevel
from jianfu.web.clock import a_year_ago, today
from jianfu.web.pages.asking import viewer_of

_SHOWN = 15
_BEARERS = {OrganLevel.TOWNSHIP.value, OrganLevel.VILLAGE.value}


@require_safe
def organ(request: HttpRequest, organ_id: int) -> HttpResponse:
    """The page; 404 for an organ out of reach, as for one that is not there."""
    found = get_object_or_404(Organ, pk=organ_id)
    if not may_see_organ(viewer_of(request), organ_id):
        raise Http404
    is_bearer = found.level in _BEARERS
    context = _tell_load(found) if is_bearer else _tell_footprint(found)
    evaluation = latest_evaluation()
    lines = evaluation.panel["by_township" if is_bearer else "by_issuer"] if evaluation else {}
    context |= {"organ": found, "evaluation": evaluation, "span": lines.get(found.name)}
    return render(request, "organ_load.html" if is_bearer else "organ_footprint.html", context)


def _tell_load(found: Organ) -> dict[str, Any]:
    """What came to the organ and those below it in twelve months, and what is due."""
    start, day = a_year_ago(), today()
    received = Receipt.objects.filter(receiver_id__in=ids_below(found.pk), received_on__gte=start)
    kinds = dict(received.values_list("demand__kind").annotate(Count("pk")))
    senders = received.values("demand__issuer_id", "demand__issuer__name").annotate(rows=Count("pk")).order_by("-rows")
    due = received.filter(due_at__date__gte=day).select_related("demand__issuer", "receiver").order_by("due_at")
    return {
        "start": start,
        "kinds": _by_kind(kinds),
        "largest": max(kinds.values(), default=0),
        "senders": senders[:_SHOWN],
        "due": due[:_SHOWN],
        "due_count": due.count(),
    }


def _tell_footprint(found: Organ) -> dict[str, Any]:
    """What the organ sent in twelve months, how far it went, and what was found about it."""
    start = a_year_ago()
    sent = Demand.objects.filter(issuer=found)
    reached = Receipt.objects.filter(demand__issuer=found, received_on__gte=start)
    kinds = dict(reached.values_list("demand__kind").annotate(Count("pk")))
    newest = sent.annotate(reached=Count("receipts"), newest=Max("receipts__received_on")).filter(newest__gte=start)
    return {
        "start": start,
        "kinds": _by_kind(kinds),
        "largest": max(kinds.values(), default=0),
        "demands": newest.order_by("-newest", "-pk")[:_SHOWN],
        "problems": Problem.objects.filter(organs=found, gone_at=None).order_by("-last_day")[:_SHOWN],
    }


def _by_kind(counts: dict[str, int]) -> list[tuple[BurdenKind, int]]:
    return [(kind, counts[kind.value]) for kind in BurdenKind if counts.get(kind.value)]

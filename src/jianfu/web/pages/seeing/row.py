"""One receipt or demand with all behind it: its facts, the files and lines that they come from, what is near to it."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jianfu.ledger.models import Demand, Receipt
from jianfu.ledger.viewer import Role, Viewer
from jianfu.ledger.visibility import may_see_organ, visible_receipts
from jianfu.monitoring.models import Problem
from jianfu.monitoring.queries import visible_problems
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import Field, ValueKind, fields_of
from jianfu.web.access.scopes import in_scope
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.seeing.evidence import list_proofs, split_text
from jianfu.web.pages.seeing.nearby import find_near, open_near
from jianfu.web.standards import desk_rules

_SHOWN = 40


@require_safe
def row(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """One receipt: its facts, where they were read, what is near to it; 404 out of reach as for none."""
    receipt = find_receipt(request, receipt_id)
    others = visible_receipts(viewer_of(request)).filter(demand=receipt.demand).exclude(pk=receipt.pk).count()
    context = _tell(request, receipt.demand, receipt) | {"others": others}
    return render(request, "row.html", context)


@require_safe
def demand(request: HttpRequest, demand_id: int) -> HttpResponse:
    """One demand that may have come to many, or that only its text tells of; 404 out of reach as for none."""
    viewer = viewer_of(request)
    found = find_demand(request, demand_id)
    received = visible_receipts(viewer).filter(demand=found)
    context = _tell(request, found, None) | {"received": received.order_by("received_on", "pk")[:_SHOWN]}
    return render(request, "row.html", context | {"others": received.count()})


def _tell(request: HttpRequest, demand: Demand, receipt: Receipt | None) -> dict[str, Any]:
    viewer, facts = viewer_of(request), list_facts(demand, receipt)
    text = getattr(demand, "document_text", None)
    parts = split_text(text.text, receipt, desk_rules().calendar) if text else []
    own = in_scope(viewer, "organ")
    return {
        "receipt": receipt,
        "demand": demand,
        "kind": BurdenKind(demand.kind),
        "facts": facts,
        "proofs": list_proofs(demand, receipt, [value for _, value in facts]),
        "marked": [demand.title, demand.issuer.name, demand.doc_number or ""],
        "parts": parts,
        "read_facts": [part for part in parts if part.fact],
        "near": find_near(viewer, demand, open_near()),
        "problems": _list_problems(viewer, receipt) if receipt else [],
        "opens_issuer": may_see_organ(own, demand.issuer_id),
        "opens_receiver": receipt is not None and may_see_organ(own, receipt.receiver_id),
    }


def find_demand(request: HttpRequest, demand_id: int) -> Demand:
    """The demand; Http404 where neither it nor a receipt of it is in reach."""
    viewer = viewer_of(request)
    found = Demand.objects.select_related("issuer", "document_text").filter(pk=demand_id).first()
    is_own = found is not None and viewer.role is Role.DEPARTMENT and found.issuer_id == viewer.organ_id
    if found is None or not (viewer.sees_all or is_own or visible_receipts(viewer).filter(demand=found).exists()):
        raise Http404
    return found


def find_receipt(request: HttpRequest, receipt_id: int) -> Receipt:
    """The receipt; Http404 where it is not in reach."""
    found = visible_receipts(viewer_of(request)).select_related("demand__document_text").filter(pk=receipt_id).first()
    if found is None:
        raise Http404
    return found


def _list_problems(viewer: Viewer, receipt: Receipt) -> Sequence[Problem]:
    """What the rules found of this very row, as far as the viewer may see problems."""
    sender = receipt.demand.issuer_id
    found = visible_problems(in_scope(viewer, "problems")).filter(kind=receipt.demand.kind)
    own = (*found.filter(organs=sender), *found.filter(involved=sender))
    return [one for one in dict.fromkeys(own) if receipt.pk in one.receipts]


def list_facts(demand: Demand, receipt: Receipt | None) -> list[tuple[str, str]]:
    """Every field that says something, with its Chinese label, in the catalogue's order."""
    kind = BurdenKind(demand.kind)
    detail = getattr(demand, f"{kind.value.replace('_', '')}detail", None)
    facts = {}
    for field in fields_of(kind):
        held = next((part for part in (receipt, demand, detail) if part and hasattr(part, field.name)), None)
        value = getattr(held, field.name, None) if held else None
        if value not in (None, "", []):
            facts[field.label] = _say(value, field)
    return list(facts.items())


def _say(value: object, field: Field) -> str:
    if field.value is ValueKind.MONEY:
        return f"{int(str(value)) / 100:,.2f} 元"
    if field.value is ValueKind.FLAG:
        return "是" if value else "否"
    if field.value is ValueKind.MOMENT:
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return (f"{value:g}" if isinstance(value, float) else str(value)) + field.unit

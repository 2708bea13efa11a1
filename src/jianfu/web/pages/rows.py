"""Rows of the ledger: lists, one row with all behind it, the export, and the search."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jianfu.ledger.models import EvidenceRow, Organ, Receipt
from jianfu.ledger.visibility import list_receipts, visible_receipts
from jianfu.overlap.index.errors import IndexProblem
from jianfu.overlap.index.live_check import Match, check
from jianfu.overlap.index.snapshot import open_snapshot
from jianfu.overlap.notices.notice import Notice
from jianfu.vocabulary.burden_kind import BurdenKind, Mountain
from jianfu.vocabulary.fields import ValueKind, fields_of
from jianfu.web.pages.asking import keep, read_filter, viewer_of
from jianfu.web.pages.exporting import open_export
from jianfu.web.standards import INDEX

_PAGE = 30
_MOST_EXPORTED = 100_000
_HEADINGS = ("收文日期", "种类", "标题", "发文字号", "来文单位", "收文单位", "办理时限", "登记编号")


@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The list for the filter in the address."""
    wanted = read_filter(request.GET)
    page = Paginator(list_receipts(viewer_of(request), wanted), _PAGE).get_page(request.GET.get("page"))
    named = Organ.objects.in_bulk([number for number in (wanted.issuer_id, wanted.receiver_id) if number])
    context = {
        "page": page,
        "wanted": wanted,
        "mountains": list(Mountain),
        "issuer": named.get(wanted.issuer_id or 0),
        "receiver": named.get(wanted.receiver_id or 0),
        "kept": keep(request),
    }
    return render(request, "rows.html", context)


@require_safe
def rows_export(request: HttpRequest) -> FileResponse:
    """The same list as a workbook: every cell as text or number, never as formula."""
    found = list_receipts(viewer_of(request), read_filter(request.GET))
    return open_export("登记明细.xlsx", _HEADINGS, _lines(found))


def _lines(found: QuerySet[Receipt]) -> Iterator[tuple[object, ...]]:
    for receipt in found[:_MOST_EXPORTED].iterator(chunk_size=2000):
        demand = receipt.demand
        yield (
            receipt.received_on,
            BurdenKind(demand.kind).label,
            demand.title,
            demand.doc_number,
            demand.issuer.name,
            receipt.receiver.name,
            receipt.due_at,
            receipt.pk,
        )


@require_safe
def row(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """One receipt: its facts, where they were read, what is near to it; 404 out of reach as for none."""
    viewer = viewer_of(request)
    receipt = visible_receipts(viewer).filter(pk=receipt_id).first()
    if receipt is None:
        raise Http404
    evidence = EvidenceRow.objects.filter(receipt=receipt).select_related("source").order_by("grade", "pk")
    text = getattr(receipt.demand, "document_text", None)
    near = _find_near(receipt) if viewer.sees_all else ()
    context = {
        "receipt": receipt,
        "kind": BurdenKind(receipt.demand.kind),
        "facts": _list_facts(receipt),
        "evidence": evidence,
        "marked": [receipt.demand.title, receipt.demand.issuer.name, receipt.demand.doc_number or ""],
        "text": text.text if text else "",
        "others": visible_receipts(viewer).filter(demand=receipt.demand).exclude(pk=receipt.pk).count(),
        "near": near,
    }
    return render(request, "row.html", context)


def _list_facts(receipt: Receipt) -> list[tuple[str, str]]:
    """Every field that says something, with its Chinese label, in the catalogue's order."""
    kind = BurdenKind(receipt.demand.kind)
    detail = getattr(receipt.demand, f"{kind.value.replace('_', '')}detail", None)
    facts = []
    for field in fields_of(kind):
        held = next((part for part in (receipt, receipt.demand, detail) if part and hasattr(part, field.name)), None)
        value = getattr(held, field.name, None) if held else None
        if value not in (None, "", []):
            facts.append((field.label, _say(value, field.value) + (field.unit if field.unit != "元" else "")))
    return facts


def _say(value: object, kind: ValueKind) -> str:
    if kind is ValueKind.MONEY:
        return f"{int(str(value)) / 100:,.2f} 元"
    if kind is ValueKind.FLAG:
        return "是" if value else "否"
    if kind is ValueKind.MOMENT:
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _find_near(receipt: Receipt) -> tuple[Match, ...]:
    """Notices near to this one; () for what is no paper, and while there is no index."""
    demand = receipt.demand
    if demand.kind not in {BurdenKind.DOCUMENT.value, BurdenKind.MEETING.value}:
        return ()
    text = getattr(demand, "document_text", None)
    paper = Notice(str(demand.pk), title=demand.title, issuer=demand.issuer.name, body=text.text if text else None)
    try:
        return check(open_snapshot(INDEX), paper)
    except IndexProblem:
        return ()


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Words in titles, numbers, topics and organs' names."""
    viewer, wanted = viewer_of(request), read_filter(request.GET)
    page = None
    organs: list[Organ] = []
    if wanted.words.strip():
        page = Paginator(list_receipts(viewer, wanted), _PAGE).get_page(request.GET.get("page"))
        if viewer.sees_all:
            organs = list(Organ.objects.filter(name__icontains=wanted.words.strip()).order_by("name")[:10])
    context = {"page": page, "wanted": wanted, "organs": organs, "kept": keep(request), "marked": wanted.words.split()}
    return render(request, "search.html", context)

"""Tables of rows of the ledger: lists, the evidence of one, what a search found."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest

from jianfu.ledger.models import Demand, Receipt
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.web.exports.book import Table
from jianfu.web.pages.seeing.evidence import list_proofs
from jianfu.web.pages.seeing.row import find_receipt
from jianfu.web.pages.seeing.rows import list_wanted
from jianfu.web.pages.seeing.search import list_found

_HEADINGS = ("收文日期", "种类", "标题", "发文字号", "来文单位", "收文单位", "办理时限", "办理情况", "登记编号")
_CHUNK = 2000


def tell_rows(request: HttpRequest) -> Table:
    """The receipts that the address asks for."""
    return Table("登记明细", _HEADINGS, _list_lines(list_wanted(request)))


def _list_lines(found: QuerySet[Receipt]) -> Iterator[tuple[object, ...]]:
    for receipt in found.iterator(chunk_size=_CHUNK):
        demand = receipt.demand
        yield (
            receipt.received_on, BurdenKind(demand.kind).label, demand.title, demand.doc_number, demand.issuer.name,
            receipt.receiver.name, receipt.due_at, receipt.status, receipt.pk,
        )  # fmt: skip


def tell_evidence(request: HttpRequest, receipt_id: int) -> Table:
    """Every file and line that tells of one receipt."""
    receipt = find_receipt(request, receipt_id)
    lines_behind = (proof.line for proof in list_proofs(receipt.demand, receipt, []))
    headings = ("文件", "压缩包内", "登记种类", "工作表", "行", "页", "等级", "导入时间", "原文", "文件摘要")
    lines = (
        (
            line.source.name, line.source.inner_path or None, line.source.register, line.sheet or None,
            line.row or None, line.page or None, line.grade, line.source.imported_at, line.words, line.source.digest,
        )
        for line in lines_behind
    )  # fmt: skip
    return Table(f"依据{receipt_id}", headings, lines)


def tell_found(request: HttpRequest) -> Table:
    """What the search found, a line a demand."""
    headings = ("种类", "标题", "发文字号", "来文单位", "件次", "第一次", "最近一次")
    return Table("查找结果", headings, _list_found(request))


def _list_found(request: HttpRequest) -> Iterator[tuple[object, ...]]:
    if not request.GET.get("words", "").strip():
        return
    lines = list(list_found(request))
    for start in range(0, len(lines), _CHUNK):
        chunk = lines[start : start + _CHUNK]
        wanted = [line["demand_id"] for line in chunk]
        demands = {one.pk: one for one in Demand.objects.select_related("issuer").filter(pk__in=wanted)}
        for line in chunk:
            demand = demands[line["demand_id"]]
            yield (
                BurdenKind(demand.kind).label, demand.title, demand.doc_number, demand.issuer.name, line["times"],
                line["first"], line["last"],
            )  # fmt: skip

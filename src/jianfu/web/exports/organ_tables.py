"""Tables of an organ's page."""

from django.http import HttpRequest

from jianfu.monitoring.queries import latest_evaluation
from jianfu.web.clock import today
from jianfu.web.exports.book import Table
from jianfu.web.pages.seeing.calendars import list_days
from jianfu.web.pages.seeing.organ_lines import (
    count_kinds,
    count_months,
    count_partners,
    find_repeats,
    list_repeats,
    list_sent,
    read_load,
)
from jianfu.web.pages.seeing.organs import bears, find_organ

_NO_SPAN = (None, None, None)


def tell_kinds(request: HttpRequest, organ_id: int) -> Table:
    """Demands, receipts and hours by kind."""
    organ = find_organ(request, organ_id)
    load = read_load(organ, latest_evaluation(), bears(organ))
    lines = (
        (line.kind.label, line.demands, line.rows, *(line.span or ("没有工时依据", None, None)))
        for line in count_kinds(organ, load, is_bearer=bears(organ))
    )
    return Table(f"{organ.name}按种类", ("种类", "件", "件次", "每周小时", "区间下", "区间上"), lines)


def tell_months(request: HttpRequest, organ_id: int) -> Table:
    """Receipts and hours by month."""
    organ = find_organ(request, organ_id)
    load = read_load(organ, latest_evaluation(), bears(organ))
    counts = count_months(organ, is_bearer=bears(organ))
    months = sorted({*counts, *load.by_month})
    lines = ((month, counts.get(month, 0), *(load.by_month.get(month) or _NO_SPAN)) for month in months)
    return Table(f"{organ.name}各月", ("月份", "件次", "每周小时", "区间下", "区间上"), lines)


def tell_partners(request: HttpRequest, organ_id: int) -> Table:
    """Who sent, or to whom it went."""
    organ = find_organ(request, organ_id)
    lines = ((line.name, line.rows) for line in count_partners(organ, is_bearer=bears(organ)))
    return Table(f"{organ.name}往来单位", ("单位", "件次"), lines)


def tell_papers(request: HttpRequest, organ_id: int) -> Table:
    """What a department sent; what is due at a township."""
    organ = find_organ(request, organ_id)
    if bears(organ):
        due = (
            (entry.at, entry.what, entry.receipt.demand.title, entry.receipt.demand.issuer.name, entry.places)
            for day in list_days(organ, today())
            for entry in day.entries
        )
        return Table(f"{organ.name}近四周", ("时间", "事由", "标题", "谁要求", "涉及单位数"), due)
    sent = ((one.newest, one.get_kind_display(), one.title, one.doc_number, one.reached) for one in list_sent(organ))  # type: ignore[attr-defined]
    return Table(f"{organ.name}发出的", ("最近一次", "种类", "标题", "发文字号", "到达"), sent)


def tell_repeats(request: HttpRequest, organ_id: int) -> Table:
    """Papers that ask the same again; none for those who only receive."""
    organ = find_organ(request, organ_id)
    lines = (
        (
            line.relation.label, line.earlier.title, line.earlier.issuer.name, line.later.title, line.later.issuer.name,
            "；".join(line.reasons),
        )
        for line in (() if bears(organ) else list_repeats(find_repeats(organ), organ))
    )  # fmt: skip
    return Table(f"{organ.name}重复的通知", ("关系", "先发的", "单位", "后发的", "单位", "理由"), lines)

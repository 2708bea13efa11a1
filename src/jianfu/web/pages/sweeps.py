"""The monthly sweeps, and the bulletin that tells one."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from docx import Document

from jianfu.casework.actions import open_sweep_case
from jianfu.ledger.viewer import Scope
from jianfu.monitoring.models import Sweep, SweepItem
from jianfu.monitoring.sweeping import Signal
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now
from jianfu.web.pages.asking import viewer_of
from jianfu.web.standards import desk_rules


@require_safe
def sweeps(request: HttpRequest) -> HttpResponse:
    """All sweeps, the newest opened."""
    found = list(Sweep.objects.order_by("-month"))
    chosen = next(
        (one for one in found if f"{one.month:%Y-%m}" == request.GET.get("month")), found[0] if found else None
    )
    may_open = TABLE["sweep_open"][viewer_of(request).role] is not Scope.NONE
    context = {"sweeps": found, "chosen": chosen, "groups": _group(chosen), "may_open": may_open}
    return render(request, "sweeps.html", context)


def _group(sweep: Sweep | None) -> list[tuple[str, list[SweepItem]]]:
    items = list(sweep.items.select_related("organ").order_by("pk")) if sweep else []
    groups = [(signal.label, [item for item in items if item.signal == signal]) for signal in Signal]
    return [(label, some) for label, some in groups if some]


@require_POST
def sweep_open(request: HttpRequest, item_id: int) -> HttpResponse:
    """Make a case of one item."""
    item = get_object_or_404(SweepItem.objects.select_related("sweep", "organ"), pk=item_id, organ__isnull=False)
    opened = open_sweep_case(item, calendar=desk_rules().calendar, actor=viewer_of(request).actor, now=now())
    return redirect("case", opened.pk)


@require_safe
def sweep_bulletin(request: HttpRequest, sweep_id: int) -> FileResponse:
    """The bulletin as a document."""
    sweep = get_object_or_404(Sweep, pk=sweep_id)
    paper = Document()
    paper.add_heading(f"基层负担监测月报（{sweep.month:%Y年%m月}）", level=1)
    groups = _group(sweep)
    if not groups:
        paper.add_paragraph("本月没有发现新的情况。")
    for label, items in groups:
        paper.add_heading(f"{label}（{len(items)}）", level=2)
        for item in items:
            rows = "、".join(map(str, item.receipts[:5]))
            paper.add_paragraph(f"{item.words}{f'（登记 {rows} 等）' if rows else ''}", style="List Bullet")
    paper.add_paragraph("以上是提示核实的信号，不是结论。")
    file = BytesIO()
    paper.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"监测月报{sweep.month:%Y%m}.docx")

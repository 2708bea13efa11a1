"""Bringing files in: upload or paste, see what they are, say yes."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.ledger.viewer import Scope
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now
from jianfu.web.deliveries.actions import RefusedDelivery, bring, cancel, order_import
from jianfu.web.deliveries.queries import visible_deliveries
from jianfu.web.deliveries.tasks import import_delivery, look_at_delivery
from jianfu.web.pages.asking import viewer_of

_SHOWN = 100
_LONGEST_WORDS = 200_000


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """What was brought in, and the place to bring more."""
    viewer = viewer_of(request)
    may_bring = TABLE["delivery_bring"][viewer.role] is not Scope.NONE
    return render(
        request,
        "deliveries.html",
        {"deliveries": visible_deliveries(viewer_of(request))[:_SHOWN], "may_bring": may_bring},
    )


@require_POST
def delivery_bring(request: HttpRequest) -> HttpResponse:
    """Take an upload."""
    viewer = viewer_of(request)
    words = request.POST.get("words", "")[:_LONGEST_WORDS]
    try:
        brought = bring(request.FILES.getlist("files"), words, organ_id=viewer.organ_id, actor=viewer.actor, now=now())
    except RefusedDelivery as problem:
        messages.error(request, str(problem))
        return redirect("deliveries")
    look_at_delivery.enqueue(brought.pk)
    return redirect("delivery", brought.pk)


@require_safe
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One delivery: how far it is, what its files are, what would be or was taken."""
    found = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id)
    may_order = TABLE["delivery_import"][viewer_of(request).role] is not Scope.NONE
    context = {
        "delivery": found,
        "is_busy": found.state in {"waiting", "ordered", "importing"},
        "may_import": may_order and found.state in {"looked_at", "failed"},
        "may_cancel": may_order and found.state in {"looked_at", "ordered", "importing"},
        "has_errors": found.errors_path.exists(),
    }
    return render(request, "delivery.html", context)


@require_POST
def delivery_import(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Say yes."""
    found = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id)
    if order_import(found, actor=viewer_of(request).actor, now=now()):
        import_delivery.enqueue(found.pk)
    else:
        messages.info(request, "已经有人确认或取消过了。")
    return redirect("delivery", delivery_id)


@require_POST
def delivery_cancel(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Stop."""
    cancel(
        get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id),
        actor=viewer_of(request).actor,
        now=now(),
    )
    return redirect("delivery", delivery_id)


@require_safe
def delivery_errors(request: HttpRequest, delivery_id: int) -> FileResponse:
    """The workbook of what was not taken."""
    found = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id)
    if not found.errors_path.exists():
        raise Http404
    return FileResponse(found.errors_path.open("rb"), as_attachment=True, filename="退回.xlsx")

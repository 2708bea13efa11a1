"""Bringing files in: upload, paste or photograph, see what they are, say yes."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jianfu.ledger.viewer import Role, Scope
from jianfu.monitoring.queries import latest_evaluation
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now
from jianfu.web.deliveries.actions import RefusedDelivery, bring, cancel, look_again, order_import
from jianfu.web.deliveries.forgotten import is_reckoning
from jianfu.web.deliveries.models import DeliveredFile, Delivery
from jianfu.web.deliveries.queries import visible_deliveries
from jianfu.web.deliveries.receiving.limits import LARGEST_FILE_BYTES, LARGEST_UPLOAD_BYTES, LONGEST_WORDS, MOST_FILES
from jianfu.web.deliveries.receiving.uploading import left_out
from jianfu.web.deliveries.signals import read_rows
from jianfu.web.pages.asking import keep, viewer_of
from jianfu.web.pages.deliveries.mapping_form import list_questions, list_tables

_PAGE = 50
_FILES_A_PAGE = 20
_VILLAGE_SHOWN = 5


def _may(request: HttpRequest, name: str) -> bool:
    return TABLE[name][viewer_of(request).role] is not Scope.NONE


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """What was brought in, and the place to bring more. A village has two buttons, to forward and to photograph."""
    found = visible_deliveries(viewer_of(request))
    context = {
        "may_bring": _may(request, "delivery_bring"),
        "most_files": MOST_FILES,
        "largest_file": LARGEST_FILE_BYTES,
        "largest_upload": LARGEST_UPLOAD_BYTES,
        "longest_words": LONGEST_WORDS,
    }
    if viewer_of(request).role is Role.VILLAGE:
        return render(request, "deliveries_village.html", context | {"deliveries": found[:_VILLAGE_SHOWN]})
    waiting = found.filter(state="looked_at").count()
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    return render(request, "deliveries.html", context | {"page": page, "waiting": waiting, "kept": keep(request)})


@require_POST
def delivery_bring(request: HttpRequest) -> HttpResponse:
    """Take an upload. A script that sent it is told where to go on; a form is led there."""
    viewer = viewer_of(request)
    files, words = request.FILES.getlist("files"), request.POST.get("words", "")
    try:
        if len(words) > LONGEST_WORDS:
            raise RefusedDelivery(f"粘贴的内容超过 {LONGEST_WORDS:,} 字，没有收下。请存成文本文件后上传。")
        brought = bring(files, words, organ_id=viewer.organ_id, actor=viewer.actor, now=now())
    except RefusedDelivery as problem:
        return _answer(request, reverse("deliveries"), left_out(request) or [str(problem)], is_refused=True)
    if viewer.role is Role.VILLAGE:
        messages.success(request, "收到了，不用再做什么。")
        return _answer(request, reverse("deliveries"), left_out(request))
    return _answer(request, reverse("delivery", args=[brought.pk]), left_out(request))


def _answer(request: HttpRequest, address: str, sentences: Sequence[str], *, is_refused: bool = False) -> HttpResponse:
    if is_refused and request.headers.get("Accept") == "application/json":
        return JsonResponse({"refused": "".join(sentences)}, status=422)
    for sentence in sentences:
        messages.error(request, sentence)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"address": address})
    return redirect(address)


@require_safe
def delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """One delivery: how far it is, what its files are, what would be or was taken."""
    found = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id)
    is_village = viewer_of(request).role is Role.VILLAGE
    files = found.looked.order_by("-needs_attention", "place")
    page = Paginator(files, _FILES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "delivery": found,
        "page": page,
        "kept": keep(request),
        "rows": read_rows(found.pk) if found.is_busy else 0,
        "totals": _add_up(files),
        **_choices(request, found, files),
    }
    if _may(request, "delivery_map") and not found.is_busy and found.state != "cancelled":
        context |= {"questions": list_questions(files), "tables": list_tables(files, request.GET)}
    return render(request, "delivery_village.html" if is_village else "delivery.html", context)


def _choices(request: HttpRequest, found: Delivery, files: QuerySet[DeliveredFile]) -> dict[str, object]:
    """What the viewer can do with it now."""
    may_order, state = _may(request, "delivery_import"), found.state
    has_looked = files.exists()
    return {
        "may_import": may_order and state in {"looked_at", "failed", "stopped"} and has_looked,
        "may_look": may_order and (state in {"failed", "refused"} or (state == "looked_at" and not has_looked)),
        "may_stop": may_order and state in {"ordered", "importing"},
        "may_cancel": _may(request, "delivery_cancel") and state in {"waiting", "looked_at", "failed"},
        "may_type": _may(request, "delivery_type") and not found.is_busy and state != "cancelled",
        "has_errors": found.errors_path.exists() and not found.is_busy,
        "uploads": list(enumerate(found.uploads())) if not found.is_busy else [],
        "is_reckoning": state in {"done", "stopped"} and is_reckoning(),
        "evaluation": latest_evaluation() if state == "done" else None,
    }


def _add_up(files: QuerySet[DeliveredFile]) -> dict[str, int]:
    """Files, those to look at, rows, rejected rows, and what an import added."""
    told = list(files.values_list("needs_attention", "found__rows", "found__rejected", "found__new_receipts", "state"))
    return {
        "files": len(told),
        "attention": sum(line[0] for line in told),
        "rows": sum(line[1] or 0 for line in told),
        "rejected": sum(line[2] or 0 for line in told),
        "new_receipts": sum(line[3] or 0 for line in told),
        "done": sum(line[4] == "done" for line in told),
    }


@require_POST
def delivery_import(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Say yes, or go on."""
    found = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id)
    if not order_import(found, actor=viewer_of(request).actor, now=now()):
        messages.info(request, "已经有人确认或取消过了。")
    return redirect("delivery", delivery_id)


@require_POST
def delivery_look(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Make the preview anew."""
    found = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id)
    if not look_again(found, actor=viewer_of(request).actor, now=now()):
        messages.info(request, "现在不能重新预览：正在处理，或已经取消。")
    return redirect("delivery", delivery_id)


@require_POST
def delivery_cancel(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Say no, or stop. Who brought it may take it back until the county has said yes."""
    found = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id)
    if not viewer_of(request).sees_all and found.state in {"ordered", "importing"}:
        messages.info(request, "县里已经确认，正在导入。")
    else:
        cancel(found, actor=viewer_of(request).actor, now=now())
    return redirect("delivery", delivery_id)

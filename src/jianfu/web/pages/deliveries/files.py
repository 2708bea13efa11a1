"""What a delivery's files give out, always as attachments but for pictures drawn here; and what is put in."""

from pathlib import Path

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from jianfu.web.clock import now
from jianfu.web.deliveries.actions import RefusedDelivery, look_again
from jianfu.web.deliveries.mapping import RefusedMapping, map_headings
from jianfu.web.deliveries.queries import visible_deliveries
from jianfu.web.deliveries.receiving.limits import LONGEST_WORDS
from jianfu.web.deliveries.typed import keep_typed_words
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.deliveries.mapping_form import read_choices, read_sheet

_SANDBOXED = csp_replace({"default-src": ["'none'"], "sandbox": True})
"""Should a browser open it all the same, nothing in it runs and nothing is fetched."""


def _attach(path: Path, name: str) -> FileResponse:
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")


@require_safe
@_SANDBOXED  # type: ignore[arg-type]  # its types know no views with arguments
def delivery_errors(request: HttpRequest, delivery_id: int) -> FileResponse:
    """The workbook of what was not taken."""
    found = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id)
    return _attach(found.errors_path, "退回的行和原因.xlsx")


@require_safe
@_SANDBOXED  # type: ignore[arg-type]  # its types know no views with arguments
def delivery_file(request: HttpRequest, delivery_id: int, place: int) -> FileResponse:
    """A file as it was brought."""
    uploads = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id).uploads()
    if place >= len(uploads):
        raise Http404
    return _attach(uploads[place], uploads[place].name)


@require_safe
@_SANDBOXED  # type: ignore[arg-type]  # its types know no views with arguments
def delivery_picture(request: HttpRequest, delivery_id: int, place: int) -> FileResponse:
    """A scan or photograph to read from, drawn anew by the worker: no byte of the upload is in it."""
    path = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id).pictures / f"{place}.jpg"
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/jpeg")


@require_POST
def delivery_type(request: HttpRequest, delivery_id: int, place: int) -> HttpResponse:
    """Keep what somebody read on a picture, and look at the delivery again."""
    found = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id)
    file = get_object_or_404(found.looked, place=place)
    actor = viewer_of(request).actor
    try:
        keep_typed_words(file, request.POST.get("typed", "")[:LONGEST_WORDS], actor=actor, now=now())
        look_again(found, actor=actor, now=now())
    except RefusedDelivery as problem:
        messages.error(request, str(problem))
    return redirect("delivery", delivery_id)


@require_POST
def delivery_map(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Remember what headings mean, and look at the delivery again."""
    found = get_object_or_404(visible_deliveries(viewer_of(request)), pk=delivery_id)
    actor = viewer_of(request).actor
    try:
        sheet, choices = read_sheet(found.looked.all(), request.POST), read_choices(request.POST)
        count = map_headings(request.POST.get("register", ""), choices, sheet=sheet, actor=actor, now=now())
    except RefusedMapping as problem:
        messages.error(request, str(problem))
    else:
        if count and look_again(found, actor=actor, now=now()):
            messages.success(request, f"记下了 {count} 个表头，以后都认得。正在按新的对照重新预览。")
        elif not count:
            messages.info(request, "没有选择，什么都没有改。")
    return redirect("delivery", delivery_id)

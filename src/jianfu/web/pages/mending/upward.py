"""What the county cannot change: the list, its letters, what was sent and what was answered."""

from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.casework.actions import answer_item, send_item
from jianfu.casework.actions.stepping import ABOVE_COUNTY
from jianfu.casework.actions.upward import RefusedItem
from jianfu.casework.course import State
from jianfu.casework.letter import write_upward_letter
from jianfu.casework.models import UpwardItem
from jianfu.casework.queries import UpwardBundle, bundle_item, is_answer_late, list_upward
from jianfu.ledger.viewer import Scope
from jianfu.vocabulary.organ import OrganLevel
from jianfu.vocabulary.published.adoption import Adoption
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import read_day, read_number, viewer_of
from jianfu.web.standards import desk_rules

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LONGEST_NAME, _LONGEST = 200, 8000


@require_safe
def upward(request: HttpRequest) -> HttpResponse:
    """The list, what waits first; one letter a level."""
    lines = [(bundle, is_answer_late(bundle.item, today())) for bundle in list_upward()]
    waiting = {bundle.level for bundle, _ in lines if bundle.item.answered_on is None}
    levels = [level for level in ABOVE_COUNTY if level in waiting]
    return render(request, "upward.html", {"lines": lines, "levels": levels})


@require_safe
def upward_item(request: HttpRequest, upward_id: int) -> HttpResponse:
    """One item: all that stands behind it, and what became of it."""
    return _show(request, get_object_or_404(UpwardItem, pk=upward_id))


def _show(request: HttpRequest, item: UpwardItem, *, status: int = 200) -> HttpResponse:
    bundle = bundle_item(item)
    context = {
        "bundle": bundle,
        "item": item,
        "cases": [(one, State(one.state)) for one in bundle.cases],
        "is_late": is_answer_late(item, today()),
        "outcomes": list(Adoption),
        "may_write": TABLE["upward_send"][viewer_of(request).role] is not Scope.NONE,
        "today": today(),
        "typed": request.POST,
    }
    return render(request, "upward_item.html", context, status=status)


@require_POST
def upward_send(request: HttpRequest, upward_id: int) -> HttpResponse:
    """Note that the item went up."""
    item = get_object_or_404(UpwardItem, pk=upward_id)
    try:
        send_item(
            item.pk,
            sent_on=_read_day(request, "sent_on"),
            sent_to=request.POST.get("sent_to", "")[:_LONGEST_NAME],
            letter_number=request.POST.get("letter_number", "")[:60],
            version=read_number(request.POST.get("version", "")),
            calendar=desk_rules().calendar,
            actor=viewer_of(request).actor,
            now=now(),
        )
    except RefusedItem as reason:
        messages.error(request, str(reason))
        item.refresh_from_db()
        return _show(request, item, status=422)
    return redirect("upward_item", upward_id)


@require_POST
def upward_answer(request: HttpRequest, upward_id: int) -> HttpResponse:
    """Keep the answer."""
    item = get_object_or_404(UpwardItem, pk=upward_id)
    outcome = request.POST.get("outcome", "")
    try:
        if outcome not in set(Adoption):
            raise RefusedItem("请选择结果。")
        answer_item(
            item.pk,
            Adoption(outcome),
            request.POST.get("answer", "")[:_LONGEST],
            answered_on=_read_day(request, "answered_on"),
            version=read_number(request.POST.get("version", "")),
            actor=viewer_of(request).actor,
            now=now(),
        )
    except RefusedItem as reason:
        messages.error(request, str(reason))
        item.refresh_from_db()
        return _show(request, item, status=422)
    return redirect("upward_item", upward_id)


def _read_day(request: HttpRequest, name: str) -> date:
    day = read_day(request.POST.get(name))
    if day is None:
        raise RefusedItem("请写明日期。")
    return day


@require_safe
def upward_letter(request: HttpRequest) -> FileResponse:
    """The letter to one level about what waits for it."""
    level = next((one for one in ABOVE_COUNTY if one.value == request.GET.get("level")), None)
    found = [bundle for one in ([level] if level else ABOVE_COUNTY) for bundle in _waiting(one)]
    if not found:
        raise Http404
    target = level or found[0].level
    with TemporaryDirectory() as folder:
        path = Path(folder) / "letter.docx"
        write_upward_letter(target, [one for one in found if one.level is target], path, day=today())
        content = path.read_bytes()
    name = f"关于商请协调解决基层负担有关事项的函（{target.label}级）.docx"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=_DOCX)


def _waiting(level: OrganLevel) -> list[UpwardBundle]:
    """Items of a level without an answer."""
    items = UpwardItem.objects.filter(level=level.value, answered_on=None).order_by("pk")
    return [bundle_item(item) for item in items.prefetch_related("cases__organ", "cases__problem")]

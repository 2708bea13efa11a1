"""The township's one list: what is really due, one line a matter, one tap for an answer."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event

from jianfu.casework.actions import open_number_case
from jianfu.ledger.visibility import visible_receipts
from jianfu.relief.actions import mark_receipts
from jianfu.relief.matters import Matter, list_matters
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import viewer_of
from jianfu.web.standards import desk_rules

_MARKS = {
    "done": "已标为办完。",
    "not_ours": "已标为不归我们。",
    "no_number": "已反映：平台会向发文单位核实，不用再办手续。",
}


def _matters(request: HttpRequest) -> list[Matter]:
    organ_id = viewer_of(request).organ_id
    return [] if organ_id is None else list_matters(organ_id, today())


@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """The list."""
    found = _matters(request)
    dated = [matter for matter in found if matter.due_at is not None]
    context = {
        "dated": dated,
        "undated": found[len(dated) :],
        "notices": sum(len(matter.receipts) for matter in found),
        "matters": len(found),
        "now": now(),
        "soon": now() + timedelta(days=1),
    }
    return render(request, "todo.html", context)


@require_POST
def todo_mark(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The one tap: done, not ours, no number. The last opens a case; the township has nothing more to do."""
    viewer, mark = viewer_of(request), request.POST.get("mark", "")
    receipt = get_object_or_404(visible_receipts(viewer), pk=receipt_id)
    if mark not in _MARKS:
        return redirect("todo")
    matter = next((one for one in _matters(request) if one.head.pk == receipt_id), None)
    if matter is None:
        messages.info(request, "这件事已经标过了。")
        return redirect("todo")
    mark_receipts(matter.receipts, mark, actor=viewer.actor, now=now())
    if mark == "no_number":
        open_number_case(receipt, calendar=desk_rules().calendar, actor=viewer.actor, now=now())
    messages.success(request, _MARKS[mark])
    return redirect("todo")


@require_safe
def todo_calendar(request: HttpRequest) -> HttpResponse:
    """The deadlines as a calendar file."""
    calendar = Calendar()
    calendar.add("prodid", "-//jianfu//todo//ZH")
    calendar.add("version", "2.0")
    for matter in _matters(request):
        if matter.due_at is not None:
            event = Event()
            event.add("uid", f"{matter.head.key}@jianfu")
            event.add("summary", f"{matter.head.demand.issuer.name}：{matter.head.demand.title}")
            event.add("dtstart", matter.due_at)
            event.add("dtstamp", now())
            calendar.add_component(event)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="todo.ics"'
    return response

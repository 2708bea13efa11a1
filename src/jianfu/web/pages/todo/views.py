"""The one list: what is really due, one line a matter, one tap for an answer, one to take it back."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jianfu.assessment.queries import find_open_check, list_consultations
from jianfu.ledger.models import Organ
from jianfu.ledger.viewer import Role
from jianfu.ledger.visibility import visible_receipts
from jianfu.monitoring.actions import count_messages
from jianfu.relief.actions import mark_receipts, report_matter, take_back
from jianfu.relief.digest import write_digest
from jianfu.relief.matters import TodoList, list_matters
from jianfu.relief.models import Mark
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import viewer_of
from jianfu.web.standards import desk_rules

_MARKS = {
    "done": "已标为办完",
    "not_ours": "已标为不归我们",
    "no_number": "已反映，平台会向发文单位核实，不用再办手续",
    "to_do": "已放进要办的",
}
_SHOWN_DAYS = 7
_MOST_SHOWN = 100
_DIGEST_DAYS = (1, 7)


def list_own(request: HttpRequest) -> TodoList:
    """The list of the viewer's organ; empty without one."""
    organ_id, rules = viewer_of(request).organ_id, desk_rules()
    return TodoList((), ()) if organ_id is None else list_matters(organ_id, now(), rules.calendar, rules.dictionary)


@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """The list. Behind `?marked=` the receipt that was just tapped, to take it back."""
    found, organ_id = list_own(request), viewer_of(request).organ_id
    marks = Mark.objects.filter(receipt__receiver_id=organ_id, marked_at__gte=now() - timedelta(days=_SHOWN_DAYS))
    recent = list(marks.select_related("receipt__demand__issuer").order_by("-marked_at", "receipt_id")[:_MOST_SHOWN])
    said = request.GET.get("marked", "")
    context = {
        "todo": found,
        "sections": found.sections(),
        "most": _MOST_SHOWN,
        "recent": recent,
        "just": next((mark for mark in recent if str(mark.receipt_id) == said), None),
        "said": _MARKS,
        "feed": hasattr(request.user, "calendar_feed"),
        "check": find_open_check(organ_id, today()) if viewer_of(request).role is Role.TOWNSHIP else None,
        "consultations": list_consultations().filter(until__gte=today()),
        "organ_id": organ_id,
    }
    return render(request, "todo.html", context)


@require_POST
def todo_mark(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The one tap: done, not ours, no number. The last opens a case; the township has nothing more to do."""
    viewer, mark = viewer_of(request), request.POST.get("mark", "")
    receipt = get_object_or_404(visible_receipts(viewer), pk=receipt_id)
    if mark not in _MARKS:
        return redirect("todo")
    found = list_own(request)
    matter = next((one for one in found.matters if one.head.receipt.pk == receipt_id), None)
    if matter is not None and mark == "no_number":
        calendar = desk_rules().calendar
        report_matter(matter.receipts, matter.cleared.words, calendar=calendar, actor=viewer.actor, now=now())
    elif matter is not None:
        mark_receipts(matter.receipts, mark, turn=matter.head.turn_key, actor=viewer.actor, now=now())
    elif any(one.receipt.pk == receipt_id for one in found.to_know):
        mark_receipts([receipt], mark, actor=viewer.actor, now=now())
    else:
        messages.info(request, "这件事已经标过了。")
        return redirect("todo")
    return redirect(f"{reverse('todo')}?marked={receipt_id}")


@require_POST
def todo_undo(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Take the newest tap on a receipt back."""
    viewer = viewer_of(request)
    receipt = get_object_or_404(visible_receipts(viewer), pk=receipt_id)
    marks = Mark.objects.select_related("receipt__demand").filter(receipt=receipt, receipt__receiver_id=viewer.organ_id)
    mark = marks.order_by("-marked_at", "-pk").first()
    if mark is None:
        messages.info(request, "这件事没有标过，或已经撤销。")
    else:
        take_back(mark, actor=viewer.actor, now=now())
        messages.success(request, f"已撤销，《{receipt.demand.title}》回到待办。")
    return redirect("todo")


@require_safe
def todo_digest(request: HttpRequest) -> HttpResponse:
    """The list of a day or a week as one text. It counts as a message of the platform, once a day and session."""
    viewer, wanted = viewer_of(request), request.GET.get("days", "")
    days = int(wanted) if wanted in {str(one) for one in _DIGEST_DAYS} else _DIGEST_DAYS[0]
    organ = Organ.objects.filter(pk=viewer.organ_id or 0).first()
    text = write_digest(list_own(request), organ=organ.name if organ else "", now=now(), days=days)
    if request.session.get("digest") != str(today()):
        request.session["digest"] = str(today())
        count_messages(viewer.role, today())
    return render(request, "todo_digest.html", {"text": text, "days": days})

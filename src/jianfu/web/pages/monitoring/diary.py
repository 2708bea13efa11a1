"""The weekly diary of a point: five taps on a phone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from jianfu.ledger.models import Organ, Receipt
from jianfu.monitoring.asking.diary import AMOUNTS, LENGTHS, TIMED_ITEMS, UNWRITTEN, choose_items
from jianfu.monitoring.record.actions.asking import RefusedAnswer, monday_of, write_diary
from jianfu.monitoring.record.models import DiaryWeek
from jianfu.monitoring.record.queries import is_point, list_week_receipts
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.monitoring.clocking import count_seconds, mark_opening

_USUAL_SECONDS = 60.0


@require_http_methods(["GET", "HEAD", "POST"])
def diary(request: HttpRequest) -> HttpResponse:
    """This week's diary; who is no point is told that there is nothing to fill in."""
    viewer = viewer_of(request)
    organ = get_object_or_404(Organ, pk=viewer.organ_id)
    status = 200
    if request.method == "POST":
        try:
            _write(request, organ)
        except RefusedAnswer as problem:
            messages.error(request, str(problem))
            status = 422
        else:
            messages.success(request, "收到了，谢谢。这周不用再填。")
            return redirect("diary")
    return render(request, "diary.html", _tell(organ), status=status)


def _tell(organ: Organ) -> dict[str, Any]:
    week = monday_of(today())
    chosen = choose_items(list_week_receipts(organ.pk, week), organ.name, week.isoformat())
    receipts = Receipt.objects.filter(pk__in=chosen).select_related("demand__issuer")
    return {
        "organ": organ,
        "is_point": is_point(organ.pk),
        "week": week,
        "kept": DiaryWeek.objects.filter(organ=organ, week=week).first(),
        "amounts": list(AMOUNTS),
        "lengths": list(LENGTHS),
        "unwritten": UNWRITTEN,
        "items": sorted(receipts, key=lambda one: chosen.index(one.pk)),
        "opened": mark_opening(),
    }


def _write(request: HttpRequest, organ: Organ) -> None:
    """Only the things that were drawn are taken, whatever was sent."""
    week, given = monday_of(today()), request.POST
    chosen = choose_items(list_week_receipts(organ.pk, week), organ.name, week.isoformat())[:TIMED_ITEMS]
    lengths = [(number, given.get(f"length{place}", "")) for place, number in enumerate(chosen)]
    write_diary(
        organ,
        week,
        (given.get("by_mouth", ""), given.get("unwritten", "")),
        lengths,
        seconds=count_seconds(given.get("opened", ""), _USUAL_SECONDS),
        actor=viewer_of(request).actor,
        now=now(),
    )

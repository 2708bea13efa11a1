"""The monthly sweeps, and the bulletin that tells one."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jianfu.casework.actions import open_sweep_case
from jianfu.casework.course import Detector
from jianfu.casework.models import Case
from jianfu.ledger.viewer import Scope
from jianfu.monitoring.evaluating import NoCounty, find_county
from jianfu.monitoring.models import Sweep, SweepItem
from jianfu.monitoring.queries import list_evidence
from jianfu.monitoring.sweep.bulletin import group_items, write_bulletin
from jianfu.web.access.table import TABLE
from jianfu.web.clock import now, today
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.mending.month_done import tell_done
from jianfu.web.standards import desk_rules

_ROWS_SHOWN = 3


@require_safe
def sweeps(request: HttpRequest) -> HttpResponse:
    """All sweeps, the newest opened."""
    found = list(Sweep.objects.order_by("-month"))
    wanted = request.GET.get("month")
    chosen = next((one for one in found if f"{one.month:%Y-%m}" == wanted), found[0] if found else None)
    groups = group_items(chosen) if chosen else []
    made = Case.objects.filter(detector=Detector.SWEEP).order_by("pk").values_list("organ_id", "card", "pk")
    case_of = {(organ, card): number for organ, card, number in made if organ is not None}
    told = [
        (
            signal,
            [
                (item, list_evidence(item.receipts, _ROWS_SHOWN), case_of.get((item.organ_id or 0, item.signal)))
                for item in some
            ],
        )
        for signal, some in groups
    ]
    context = {
        "sweeps": found,
        "chosen": chosen,
        "groups": told,
        "done": tell_done(chosen.month) if chosen else [],
        "may_open": TABLE["sweep_open"][viewer_of(request).role] is not Scope.NONE,
    }
    return render(request, "sweeps.html", context)


@require_POST
def sweep_open(request: HttpRequest, item_id: int) -> HttpResponse:
    """Make a case of one item."""
    item = get_object_or_404(SweepItem.objects.select_related("sweep", "organ"), pk=item_id, organ__isnull=False)
    opened = open_sweep_case(item, calendar=desk_rules().calendar, actor=viewer_of(request).actor, now=now())
    return redirect("case", opened.pk)


@require_safe
def sweep_bulletin(request: HttpRequest, sweep_id: int) -> FileResponse:
    """The bulletin, as docx or pdf."""
    sweep = get_object_or_404(Sweep, pk=sweep_id)
    form = "pdf" if request.GET.get("form") == "pdf" else "docx"
    try:
        organ = find_county().name
    except NoCounty:
        organ = ""
    content = write_bulletin(sweep, form, organ=organ, day=today(), done=tell_done(sweep.month))
    return FileResponse(BytesIO(content), as_attachment=True, filename=f"基层负担监测月报{sweep.month:%Y%m}.{form}")

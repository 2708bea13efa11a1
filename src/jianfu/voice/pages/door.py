"""The one address: what a form asks for stands in it as `step`, never in the address."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from jianfu.voice.gate.refusals import refuse
from jianfu.voice.gate.throttle import Busy
from jianfu.voice.pages.box import act_on_box, destroy_box, open_box
from jianfu.voice.pages.public import check_checkpoint, check_inclusion, paper, totals
from jianfu.voice.pages.writing import edit, open_page, preview, send, show_code, write

STEPS: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {
    "code": show_code,
    "write": write,
    "edit": edit,
    "preview": preview,
    "send": send,
    "box": open_box,
    "act": act_on_box,
    "destroy": destroy_box,
    "totals": totals,
    "inclusion": check_inclusion,
    "checkpoint": check_checkpoint,
    "paper": paper,
}


def door(request: HttpRequest) -> HttpResponse:
    """The first page, or the page for a form's step."""
    if request.method != "POST":
        return open_page()
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        return open_page()
    try:
        return step(request)
    except Busy:
        return refuse(request, status=503)

"""Several cases at once: accepted, given to somebody, or not accepted. Each is a step; what is refused is told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jianfu.casework.actions.stepping import do_each
from jianfu.casework.queries import visible_cases
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.mending.cases import assign, read_wish, step
from jianfu.web.pages.mending.owners import read_picks

_ASSIGN = "assign"


@require_POST
def cases_batch(request: HttpRequest) -> HttpResponse:
    """Do one thing with all cases that were ticked."""
    picks = read_picks(request)
    in_reach = set(
        visible_cases(viewer_of(request)).filter(pk__in=[id for id, _ in picks]).values_list("pk", flat=True)
    )
    picks = [(number, version) for number, version in picks if number in in_reach]
    wish = read_wish(request)
    if not picks or (wish is None and request.POST.get("move") != _ASSIGN):
        messages.error(request, "请先勾选要办的事，并选择办法。")
        return redirect("cases")
    outcome = do_each(
        picks, lambda id, version: step(request, wish, id, version) if wish else assign(request, id, version)
    )
    if outcome.done:
        messages.success(request, f"办好 {outcome.done} 件。")
    for title, reason in outcome.refused:
        messages.error(request, f"没有办：{title}。{reason}")
    return redirect("cases")

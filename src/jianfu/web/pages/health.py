"""Whether the server serves, for a watchdog; and its numbers, for the county's administrator."""

import json
from ipaddress import ip_address
from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jianfu.web.watching.checks import look_around
from jianfu.web.watching.exposition import CONTENT_TYPE, expose
from jianfu.web.watching.requests import COUNTS

_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """`ok` where the process answers at all: looks at nothing."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 and `ok` where database, worker and disk are well, else 503. What exactly, only this machine is told."""
    state = look_around()
    status = 503 if state.complaints else 200
    if not is_from_here(request):
        return HttpResponse("ok" if status == 200 else "unavailable", status=status, content_type="text/plain")
    if status == 200:
        return HttpResponse("ok", content_type="text/plain")
    told = {"wrong": state.complaints, "worker_age": state.worker_age, "free_bytes": state.free_bytes}
    return HttpResponse(json.dumps(told), status=status, content_type="application/json")


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers: for this machine, or with the token that the county set. For others there is no such page."""
    if not is_from_here(request) and not _bears_token(request):
        raise Http404
    return HttpResponse(expose(look_around(), COUNTS), content_type=CONTENT_TYPE)


def is_from_here(request: HttpRequest) -> bool:
    """Whether the request was made on this machine itself, and did not come through a proxy that stands on it."""
    try:
        is_loopback = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return is_loopback and not any(name in request.headers for name in _FORWARDED)


def _bears_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    wanted: str = settings.METRICS_TOKEN
    return bool(wanted) and scheme == "Bearer" and compare_digest(token.encode(), wanted.encode())

"""Pages that show the same until somebody writes are made once: they are opened far more often than changed.

See docs/decisions/0059-pages-kept-until-a-write.md.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token

from jianfu.ledger.audit.log import last_index
from jianfu.ledger.viewer import Viewer
from jianfu.web.clock import today

KEPT = frozenset(
    {"county", "organ", "rows", "row", "demand", "search", "problems", "cases", "case", "upward", "sweeps", "drafts"}
    | {"monitoring", "measures"}
)
"""By the names of their addresses. Each shows what audited actions wrote, and nothing that a job counts up; what asking
cost, on monitoring's page, is a minute old at most."""
_TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w{64}(?=")')
_PLACE = b"\0token\0"


class KeepPages:
    """Middleware behind the gate: answers from what was made before for the same person, address, day and record.

    Every write appends to the audit log, so the log's last entry names the record's state. What changes without a write
    (an index that follows the ledger) is seen when the cache lets the page go, after a minute. Each answer gets a
    token of its own against forged forms; a page with a message for somebody is made for them and not kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; keep what comes back if `process_view` has named it."""
        response = self.get_response(request)
        name = getattr(request, "kept_as", None)
        if name and isinstance(response, HttpResponse) and response.status_code == 200:
            caches["pages"].set(name, _TOKEN.sub(_PLACE, response.content))
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The page as it was made before; None lets the view make it."""
        name = _name_page(request)
        if not name:
            return None
        content: bytes | None = caches["pages"].get(name)
        if content is None:
            request.kept_as = name  # type: ignore[attr-defined]
            return None
        return HttpResponse(content.replace(_PLACE, get_token(request).encode()))


def _name_page(request: HttpRequest) -> str:
    """What tells a page from every other; '' for one that is not kept."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    match = request.resolver_match
    is_kept = viewer and match and match.view_name in KEPT and request.method == "GET"
    if not is_kept or "export" in request.GET or request.headers.get("HX-Request") or len(get_messages(request)):
        return ""
    told_apart_by = repr((viewer, request.get_full_path(), today(), last_index()))
    return hashlib.sha256(told_apart_by.encode()).hexdigest()

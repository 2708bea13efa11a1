"""What holds for every answer and every request, whatever page it is: headers, whence forms come, what is text."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render

_HEADERS: Mapping[str, str] = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Pages hold names and unfinished papers, and office PCs are shared. Static files say otherwise themselves.
    "Cache-Control": "no-store",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ELSEWHERE = frozenset({"cross-site", "same-site"})
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that no keyboard types and that databases, XML and spreadsheets refuse."""


class Shield:
    """The outermost middleware, so that error pages and static files are under it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, unless another site sends it."""
        response = self._refuse(request) or self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _refuse(self, request: HttpRequest) -> HttpResponseBase | None:
        """A browser that says that another site sends a form is believed; the token is asked for besides."""
        if request.method in _SAFE or request.headers.get("Sec-Fetch-Site") not in _ELSEWHERE:
            return None
        return render(request, "403.html", status=403)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Leave out of the address and the form what is no text."""
        request.GET = keep_text(request.GET)  # type: ignore[assignment]  # immutable or not, views only read it
        if request.method == "POST":
            request.POST = keep_text(request.POST)  # type: ignore[assignment]


def keep_text(query: QueryDict) -> QueryDict:
    """The same without control characters and lone surrogates; the very same where there are none."""
    lists = list(query.lists())
    if not any(_NO_TEXT.search(words) for name, values in lists for words in (name, *values)):
        return query
    kept = QueryDict(mutable=True)
    for name, values in lists:
        kept.setlist(_NO_TEXT.sub("", name), [_NO_TEXT.sub("", words) for words in values])
    return kept

"""A form that is sent twice is taken once: a second click, a reload, a line that broke before the answer came."""

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

_BEING_TAKEN = "…"
_LONGEST_WAIT_SECONDS = 10
_ASK_EVERY_SECONDS = 0.1


class Once:
    """Middleware: the same fields from the same rendering of a page are answered as they were the first time.

    Each rendering has a token of its own against forged forms, so two renderings are two forms, however alike. Only
    answers that lead on to another page are remembered: they are what a write gives. Where the first is still being
    taken, the second waits for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Take the form, or answer as before."""
        key = _name_form(request)
        if not key:
            return self.get_response(request)
        if not cache.add(key, _BEING_TAKEN, settings.SESSION_COOKIE_AGE):
            return _answer_again(request, key)
        address = ""
        try:
            response = self.get_response(request)
            address = response.headers.get("Location", "") if response.status_code == 302 else ""
        finally:
            if address:
                cache.set(key, address, settings.SESSION_COOKIE_AGE)
            else:
                cache.delete(key)
        return response


def _name_form(request: HttpRequest) -> str:
    """A name for the form that was sent; '' for what is none, or is not signed in, or bears no token."""
    if request.method != "POST" or not request.user.is_authenticated:
        return ""
    token = request.POST.get("csrfmiddlewaretoken", "")
    files = [(name, file.name, file.size) for name in request.FILES for file in request.FILES.getlist(name)]
    said = repr((request.session.session_key, request.path, sorted(request.POST.lists()), files))
    return f"once:{hashlib.sha256(said.encode(errors='replace')).hexdigest()}" if token else ""


def _answer_again(request: HttpRequest, key: str) -> HttpResponseRedirect:
    end = time.monotonic() + _LONGEST_WAIT_SECONDS
    while (address := cache.get(key)) == _BEING_TAKEN and time.monotonic() < end:
        time.sleep(_ASK_EVERY_SECONDS)
    if address and address != _BEING_TAKEN:
        messages.info(request, "刚才已经提交过，没有重复。")
        return HttpResponseRedirect(address)
    messages.info(request, "同样的内容正在办理或没有办成，请看一下再决定要不要重做。")
    return redirect("home")

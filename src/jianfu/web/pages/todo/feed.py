"""The deadlines as a calendar: downloaded once, or subscribed to at a secret address that needs no session."""

from datetime import timedelta
from hashlib import sha256

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jianfu.ledger.viewer import Role
from jianfu.relief.calendar_file import write_calendar
from jianfu.relief.matters import list_matters
from jianfu.web.accounts.actions import make_feed, stop_feed
from jianfu.web.accounts.models import Account, CalendarFeed
from jianfu.web.clock import now
from jianfu.web.pages.asking import viewer_of
from jianfu.web.pages.todo.views import list_own
from jianfu.web.standards import desk_rules

_AN_HOUR = int(timedelta(hours=1).total_seconds())
_READS_AN_HOUR, _GUESSES_AN_HOUR = 60, 20


@require_safe
def todo_calendar(request: HttpRequest) -> HttpResponse:
    """The deadlines as a calendar file."""
    return _answer(write_calendar(list_own(request).matters, name="待办", now=now()))


@require_POST
def todo_feed(request: HttpRequest) -> HttpResponse:
    """Make a secret address, in place of the one before; it is shown this once, for only its hash is kept."""
    assert isinstance(request.user, Account)  # the gate lets nobody else in
    token = make_feed(request.user, actor=viewer_of(request).actor, now=now())
    return render(request, "todo_feed.html", {"address": request.build_absolute_uri(reverse("feed", args=[token]))})


@require_POST
def todo_feed_stop(request: HttpRequest) -> HttpResponse:
    """Stop the secret address: what it was given to gets nothing more."""
    assert isinstance(request.user, Account)
    stop_feed(request.user, actor=viewer_of(request).actor, now=now())
    messages.success(request, "订阅地址已停用。")
    return redirect("todo")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address; 404 for one that is none, 429 where it is asked for too often."""
    digest = sha256(token.encode()).hexdigest()
    found = CalendarFeed.objects.select_related("account__organ").filter(token_hash=digest).first()
    if found is None:
        if _is_too_often(f"feed-guess:{request.META.get('REMOTE_ADDR', '')}", _GUESSES_AN_HOUR):
            return _too_often()
        raise Http404
    if _is_too_often(f"feed:{digest}", _READS_AN_HOUR):
        return _too_often()
    account, rules = found.account, desk_rules()
    if not account.is_active or account.organ is None or account.role not in {Role.TOWNSHIP, Role.VILLAGE}:
        raise Http404
    todo = list_matters(account.organ.pk, now(), rules.calendar, rules.dictionary)
    return _answer(write_calendar(todo.matters, name=f"{account.organ.name}待办", now=now()))


def _answer(calendar: bytes) -> HttpResponse:
    response = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="todo.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def _is_too_often(key: str, most: int) -> bool:
    """Counts what is asked for within an hour from the first time."""
    if cache.add(key, 1, _AN_HOUR):
        return False
    return int(cache.incr(key)) > most


def _too_often() -> HttpResponse:
    return HttpResponse("请求太多，请一小时后再试。", status=429, headers={"Retry-After": str(_AN_HOUR)})

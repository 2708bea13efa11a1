"""Holds every request to the table, asks county roles for their second factor, and lets a pause end the session."""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now

from jianfu.ledger.viewer import COUNTY_ROLES, Role, Scope, Viewer
from jianfu.monitoring.actions import count_use
from jianfu.web import clock
from jianfu.web.access import sessions
from jianfu.web.access.table import ACCOUNT, ENROLMENT, FRESH, PUBLIC, TABLE
from jianfu.web.accounts.models import Account

_SEEN_EVERY_SECONDS = 60
"""The session is written at most so often, not with every page."""
_LONGEST_LOOK_SECONDS = 300
"""Who looks at a page for longer is thought to do something else."""
_NOT_TYPED = frozenset(
    {"csrfmiddlewaretoken", "version", "mark", "move", "verdict", "remedy", "merged_into", "words", "kind", "do"}
) | frozenset(
    {"pick", "owner", "level", "outcome", "job", "answer", "ground", "indicator", "is_anonymous", "drops_indicator"}
    | {"by_mouth", "unwritten", "length0", "length1", "opened", "filled"}
)
"""Fields that are clicked, forwarded, or that pages fill in themselves."""


class Gate:
    """Middleware: decides before a view runs, and hands the view its `request.viewer`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; `process_view` comes between."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """None lets the view run."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in PUBLIC:
            return None
        account = request.user
        if not isinstance(account, Account) or sessions.is_over(request.session, _moment()):
            return _ask_to_sign_in(request)
        if account.role in COUNTY_ROLES and not sessions.has_shown_second_factor(request.session):
            if Authenticator.objects.filter(user_id=account.pk).exists():
                return _ask_to_sign_in(request)  # signed in by password alone before one was bound elsewhere
            if name not in ENROLMENT:
                return redirect("mfa_activate_totp")
        scope = Scope.OWN if name in ACCOUNT else TABLE.get(name, {}).get(Role(account.role), Scope.NONE)
        if scope is Scope.NONE:
            raise PermissionDenied
        if name in FRESH and not has_just_shown_who(request):
            return keep_what_was_typed(request, "这一步要先确认是您本人。", address="account_reauthenticate")
        _count_own_burden(request, account)
        viewer = Viewer(account.username, Role(account.role), account.organ_id, scope)
        request.viewer = viewer  # type: ignore[attr-defined]
        return None


def has_just_shown_who(request: HttpRequest) -> bool:
    """Whether the password or the second factor was typed a short while ago."""
    records = get_authentication_records(request, request.user)
    newest = max((float(record["at"]) for record in records), default=0.0)
    return _moment() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _moment() -> int:
    return int(now().timestamp())


def _count_own_burden(request: HttpRequest, account: Account) -> None:
    """Add the time since the session was last seen, and the fields typed now, to what the platform costs the role."""
    moment = _moment()
    seen = sessions.seconds_seen(request.session, moment)
    typed = sum(bool(str(value).strip()) for name, value in request.POST.items() if name not in _NOT_TYPED)
    if typed or moment - seen > _SEEN_EVERY_SECONDS:
        seconds = min(moment - seen, _LONGEST_LOOK_SECONDS)
        with transaction.atomic():  # one commit for both: each waits for the disk, and writers wait for each other
            count_use(account.role, clock.today().replace(day=1), seconds=seconds, fields=typed)
            sessions.see(request.session, moment)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Out, and the way in; what was typed is kept on the page and can be sent after signing in elsewhere."""
    logout(request)
    if request.method == "POST":
        return keep_what_was_typed(
            request, "登录已过期，刚才填写的内容还在。请在新窗口登录后回到这里，再点“继续提交”。"
        )
    return redirect_to_login(request.get_full_path())


def keep_what_was_typed(request: HttpRequest, words: str, *, address: str = "account_login") -> HttpResponse:
    """A page that holds the fields of a form that could not be taken now, to be sent again; files are chosen anew."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    typed = [(name, value) for name, value in fields if name != "csrfmiddlewaretoken" and "password" not in name]
    had_files = request.content_type == "multipart/form-data"
    context = {"words": words, "typed": typed, "had_files": had_files, "address": address}
    return render(request, "kept.html", context, status=403)


def refuse_forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without a valid token: from our own page it may be sent again, else it is refused."""
    own = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Origin") != own:
        return render(request, "403.html", status=403)
    if request.resolver_match and request.resolver_match.view_name in PUBLIC:
        return redirect(request.get_full_path())  # the way in, clicked twice: the first click changed the token
    if request.user.is_authenticated:
        return keep_what_was_typed(request, "页面停留太久，请再点一次“继续提交”。")
    return render(request, "403.html", status=403)

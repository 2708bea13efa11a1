"""How allauth is held to this house: nobody signs up alone, is locked out by others, or drops a required factor."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import now

from jianfu.ledger.viewer import COUNTY_ROLES
from jianfu.web.access import sessions
from jianfu.web.access.gate import has_just_shown_who
from jianfu.web.accounts import devices
from jianfu.web.accounts.models import Account

_LOG = logging.getLogger("jianfu.security")


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the guess before it is looked at; allauth takes the count back where it was right.

        A browser where the account was signed in before is counted alone: guesses from elsewhere never lock its owner
        out. All others are counted by name and address, by name, and by address, see docs/decisions/0058.
        """
        name = str(credentials.get("username", "")).lower()
        if device := devices.find(request, name):
            keys = {"known_device": f"{name}:{device}"}
        else:
            keys = {"login_failed": f"{name}:{self.get_client_ip(request)}", "name_guessed": name}
        used = ratelimit.RateLimitUsage([])
        self._login_failed_rl_usage = used
        for action, key in keys.items():
            usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
            if not usage:
                _LOG.warning("sign_in_slowed")
                raise self.validation_error("too_many_login_attempts")
            used.usage.extend(usage.usage)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """The account; None as well for one that is switched off, so that the answer tells nothing of it."""
        account: Account | None = super().authenticate(request, **credentials)
        if account is not None and account.is_active:
            return account
        _LOG.warning("sign_in_failed")
        return None

    def login(self, request: HttpRequest, user: Account) -> None:
        """Begin a session under a new key."""
        super().login(request, user)
        methods = {record["method"] for record in get_authentication_records(request, user)}
        sessions.begin(request.session, int(now().timestamp()), with_second_factor="mfa" in methods)
        _LOG.info("signed_in")

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponseBase:
        """On to the page that was wanted; the browser is known from now on."""
        response: HttpResponseBase = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user.username)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Unless one has signed in, or typed the password, a short while ago."""
        return not has_just_shown_who(self.request)


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The second factor is not given up where the role requires one."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether the owner may unbind it. A lost one is taken away by `jianfu accounts reset-second-factor`."""
        return authenticator.user.role not in COUNTY_ROLES

"""What follows when somebody has bound a second factor: this session goes on, all others of the account end."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from jianfu.web.access import sessions
from jianfu.web.accounts.actions import note_second_factor
from jianfu.web.accounts.models import Account
from jianfu.web.clock import now


def go_on_with_second_factor(request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    """Called by allauth when an authenticator was added; recovery codes alone are none."""
    if authenticator.type == Authenticator.Type.TOTP:
        note_second_factor(user, now=now())
        sessions.note_second_factor(request.session)
        update_session_auth_hash(request, user)

"""Browsers where an account was signed in before.

They carry a signed cookie, so that guesses made elsewhere are not counted against them. It lets nobody in.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

_SALT = "jianfu.device"
_MOST_ACCOUNTS = 8
"""Desks share PCs; the oldest is forgotten."""


def find(request: HttpRequest, username: str) -> str:
    """The browser's own number for the account; '' where it was never signed in there."""
    return _read(request).get(_tag(username), "")


def remember(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Give the browser a number of its own for the account."""
    known = _read(request)
    known.pop(_tag(username), None)
    known[_tag(username)] = secrets.token_urlsafe(9)
    kept = dict(list(known.items())[-_MOST_ACCOUNTS:])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(kept, salt=_SALT),
        max_age=settings.DEVICE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        known: dict[str, str] = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=settings.DEVICE_COOKIE_AGE
        )
    except signing.BadSignature:
        return {}
    return known


def _tag(username: str) -> str:
    """Names no account to whoever reads the cookie."""
    return salted_hmac(_SALT, username.lower(), algorithm="sha256").hexdigest()[:16]

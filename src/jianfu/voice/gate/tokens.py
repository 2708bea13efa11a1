"""The form's token: a stamp of the day in a hidden field. No cookie is set, ever.

There is no sign-in that a foreign page could ride on; the stamp only sees to it that what is sent was filled in on a
page of ours, and that a page left open for days is asked for again.
"""

import hmac
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings

_LONGEST_DAYS = 2


def make_token(today: date) -> str:
    """The stamp of today, always of one length."""
    return f"{today.isoformat()}.{_mark(today.isoformat())}"


def is_good_token(token: str, today: date) -> bool:
    """Whether it was stamped here within the last two days."""
    day, _, mark = token.partition(".")
    fresh = {(today - timedelta(days=age)).isoformat() for age in range(_LONGEST_DAYS + 1)}
    return hmac.compare_digest(mark.encode(), _mark(day).encode()) and day in fresh


def _mark(day: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"form {day}".encode(), sha256).hexdigest()

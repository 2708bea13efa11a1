"""How long somebody had a form open, by a signed mark in it: nothing is kept on the way."""

import hashlib
import secrets

from django.core import signing
from django.core.cache import cache
from django.utils.timezone import now

_SALT = "monitoring.opened"
_LONGEST = 24 * 3600


def mark_opening() -> str:
    """A hidden field's value: the moment at which the page was given out, and that it is this rendering, signed."""
    return signing.dumps([int(now().timestamp()), secrets.token_urlsafe(8)], salt=_SALT)


def read_opening(mark: str) -> int | None:
    """The moment (seconds since 1970); None for a mark that is not ours or older than a day."""
    try:
        return int(signing.loads(mark, salt=_SALT, max_age=_LONGEST)[0])
    except (signing.BadSignature, ValueError, TypeError, LookupError):
        return None


def is_sent_again(mark: str) -> bool:
    """Whether the same rendering of a form was sent before: a second click. Only a hash of the mark is remembered, for
    a day; it tells neither who nor what. A mark that is not ours was never sent.
    """
    if read_opening(mark) is None:
        return False
    key = f"filled:{hashlib.sha256(mark.encode()).hexdigest()}"
    return not cache.add(key, True, _LONGEST)


def count_seconds(mark: str, otherwise: float) -> float:
    """Seconds since the page was given out; `otherwise` where nobody can tell."""
    opened = read_opening(mark)
    return otherwise if opened is None else now().timestamp() - opened

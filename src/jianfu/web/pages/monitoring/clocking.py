"""How long somebody had a form open, by a signed mark in it: nothing is kept on the way."""

from django.core import signing
from django.utils.timezone import now

_SALT = "monitoring.opened"
_LONGEST = 24 * 3600


def mark_opening() -> str:
    """A hidden field's value: the moment at which the page was given out, signed."""
    return signing.dumps(int(now().timestamp()), salt=_SALT)


def read_opening(mark: str) -> int | None:
    """The moment (seconds since 1970); None for a mark that is not ours or older than a day."""
    try:
        return int(signing.loads(mark, salt=_SALT, max_age=_LONGEST))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def count_seconds(mark: str, otherwise: float) -> float:
    """Seconds since the page was given out; `otherwise` where nobody can tell."""
    opened = read_opening(mark)
    return otherwise if opened is None else now().timestamp() - opened

"""What a session remembers of whoever it belongs to: since when, last seen when, whether a second factor was shown."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError

_BEGAN, _SEEN, _SECOND_FACTOR = "began", "seen", "second_factor"


def begin(session: SessionBase, moment: int, *, with_second_factor: bool) -> None:
    """Note a sign-in at a moment (seconds of the epoch). Without it a session is over."""
    session[_BEGAN] = session[_SEEN] = moment
    session[_SECOND_FACTOR] = with_second_factor


def is_over(session: SessionBase, moment: int) -> bool:
    """Whether the session is older than a working day, rested too long, or was never begun.

    Django moves the end of a session on whenever it is written; that it ends at all is seen to here.
    """
    began, seen = session.get(_BEGAN, 0), seconds_seen(session, 0)
    has_lasted = moment - began > settings.SESSION_COOKIE_AGE
    return has_lasted or moment - seen > settings.PAUSE_ENDS_SESSION_SECONDS


def seconds_seen(session: SessionBase, otherwise: int) -> int:
    """When the session was last seen."""
    seen: Any = session.get(_SEEN, otherwise)
    return int(seen)


def see(session: SessionBase, moment: int) -> None:
    """Note that it was seen, and write it down at once; one that was ended meanwhile stays ended."""
    session[_SEEN] = moment
    with suppress(UpdateError):
        session.save()
    session.modified = False


def has_shown_second_factor(session: SessionBase) -> bool:
    """Whether it was shown, or bound, in this session: that the account has one says nothing of who sits here."""
    return bool(session.get(_SECOND_FACTOR))


def note_second_factor(session: SessionBase) -> None:
    """Note that it was bound in this session."""
    session[_SECOND_FACTOR] = True

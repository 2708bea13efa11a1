"""Reads what an address asks for. What cannot be read does not restrict: a page never fails on its address."""

from datetime import date, timedelta

from django.http import HttpRequest, QueryDict

from jianfu.ledger.viewer import Viewer
from jianfu.ledger.visibility import RowFilter
from jianfu.vocabulary.burden_kind import Mountain

_LONGEST_WORDS = 60
_LARGEST_ID = 2**62


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks; the gate has put it there."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def read_filter(query: QueryDict) -> RowFilter:
    """The restriction that the address names."""
    mountain = query.get("kind", "")
    last = _day(query.get("to"))
    return RowFilter(
        Mountain(mountain) if mountain in set(Mountain) else None,
        _number(query.get("issuer")),
        _number(query.get("receiver")),
        _day(query.get("from")),
        last + timedelta(days=1) if last and last < date.max else None,
        query.get("words", "").replace("\x00", "")[:_LONGEST_WORDS],
    )


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdecimal() and int(words[:20]) < _LARGEST_ID else None


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        return None


def keep(request: HttpRequest) -> str:
    """The query of the address without the page, '' or ending in &."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""

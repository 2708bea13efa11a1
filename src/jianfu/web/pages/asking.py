"""Reads what an address asks for. What cannot be read does not restrict: a page never fails on its address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

from jianfu.ledger.organ_names import OrganNames
from jianfu.ledger.viewer import Viewer
from jianfu.ledger.visibility import RowFilter
from jianfu.vocabulary.burden_kind import BurdenKind, Mountain

M = TypeVar("M", bound=Model)
_LONGEST_WORDS, _LONGEST_NAME = 60, 200
_LARGEST_ID = 2**62
NOBODY = 0
"""The id of an organ that the ledger does not know: no row is of it."""


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks; the gate has put it there."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def read_filter(query: QueryDict) -> RowFilter:
    """The restriction that the address names."""
    kind, last = query.get("kind", ""), read_day(query.get("to"))
    return RowFilter(
        mountain=Mountain(kind) if kind in set(Mountain) else None,
        kind=BurdenKind(kind) if kind in set(BurdenKind) else None,
        demand_id=_number(query.get("demand")),
        issuer_id=_organ(query.get("issuer", "")),
        receiver_id=_organ(query.get("receiver", "")),
        start=read_day(query.get("from")),
        end=last + timedelta(days=1) if last and last < date.max else None,
        words=query.get("words", "").replace("\x00", "")[:_LONGEST_WORDS],
        due_from=read_day(query.get("due_from")),
        due_to=read_day(query.get("due_to")),
    )


def _organ(words: str) -> int | None:
    """An organ's id, as links name it, or its name, as people type it; NOBODY for a name that the ledger lacks."""
    number = _number(words)
    if number is not None or not words.strip():
        return number
    return OrganNames().find(words.replace("\x00", "")[:_LONGEST_NAME]) or NOBODY


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdecimal() and int(words[:20]) < _LARGEST_ID else None


def read_number(words: str) -> int:
    """A number that a page wrote; 0 for anything else."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else 0


def read_day(words: str | None) -> date | None:
    """A day that a page wrote, as 2023-12-07; None for anything else."""
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        return None


def keep(request: HttpRequest, *without: str) -> str:
    """The query of the address without the page and these names, '' or ending in &."""
    query = request.GET.copy()
    for name in ("page", "export", *without):
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One restriction that is in force: what it is, and the address without it."""

    words: str
    without: str


def list_chips(request: HttpRequest, said: Sequence[tuple[str, str]]) -> list[Chip]:
    """A chip for each (name in the address, words) whose words are not ''."""
    return [Chip(words, f"?{keep(request, name)}".rstrip("&?") or "?") for name, words in said if words]


def show_page(request: HttpRequest, found: "QuerySet[M]", size: int) -> "Page[Any]":
    """The page that the address asks for. Only its own rows are read whole, so that far pages are fast, too."""
    page = Paginator(found.values_list("pk", flat=True), size).get_page(request.GET.get("page"))
    page.object_list = list(found.filter(pk__in=list(page.object_list)))
    return page

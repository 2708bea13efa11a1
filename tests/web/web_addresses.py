"""Every address of the application, and what stands in its place holders."""

from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jianfu.ledger.viewer import Role
from jianfu.web.accounts.models import Account


def _walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns)
        else:
            yield pattern


ADDRESSES: Mapping[str, URLPattern] = {str(one.name): one for one in _walk(get_resolver().url_patterns)}


OWNED = frozenset(
    {"organ_id", "receipt_id", "demand_id", "draft_id", "case_id", "problem_id", "delivery_id", "place"}
) | frozenset({"appeal_id"})
"""Place holders of what belongs to an organ. Of the others (a month's sweep, a cleared number, an account) one either
reaches all or none; test_web_access holds that every place holder is in one of the two."""
SHARED = frozenset({"sweep_id", "item_id", "upward_id", "digest_id", "year", "account_id", "uid", "token"}) | frozenset(
    {"year_id", "consultation_id", "opinion_id"} | {"form_id", "measure_id", "visit_id", "round_id", "photo_id"}
)


def places(name: str) -> list[str]:
    """The names of an address's place holders."""
    return list(ADDRESSES[name].pattern.converters)


def fill(name: str, ids: Mapping[str, int], *, account_id: int | None = None) -> str:
    """The address with these ids; KeyError for a place holder that the small county has nothing for."""
    wanted: dict[str, object] = {}
    for place in places(name):
        if place == "account_id":
            wanted[place] = Account.objects.get(role=Role.VILLAGE).pk if account_id is None else account_id
        else:
            wanted[place] = "x" if place in {"uid", "token"} else ids[place]
    return reverse(name, kwargs=wanted)

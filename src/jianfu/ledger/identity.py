"""Natural keys: when two rows tell of the same demand, and when of the same receipt.

See docs/methods/counting.md for the reasons. Names enter a key in the organ's canonical form, so that an
organ that gets its right name later can be rekeyed from the columns that are stored.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b

from jianfu.reading.titles import read_title
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.rows import Value
from jianfu.vocabulary.text import squeeze

_VARIANT_FIELDS = ("template_version", "facility_form", "facility_level", "tool_form", "medium")
"""Fields that tell two demands of one title apart: the 3rd version of a form is another demand than the 2nd."""
_VARIANTS = frozenset(_VARIANT_FIELDS)
_DAY_FIELDS = ("issued_on", "starts_at", "inspected_on", "received_on", "received_at", "year")


@lru_cache(maxsize=100_000)
def normalise_title(title: str) -> str:
    """The title as it enters a key: squeezed, unquoted, without a full stop behind or the issuer's name ahead.

    A notice is titled 某局关于…, its register line 关于…; the issuer is a part of the key anyway.
    """
    words = squeeze(title).rstrip("。.;；")
    if words.startswith("《") and words.endswith("》") and words.count("《") == 1:
        words = words[1:-1]
    return words.removeprefix(read_title(words).issuer or "")


def demand_identity(kind: BurdenKind, title: str, values: Mapping[str, Value]) -> str:
    """Everything of a demand's key but its issuer: kind, title, number (else its day), variant."""
    number = values.get("doc_number")
    when = squeeze(str(number)) if number else _first_day(values)
    # Few kinds have variants: the quick look spares a county-year of documents half a second.
    has_variant = not _VARIANTS.isdisjoint(values)
    variant = "/".join(str(values[name]) for name in _VARIANT_FIELDS if name in values) if has_variant else ""
    return f"{kind}|{normalise_title(title)}|{when}|{variant}"


def demand_key(issuer: str, identity: str) -> str:
    """32 hex digits from the issuer's canonical name and the identity."""
    return _digest(f"{issuer}|{identity}")


def receipt_key(
    demand: str, receiver: str, received_on: date | None, year: int | None, holder: str | None, occurrence: int
) -> str:
    """32 hex digits: one demand, at one receiver (one user there), on one day, for the nth time."""
    return _digest(f"{demand}|{receiver}|{received_on}|{year}|{holder}|{occurrence}")


def observation_key(organ: str, measure: str, start: date | None, end: date | None, quantity: float, note: str) -> str:
    """32 hex digits: one statement about one organ. Two different quantities are two statements."""
    return _digest(f"{organ}|{squeeze(measure)}|{start}|{end}|{quantity}|{squeeze(note)}")


def arrival_day(values: Mapping[str, Value]) -> date | None:
    """The day on which the demand reached the receiver: received, else visited, else met; None if nobody says."""
    for name in ("received_on", "received_at", "inspected_on", "starts_at"):
        day = values.get(name)
        if isinstance(day, datetime):
            return day.date()
        if isinstance(day, date):
            return day
    return None


def _first_day(values: Mapping[str, Value]) -> str:
    for name in _DAY_FIELDS:
        value = values.get(name)
        if value is not None:
            return str(value.date() if isinstance(value, datetime) else value)
    return ""


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()

"""A draft as plain values: what the checks of the desk look at, whatever it is stored in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from jianfu.vocabulary.burden_kind import BurdenKind


@dataclass(frozen=True, slots=True)
class Receiver:
    """One organ that would receive it. `hours_to_county` is None where no directory says."""

    name: str
    level: str
    hours_to_county: float | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an organ wants to send, to whom, on which day. `facts` holds fields of the kind by catalogue name."""

    id: str
    kind: BurdenKind
    title: str
    issuer: str
    issuer_level: str
    sent_on: date
    receivers: tuple[Receiver, ...]
    text: str = ""
    due_on: date | None = None
    form_fields: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    replaces: str = ""
    """Id of the cleared form that this is a new version of, '' for none."""

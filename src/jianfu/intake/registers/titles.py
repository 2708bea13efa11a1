"""What a register row's title adds to its columns: never overwrites what a column says."""

from dataclasses import dataclass

from jianfu.reading.titles import read_title
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.rows import Value

_ISSUES_OWN = "印发"
"""印发《…方案》的通知 issues a plan of one's own: no second organ's paper is passed on."""


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """What the reader says of one title, in the ledger's words; None where it says nothing."""

    document_type: str | None
    forwards: str | None
    replaces: str | None


def enrich(values: dict[str, Value], title: str, kind: BurdenKind, cache: dict[str, TitleFacts]) -> None:
    """Add document type, forwarded and replaced papers read from the title. `cache` serves repeated titles."""
    facts = cache.get(title)
    if facts is None:
        facts = cache[title] = _read(title)
    if kind is BurdenKind.DOCUMENT and facts.document_type:
        values.setdefault("document_type", facts.document_type)
    if facts.forwards:
        values.setdefault("forwards", facts.forwards)
    if facts.replaces:
        values.setdefault("replaces", facts.replaces)


def _read(title: str) -> TitleFacts:
    reading = read_title(title)
    return TitleFacts(
        reading.document_type.value if reading.document_type else None,
        reading.forwards.title if reading.forwards and reading.forwards.verb != _ISSUES_OWN else None,
        (reading.replaces.target or reading.replaces.how.value) if reading.replaces else None,
    )

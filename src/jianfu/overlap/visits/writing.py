"""Writes repetitions among visits, rooms and apps as lines of JSON or CSV, one a record."""

from collections.abc import Iterator, Sequence
from typing import Any

from jianfu.overlap.visits.records import Repetition, Visit

COLUMNS = ("group", "relation", "label", "receiver", "organ", "name", "day", "reason", "source")


def list_rows(found: Sequence[Repetition]) -> Iterator[dict[str, Any]]:
    """One row a record of each repetition, groups numbered from 1. `day` is "" where none is said."""
    for number, repetition in enumerate(found, start=1):
        for record in repetition.records:
            visit = record if isinstance(record, Visit) else None
            values = (
                number,
                repetition.relation.value,
                repetition.relation.label,
                repetition.receiver,
                record.organ,
                visit.matter if visit else getattr(record, "name", ""),
                str(visit.day or "") if visit else "",
                repetition.reason,
                record.source,
            )
            yield dict(zip(COLUMNS, values, strict=True))

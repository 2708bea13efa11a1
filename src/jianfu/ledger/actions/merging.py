"""Rows that are new, rows that are known: insert the first, fill the blanks of the second."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from jianfu.ledger.bulk import in_chunks, insert_rows, next_id
from jianfu.vocabulary.recorded import Conflict

_CONFLICTS_IN_AUDIT = 200


def describe_conflicts(conflicts: Sequence[Conflict]) -> list[list[str]]:
    """The first conflicts as the audit log keeps them: key, column, what stands, what was offered."""
    return [[c.key, c.column, str(c.kept), str(c.offered)] for c in conflicts[:_CONFLICTS_IN_AUDIT]]


@dataclass(slots=True)
class Merged:
    """What `merge_rows` did: the id of every key, how many rows were new, and the conflicts."""

    ids: dict[str, int]
    new: set[str] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)


def merge_rows(
    model: type[models.Model], rows: Mapping[str, Mapping[str, Any]], *, maybe_known: Collection[str] | None = None
) -> Merged:
    """Bring `rows` (natural key → column → value, None for blank) into a table that has a `key` column.

    Keys that stand already keep their values and get their blanks filled. `maybe_known` are the only keys that
    can stand already (None: any). Call while holding the ledger's lock.
    """
    known = {
        found["key"]: found
        for keys in in_chunks(list(rows if maybe_known is None else maybe_known))
        for found in model._default_manager.filter(key__in=keys).values()
    }
    merged = Merged({key: int(found["id"]) for key, found in known.items()})
    fresh = [key for key in rows if key not in known]
    first = next_id(model)
    merged.ids.update(zip(fresh, range(first, first + len(fresh)), strict=True))
    merged.new = set(fresh)
    _insert(model, [(merged.ids[key], key, rows[key]) for key in fresh])
    for key, found in known.items():
        merged.conflicts += fill_blanks(model, found, rows[key], key)
    return merged


def fill_blanks(
    model: type[models.Model], found: Mapping[str, Any], offered: Mapping[str, Any], key: str
) -> list[Conflict]:
    """Fill the blank columns of the stored row `found` from `offered`; returns where both have different values."""
    fills = {name: value for name, value in offered.items() if value is not None and found[name] is None}
    if fills:
        model._default_manager.filter(pk=found[_name_of_id(model)]).update(**fills)
    return [
        Conflict(key, name, found[name], value)
        for name, value in offered.items()
        if value is not None and name not in fills and not _same(found[name], value)
    ]


def fold_row(
    model: type[models.Model], row_id: int, twin_id: int, key: str, columns: Collection[str]
) -> list[Conflict]:
    """Fill the blank `columns` of one stored row from another that is about to go; see `fill_blanks`.

    Nothing happens where the row that goes does not exist.
    """
    rows = {row[_name_of_id(model)]: row for row in model._default_manager.filter(pk__in=(row_id, twin_id)).values()}
    offered = rows.get(row_id)
    return [] if offered is None else fill_blanks(model, rows[twin_id], {name: offered[name] for name in columns}, key)


def _name_of_id(model: type[models.Model]) -> str:
    assert model._meta.pk is not None
    return model._meta.pk.attname


def _same(kept: object, offered: object) -> bool:
    if isinstance(kept, datetime) and isinstance(offered, datetime):
        return kept.replace(microsecond=0) == offered.replace(microsecond=0)
    if isinstance(kept, list) and isinstance(offered, list):
        return sorted(kept) == sorted(offered)  # 甲、乙 and 乙、甲 are the same two offices
    if isinstance(kept, date | bool) or isinstance(offered, date | bool):
        return kept == offered
    return kept == offered or str(kept) == str(offered)


def _insert(model: type[models.Model], rows: Sequence[tuple[int, str, Mapping[str, Any]]]) -> None:
    columns: list[str] = sorted(set().union(*(values for _, _, values in rows)))
    tuples = [(row_id, key, *map(values.get, columns)) for row_id, key, values in rows]
    insert_rows(model, ("id", "key", *columns), tuples)

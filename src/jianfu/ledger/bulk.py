"""Many rows into one table at once, on SQLite and PostgreSQL alike.

Django's bulk_create prepares every cell through Python methods; at 75,000 rows that is most of an import.
Rows here hold values that both drivers take as they are.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

T = TypeVar("T")
_CHUNK = 500  # below SQLite's oldest limit of 999 variables


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert `rows`; `columns` are column names (foreign keys with _id). Ids must be given or not be needed."""
    if not rows:
        return
    places = [n for n, column in enumerate(columns) if isinstance(model._meta.get_field(column), models.JSONField)]
    if places:
        rows = [_encode(row, places) for row in rows]
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _encode(row: Sequence[Any], places: Sequence[int]) -> list[Any]:
    """The row with its lists as the JSON text that both drivers take."""
    encoded = list(row)
    for place in places:
        if encoded[place] is not None:
            encoded[place] = json.dumps(encoded[place], ensure_ascii=False)
    return encoded


def next_id(model: type[models.Model]) -> int:
    """The first free id. Valid while the caller holds the ledger's lock."""
    highest = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return 1 if highest is None else int(highest) + 1


def restart_sequences(*tables: type[models.Model]) -> None:
    """Tell PostgreSQL about ids that were given by hand; SQLite needs no telling."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def refresh_statistics() -> None:
    """Tell PostgreSQL's planner how large the tables have become; SQLite needs no telling.

    What was planned for an empty ledger takes minutes on a full one, and the server's own look comes a minute later.
    """
    if connection.vendor != "postgresql":
        return
    tables = [connection.ops.quote_name(model._meta.db_table) for model in apps.get_app_config("ledger").get_models()]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def in_chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Slices small enough for an IN list."""
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]

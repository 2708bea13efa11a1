"""On PostgreSQL rows and transaction numbers tell the order of writing, until the batch writes all of them anew."""

import os

import pytest
from django.conf import settings
from django.db import connection

from jianfu.voice.record.models import WaitingEntry
from jianfu.voice.record.shuffling import SHUFFLED, shuffle_rows

_IS_POSTGRESQL = "postgresql" in settings.DATABASES["default"]["ENGINE"]
pytestmark = [
    pytest.mark.skipif(not _IS_POSTGRESQL, reason="PostgreSQL alone has such numbers"),
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]


def _look(what: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what}::text FROM voice_waitingentry ORDER BY ctid")
        return [row[0] for row in cursor.fetchall()]


def test_rows_are_written_anew_in_the_order_of_their_keys() -> None:
    for _ in range(40):
        WaitingEntry.objects.create(id=os.urandom(16).hex(), body="{}")
    assert len(set(_look("xmin"))) == 40
    assert _look("id") != sorted(_look("id"))

    shuffle_rows()
    assert _look("id") == sorted(_look("id"))
    assert len(set(_look("xmin"))) == 1


def test_every_table_that_reporters_fill_is_among_them() -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))

    assert set(SHUFFLED) <= tables

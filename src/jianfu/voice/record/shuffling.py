"""Lets no trace of the order of writing stand in the database files.

Random keys hide the order from whoever reads rows; pages, row numbers and transaction numbers still tell it to whoever
reads the file. So tables without row numbers are rewritten in the order of their keys after every batch, and backups
are written that way too.
"""

import os
from datetime import datetime, time
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from jianfu.voice.record.clock import today

SHUFFLED = (
    "voice_complaint",
    "voice_message",
    "voice_proposal",
    "voice_item",
    "voice_itempart",
    "voice_waitingentry",
    "voice_handler",
    "voice_usednonce",
)
"""Tables whose rows come in an order that must not be told."""


def shuffle_rows() -> None:
    """Rewrite the files in the order of the random keys. Outside of a transaction."""
    default = connections["default"]
    if default.vendor == "postgresql":
        _shuffle_postgresql()
    else:
        _rewrite_sqlite("default")
    _rewrite_sqlite(settings.KEYS)
    blur_file_times()


def empty_logs() -> None:
    """Carry what was erased from the write-ahead logs into the files, where it is zeros, and cut the logs off."""
    for name in ("default", settings.KEYS):
        if connections[name].vendor == "sqlite":
            with connections[name].cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    blur_file_times()


def blur_file_times() -> None:
    """Set the files' times to midnight: a backup that keeps them must not tell when the last report came."""
    midnight = datetime.combine(today(), time()).timestamp()
    for path in Path(settings.VOICE_HOME).glob("*.sqlite3*"):
        try:
            os.utime(path, (midnight, midnight))
        except FileNotFoundError:  # SQLite takes its log away when the last connection closes
            continue


def _rewrite_sqlite(name: str) -> None:
    with connections[name].cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _shuffle_postgresql() -> None:
    default = connections["default"]
    # One transaction writes all rows anew: they then share one transaction number.
    with transaction.atomic(), default.cursor() as cursor:
        for table in SHUFFLED:
            cursor.execute(f"UPDATE {table} SET id = id")  # noqa: S608  # a constant of this module
    with default.cursor() as cursor:
        for table in SHUFFLED:
            cursor.execute(f"CLUSTER {table} USING {table}_pkey")

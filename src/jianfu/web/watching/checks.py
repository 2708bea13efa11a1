"""Looks at database, worker, disk, queue, evaluations and backups."""

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.timezone import now as wall_clock
from django_tasks_db.models import DBTaskResult

from jianfu.monitoring.models import Evaluation
from jianfu.web import clock
from jianfu.web.queue.leases import LEASE, last_sign_of_life
from jianfu.web.queue.worker import BEAT_FILE

LAST_BACKUP = "last_backup.json"
"""Written in the data folder by each backup: when, and how large."""
LEAST_FREE_BYTES = 500 * 1024 * 1024
_BEAT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class ServerState:
    """How the server is. Ages in seconds; None where there is nothing: no worker, evaluation, backup, waiting job."""

    answers: bool
    worker_age: float | None
    free_bytes: int
    waiting: int
    running: int
    failed: int
    oldest_waiting: float | None
    evaluation_age: float | None
    backup_age: float | None
    database_bytes: int

    @property
    def complaints(self) -> list[str]:
        """What is wrong, one word each; [] where all is well."""
        found = [] if self.answers else ["database"]
        if self.worker_age is None or self.worker_age > LEASE.total_seconds():
            found.append("worker")
        if self.free_bytes < LEAST_FREE_BYTES:
            found.append("disk")
        return found


def look_around() -> ServerState:
    """The state now. A database that does not answer makes no error: it is the state."""
    home: Path = settings.JIANFU_HOME
    free = shutil.disk_usage(home).free
    try:
        return ServerState(True, _worker_age(home), free, *_look_at_queue(), *_look_at_ages(home), _database_bytes())
    except DatabaseError:
        return ServerState(False, _file_age(home / BEAT_FILE), free, 0, 0, 0, None, None, None, 0)


def _worker_age(home: Path) -> float | None:
    """Since the last sign of life: of the worker of this folder, else of one on another machine."""
    here = _file_age(home / BEAT_FILE)
    if here is not None and here <= _BEAT_SECONDS:
        return here
    last = last_sign_of_life()
    there = (wall_clock() - last).total_seconds() if last else None
    return min((age for age in (here, there) if age is not None), default=None)


def _file_age(path: Path) -> float | None:
    return max(0.0, time.time() - path.stat().st_mtime) if path.exists() else None


def _look_at_queue() -> tuple[int, int, int, float | None]:
    day = wall_clock() - timedelta(days=1)
    ready = DBTaskResult.objects.ready()
    oldest = ready.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    age = (wall_clock() - oldest).total_seconds() if oldest else None
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=day).count()
    return ready.count(), DBTaskResult.objects.running().count(), failed, age


def _look_at_ages(home: Path) -> tuple[float | None, float | None]:
    last = Evaluation.objects.order_by("-pk").values_list("made_at", flat=True).first()
    evaluated = (clock.now() - last).total_seconds() if last else None
    try:
        made = datetime.fromisoformat(json.loads((home / LAST_BACKUP).read_text(encoding="utf-8"))["at"])
    except (OSError, ValueError, KeyError):
        return evaluated, None
    return evaluated, (wall_clock() - made).total_seconds()


def _database_bytes() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    return sum(path.stat().st_size for path in _sqlite_files())


def _sqlite_files() -> Iterator[Path]:
    name = Path(str(connection.settings_dict["NAME"]))
    return (path for path in (name, Path(f"{name}-wal")) if path.is_file())

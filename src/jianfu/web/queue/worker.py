"""The loop of a worker: one task after the other, and between them whatever wants looking after."""

import os
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils.timezone import now
from django_tasks_db.management.commands.db_worker import Worker

from jianfu.web.queue.leases import give_back_lease, renew_lease, take_lease

BEAT_FILE = "worker.beat"
"""Touched in the data folder with each renewal, for the health page: the database may be busy with an import."""
_RENEW_SECONDS = 10.0
_PAUSE_SECONDS = 0.5
_LOST_LEASE = 75
"""Exit code: a failure that passes, try again."""


def run_worker(worker_id: str, home: Path, tend: Callable[[], None]) -> None:
    """Work on a data folder until a signal says stop. `tend` is called before each task and while there is none."""
    take_lease(worker_id, f"{socket.gethostname()}:{home}"[:300], now=now())
    (home / BEAT_FILE).touch()
    ended = threading.Event()
    threading.Thread(target=_live_on, args=(worker_id, home, ended), daemon=True).start()
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
    worker.configure_signals()
    try:
        while worker.running:
            tend()
            done = worker._run_tasks
            worker.run()
            if worker._run_tasks == done:
                time.sleep(_PAUSE_SECONDS)
    finally:
        ended.set()
        give_back_lease(worker_id)


def _live_on(worker_id: str, home: Path, ended: threading.Event) -> None:
    """Renew the lease. While the database is out of reach nobody can take it away, so that is no reason to stop."""
    while not ended.wait(_RENEW_SECONDS):
        (home / BEAT_FILE).touch()
        try:
            if not renew_lease(worker_id, now=now()):
                os._exit(_LOST_LEASE)
        except DatabaseError:
            connection.close()

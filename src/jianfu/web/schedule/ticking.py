"""The worker's second thread: shows that it lives, plans what is due, takes up what dead workers left."""

import logging
import os
import signal
import socket
from pathlib import Path
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections
from django.utils.timezone import now as wall_clock

from jianfu.web import clock
from jianfu.web.schedule.actions import plan_due, show_life, take_up_lapsed

EVERY_SECONDS = 15
BEAT_FILE = "worker.beat"
"""Touched in the data folder at each tick, for the health page: the database may be busy with an import."""
_logger = logging.getLogger("jianfu.worker")


def start_ticking(worker_id: str, home: Path, *, parent: int | None) -> None:
    """Tick until the process ends; the first tick is done when this returns.

    `parent` is the process that the worker ends with; None for one that stands alone.
    """
    tick(worker_id, home)
    Thread(target=_go_on, args=(worker_id, home, parent), daemon=True).start()


def _go_on(worker_id: str, home: Path, parent: int | None) -> None:
    pause = Event()
    while not pause.wait(EVERY_SECONDS):
        if parent is not None and os.getppid() != parent:
            # The server was killed. A worker that went on would keep the folder's lock from the next one.
            os.kill(os.getpid(), signal.SIGTERM)
            return
        tick(worker_id, home)


def tick(worker_id: str, home: Path) -> None:
    """One sign of life and one look at what is due. A busy or absent database is tried again with the next."""
    (home / BEAT_FILE).touch()
    try:
        close_old_connections()
        show_life(worker_id, f"{socket.gethostname()}:{home}", wall_clock())
        take_up_lapsed(wall_clock())
        plan_due(clock.now())
    except DatabaseError:
        _logger.warning("tick failed", exc_info=True)

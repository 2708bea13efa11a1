"""What the worker sees to between its tasks: tasks of dead workers, forgotten deliveries, due jobs, watched folders."""

import logging
import time
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jianfu.web import clock
from jianfu.web.deliveries.forgotten import enqueue_forgotten, give_up
from jianfu.web.deliveries.receiving.storing import sweep_staging
from jianfu.web.inbox.watching import WatchedFolder
from jianfu.web.queue.leases import take_up_again
from jianfu.web.schedule.actions import give_up_run, plan_due

_QUEUE_EVERY_SECONDS, _FOLDERS_EVERY_SECONDS = 20.0, 3.0
_log = logging.getLogger("jianfu.inbox")


class Tending:
    """Remembers when it last looked."""

    def __init__(self) -> None:
        watched = settings.WATCHED_FOLDERS.items()
        self._folders = [WatchedFolder(folder, origin) for origin, folder in watched if folder is not None]
        self._queue_at = self._folders_at = 0.0

    def tend(self) -> None:
        """Look after what is due. The first call, when the worker starts, looks after everything."""
        if time.monotonic() >= self._queue_at:
            take_up_again(_give_up, now=timezone.now())
            enqueue_forgotten()
            plan_due(clock.now())
            sweep_staging()
            self._queue_at = time.monotonic() + _QUEUE_EVERY_SECONDS
        if time.monotonic() >= self._folders_at:
            for folder in self._folders:
                self._look(folder)
            self._folders_at = time.monotonic() + _FOLDERS_EVERY_SECONDS

    def _look(self, folder: WatchedFolder) -> None:
        """One folder that cannot be reached is no reason to leave the others, or the queue, alone."""
        try:
            folder.look(now=clock.now())
        except (OSError, DatabaseError) as error:
            _log.warning("收件文件夹这次打不开（%s），稍后再试。", type(error).__name__)


def _give_up(task: "DBTaskResult[Any, Any]") -> None:
    """Whoever waits for the task is told."""
    give_up(task)
    give_up_run(task)

"""`jianfu work`: the background worker. One a data folder; what a killed one left is taken up again."""

import fcntl
from typing import TYPE_CHECKING

from jianfu.cli.server.site_session import open_site
from jianfu.cli.terminal.screen import fail

if TYPE_CHECKING:
    from typing import IO

_MOST_ATTEMPTS = 3


def work() -> None:
    """做后台的事：预览和导入上传的文件。jianfu serve 会自己带起一个，不必另外执行。"""
    open_site()
    lock = _lock()
    _take_up_again()
    from django.core.management import call_command

    call_command("db_worker", interval=0.5, verbosity=0)
    lock.close()


def _lock() -> "IO[str]":
    """The worker's lock: it ends with its process, however that ends, so whoever holds it is the only one."""
    from jianfu.web.settings import JIANFU_HOME

    lock = (JIANFU_HOME / "worker.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        fail("这个数据文件夹已有一个后台程序在运行。")
    return lock


def _take_up_again() -> None:
    """Tasks that ran when the last worker died: run them again, but not for ever."""
    from django_tasks_db.models import DBTaskResult

    from jianfu.web.deliveries.models import Delivery

    for task in DBTaskResult.objects.running():
        if len(task.worker_ids) < _MOST_ATTEMPTS:
            DBTaskResult.objects.filter(pk=task.pk).update(status="READY", started_at=None)
        else:
            DBTaskResult.objects.filter(pk=task.pk).update(status="FAILED")
            Delivery.objects.filter(pk=task.args_kwargs["args"][0]).update(state="failed")

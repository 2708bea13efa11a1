"""`jianfu work`: the background worker. One a data folder; what a killed one left is taken up again."""

import fcntl
import os
import secrets
from typing import TYPE_CHECKING

from jianfu.cli.server.site_session import open_site
from jianfu.cli.terminal.screen import fail

if TYPE_CHECKING:
    from typing import IO

SERVED_BY = "JIANFU_SERVED_BY"
"""Set by `jianfu serve` for its worker: the server's process id, with which the worker ends."""


def work() -> None:
    """做后台的事：预览和导入上传的文件，夜间核算、月度扫描、办案提醒。jianfu serve 会自己带起一个，不必另外执行。"""
    open_site()
    lock = _lock()
    from django.core.management import call_command

    from jianfu.web.schedule.ticking import start_ticking
    from jianfu.web.settings import JIANFU_HOME

    worker_id, parent = secrets.token_hex(16), os.environ.get(SERVED_BY)
    start_ticking(worker_id, JIANFU_HOME, parent=int(parent) if parent else None)
    call_command("db_worker", interval=0.5, verbosity=0, worker_id=worker_id)
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

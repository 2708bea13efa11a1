"""`jianfu work`: the background worker. One a data folder; what a killed one left is taken up again."""

import fcntl
import secrets
from typing import TYPE_CHECKING

from jianfu.cli.server.site_session import open_site
from jianfu.cli.terminal.screen import say

if TYPE_CHECKING:
    from typing import IO


def work() -> None:
    """做后台的事：导入文件，收取收件文件夹，夜间核算、月度扫描、提醒。jianfu serve 会自己带起一个，不必另外执行。"""
    open_site()
    from jianfu.web.inbox.tending import Tending
    from jianfu.web.queue.worker import run_worker
    from jianfu.web.settings import JIANFU_HOME

    with _lock():
        run_worker(secrets.token_hex(16), JIANFU_HOME, Tending().tend)


def _lock() -> "IO[str]":
    """The worker's lock: it ends with its process, however that ends, so whoever holds it is the only one."""
    from jianfu.web.settings import JIANFU_HOME

    lock = (JIANFU_HOME / "worker.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("这个数据文件夹已有一个后台程序在运行，等它结束后接着做。")
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock

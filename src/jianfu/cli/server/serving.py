"""`jianfu serve`: the workspace in the browser."""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from typing import Annotated

import typer

from jianfu.cli.demo import make_demonstration, use_demonstration
from jianfu.cli.server.evaluating import evaluate_if_stale
from jianfu.cli.server.site_session import collect_static, open_site
from jianfu.cli.terminal.screen import COULD_NOT, say

_DEMONSTRATION_DAY = "2023-12-07"
_THREADS = 8
_LOOK_SECONDS, _RESTART_SECONDS, _FAREWELL_SECONDS = 0.5, 2.0, 20.0
_MOST_PROCESSES = 4
"""Python computes on one core a process; beyond a few, each only takes memory."""


def serve(
    host: Annotated[str, typer.Option(help="监听的地址；对外服务请放在反向代理后面", metavar="地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=1, max=65535)] = 8000,
    demo: Annotated[
        Path | None, typer.Option(help="用演示县（虚构）打开，数据放在这个文件夹", metavar="文件夹")
    ] = None,
    scale: Annotated[float, typer.Option(help="演示县的规模，1 为一个县", min=0.01)] = 1.0,
) -> int:
    """打开工作台，用浏览器访问。Ctrl+C 停止。"""
    if demo is not None:
        os.environ["JIANFU_DEMONSTRATION_DAY"] = _DEMONSTRATION_DAY
        use_demonstration(demo)
    open_site()
    if demo is not None and make_demonstration(demo, scale=scale) == COULD_NOT:
        return COULD_NOT
    collect_static()
    evaluate_if_stale()
    _follow_papers()
    if demo is not None:
        from jianfu.cli.server.demonstration import make_sign_ins
        from jianfu.cli.server.demonstration_work import plant_work

        plant_work()
        for line in make_sign_ins():
            say(line)
    say(f"工作台已打开：http://{host}:{port}/　按 Ctrl+C 停止。")
    ending = Event()
    keeper = Thread(target=_keep_worker, args=(ending,))
    keeper.start()
    try:
        _run(host, port)
    finally:
        ending.set()
        keeper.join()
    return 0


def _keep_worker(ending: Event) -> None:
    """Have a worker running until the server ends. One that was killed is replaced, and its task taken up again."""
    while not ending.is_set():
        worker = subprocess.Popen([sys.executable, "-m", "jianfu.cli.server.worker_process"])
        while worker.poll() is None and not ending.wait(_LOOK_SECONDS):
            pass
        if worker.poll() is None:
            _stop(worker)
        elif not ending.wait(_RESTART_SECONDS):
            say("后台程序停了，重新启动。")


def _stop(worker: "subprocess.Popen[bytes]") -> None:
    """Let it end its present task for a while; what is cut off then is whole or absent, and goes on next time."""
    worker.terminate()
    try:
        worker.wait(timeout=_FAREWELL_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _follow_papers() -> None:
    """The index of sent notices, which stands behind the list of what is near."""
    from jianfu.overlap.index.following import follow_ledger
    from jianfu.web.standards import INDEX

    follow_ledger(INDEX)


def _run(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    # A forked child of a process in which typst has run waits for ever for threads that only its parent has.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "jianfu.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(_MOST_PROCESSES, os.cpu_count() or 1),
        blocking_threads=_THREADS,
        log_access=False,
    )
    server.serve()

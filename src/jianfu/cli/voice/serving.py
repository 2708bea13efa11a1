"""`jianfu voice serve`: the reporter's site, as a process of its own user."""

import resource
import subprocess
import sys
from typing import Annotated

import typer

from jianfu.cli.terminal.screen import say
from jianfu.cli.voice.voice_session import open_voice

_THREADS = 8


def serve_voice(
    host: Annotated[str, typer.Option(help="监听的地址；对外服务请放在反向代理后面", metavar="地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口", min=1, max=65535)] = 8100,
) -> int:
    """打开反映人的网站，并在工作日上午九点自动交付。Ctrl+C 停止。"""
    # A crash must not write what is in memory to a disk; processes started from here inherit it.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    open_voice()
    say(f"匿名渠道已打开：http://{host}:{port}/　按 Ctrl+C 停止。上线前请执行 jianfu voice doctor。")
    batches = subprocess.Popen([sys.executable, "-m", "jianfu.cli.voice.batch_process"])
    try:
        _run(host, port)
    finally:
        batches.terminate()
        batches.wait()
    return 0


def _run(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    server = Granian(
        "jianfu.voice.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # One process: counts for throttling are in its memory.
        workers=1,
        blocking_threads=_THREADS,
        log_access=False,
    )
    server.serve()

"""`jianfu voice desk`: the handler's desk in the browser of this computer."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.terminal.screen import fail, say
from jianfu.cli.voice.handlers.desk_session import CertificateOption, KeyOption, ServerOption, open_desk

DEFAULT_PORT = 8211


def serve_desk(
    key: KeyOption,
    server: ServerOption,
    port: Annotated[int, typer.Option(help="本机的端口，0 为任选一个空的", min=0, max=65535)] = DEFAULT_PORT,
    places: Annotated[
        Path | None, typer.Option(help="村和小地名的名单，一行一个，用来提示转办内容", metavar="文件")
    ] = None,
    certificate: CertificateOption = None,
) -> None:
    """打开受理台：只有这台电脑的浏览器能用，地址每次启动都换。Ctrl+C 关闭，内容随之消失。"""
    from django.conf import settings

    from jianfu.voice.desk.pages import Pages
    from jianfu.voice.desk.serving import open_desk as open_site

    if not settings.configured:
        settings.configure(USE_I18N=False)
    named = _read_places(places)
    pages = Pages(open_desk(key, server, certificate), named)
    try:
        site, address = open_site(pages, port=port, random=os.urandom)
    except OSError as problem:
        fail(f"端口 {port} 被占用了（{problem.strerror}）。加 --port 0 换一个。")
    say(f"受理台已打开，请把这个地址粘贴到本机浏览器：{address}")
    say("按 Ctrl+C 关闭。")
    sys.stdout.flush()  # it stays open for hours: who reads it through a pipe wants the address now
    try:
        site.serve_forever()
    finally:
        site.server_close()


def _read_places(path: Path | None) -> frozenset[str]:
    if path is None:
        return frozenset()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        fail(f"{path} 读不出来（{problem}）。请存为 UTF-8 的文本，一行一个地名。")
    return frozenset(line.strip() for line in lines if line.strip())

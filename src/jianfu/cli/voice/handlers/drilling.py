"""`jianfu voice drill`: three of the five restore a test letter. The channel opens only after it has been done once."""

from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import fail, say
from jianfu.cli.voice.handlers.desk_session import (
    CertificateOption,
    KeyOption,
    ServerOption,
    open_desk,
    words_of_failures,
)
from jianfu.cli.voice.handlers.shares import ask_shares

app = typer.Typer(cls=ChineseGroup, help="恢复演练：取试题、在断网电脑上解开、交答案。", no_args_is_help=True)


@app.command("fetch", cls=ChineseCommand)
def fetch(
    target: Annotated[Path, typer.Argument(help="试题存到这个文件", metavar="文件")],
    key: KeyOption,
    server: ServerOption,
    certificate: CertificateOption = None,
) -> None:
    """从服务器取一封用恢复公钥加密的试题。"""
    from jianfu.voice.wire import decode_sealed

    desk = open_desk(key, server, certificate)
    with words_of_failures():
        sealed = decode_sealed(str(desk.server.ask({"do": "drill-challenge"})["sealed"]))
    try:
        target.write_bytes(sealed)
    except OSError as problem:
        fail(f"{target} 写不进去（{problem.strerror}）。")
    say(f"试题已存到 {target}。请拷到断网的电脑上，执行 jianfu voice drill open {target.name}。")


@app.command("open", cls=ChineseCommand)
def open_challenge(
    challenge: Annotated[Path, typer.Argument(help="试题文件", metavar="文件")],
) -> None:
    """在断网的电脑上：三位保管人输入各自的一份，解开试题，得到答案。"""
    from jianfu.voice.sealing.boxes import encode_identity
    from jianfu.voice.sealing.envelopes import CannotOpen, open_

    try:
        sealed = challenge.read_bytes()
    except OSError as problem:
        fail(f"{challenge} 读不出来（{problem.strerror}）。")
    try:
        answer = open_(sealed, encode_identity(ask_shares())).text
    except CannotOpen as problem:
        fail(f"合成的钥匙打不开试题：{problem}")
    say(f"解开了。答案：{answer}")


@app.command("answer", cls=ChineseCommand)
def answer(
    words: Annotated[str, typer.Argument(help="drill open 给出的答案", metavar="答案")],
    key: KeyOption,
    server: ServerOption,
    certificate: CertificateOption = None,
) -> None:
    """把答案交给服务器，演练就记下了；第一次演练后渠道才能开通。"""
    desk = open_desk(key, server, certificate)
    with words_of_failures():
        # Who copies the whole line copies the words before the answer as well.
        desk.server.ask({"do": "drill", "answer": words.rpartition("：")[2].strip()})
    say("演练已记下。")

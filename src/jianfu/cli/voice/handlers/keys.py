"""`jianfu voice keys`: a handler's key file, and the comparing of others' keys."""

import os
from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import fail, say
from jianfu.cli.voice.handlers.desk_session import (
    CertificateOption,
    KeyOption,
    ServerOption,
    ask_passphrase,
    open_desk,
    unlock,
    words_of_failures,
)

app = typer.Typer(cls=ChineseGroup, help="受理人的钥匙：做钥匙、看公钥、核对别人的公钥。", no_args_is_help=True)


@app.command("make", cls=ChineseCommand)
def make(
    key: Annotated[Path, typer.Argument(help="写到这个新文件，如 U 盘上的 key.age", metavar="文件")],
    name: Annotated[str, typer.Option(help="姓名", metavar="姓名")],
    unit: Annotated[str, typer.Option(help="单位全称", metavar="单位")],
    body: Annotated[str, typer.Option(help="类别：减负专班、纪检监察机关、上级减负办、督查机构", metavar="类别")],
) -> None:
    """做一把新钥匙，存成有口令的文件，并打印登记行。钥匙只在这个文件里，丢了就没有了，请马上另存一份。"""
    from jianfu.voice.desk.acting import write_private
    from jianfu.voice.desk.keyfile import find_weakness, lock_keys, make_keys
    from jianfu.voice.rules.routing import Body

    chosen = next((one for one in Body if one.label == body), None)
    if chosen is None:
        fail(f"没有“{body}”这一类。可以写：{'、'.join(one.label for one in Body)}。")
    if key.exists():
        fail(f"{key} 已经有了，没有改动它。请换一个文件名。")
    passphrase = ask_passphrase("给钥匙文件定一个口令", twice=True)
    if weakness := find_weakness(passphrase):
        fail(weakness)
    keys = make_keys(name, unit, chosen, random=os.urandom)
    try:
        write_private(key, lock_keys(keys, passphrase, random=os.urandom))
    except OSError as problem:
        fail(f"{key} 写不进去（{problem.strerror}）。")
    say(f"钥匙已存到 {key}。")
    _say_public(keys.line)


@app.command("show", cls=ChineseCommand)
def show(key: KeyOption) -> None:
    """再打印一次登记行和指纹。"""
    _say_public(unlock(key).line)


@app.command("compare", cls=ChineseCommand)
def compare(key: KeyOption, server: ServerOption, certificate: CertificateOption = None) -> None:
    """逐个核对服务器上登记的公钥：打电话请对方念出指纹，一致才记下。没有核对的，不会加密给他。"""
    desk = open_desk(key, server, certificate)
    with words_of_failures():
        known = desk.look().known
    for one in known.new:
        say(f"{one.unit} {one.name}（{one.body.label}）的指纹：{one.fingerprint}")
        if typer.confirm("与对方念的一致吗？"):
            desk.readers.confirm(one)
    if known.new_recovery:
        say(f"恢复公钥：{known.new_recovery}")
        if typer.confirm("与拆分仪式纪要上的一致吗？"):
            desk.readers.confirm(known.new_recovery)
    say("都核对过了。" if not known.new and not known.new_recovery else "核对完了。")


def _say_public(line: str) -> None:
    from jianfu.voice.wire import read_registration

    reader = read_registration(line)
    say(f"指纹（打电话核对用）：{reader.fingerprint}")
    say("登记行（整行交给渠道的管理员，不是秘密）：")
    say(line)

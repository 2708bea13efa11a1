"""`jianfu voice publish` and `jianfu voice backup`: what leaves the channel's machine."""

from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.terminal.screen import fail, say
from jianfu.cli.voice.voice_session import open_voice


def publish(
    folder: Annotated[Path, typer.Argument(help="写到这个文件夹", metavar="文件夹")],
) -> None:
    """写出公开的材料：最近的校验点、公布的总数、受理人的公钥（工作台导入改写件时核对签名用）。"""
    open_voice()
    from jianfu.voice.record.leaving import write_public_files

    try:
        paths = write_public_files(folder)
    except OSError as problem:
        fail(f"写不进 {folder}（{problem.strerror}）。")
    say("已写出：" + "、".join(path.name for path in paths))


def back_up_voice(
    folder: Annotated[Path, typer.Argument(help="放备份的文件夹", metavar="文件夹")],
    keys: Annotated[bool, typer.Option("--keys", help="备份内容密钥；另放一处，只留几天")] = False,
) -> None:
    """备份密文（不含内容密钥）；加 --keys 只备份内容密钥，须另放一处，留存不得超过保存期。"""
    open_voice()
    from jianfu.voice.record.clock import today
    from jianfu.voice.record.leaving import CannotLeave, write_voice_backup

    try:
        path = write_voice_backup(folder, today=today(), is_keys=keys)
    except CannotLeave as problem:
        fail(str(problem))
    say(f"已备份到 {path}。")

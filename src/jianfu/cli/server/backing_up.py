"""`jianfu backup` and `jianfu restore`: everything that is not in the program, in one file and back."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.server.site_session import open_site
from jianfu.cli.terminal.screen import fail, say


def backup(
    folder: Annotated[Path, typer.Argument(help="放备份的文件夹", metavar="文件夹")],
) -> None:
    """备份台账、账号、密钥和县里自己的规则，写成一个文件。可以在使用中进行。"""
    open_site()
    from jianfu.web.backups import CannotBackUp, write_backup

    try:
        path = write_backup(folder, now=datetime.now())  # noqa: DTZ005  # county local time, in the file's name
    except CannotBackUp as problem:
        fail(str(problem))
    say(f"已备份到 {path}。内含密钥和个人信息，请妥善保管。")


def restore(
    path: Annotated[Path, typer.Argument(help="jianfu backup 写出的文件", metavar="文件")],
) -> None:
    """把备份还原到空的数据文件夹（和空的数据库）；已有台账时拒绝。"""
    from jianfu.web.backups import CannotBackUp, restore_files

    try:
        restore_files(path)
        open_site()
        from jianfu.web.backups import find_differences, restore_tables

        rows = restore_tables(path)
    except CannotBackUp as problem:
        fail(str(problem))
    if differences := find_differences(path):
        fail(f"还原后的表与备份不一致：{'、'.join(differences)}。请不要使用这份数据，换一个备份重新还原。")
    _finish(rows)


def _finish(rows: int) -> None:
    """Verify the audit log, and make the index of sent notices again."""
    from jianfu.ledger.audit.verify import verify
    from jianfu.overlap.index.following import follow_ledger
    from jianfu.web.standards import INDEX

    verification = verify()
    if not verification.intact:
        fail(f"审计记录核对不上：{verification.message}")
    follow_ledger(INDEX)
    say(f"已还原 {rows:,} 行，各表与备份逐行一致；{verification.message}")

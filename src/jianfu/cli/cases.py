"""`jianfu cases`: what comes to casework from outside of the ledger."""

from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.county_calendar import load_calendar
from jianfu.cli.ledger_session import command_line_actor, open_ledger
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import fail, say

app = typer.Typer(cls=ChineseGroup, help="整治：导入匿名渠道的改写件。", no_args_is_help=True)


@app.callback()
def cases() -> None:
    """整治：导入匿名渠道的改写件。"""


@app.command("import", cls=ChineseCommand)
def import_item(
    path: Annotated[Path, typer.Argument(help="受理台导出的改写件", metavar="文件")],
) -> None:
    """核对两位受理人的签名，把改写件立为整治。同一份导入两次只算一次。"""
    open_ledger()
    from datetime import datetime

    from django.conf import settings

    from jianfu.casework.actions import RefusedStep, open_reported_case
    from jianfu.casework.reported_items import READERS_FILE, RefusedItem, read_item, read_signing_keys
    from jianfu.ledger.queries import UnknownOrgan, get_organ

    home = Path(settings.JIANFU_HOME)
    try:
        keys = read_signing_keys((home / READERS_FILE).read_text(encoding="utf-8"))
        item = read_item(path.read_bytes(), keys)
        case, is_new = open_reported_case(
            item,
            get_organ(item.organ),
            calendar=load_calendar(home),
            actor=command_line_actor(),
            now=datetime.now(),  # noqa: DTZ005  # county local time
        )
    except OSError as problem:
        fail(f"{problem.filename} 读不出来（{problem.strerror}）。受理人公钥由 jianfu voice publish 写出。")
    except (RefusedItem, RefusedStep, UnknownOrgan) as problem:
        fail(str(problem))
    say(f"已立案：{case.organ.name}　{case.title}" if is_new else "这份改写件已经导入过。")

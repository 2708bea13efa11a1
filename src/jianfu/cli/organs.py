"""`jianfu organs`: organs whose names no directory explains, and giving them their right name."""

from datetime import datetime
from typing import Annotated

import typer

from jianfu.cli.ledger_session import command_line_actor, open_ledger
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import fail, say, say_json

app = typer.Typer(cls=ChineseGroup, help="单位名称：查看未认出的单位，把它们归到正式名称。", no_args_is_help=True)


@app.command("unknown", cls=ChineseCommand, help="列出机关名录里没有的单位名称。")
def unknown(as_json: Annotated[bool, typer.Option("--json", help="输出一行 JSON")] = False) -> None:
    """List the organs that no directory names, most used first."""
    open_ledger()
    from jianfu.ledger.queries import list_unknown_organs

    organs = list_unknown_organs()
    if as_json:
        say_json([{"name": organ.name, "demands": organ.demands, "receipts": organ.receipts} for organ in organs])
        return
    for organ in organs:
        say(f"{organ.name}\t发出 {organ.demands} 件\t收到 {organ.receipts} 件")
    say("全部单位都已认出。" if not organs else "下一步：jianfu organs name 登记里的名称 正式名称")


@app.command("name", cls=ChineseCommand, help="把登记里的一个名称归到已知单位，以后同名自动归并。")
def name(
    written: Annotated[str, typer.Argument(help="登记里的写法", metavar="登记名称")],
    official: Annotated[str, typer.Argument(help="机关名录里的名称", metavar="正式名称")],
) -> None:
    """Merge an unknown organ into a known one and remember the alias."""
    open_ledger()
    from jianfu.ledger.actions import name_organ
    from jianfu.ledger.queries import UnknownOrgan

    try:
        name_organ(written, official, actor=command_line_actor(), now=datetime.now())  # noqa: DTZ005
    except UnknownOrgan as error:
        fail(str(error))
    say(f"“{written}”已归到“{official}”，今后导入同名单位会自动归并。")

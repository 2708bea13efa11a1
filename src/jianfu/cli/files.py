"""`jianfu files`: what was imported, and taking a file back."""

from datetime import datetime
from typing import Annotated

import typer

from jianfu.cli.ledger_session import command_line_actor, open_ledger
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import fail, say, say_json

app = typer.Typer(cls=ChineseGroup, help="已导入的文件：查看，或撤回导错的。", no_args_is_help=True)


@app.command("list", cls=ChineseCommand)
def list_imported(
    as_json: Annotated[bool, typer.Option("--json", help="每个文件输出一行 JSON")] = False,
) -> None:
    """列出已导入的文件及其编号。"""
    open_ledger()
    from jianfu.ledger.queries import list_files

    for file in list_files():
        if as_json:
            say_json({"number": file.pk, "name": file.name, "inner_path": file.inner_path, "digest": file.digest})
        else:
            inner = f"/{file.inner_path}" if file.inner_path else ""
            say(f"{file.pk}  {file.name}{inner}  {file.register}  {file.imported_at:%Y-%m-%d %H:%M}")


@app.command("withdraw", cls=ChineseCommand)
def withdraw(
    number: Annotated[int, typer.Argument(help="文件编号，见 jianfu files list", metavar="编号")],
    reason: Annotated[str, typer.Option(help="为什么撤回，写入审计记录", metavar="原因")],
) -> None:
    """撤回一个导错的文件：只有它登记过的内容一并去掉，别的文件也登记了的保留。改好后可重新导入。"""
    open_ledger()
    from jianfu.ledger.actions import UnknownFile, withdraw_file

    try:
        file = withdraw_file(number, reason=reason, actor=command_line_actor(), now=datetime.now())  # noqa: DTZ005
    except UnknownFile as error:
        fail(str(error))
    say(f"已撤回 {file.name}。改好后用 jianfu import 重新导入。")

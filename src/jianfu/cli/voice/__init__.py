"""`jianfu voice`: the anonymous channel – its site, its morning batch, its ceremonies, its handlers' desks."""

import typer

from jianfu.cli.terminal.chinese import ChineseGroup
from jianfu.cli.voice.handlers import add_handlers_commands

app = typer.Typer(cls=ChineseGroup, help="匿名渠道：反映人的网站、每天的批次、钥匙和受理台。", no_args_is_help=True)
add_handlers_commands(app)

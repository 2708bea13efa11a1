"""`jianfu assess`: a year's assessment from plan and registers, without the workspace."""

import typer

from jianfu.cli.assessing.computing import archive, compare, compute, recompute
from jianfu.cli.assessing.planning import check, slim
from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup

app = typer.Typer(cls=ChineseGroup, help="考核：核对方案、计算、比较方法、瘦身、归档、重算。", no_args_is_help=True)
app.command("check", cls=ChineseCommand)(check)
app.command("compute", cls=ChineseCommand)(compute)
app.command("compare", cls=ChineseCommand)(compare)
app.command("slim", cls=ChineseCommand)(slim)
app.command("archive", cls=ChineseCommand)(archive)
app.command("recompute", cls=ChineseCommand)(recompute)

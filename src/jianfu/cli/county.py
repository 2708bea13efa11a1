"""`jianfu county`: the demonstration county's files."""

from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.terminal.chinese import ChineseCommand, ChineseGroup
from jianfu.cli.terminal.screen import fail, say, with_progress

app = typer.Typer(cls=ChineseGroup, help="演示县：虚构的县，用来试用和测试。", no_args_is_help=True)


@app.command("assess", cls=ChineseCommand)
def make_year(
    directory: Annotated[Path, typer.Argument(help="放文件的文件夹", metavar="文件夹")],
    seed: Annotated[int, typer.Option(help="随机种子，同一种子得到完全相同的文件")] = 1,
) -> None:
    """生成演示县一年的考核：方案、基础条件、各部门的指标数据（虚构）。"""
    from county.assessing import PLAN_FILE, make_assessment_year

    make_assessment_year(directory, seed=seed)
    say(f"已生成演示县的考核文件，放在 {directory}。")
    say(f"下一步：jianfu assess compute {directory / PLAN_FILE} {directory}")


@app.command("make", cls=ChineseCommand, help="生成演示县的文件（虚构，不含任何真实单位）。")
def make(
    directory: Annotated[Path, typer.Argument(help="放文件的文件夹，应为空或不存在", metavar="文件夹")],
    seed: Annotated[int, typer.Option(help="随机种子，同一种子得到完全相同的文件")] = 1,
    scale: Annotated[float, typer.Option(help="规模，1 为一个县，20 约为一个省", min=0.01)] = 1.0,
) -> None:
    """Write the demonstration county's files into an empty folder."""
    from county.making import make_county

    if directory.exists() and any(directory.iterdir()):
        fail(f"文件夹 {directory} 里已有文件。请换一个空文件夹，以免混在一起。")
    make_county(directory, seed=seed, scale=scale, wrap=with_progress)
    count = sum(1 for path in directory.rglob("*") if path.is_file())
    say(f"已生成演示县文件 {count} 个，放在 {directory}。")
    say(f"下一步：jianfu import {directory}")

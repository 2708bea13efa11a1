"""`jianfu demo`: the whole way from a county's files to its report, on the demonstration county."""

import os
from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.county import make
from jianfu.cli.importing import import_files
from jianfu.cli.reports.report import report
from jianfu.cli.terminal.screen import COULD_NOT, say


def demo(
    directory: Annotated[Path, typer.Argument(help="放演示数据和报告的文件夹", metavar="文件夹")] = Path("demo"),
    scale: Annotated[float, typer.Option(help="规模，1 为一个县", min=0.01)] = 1.0,
) -> int:
    """生成演示县（虚构）、导入、写报告，一步做完。"""
    files, home, output = directory / "文件", directory / "数据", directory / "报告"
    os.environ["JIANFU_HOME"] = str(home.resolve())
    os.environ.pop("JIANFU_DATABASE_URL", None)
    say("第一步：生成演示县的文件。演示县是虚构的，与任何真实单位无关。")
    if not files.exists():
        make(files, scale=scale)
    say("第二步：导入。演示文件里故意放了几行写错的登记，导入时会一一说明。")
    code = import_files([files], errors=directory / "退回的行.xlsx")
    if code == COULD_NOT:
        return code
    say("第三步：写报告。")
    from county.figures import COUNTY_NAME

    report(organ=COUNTY_NAME, first_day="2023-01-01", last_day="2023-12-31", directory=output)
    return 0

"""`jianfu demo`: the whole way from a county's files to its report, on the demonstration county."""

import os
from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.county import make, make_year
from jianfu.cli.importing import import_files
from jianfu.cli.reports.report import report
from jianfu.cli.terminal.screen import COULD_NOT, say


def demo(
    directory: Annotated[Path, typer.Argument(help="放演示数据和报告的文件夹", metavar="文件夹")] = Path("demo"),
    scale: Annotated[float, typer.Option(help="规模，1 为一个县", min=0.01)] = 1.0,
) -> int:
    """生成演示县（虚构）、导入、写报告，一步做完。"""
    use_demonstration(directory)
    if make_demonstration(directory, scale=scale) == COULD_NOT:
        return COULD_NOT
    say("第三步：写报告。")
    from county.figures import COUNTY_NAME

    report(organ=COUNTY_NAME, first_day="2023-01-01", last_day="2023-12-31", directory=directory / "报告")
    return 0


def use_demonstration(directory: Path) -> None:
    """Turn this process to the demonstration's own data folder. Before anything reads the settings."""
    os.environ["JIANFU_HOME"] = str((directory / "数据").resolve())
    os.environ.pop("JIANFU_DATABASE_URL", None)


def make_demonstration(directory: Path, *, scale: float) -> int:
    """Make the county's files where they are not there yet and import them. Returns the import's exit code."""
    files = directory / "文件"
    say("第一步：生成演示县的文件。演示县是虚构的，与任何真实单位无关。")
    if not files.exists():
        make(files, scale=scale)
        make_year(directory / "考核")
    say("第二步：导入。演示文件里故意放了几行写错的登记，导入时会一一说明。")
    return import_files([files], errors=directory / "退回的行.xlsx")

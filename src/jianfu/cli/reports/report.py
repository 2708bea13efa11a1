"""`jianfu report`: the eight-burden report of a county or a township."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.ledger_session import open_ledger
from jianfu.cli.reports.period import read_period
from jianfu.cli.reports.standards import load_standards
from jianfu.cli.terminal.screen import fail, say, say_json, with_progress


def report(
    organ: Annotated[str, typer.Option(help="县、乡镇（街道）或村（社区）的名称", metavar="单位")],
    first_day: Annotated[str, typer.Option("--from", help="起始日期，如 2023-01-01", metavar="日期")],
    last_day: Annotated[str, typer.Option("--to", help="截止日期（含当日），如 2023-11-30", metavar="日期")],
    directory: Annotated[Path, typer.Option("-o", "--output", help="放报告的文件夹", metavar="文件夹")],
    as_json: Annotated[bool, typer.Option("--json", help="输出一行 JSON，供程序读取")] = False,
) -> None:
    """按登记的事实写出八类负担报告：report.docx、report.pdf、report.html、evidence.xlsx。"""
    period = read_period(first_day, last_day)
    open_ledger()
    from jianfu.ledger.queries import UnknownOrgan
    from jianfu.reporting.writing import NothingToReport, write_report

    try:
        files = write_report(
            organ,
            period,
            directory,
            now=datetime.now(),  # noqa: DTZ005  # county local time, as everywhere in the ledger
            standards=load_standards(),
            wrap=with_progress,
        )
    except (UnknownOrgan, NothingToReport) as error:
        fail(str(error))
    if as_json:
        say_json({"docx": files.docx, "pdf": files.pdf, "html": files.html, "evidence": files.evidence})
        return
    say(f"报告已写好，放在 {directory}：")
    for path in (files.docx, files.pdf, files.html, files.evidence):
        say(f"  {path.name}")
    say("下一步：用浏览器打开 report.html，点任一数字即可看到它依据的登记行。")

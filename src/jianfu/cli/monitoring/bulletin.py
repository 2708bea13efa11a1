"""`jianfu monitor bulletin`."""

from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.monitoring.grounds import open_ground
from jianfu.cli.monitoring.points import Merged, Until
from jianfu.cli.terminal.screen import fail, say


def bulletin(
    output: Annotated[Path, typer.Argument(help="写成的文件，以 .docx 或 .pdf 结尾", metavar="文件")],
    yearly: Annotated[bool, typer.Option("--yearly", help="写年报；缺省写月报")] = False,
    until: Until = "",
    merged: Merged = None,
) -> None:
    """监测简报：减了的、增了的、换了地方的、说不清的；月报两页，年报不限。"""
    form = output.suffix.removeprefix(".")
    if form not in {"docx", "pdf"}:
        fail(f"不会写 {output.name} 这种文件。请用 .docx 或 .pdf 结尾。")
    ground = open_ground(until, merged)
    from jianfu.monitoring.bulletin.gathering import gather_bulletin
    from jianfu.monitoring.bulletin.writing import write_bulletin
    from jianfu.web.clock import today

    content = write_bulletin(gather_bulletin(ground, is_yearly=yearly), form, is_yearly=yearly, day=today())
    try:
        output.write_bytes(content)
    except OSError as problem:
        fail(f"{output} 写不了（{problem.strerror}）。请换一个文件夹。")
    say(f"已写入 {output}。")

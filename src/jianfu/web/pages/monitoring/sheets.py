"""The first table of an uploaded file, as text, read in the sandbox that registers are read in."""

from collections.abc import Sequence

from jianfu.intake.errors import UnreadableFile
from jianfu.intake.reading_files import read_file
from jianfu.intake.sandbox import Limits


class UnreadableSheet(ValueError):
    """Why no table could be read, in Chinese."""


def read_sheet(name: str, content: bytes) -> list[Sequence[str]]:
    """Rows of cells; the longest table of the file. UnreadableSheet."""
    try:
        found = read_file(name, content, limits=Limits())
    except UnreadableFile as problem:
        raise UnreadableSheet(f"{problem.reason}{problem.remedy}") from problem
    if not found.tables:
        raise UnreadableSheet("这个文件里没有表格。请在问卷工具里导出 xlsx 再传。")
    table = max(found.tables, key=lambda one: len(one.rows))
    return [[_say(cell) for cell in row] for row in table.rows]


def _say(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)

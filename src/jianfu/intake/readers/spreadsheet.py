"""Workbooks: xlsx, xlsm, xlsb, xls, et, ods. Values only; macros and formulas are never run."""

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from jianfu.intake.content import CellValue, Content, Table
from jianfu.intake.errors import UnreadableFile
from jianfu.intake.readers.streaming import Row, StreamedRows, split_chunks

_SHARED = frozenset({str, date, datetime})
"""Not numbers: to a dictionary 1, 1.0 and True are one key."""


def read_workbook(data: bytes, *, rows_per_sheet: int) -> Content:
    """One table a sheet, in workbook order; empty sheets are left out. UnreadableFile for damage or a password."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as error:
        raise _explain(error) from error
    content = Content()
    if b"vbaProject.bin" in data or "_VBA_PROJECT".encode("utf-16-le") in data:
        content.warnings.append("工作簿带有宏，已忽略，没有运行。")
    for name in book.sheet_names:
        table = _read_sheet(book.get_sheet_by_name(name), name, rows_per_sheet)
        if table is not None:
            content.tables.append(table)
    return content


def _read_sheet(sheet: CalamineSheet, name: str, rows_per_sheet: int) -> Table | None:
    if sheet.start is None:
        return None
    if sheet.total_height > rows_per_sheet:
        raise UnreadableFile(
            f"工作表“{name}”有 {sheet.total_height} 行，超过每表 {rows_per_sheet} 行的上限。",
            "请删去表格下方多余的行；确有这么多行的，请按月份或乡镇拆成几个文件后再导入。",
        )
    top, left = sheet.start
    merged = [
        (first_row - top, first_column - left, last_row - top, last_column - left)
        for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or []
    ]
    # Rows above the first filled one are given as well.
    rows = islice(sheet.iter_rows(), top, None)
    return Table(name, StreamedRows(_share_words(split_chunks(rows))), first_row=top + 1, merged=merged)


def _share_words(chunks: Iterable[list[Row]]) -> Iterator[list[Row]]:
    """The same rows with equal words and days as one object: registers repeat them, and one crosses the pipe once."""
    for chunk in chunks:
        shared: dict[CellValue, CellValue] = {}
        yield [[shared.setdefault(cell, cell) if type(cell) in _SHARED else cell for cell in row] for row in chunk]


def _explain(error: CalamineError) -> UnreadableFile:
    if "assword" in str(error):
        return UnreadableFile("工作簿有密码。", "请解除密码后再导入。")
    return UnreadableFile("工作簿不完整或已损坏。", "请用表格软件打开后另存一份再导入。")

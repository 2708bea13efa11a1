"""Tables as workbooks that no spreadsheet program runs: text stays text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse

MOST_LINES = 200_000


@dataclass(frozen=True, slots=True)
class Table:
    """What a page shows as a table, all of it: `name` in Chinese, a heading a column, lines as they are asked for."""

    name: str
    headings: Sequence[str]
    lines: Iterable[Sequence[object]]


def write_book(table: Table) -> FileResponse:
    """A download of one sheet, written row by row: memory does not grow with it. Absent values are blank cells.

    A table of too many lines ends with a line that says so.
    """
    file = TemporaryFile()  # noqa: SIM115  # FileResponse closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        formats: dict[type, object] = {date: book.add_format({"num_format": "yyyy-mm-dd"})}
        formats[datetime] = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, table.headings, bold)
        lines, number = iter(table.lines), 0
        for number, line in enumerate(islice(lines, MOST_LINES), start=1):
            for place, value in enumerate(line):
                _write(sheet, number, place, value, formats)
        if next(lines, None) is not None:
            sheet.write_string(number + 1, 0, f"只写到第 {MOST_LINES:,} 行。请加上筛选条件，分几次导出。")
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{table.name}.xlsx")


def _write(
    sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, value: object, formats: "dict[type, object]"
) -> None:
    if isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, formats[type(value)])
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)

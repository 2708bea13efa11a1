"""Writes tables as the workbooks and text files that offices keep, with their habits and their mess."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

Cell = str | int | float | date | None
FIXED_TIME = datetime(2023, 12, 31, 18, 0)  # noqa: DTZ001  # the same files for the same seed, whenever they are made
_EXCEL_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Habits:
    """How one office keeps its registers."""

    date_form: str
    """day, text, short, dots or serial."""
    file_form: str
    """xlsx, gbk_csv or utf8_csv."""
    two_row_heading: bool = False
    totals_row: bool = False
    empty_column: bool = False
    note_below: bool = False


def write_register(
    path: Path, title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]], habits: Habits, *, group: str = ""
) -> Path:
    """Write one register; returns the path with the ending that its form has. `group` heads the middle columns."""
    shown = [[_show_date(cell, habits.date_form) for cell in row] for row in rows]
    if habits.file_form == "xlsx":
        return _write_workbook(path.with_suffix(".xlsx"), title, headings, shown, habits, group)
    encoding = "gb18030" if habits.file_form == "gbk_csv" else "utf-8-sig"
    text = io.StringIO()
    csv.writer(text).writerows([[title], ["序号", *headings], *([i, *row] for i, row in enumerate(shown, start=1))])
    path = path.with_suffix(".csv")
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def _write_workbook(
    path: Path, title: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]], habits: Habits, group: str
) -> Path:
    book = xlsxwriter.Workbook(path, {"constant_memory": not habits.two_row_heading, "strings_to_urls": False})
    book.set_properties({"created": FIXED_TIME})
    sheet = book.add_worksheet(title[:28] if len(title) > 4 else "Sheet1")
    columns = ["序号", *headings]
    if habits.empty_column:
        columns.insert(3, "")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write(0, 0, title)
    top = _write_headings(book, sheet, columns, habits, group)
    for number, row in enumerate(rows, start=1):
        cells: list[Cell] = [number, *row]
        if habits.empty_column:
            cells.insert(3, None)
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(top + number - 1, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            elif cell not in (None, ""):
                sheet.write(top + number - 1, column, cell)
    bottom = top + len(rows)
    if habits.totals_row:
        sheet.write(bottom, 0, "合计")
        sheet.write(bottom, 1, f"{len(rows)}")
        bottom += 1
    if habits.note_below:
        sheet.write(bottom + 1, 0, "注：本表为演示县虚构数据，与任何真实单位无关。")
    book.close()
    return path


def _write_headings(
    book: xlsxwriter.Workbook,
    sheet: "xlsxwriter.worksheet.Worksheet",
    columns: Sequence[str],
    habits: Habits,
    group: str,
) -> int:
    if not habits.two_row_heading:
        sheet.write_row(1, 0, columns)
        return 2
    centred = book.add_format({"align": "center"})
    for column, heading in enumerate(columns):
        if 2 <= column <= 4:
            sheet.write(2, column, heading)
        else:
            sheet.merge_range(1, column, 2, column, heading, centred)
    sheet.merge_range(1, 2, 1, 4, group, centred)
    return 3


def _show_date(cell: Cell, form: str) -> Cell:
    if not isinstance(cell, date):
        return cell
    match form:
        case "text":
            return f"{cell.year}年{cell.month}月{cell.day}日"
        case "short":
            return f"{cell.month}月{cell.day}日"
        case "dots":
            return f"{cell.year}.{cell.month}.{cell.day}"
        case "serial":
            return (cell - _EXCEL_EPOCH).days
        case _:
            return cell


def freeze_zip(data: bytes) -> bytes:
    """The same zip with all times set alike, so that one seed gives one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, (2023, 12, 31, 18, 0, 0)), source.read(name))
    return out.getvalue()

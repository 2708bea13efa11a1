"""The rejected rows as a workbook that a clerk can work through."""

from pathlib import Path

import xlsxwriter

from jianfu.intake.summary import ImportSummary

_HEADINGS = ("文件", "工作表", "行", "列", "原文", "原因", "怎么办", "是否退回整行")
_WIDTHS = (40, 14, 8, 6, 30, 50, 40, 14)


def write_errors(summary: ImportSummary, path: Path) -> int:
    """Write one line a problem. Returns how many; text never becomes a formula or a link."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    lines = list(_lines(summary))
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("未导入的内容")
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, _HEADINGS, bold)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width, wrapped)
        for number, line in enumerate(lines, start=1):
            for column, value in enumerate(line):
                sheet.write(number, column, value)
        sheet.freeze_panes(1, 0)
    return len(lines)


def _lines(summary: ImportSummary) -> list[tuple[str | int, ...]]:
    lines: list[tuple[str | int, ...]] = []
    for file in summary.files:
        if file.reason:
            # The name of a classified paper is not kept either.
            name = "（涉密文件，名称不留存）" if file.classified else file.name
            lines.append((name, "", "", "", "", file.reason, file.remedy, "整个文件"))
        for problem in file.problems:
            place = (file.name, problem.sheet, problem.row or "", problem.column, problem.words)
            lines.append((*place, problem.reason, problem.remedy, "是" if problem.rejected else "否"))
    return lines

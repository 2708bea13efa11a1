"""evidence.xlsx: every number with its id, and every row with the numbers that it stands behind."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import xlsxwriter

from jianfu.reporting.figure import Figure
from jianfu.reporting.rendering.row_columns import WHERE_COLUMNS, WORDS_LABEL, list_cells, list_columns
from jianfu.reporting.rendering.streamed_sheets import pour_rows
from jianfu.reporting.rows import OBSERVATIONS, RowSource
from jianfu.reporting.wording import printable, say_figure
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.finding import Finding

ROWS_PER_SHEET = 1_048_576
_CHUNK_ROWS = 20_000
_INDEX_HEADER = (
    "编号",
    "名称",
    "数值",
    "报告中的写法",
    "单位",
    "依据行数",
    *(f"{grade.value}级（{grade.label}）行数" for grade in Grade),
    "等级",
    "口径",
    "口径版本",
    "登记行所在工作表",
)
_FINDING_HEADER = (
    "规则卡",
    "名称",
    "处理",
    "条文",
    "提出单位",
    "能改变的层级",
    "症结",
    "症结依据",
    "事由",
    "查得",
    "限值",
    "改正后每周省工时",
    "涉及登记行数",
    "登记行",
    "须人工核对的问题",
    "规则卡摘要",
    "全部规则卡摘要",
)
Judged = tuple[Finding, float | None]
"""A finding with the hours a week that its mending saves, None where nobody knows."""
_WRITTEN_SHEETS = 2
"""The index of numbers and the findings stand before the sheets of rows."""
_SHOWN_PLACES = 50
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_evidence(
    figures: Sequence[Figure],
    findings: Sequence[Judged],
    sources: Iterable[RowSource],
    path: Path,
    wrap: Callable[[Iterable["Sheet"]], Iterable["Sheet"]],
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> None:
    """Write the workbook in one pass over the rows. Text stays text: nothing in a cell is ever a formula."""
    sheets = [sheet for source in sources for sheet in _plan_sheets(source, figures, rows_per_sheet)]
    with TemporaryDirectory() as folder:
        framework = Path(folder) / "framework.xlsx"
        _write_framework(framework, figures, findings, sheets)
        first = _WRITTEN_SHEETS + 1
        rows = {f"xl/worksheets/sheet{n}.xml": sheet.rows() for n, sheet in enumerate(wrap(sheets), start=first)}
        pour_rows(framework, path, rows)


@dataclass(frozen=True, eq=False)
class Sheet:
    """Rows `first` to `last` (not included) of a source, on a sheet of their own."""

    name: str
    source: RowSource
    columns: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    first: int
    last: int

    @property
    def header(self) -> tuple[str, ...]:
        """The first row."""
        words = (WORDS_LABEL,) if self.source.has_words else ()
        return ("数字编号", *(label for _, label in self.columns), *words)

    def rows(self) -> Iterator[tuple[str | float, ...]]:
        """The other rows, a chunk of the source at a time."""
        for start in range(self.first, self.last, _CHUNK_ROWS):
            stop = min(start + _CHUNK_ROWS, self.last)
            cells = [list_cells(name, self.source[name][start:stop]) for name, _ in self.columns]
            if self.source.has_words:
                cells.append(self.source.read_words(np.arange(start, stop, dtype=np.int64)))
            yield from zip(_list_ids(self.source, self.figures, start, stop), *cells, strict=True)


def _plan_sheets(source: RowSource, figures: Sequence[Figure], rows_per_sheet: int) -> Iterator[Sheet]:
    shown = (*list_columns(source.key), *WHERE_COLUMNS)
    columns = tuple((name, label) for name, label in shown if _has_any(source[name]))
    resting = tuple(figure for figure in figures if _uses(figure, source))
    held = rows_per_sheet - 1
    for number, first in enumerate(range(0, len(source), held)):
        name = f"{source.label}（续{number}）" if number else source.label
        yield Sheet(name, source, columns, resting, first, min(first + held, len(source)))


def _write_framework(
    path: Path, figures: Sequence[Figure], findings: Sequence[Judged], sheets: Sequence[Sheet]
) -> None:
    """Everything but the rows."""
    book = xlsxwriter.Workbook(str(path), _OPTIONS)
    bold = book.add_format({"bold": True, "bg_color": "#EDEDED"})
    _write_index(book, figures, bold)
    _write_findings(book, findings, sheets, bold)
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        _prepare(page, sheet.header, (24, *(_width(label) for label in sheet.header[1:])), bold)
        page.autofilter(0, 0, sheet.last - sheet.first, len(sheet.header) - 1)
    book.close()


def _width(label: str) -> int:
    return {"标题": 36, WORDS_LABEL: 60}.get(label, 14)


def _uses(figure: Figure, source: RowSource) -> bool:
    return any(selection.source is source for selection in figure.selections)


def _write_index(book: Any, figures: Sequence[Figure], bold: Any) -> None:
    sheet = book.add_worksheet("数字索引")
    _prepare(sheet, _INDEX_HEADER, (12, 36, 12, 14, 10, 10, 10, 10, 10, 10, 6, 60, 8, 20), bold)
    for place, figure in enumerate(figures, start=1):
        definition, grades = figure.definition, figure.grades
        counts = (float(grades.get(grade, 0)) for grade in Grade)
        sheets = "、".join(selection.source.label for selection in figure.selections)
        said = (figure.id, figure.name, figure.value, say_figure(figure), definition.unit, float(figure.row_count))
        tail = (figure.weakest_grade.value, definition.method, definition.version, sheets)
        _write_row(sheet, place, (*said, *counts, *tail))
    sheet.autofilter(0, 0, len(figures), len(_INDEX_HEADER) - 1)


def _write_findings(book: Any, findings: Sequence[Judged], sheets: Sequence[Sheet], bold: Any) -> None:
    page = book.add_worksheet("规则核对")
    _prepare(page, _FINDING_HEADER, (12, 18, 10, 40, 30, 10, 22, 30, 36, 10, 10, 16, 10, 40, 40, 12, 12), bold)
    places = _places_of_receipts(sheets) if findings else {}
    for place, (one, saved) in enumerate(findings, start=1):
        number = (float(one.value) if one.value is not None else "", float(one.limit) if one.limit is not None else "")
        cause = (one.cause.label if one.cause else "", one.cause_evidence)
        said = (
            one.card,
            one.name,
            one.severity,
            one.clause,
            "、".join(one.organs),
            one.level.label,
            *cause,
            one.subject,
        )
        where = _say_places([places[id] for id in one.receipts if id in places])
        tail = (
            round(saved, 2) if saved is not None else "",
            float(len(one.receipts)),
            where,
            one.question,
            one.card_digest[:12],
            one.rulebook_digest[:12],
        )
        _write_row(page, place, (*said, *number, *tail))
    page.autofilter(0, 0, max(len(findings), 1), len(_FINDING_HEADER) - 1)


def _places_of_receipts(sheets: Sequence[Sheet]) -> dict[int, tuple[str, int]]:
    """For each receipt the sheet of this workbook and the row on it."""
    return {
        receipt: (sheet.name, row)
        for sheet in sheets
        if sheet.source.key != OBSERVATIONS
        for row, receipt in enumerate(sheet.source["receipt_id"][sheet.first : sheet.last].tolist(), start=2)
    }


def _say_places(places: Sequence[tuple[str, int]]) -> str:
    """文件第3、7行; after the first fifty how many more."""
    shown = "、".join(f"{sheet}第{row}行" for sheet, row in sorted(places)[:_SHOWN_PLACES])
    return shown if len(places) <= _SHOWN_PLACES else f"{shown}等{len(places)}行"


def _prepare(sheet: Any, header: Sequence[str], widths: Sequence[int], bold: Any) -> None:
    sheet.freeze_panes(1, 1)
    for place, (words, width) in enumerate(zip(header, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, words, bold)


def _has_any(values: "np.ndarray[Any, Any]") -> bool:
    if values.dtype == np.int8:
        return bool((values >= 0).any())
    if values.dtype.kind == "f":
        return not bool(np.isnan(values).all())
    if values.dtype.kind == "M":
        return not bool(np.isnat(values).all())
    return any(value not in (None, "", 0) for value in values.tolist())


def _list_ids(source: RowSource, figures: Sequence[Figure], start: int, stop: int) -> list[str]:
    """For each row from `start` to `stop` the ids of the numbers that it stands behind, with spaces between."""
    ids: list[list[str]] = [[] for _ in range(stop - start)]
    for figure in figures:
        for selection in figure.selections:
            if selection.source is source:
                low, high = np.searchsorted(selection.positions, (start, stop))
                for position in (selection.positions[low:high] - start).tolist():
                    ids[position].append(figure.id)
    return [" ".join(of_row) for of_row in ids]


def _write_row(sheet: Any, place: int, cells: Iterable[str | float]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(place, column, printable(cell))
        else:
            sheet.write_number(place, column, cell)

"""Streams rows into sheets of a finished workbook.

xlsxwriter makes the workbook (styles, index, headers, filters); its rows cost some 8 µs a cell, so the many rows of
evidence are put in afterwards as text: one pass, one row in memory, each different word escaped once.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape
from itertools import count
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from jianfu.reporting.wording import printable

Cell = str | float
_LONGEST_CELL = 32_000
_ROWS_PER_WRITE = 2_000
_END_OF_ROWS = "</sheetData>"
_DIMENSION = re.compile(r'<dimension ref="[A-Z]+\d+(:[A-Z]+\d+)?"/>')
_LOOKS_ESCAPED = re.compile(r"_(x[0-9A-Fa-f]{4}_)")


def pour_rows(framework: Path, path: Path, rows_by_sheet: Mapping[str, Iterable[tuple[Cell, ...]]]) -> None:
    """Copy the workbook `framework` to `path`, adding rows below the header of sheets.

    `rows_by_sheet` goes by part name (xl/worksheets/sheet2.xml). Cells of text are inline strings, so that nothing
    in them is ever a formula; '' is an empty cell.
    """
    with ZipFile(framework) as source, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename in rows_by_sheet:
                _pour(target, part.filename, content.decode(), rows_by_sheet[part.filename])
            else:
                target.writestr(part, content)


def _pour(target: ZipFile, name: str, sheet: str, rows: Iterable[tuple[Cell, ...]]) -> None:
    head, _, tail = _DIMENSION.sub("", sheet).partition(_END_OF_ROWS)
    with target.open(name, "w", force_zip64=True) as stream:
        stream.write(head.encode())
        waiting: list[str] = []
        for line in _write_rows(rows):
            waiting.append(line)
            if len(waiting) == _ROWS_PER_WRITE:
                stream.write("".join(waiting).encode())
                waiting.clear()
        stream.write(("".join(waiting) + _END_OF_ROWS + tail).encode())


def _write_rows(rows: Iterable[tuple[Cell, ...]]) -> Iterable[str]:
    words: dict[str, str] = {}
    letters: list[str] = []
    for number, cells in zip(count(2), rows, strict=False):
        letters = letters or [_name_column(place) for place in range(len(cells))]
        written = [
            f'<c r="{letter}{number}{_write_cell(cell, words)}'
            for letter, cell in zip(letters, cells, strict=True)
            if cell != ""
        ]
        yield f'<row r="{number}">{"".join(written)}</row>'


def _write_cell(cell: Cell, words: dict[str, str]) -> str:
    if not isinstance(cell, str):
        return f'"><v>{cell:.16g}</v></c>'
    if cell not in words:
        words[cell] = f'" t="inlineStr"><is><t xml:space="preserve">{_fit(cell)}</t></is></c>'
    return words[cell]


def _fit(words: str) -> str:
    """Words as a cell can hold them: at most 32,000 characters, _x0041_ not read as a letter."""
    clean = printable(words)
    cut = clean if len(clean) <= _LONGEST_CELL else f"{clean[:_LONGEST_CELL]}…（过长，已截断）"
    return _LOOKS_ESCAPED.sub(r"_x005F_\1", escape(cut, quote=False))


def _name_column(place: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    return chr(65 + place) if place < 26 else _name_column(place // 26 - 1) + chr(65 + place % 26)

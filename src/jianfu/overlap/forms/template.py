"""Reads a form from a table: its heading rows, however many, with merged cells; title, notes and signatures apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from jianfu.intake.content import CellValue, Table
from jianfu.overlap.forms.cells import Grid, is_heading, is_note, names_no_field, words_of
from jianfu.overlap.forms.form import Form, FormField
from jianfu.overlap.forms.labels import read_label_layout

_SEARCHED_ROWS = 15
_TALLEST_HEADER = 4
_FEWEST_FIELDS = 3
_MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class _Header:
    top: int
    height: int


def read_template(table: Table, *, id: str, name: str, source: str) -> Form | None:
    """The form that a table is; None where it has neither labels with blanks nor a row that looks like headings.

    `name` serves where no title stands above.
    """
    by_labels = read_label_layout(table, id=id, name=name, source=source)
    if by_labels is not None:
        return by_labels
    grid = Grid(table, _SEARCHED_ROWS + _TALLEST_HEADER)
    header = _find_header(table, grid)
    if header is None:
        return None
    paths = [(column, path) for column in range(_width(table, header)) if (path := _read_path(grid, header, column))]
    seen = [item for item in paths if not names_no_field(item[1][-1])]
    fields = tuple(
        FormField(path, place, _read_examples(table, header, column)) for place, (column, path) in enumerate(seen)
    )
    return Form(id, _find_title(table, header) or name, fields, source=source) if fields else None


def _find_header(table: Table, grid: Grid) -> _Header | None:
    for top in range(_SEARCHED_ROWS):
        row = table.row(top)
        if row is None:
            return None
        words = {cell.text for column in range(len(row)) if (cell := grid.at(top, column))} - {""}
        if len(words) >= _FEWEST_FIELDS and all(is_heading(word) for word in words):
            return _Header(top, _find_height(table, top))
    return None


def _find_height(table: Table, top: int) -> int:
    """Down to where the header's merged cells end; a row below headings that span columns belongs to it."""
    bottom = top
    for first, left, last, right in sorted(table.merged):
        if first <= bottom and last >= top and last - top < _TALLEST_HEADER:
            bottom = max(bottom, last)
            if right > left and first >= top and last == bottom and _has_words(table, last + 1, left, right):
                bottom = last + 1
    return min(bottom - top + 1, _TALLEST_HEADER)


def _has_words(table: Table, row: int, left: int, right: int) -> bool:
    cells = table.row(row) or ()
    words = [cell for cell in cells[left : right + 1] if isinstance(cell, str) and cell.strip()]
    return len(words) >= 2 and all(is_heading(words_of(word)) for word in words)


def _width(table: Table, header: _Header) -> int:
    return max(len(table.rows[row]) for row in range(header.top, header.top + header.height))


def _read_path(grid: Grid, header: _Header, column: int) -> tuple[str, ...]:
    """The heading's parts from top to bottom; a cell merged downwards is one part."""
    parts: dict[tuple[int, int], str] = {}
    for row in range(header.top, header.top + header.height):
        cell = grid.at(row, column)
        if cell is not None and cell.text:
            parts[cell.top, cell.left] = cell.text
    return tuple(parts.values())


def _read_examples(table: Table, header: _Header, column: int) -> tuple[str, ...]:
    examples: list[str] = []
    for row in range(header.top + header.height, header.top + header.height + _SEARCHED_ROWS):
        cells = table.row(row)
        if cells is None or len(examples) == _MOST_EXAMPLES or _is_note_row(cells):
            break
        if column < len(cells) and cells[column] not in (None, ""):
            examples.append(str(cells[column]).strip())
    return tuple(examples)


def _is_note_row(cells: Sequence[CellValue]) -> bool:
    first = next((words_of(cell) for cell in cells if words_of(cell)), "")
    return is_note(first)


def _find_title(table: Table, header: _Header) -> str:
    """The longest words above the header that are no note: 附件3 and 填报单位： stand there too."""
    above = (words_of(cell) for row in range(header.top) for cell in table.rows[row])
    return max((word for word in above if not is_note(word) and not names_no_field(word)), key=len, default="")

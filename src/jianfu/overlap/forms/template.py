"""Reads a form from a table: its heading rows, however many, with merged cells; title, notes and signatures apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jianfu.intake.content import CellValue, Table
from jianfu.overlap.forms.form import Form, FormField
from jianfu.vocabulary.text import squeeze

_SEARCHED_ROWS = 15
_TALLEST_HEADER = 4
_FEWEST_FIELDS = 3
_MOST_EXAMPLES = 5
_NOTE = re.compile(
    r"^(?:注|说明|备注|填表说明|填表要求|填表人|填报人|审核|制表|负责人签|单位负责人|联系电话)[一二三\d]?[:：]"
)
_NO_FIELD = re.compile(r"^[(（]?(?:签字|盖章|签章|公章|章|领导签字)[)）]?$|^附件?表?\d*[:：]?$")
_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class _Header:
    top: int
    height: int


def read_template(table: Table, *, id: str, name: str, source: str) -> Form | None:
    """The form that a table is; None where no row looks like headings. `name` serves where no title stands above."""
    header = _find_header(table)
    if header is None:
        return None
    paths = [(column, path) for column in range(_width(table, header)) if (path := _read_path(table, header, column))]
    seen = [item for item in paths if not any(_NO_FIELD.match(part) for part in item[1][-1:])]
    fields = tuple(
        FormField(path, place, _read_examples(table, header, column)) for place, (column, path) in enumerate(seen)
    )
    return Form(id, _find_title(table, header) or name, fields, source=source) if fields else None


def _find_header(table: Table) -> _Header | None:
    for top in range(_SEARCHED_ROWS):
        row = table.row(top)
        if row is None:
            return None
        words = {_cell(table, top, column)[0] for column in range(len(row))} - {""}
        if len(words) >= _FEWEST_FIELDS and all(_is_heading(word) for word in words):
            return _Header(top, _find_height(table, top))
    return None


def _is_heading(word: str) -> bool:
    return len(word) <= _LONGEST_HEADING and not _NOTE.match(word) and not re.fullmatch(r"[\d.,/%-]+", word)


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
    return len(words) >= 2 and all(_is_heading(squeeze(word)) for word in words)


def _width(table: Table, header: _Header) -> int:
    return max(len(table.rows[row]) for row in range(header.top, header.top + header.height))


def _read_path(table: Table, header: _Header, column: int) -> tuple[str, ...]:
    """The heading's parts from top to bottom; a cell merged downwards is one part."""
    parts: dict[tuple[int, int], str] = {}
    for row in range(header.top, header.top + header.height):
        word, anchor = _cell(table, row, column)
        if word:
            parts[anchor] = word
    return tuple(parts.values())


def _cell(table: Table, row: int, column: int) -> tuple[str, tuple[int, int]]:
    """A cell's words and where they stand: a merged cell speaks for its whole range."""
    for first, left, last, right in table.merged:
        if first <= row <= last and left <= column <= right:
            row, column = first, left
            break
    cells = table.row(row) or ()
    return _words(cells[column] if column < len(cells) else None), (row, column)


def _words(cell: CellValue) -> str:
    return squeeze(cell) if isinstance(cell, str) else ""


def _read_examples(table: Table, header: _Header, column: int) -> tuple[str, ...]:
    examples: list[str] = []
    for row in range(header.top + header.height, header.top + header.height + _SEARCHED_ROWS):
        cells = table.row(row)
        if cells is None or len(examples) == _MOST_EXAMPLES or _is_note(cells):
            break
        if column < len(cells) and cells[column] not in (None, ""):
            examples.append(str(cells[column]).strip())
    return tuple(examples)


def _is_note(cells: Sequence[CellValue]) -> bool:
    first = next((_words(cell) for cell in cells if _words(cell)), "")
    return bool(_NOTE.match(first))


def _find_title(table: Table, header: _Header) -> str:
    """The longest words above the header that are no note: 附件3 and 填报单位： stand there too."""
    above = (_words(cell) for row in range(header.top) for cell in table.rows[row])
    return max((word for word in above if not _NOTE.match(word) and not _NO_FIELD.match(word)), key=len, default="")

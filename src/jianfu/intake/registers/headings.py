"""Finds the header of a table and what each column means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jianfu.intake.content import CellValue, Table
from jianfu.intake.registers.mappings import Register
from jianfu.vocabulary.fields import Field
from jianfu.vocabulary.text import squeeze

_SEARCHED_ROWS = 15
_TALLEST_HEADER = 3
_BRACKETS = re.compile(r"[（(【\[].*?[)）】\]]")
_UNIT = re.compile(r"[（(【\[](.*?)[)）】\]]")
_DECORATION = re.compile(r"^[\d一二三四五六七八九十]*[.、．]|[*＊:：]+")


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """Column `index` (from 0) is `field`; `unit` is the unit that its heading names, '' for none."""

    index: int
    field: Field
    unit: str
    heading: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """A table is a register: which, where its header stands and what its columns mean.

    `first_data_row` counts within the table's rows. `title` are the words above the header.
    """

    register: Register
    first_header_row: int
    first_data_row: int
    columns: tuple[ColumnMeaning, ...]
    unknown_headings: tuple[str, ...]
    title: str
    unknown_columns: tuple[int, ...] = ()
    """Where the unknown headings stand, in the same order."""
    headings: tuple[str, ...] = ()
    """The words above each column of the table, those of a tall header joined."""


def recognise(table: Table, registers: Sequence[Register], *, start: int = 0) -> Recognition | None:
    """The best reading of the first header at or below row `start`, or None if no register fits."""
    best: tuple[float, Recognition] | None = None
    for top in range(start, start + _SEARCHED_ROWS):
        # A header may be read better one row lower, where its title is not taken for a part of it. What stands
        # below it is another table's header, however well it fits.
        if best is not None and top >= best[1].first_data_row:
            break
        for height in range(1, _TALLEST_HEADER + 1):
            if table.row(top + height - 1) is None:
                break
            headings = _join_headings(table, top, height)
            for register in registers:
                fit = _fit(register, headings)
                if fit is not None and (best is None or fit[0] - 0.1 * height > best[0]):
                    score, columns, unknown = fit
                    found = Recognition(
                        register,
                        top,
                        top + height,
                        columns,
                        tuple(unknown.values()),
                        _title_above(table, start, top),
                        unknown_columns=tuple(unknown),
                        headings=tuple(map("".join, headings)),
                    )
                    best = (score - 0.1 * height, found)
    return best[1] if best else None


def is_header(row: Sequence[CellValue], register: Register) -> bool:
    """Whether a row inside the data repeats a header: most of its cells are headings of the register."""
    words = [squeeze(cell) for cell in row if isinstance(cell, str) and cell.strip()]
    known = sum(word in register.headings or word in register.ignored for word in words)
    return len(words) >= 3 and known * 2 > len(words)


def _join_headings(table: Table, top: int, height: int) -> list[tuple[str, ...]]:
    """For each column the heading parts from top to bottom, merged cells spread over their range."""
    width = max(len(table.rows[row]) for row in range(top, top + height))
    parts = [[_words(table, row, column) for row in range(top, top + height)] for column in range(width)]
    return [tuple(dict.fromkeys(word for word in column if word)) for column in parts]


def _words(table: Table, row: int, column: int) -> str:
    for first_row, first_column, last_row, last_column in table.merged:
        if first_row <= row <= last_row and first_column <= column <= last_column:
            row, column = first_row, first_column
            break
    cells = table.rows[row]
    cell = cells[column] if column < len(cells) else None
    return squeeze(cell) if isinstance(cell, str) else ""


def _fit(
    register: Register, headings: Sequence[tuple[str, ...]]
) -> tuple[float, tuple[ColumnMeaning, ...], dict[int, str]] | None:
    """(score, columns, unknown headings by their column), or None if the register's required fields are not there."""
    columns: dict[str, ColumnMeaning] = {}
    unknown: dict[int, str] = {}
    for index, parts in enumerate(headings):
        if not parts:
            continue
        heading = "".join(parts)
        field = _match(register, parts)
        if field is not None and field.name not in columns:
            unit = _UNIT.search(heading)
            columns[field.name] = ColumnMeaning(index, field, unit.group(1) if unit else "", heading)
        elif not any(bare(part) in register.ignored for part in (*parts, heading)):
            unknown[index] = heading
    if not all(name in columns for name in register.required) or not register.typical & set(columns):
        return None
    score = len(columns) - 0.5 * len(unknown) + 0.2 * len(register.typical & set(columns))
    return score, tuple(columns.values()), unknown


def _match(register: Register, parts: tuple[str, ...]) -> Field | None:
    """The field of a heading: as a whole, then its lowest part, each as written and without brackets."""
    for words in ("".join(parts), parts[-1], parts[0]):
        for form in (words, bare(words)):
            if form in register.headings:
                return register.headings[form]
    return None


def bare(words: str) -> str:
    """A heading without its unit, its number and its asterisk."""
    return _DECORATION.sub("", _BRACKETS.sub("", words))


def _title_above(table: Table, start: int, top: int) -> str:
    rows = [table.rows[index] for index in range(start, top)]
    return " ".join(str(cell).strip() for row in rows for cell in row if isinstance(cell, str) and cell.strip())

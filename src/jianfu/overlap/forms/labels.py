"""Reads a form laid out as label and blank (审批表, 登记表 of one person), not as a list under headings.

A label has room to write at its right, or below it where labels stand side by side as in a list inside the form. A cell
that is merged down beside several labels, or fills a whole row, says what the fields behind or below it are about.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from jianfu.intake.content import Table
from jianfu.overlap.forms.cells import Cell, Grid, is_heading, is_note, is_room, names_no_field, read_boxes
from jianfu.overlap.forms.form import Form, FormField

_SEARCHED_ROWS = 80
_FEWEST_ROWS, _FEWEST_FIELDS = 2, 3
_LONGEST_LABEL = 30


@dataclass(slots=True)
class _Reading:
    title: str = ""
    section: str = ""
    fields: list[FormField] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    """Rows in which a label has its blank at its right."""

    def add(self, path: tuple[str, ...], room: str = "") -> None:
        whole = (self.section, *path) if self.section else path
        self.fields.append(FormField(whole, len(self.fields), read_boxes(room)))


def read_label_layout(table: Table, *, id: str, name: str, source: str) -> Form | None:
    """The form; None where the table is no such layout. `name` serves where no title stands above."""
    grid = Grid(table, _SEARCHED_ROWS)
    if _is_list(grid):
        return None
    reading = _Reading()
    for row in range(len(grid.rows)):
        _read_row(grid, row, reading)
    if len(reading.rows) < _FEWEST_ROWS or len(reading.fields) < _FEWEST_FIELDS:
        return None
    return Form(id, reading.title or name, tuple(reading.fields), source=source)


def _is_list(grid: Grid) -> bool:
    """Whether headings stand side by side before any two rows of label and blank: a list, filled in or not."""
    rows_of_labels = 0
    for row in range(len(grid.rows)):
        cells = list(grid.row_cells(row))
        labels = [cell for cell in cells if _is_label(cell)]
        if any(_room_beside(grid, cell) for cell in labels):
            rows_of_labels += 1
        elif len(labels) >= _FEWEST_FIELDS and len(labels) == len(cells):
            return rows_of_labels < _FEWEST_ROWS
    return False


def _is_label(cell: Cell) -> bool:
    return (
        bool(cell.words)
        and len(cell.words) <= _LONGEST_LABEL
        and is_heading(cell.words)
        and not is_room(cell.words)
        and not names_no_field(cell.words)
    )


def _room_beside(grid: Grid, cell: Cell) -> Cell | None:
    beside = grid.at(cell.top, cell.right + 1)
    return beside if beside is not None and beside.top == cell.top and is_room(beside.words) else None


def _has_room_below(grid: Grid, cell: Cell) -> bool:
    below = grid.at(cell.bottom + 1, cell.left)
    return below is not None and (below.left, below.right) == (cell.left, cell.right) and is_room(below.words)


def _read_row(grid: Grid, row: int, reading: _Reading) -> None:
    spoken = [cell for cell in grid.row_cells(row) if cell.words]
    if len(spoken) == 1 and _fills_row(grid, spoken[0]):
        _read_line(spoken[0], reading)
        return
    for cell in spoken:
        if is_note(cell.words):
            return
        if not _is_label(cell):
            continue
        above = tuple(_labels_before(grid, cell))
        if room := _room_beside(grid, cell):
            reading.rows.add(row)
            reading.add((*above, cell.words), room.words)
        elif _has_room_below(grid, cell):
            reading.add((*above, cell.words))


def _fills_row(grid: Grid, cell: Cell) -> bool:
    """Whether it is all that stands in its row: merged to the end, or the rest of the row does not exist."""
    return cell.left == 0 and (cell.right >= grid.width - 1 or len(grid.rows[cell.top]) <= cell.right + 1)


def _read_line(cell: Cell, reading: _Reading) -> None:
    """Words that fill a row: the title above all fields, else what the rows below are about."""
    if is_note(cell.words) or not is_heading(cell.words) or names_no_field(cell.words):
        return
    if reading.fields:
        reading.section = cell.words
    elif len(cell.words) > len(reading.title):
        reading.title = cell.words


def _labels_before(grid: Grid, cell: Cell) -> Iterator[str]:
    """Words at the left that are merged down beside this row and others: what its fields are about."""
    column = 0
    while column < cell.left:
        before = grid.at(cell.top, column)
        if before is None:
            return
        is_taller = before.bottom >= cell.bottom and (before.top, before.bottom) != (cell.top, cell.bottom)
        if is_taller and _is_label(before):
            yield before.words
        column = before.right + 1

"""What a cell of a template says: a heading, a note, a place for a seal, or room to write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jianfu.intake.content import CellValue, Table
from jianfu.vocabulary.text import squeeze

_NOTE = re.compile(
    r"^(?:注|说明|备注|填表说明|填表要求|填表人|填报人|审核|制表|负责人签|单位负责人|联系电话)[一二三\d]?[:：]"
)
_NO_FIELD = re.compile(r"^[(（]?(?:签字|盖章|签章|公章|章|领导签字)[)）]?$|^附件?表?\d*[:：]?$")
_LONGEST_HEADING = 60
_ROOM = re.compile(
    r"^(?:[_＿.…\-/]*|[\d_＿]*年[\d_＿]*月[\d_＿]*日?|[(（]?(?:签字|签名|盖章|签章|公章|粘贴照片|贴照片处?|照片)[)）]?[:：]?"
    r"|(?:[(（]?(?:签字|签名|盖章|签章|公章)[)）]?[:：]?)?[\d_＿]*年[\d_＿]*月[\d_＿]*日)$"
)
_BOX = re.compile(r"[□☐○◯〇]")


def words_of(cell: CellValue) -> str:
    """The cell's words, squeezed; "" for an empty cell and for numbers."""
    return squeeze(cell) if isinstance(cell, str) else ""


def is_heading(word: str) -> bool:
    """Whether the words can name a field: not too long, no note, no bare number."""
    return len(word) <= _LONGEST_HEADING and not _NOTE.match(word) and not re.fullmatch(r"[\d.,/%-]+", word)


def is_note(word: str) -> bool:
    """A note below or above a form: 注：…, 填表人：…."""
    return bool(_NOTE.match(word))


def names_no_field(word: str) -> bool:
    """A place for a seal, or the number of an annex."""
    return bool(_NO_FIELD.match(word))


def is_room(word: str) -> bool:
    """Whether somebody is to write here: nothing, a line, 年 月 日, a place for a seal or a photo, boxes to tick."""
    return bool(_ROOM.match(word)) or bool(_BOX.search(word))


def read_boxes(word: str) -> tuple[str, ...]:
    """What can be ticked: □是 □否, 男□ 女□. () where there are no boxes."""
    if not _BOX.search(word):
        return ()
    return tuple(part for part in (part.strip("、，,;；/:：") for part in _BOX.split(word)) if part)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, or a merged one as a whole; rows and columns inclusive, from 0."""

    top: int
    left: int
    bottom: int
    right: int
    value: CellValue

    @property
    def text(self) -> str:
        """Its words; "" for a number, which names no field."""
        return words_of(self.value)

    @property
    def words(self) -> str:
        """What stands in it, a number too; "" where nothing does."""
        return self.text or ("" if self.value in (None, "") else str(self.value))


class Grid:
    """A table's first rows with merged cells as one."""

    def __init__(self, table: Table, rows: int) -> None:
        self.rows = [row for place in range(rows) if (row := table.row(place)) is not None]
        self.width = max(map(len, self.rows), default=0)
        self._ranges = {
            (row, column): merged
            for merged in table.merged
            for row in range(merged[0], min(merged[2] + 1, len(self.rows)))
            for column in range(merged[1], merged[3] + 1)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers the place; None outside of the table, whose rows may differ in length."""
        if not 0 <= row < len(self.rows):
            return None
        if (row, column) not in self._ranges and column >= len(self.rows[row]):
            return None
        top, left, bottom, right = self._ranges.get((row, column), (row, column, row, column))
        cells = self.rows[top]
        return Cell(top, left, bottom, right, cells[left] if left < len(cells) else None)

    def row_cells(self, row: int) -> Iterator[Cell]:
        """The cells that begin in the row, from left to right."""
        for column in range(self.width):
            cell = self.at(row, column)
            if cell is not None and (cell.top, cell.left) == (row, column):
                yield cell

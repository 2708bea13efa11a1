"""What a reader finds in a file, before anyone asks what it means."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

CellValue = str | int | float | bool | date | datetime | time | timedelta | None


@dataclass(slots=True)
class Table:
    """A sheet or a table in a document, as read.

    `rows[i][j]` is the cell; rows may differ in length. `first_row` is the number, counted from 1, that a
    spreadsheet shows for `rows[0]`. `merged` are inclusive ranges (top, left, bottom, right), 0-based within `rows`.
    `page` is 0 where the format has none. The rows of a large sheet come while they are read
    (readers/streaming.py): ask with `row`, from top to bottom.
    """

    sheet: str
    rows: Sequence[Sequence[CellValue]]
    first_row: int = 1
    page: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def row(self, index: int) -> Sequence[CellValue] | None:
        """The row at `index`, counted from 0; None below the last."""
        try:
            return self.rows[index]
        except IndexError:
            return None


@dataclass(slots=True)
class Message:
    """One message of a group-chat export. `files` are names of files that it carries."""

    sender: str
    sent_at: datetime | None
    text: str
    line: int
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class Content:
    """All that one file holds: tables, running text, messages. `text` has one line a paragraph.

    `warnings` are Chinese sentences for the clerk (扫描件共3页无文字, 已忽略宏 …).
    """

    tables: list[Table] = field(default_factory=list)
    text: str = ""
    pages: int | None = None
    messages: list[Message] = field(default_factory=list)
    chat_name: str = ""
    header_red: bool = False
    """The first page bears a red head or red rule, where the format can tell."""
    aside: str = ""
    """Page headers and text boxes: looked through for secrecy marks, otherwise unused."""
    warnings: list[str] = field(default_factory=list)

"""Evidence 来源凭据: where a fact was read and how far it can be trusted."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How far a source can be trusted, from the best (A) to the weakest (D)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def label(self) -> str:
        """The Chinese name of the grade."""
        return _GRADE_LABELS[self]


_GRADE_LABELS = {Grade.A: "系统导出", Grade.B: "台账登记", Grade.C: "问卷访谈", Grade.D: "个人回忆"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it was handed in.

    `digest` is the SHA-256 of its bytes in hex; `inner_path` is the path inside an archive, '' outside one.
    """

    digest: str
    name: str
    size_bytes: int
    format: str
    inner_path: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one row was read inside its source file.

    `row` counts from 1 as a spreadsheet shows it; `page` counts from 1; both are 0 where the format has none.
    `words` are the cells or the line as read, cells joined by a tab.
    """

    sheet: str = ""
    row: int = 0
    page: int = 0
    words: str = ""
    grade: Grade = Grade.B

"""Why a file or a row was not taken, in words that a clerk understands."""

from dataclasses import dataclass


class UnreadableFile(Exception):
    """A file that cannot be read. `reason` is one Chinese sentence, `remedy` what the clerk can do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}{remedy}")
        self.reason = reason
        self.remedy = remedy


class ClassifiedFile(UnreadableFile):
    """A file that bears a secrecy mark: refused, and nothing of it is kept, its name included."""


class UnreadScan(UnreadableFile):
    """A scan or photograph whose words nobody has read: a person who looks at it can type them."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One row or cell that could not be taken. `row` and `column` as a spreadsheet shows them, 0 and '' if none."""

    sheet: str
    row: int
    column: str
    words: str
    reason: str
    remedy: str
    rejected: bool
    """True: the row is left out. False: the row is taken without this cell."""

"""What an import did or would do, for people and programs to read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jianfu.intake.errors import RowProblem
from jianfu.intake.samples import Sample
from jianfu.vocabulary.recorded import Recorded


class Outcome(StrEnum):
    """What became of one file."""

    RECORDED = "已导入"
    READ_AGAIN = "对照有变，已重新导入"
    PREVIEWED = "可导入"
    ALREADY_KNOWN = "此前已导入"
    NOT_RECOGNISED = "没有认出"
    UNREADABLE = "读不出"
    COVER_NOTE = "只是附言"
    """The body of an e-mail that asks for nothing: no fault, its attachments may."""
    TYPED = "已照着录入"
    """A picture whose words a person has typed, in a file beside it."""


@dataclass(frozen=True, slots=True)
class UnplacedTable:
    """A table that is no known register: the row of it that looks most like a header, and the row below that."""

    sheet: str
    headings: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(slots=True)
class FileSummary:
    """One file: what it is, what was found in it, what was taken, what was not and why."""

    name: str
    outcome: Outcome
    format: str = ""
    registers: list[str] = field(default_factory=list)
    rows_seen: int = 0
    fields_found: list[str] = field(default_factory=list)
    unknown_headings: dict[str, list[str]] = field(default_factory=dict)
    """Register name → headings that no field answers to."""
    examples: dict[str, str] = field(default_factory=dict)
    """Unknown heading → what stands in the first row below it."""
    unplaced: list[UnplacedTable] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    """Of a preview: the first rows as they would be recorded."""
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    reason: str = ""
    """Why it was not taken, '' if it was."""
    remedy: str = ""
    classified: bool = False
    """It bears a secrecy mark; nothing of it may be kept, its name included."""
    needs_eyes: bool = False
    """A picture whose words nobody has read."""
    recorded: Recorded = field(default_factory=Recorded)

    @property
    def rejected_rows(self) -> int:
        """Rows left out."""
        return sum(problem.rejected for problem in self.problems)


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """All files of one import, in the order in which they were taken."""

    files: Sequence[FileSummary]

    @property
    def exit_code(self) -> int:
        """0 all taken, 1 something was left out, 2 nothing could be taken."""
        taken = [file for file in self.files if file.outcome not in {Outcome.UNREADABLE, Outcome.NOT_RECOGNISED}]
        if not taken:
            return 2
        return 1 if len(taken) < len(self.files) or any(file.rejected_rows for file in taken) else 0

    @property
    def unknown_organs(self) -> list[str]:
        """Names that no directory explains, met for the first time in this import."""
        return sorted({name for file in self.files for name in file.recorded.unknown_organs})

"""What became of one file, as JSON for its page."""

from dataclasses import asdict
from typing import Any

from jianfu.intake.summary import FileSummary, Outcome

_PROBLEMS_SHOWN = 20
_UNTAKEN = frozenset({Outcome.UNREADABLE, Outcome.NOT_RECOGNISED})
_NAMELESS = "（涉密文件，已删除）"


def tell_file(file: FileSummary) -> dict[str, Any]:
    """Everything that a page shows of a file. Lists that may be long are cut; the workbook has all of them."""
    return {
        "name": _NAMELESS if file.classified else name_file(file.name),
        "format": file.format,
        "outcome": file.outcome.value,
        "classified": file.classified,
        "registers": list(dict.fromkeys(file.registers)),
        "rows": file.rows_seen,
        "fields": list(dict.fromkeys(file.fields_found)),
        "unknown_headings": {name: list(dict.fromkeys(words)) for name, words in file.unknown_headings.items()},
        "examples": file.examples,
        "unplaced": [asdict(table) for table in file.unplaced],
        "samples": [asdict(sample) for sample in file.samples],
        "warnings": file.warnings,
        "reason": file.reason,
        "remedy": file.remedy,
        "rejected": file.rejected_rows,
        "problem_count": len(file.problems),
        "problems": [asdict(problem) for problem in file.problems[:_PROBLEMS_SHOWN]],
        "needs_eyes": file.needs_eyes,
        **tell_recorded(file),
    }


def name_file(full_name: str) -> str:
    """A file's name for the page; one inside an archive stands behind it."""
    return full_name.replace("/", " › ")


def tell_recorded(file: FileSummary) -> dict[str, Any]:
    """What an import adds to what the preview told."""
    return {
        "outcome": file.outcome.value,
        "reason": file.reason,
        "remedy": file.remedy,
        "new_receipts": file.recorded.new_receipts,
        "repeated": file.recorded.repeated_receipts,
        "unknown_organs": list(file.recorded.unknown_organs)[:_PROBLEMS_SHOWN],
    }


def is_takeable(file: FileSummary) -> bool:
    """Whether an import would find something in it, or found it before."""
    return file.outcome not in {*_UNTAKEN, Outcome.COVER_NOTE, Outcome.TYPED}


def is_clean(file: FileSummary) -> bool:
    """Whether nobody need look at it: it was understood to the last heading and loses no row."""
    has_question = file.reason or file.rejected_rows or any(file.unknown_headings.values()) or file.unplaced
    return not has_question and not file.needs_eyes

"""Findings in a file, to the letter the same whenever they are derived again from the same ledger and cards."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from jianfu.vocabulary.finding import Finding
from jianfu.vocabulary.interval import Period


class BrokenFindings(Exception):
    """The file is not one of findings; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What was judged, by which cards. `organ` None: the whole ledger; `period` None: all days."""

    organ: str | None
    period: Period | None
    rulebook_digest: str


def write_findings(path: Path, scope: Scope, findings: Iterable[Finding]) -> int:
    """Write the scope and one line a finding, in their order, whole or not at all. How many."""
    lines = list(say_lines(scope, findings))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".part")
    partial.write_text("\n".join(lines) + "\n", encoding="utf-8")
    partial.replace(path)
    return len(lines) - 1


def read_lines(path: Path) -> tuple[Scope, Sequence[str]]:
    """The scope, and all lines as they stand. BrokenFindings where the file cannot be read or is none of ours."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        head = json.loads(lines[0])
        scope = Scope(head["organ"], _period(head["period"]), head["rulebook_digest"])
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise BrokenFindings(f"{path} 不是 jianfu rules evaluate -o 写出的文件，或已损坏。请核对文件。") from error
    return scope, lines


def say_lines(scope: Scope, findings: Iterable[Finding]) -> Iterator[str]:
    """The lines of the file."""
    yield json.dumps(asdict(scope), ensure_ascii=False, default=str)
    for finding in findings:
        yield json.dumps(asdict(finding), ensure_ascii=False)


def _period(days: dict[str, str] | None) -> Period | None:
    return None if days is None else Period(date.fromisoformat(days["start"]), date.fromisoformat(days["end"]))

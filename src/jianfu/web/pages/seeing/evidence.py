"""One receipt as it was read: which files tell of it, and what the reader understood, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from jianfu.ledger.models import Demand, EvidenceRow, Receipt
from jianfu.ledger.searching import fold
from jianfu.reading.elements.lines import mend_layout
from jianfu.reading.facts import Fact, Reading, Span
from jianfu.reading.reader import read
from jianfu.vocabulary.calendar import OfficeHours, WorkCalendar

_BEGINNING_OF_WORK = OfficeHours().morning_start


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the row that was read; `heading` '' where none stands above it. `is_told`: a fact came from it."""

    heading: str
    words: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence: the row of a table as cells, or else the words as read."""

    line: EvidenceRow
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text; `fact` is what was read there, '' for nothing. `place` numbers facts from 1."""

    words: str
    fact: str
    place: int


def list_proofs(demand: Demand, receipt: Receipt | None, told: Sequence[str]) -> list[Proof]:
    """All evidence of a demand and of one receipt of it, the best grade first. `told` are the values that were read."""
    behind = Q(demand=demand) if receipt is None else Q(demand=demand) | Q(receipt=receipt)
    found = EvidenceRow.objects.filter(behind).select_related("source").order_by("grade", "pk")
    wanted = {folded for value in told if len(folded := fold(value)) > 1}
    return [Proof(line, _split_cells(line, wanted)) for line in found]


def _split_cells(line: EvidenceRow, told: set[str]) -> list[Cell]:
    """The cells of a table's row; [] for words of a text."""
    if "\t" not in line.words:
        return []
    headings = find_headings(line)
    cells = line.words.split("\t")
    named = [*headings, *[""] * len(cells)][: len(cells)]
    return [
        Cell(heading, words, fold(words) in told)
        for heading, words in zip(named, cells, strict=True)
        if words or heading
    ]


def find_headings(line: EvidenceRow) -> list[str]:
    """The headings above a row; [] where its file was imported before they were kept."""
    for sheet, first, last, words in line.source.headings:
        if sheet == line.sheet and first <= line.row <= last:
            return list(words)
    return []


def split_text(text: str, receipt: Receipt | None, calendar: WorkCalendar) -> list[Part]:
    """The whole text in parts, those that tell a fact named; where facts overlap, the first and longer stands."""
    mended = mend_layout(text)
    day = receipt.received_on if receipt else None
    arrived = (receipt.received_at if receipt else None) or (datetime.combine(day, _BEGINNING_OF_WORK) if day else None)
    facts = sorted(_list_facts(read(text, received_at=arrived, calendar=calendar)), key=_order)
    parts, end, place = [], 0, 0
    for span, words in facts:
        if span.start < end or span.end <= span.start:
            continue
        place += 1
        parts += [Part(mended[end : span.start], "", 0), Part(mended[span.start : span.end], words, place)]
        end = span.end
    return [part for part in (*parts, Part(mended[end:], "", 0)) if part.words]


def _order(fact: tuple[Span, str]) -> tuple[int, int]:
    return fact[0].start, -fact[0].end


def _list_facts(found: Reading) -> Iterator[tuple[Span, str]]:
    """Every fact with its span, and what it is in words."""
    who = found.identity
    asked = found.submission
    named: list[tuple[str, Fact[Any] | None]] = [
        ("发文字号", who.doc_number),
        ("发文单位", who.issuer),
        ("标题", who.title),
        ("成文日期", who.issued_on),
        ("紧急程度", who.urgency),
        ("签发人", who.signer),
        ("与考核挂钩", found.tied_to_assessment),
        ("要纸质", asked.paper),
        ("要电子档", asked.electronic),
        ("要签字盖章", asked.signed),
    ]
    yield from ((fact.span, words) for words, fact in named if fact is not None)
    yield from ((fact.span, "主送") for fact in who.recipients)
    yield from ((fact.span, "附件") for fact in who.attachments)
    for deadline in found.deadlines:
        when = f"：{deadline.at:%Y-%m-%d %H:%M}" if deadline.at else ""
        yield deadline.span, f"时限{when}{f'，{deadline.period.value}' if deadline.period else ''}"
    yield from ((ask.span, f"要求：{ask.kind.value}") for ask in found.asks)
    if found.inspection and found.inspection.span:
        yield found.inspection.span, "检查" if found.inspection.is_inspection else "是否检查，看不出"

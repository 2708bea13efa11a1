"""Reads one text: all facts that the rooms of `reading` find, put together."""

from datetime import datetime
from typing import TypeVar

from jianfu.reading.asks import read_asks
from jianfu.reading.assessment import read_assessment
from jianfu.reading.deadlines.reader import read_deadlines
from jianfu.reading.elements.dates import find_closing_date
from jianfu.reading.elements.head import (
    find_attachments,
    find_recipients,
    find_signer,
    find_urgency,
    judge_header,
)
from jianfu.reading.elements.issuers import find_issuers
from jianfu.reading.elements.lines import Line, first_paper, mend_layout, split_lines
from jianfu.reading.elements.own_number import find_own_number
from jianfu.reading.elements.title import find_title
from jianfu.reading.facts import Fact, Identity, Reading, Replaces
from jianfu.reading.inspection import judge_inspection
from jianfu.reading.secrecy import find_secrecy
from jianfu.reading.submission import read_submission
from jianfu.reading.titles import read_title
from jianfu.vocabulary.calendar import WorkCalendar

T = TypeVar("T")
_REPLACEMENT_LINES = 6


def read(text: str, *, received_at: datetime | None, calendar: WorkCalendar, header_red: bool = False) -> Reading:
    """What a text says. `received_at` anchors 今天 and 3个工作日内; None leaves such moments unknown."""
    text = mend_layout(text)
    identity = _read_mended(text, header_red=header_red)
    issued_on = identity.issued_on.value if identity.issued_on else None
    return Reading(
        identity=identity,
        deadlines=read_deadlines(text, received_at=received_at, issued_on=issued_on, calendar=calendar),
        asks=read_asks(text),
        submission=read_submission(text),
        tied_to_assessment=read_assessment(text),
        inspection=judge_inspection(text, title=identity.title.value if identity.title else None),
    )


def read_identity(text: str, *, header_red: bool = False) -> Identity:
    """Who says what to whom."""
    return _read_mended(mend_layout(text), header_red=header_red)


def _read_mended(text: str, *, header_red: bool) -> Identity:
    lines = first_paper(split_lines(text))
    title = find_title(lines)
    closing = find_closing_date(lines)
    number = find_own_number(lines, title)
    issuers = find_issuers(lines, title, closing)
    reading = read_title(title.value) if title else None
    return Identity(
        doc_number=number,
        issuer=issuers[0] if issuers else None,
        joint_issuers=issuers if len(issuers) > 1 else (),
        document_type=_in_title(title, reading.document_type if reading else None),
        title=title,
        issued_on=closing,
        recipients=find_recipients(lines, title),
        secrecy=find_secrecy(text),
        urgency=find_urgency(text),
        signer=find_signer(text),
        attachments=find_attachments(text),
        header_class=judge_header(text, number, issuers, header_red=header_red),
        forwards=_in_title(title, reading.forwards if reading else None),
        replaces=_find_replacement(title, reading.replaces if reading else None, lines),
    )


def _in_title(title: Fact[str] | None, value: T | None) -> Fact[T] | None:
    return Fact(value, title.span, title.confidence) if title is not None and value is not None else None


def _find_replacement(title: Fact[str] | None, in_title: Replaces | None, lines: list[Line]) -> Fact[Replaces] | None:
    if title is None:
        return None
    if in_title is not None:
        return Fact(in_title, title.span, 0.95)
    behind = [line for line in lines if line.start >= title.span.end]
    for line in (*behind[:_REPLACEMENT_LINES], *behind[-_REPLACEMENT_LINES:]):
        found = read_title(line.text).replaces
        if found is not None and "以" in line.text and "为准" in line.text:
            return Fact(found, line.span, 0.85)
    return None

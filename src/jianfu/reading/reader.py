"""Reads one text: all facts that the rooms of `reading` find, put together."""

import re
from datetime import datetime
from typing import TypeVar

from jianfu.reading.asks import read_asks
from jianfu.reading.assessment import read_assessment
from jianfu.reading.deadlines.reader import read_deadlines
from jianfu.reading.doc_number import find_doc_numbers
from jianfu.reading.elements import (
    Line,
    find_attachments,
    find_closing_date,
    find_issuers,
    find_recipients,
    find_signer,
    find_title,
    find_urgency,
    judge_header,
    split_lines,
)
from jianfu.reading.facts import DocNumber, Fact, Identity, Reading, Replaces, Span
from jianfu.reading.inspection import judge_inspection
from jianfu.reading.secrecy import find_secrecy
from jianfu.reading.submission import read_submission
from jianfu.reading.titles import read_title
from jianfu.vocabulary.calendar import WorkCalendar

T = TypeVar("T")
_REPLACEMENT_LINES = 6
_HEAD_CHARACTERS = 300
_BROKEN_NUMBER_START = 40
_SENTENCE_MARKS = "：，。》"
_NUMBER_LINE_REST = re.compile(
    r"[\s（）()\[\]:：]|[\d〇零Oo○一二三四五六七八九十]+[年月日]|发文字号|文号|字号|大|中|小|签发人[:：]?\s*[\u4e00-\u9fff·]{2,6}"
)


def read(text: str, *, received_at: datetime | None, calendar: WorkCalendar, header_red: bool = False) -> Reading:
    """What a text says. `received_at` anchors 今天 and 3个工作日内; None leaves such moments unknown."""
    identity = read_identity(text, header_red=header_red)
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
    lines = split_lines(text)
    title = find_title(lines)
    closing = find_closing_date(text, lines)
    number = _own_number(text, title)
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


def _own_number(text: str, title: Fact[str] | None) -> Fact[DocNumber] | None:
    """The paper's own number stands before its title or right behind it; any other is one that the text quotes."""
    numbers = find_doc_numbers(text)
    alone = [number for number in numbers if _stands_alone(text, number)]
    before = [number for number in alone if title is not None and number.span.end <= title.span.start]
    if alone:
        return before[-1] if before else alone[0]
    return _read_broken_number(text)


def _stands_alone(text: str, number: Fact[DocNumber]) -> bool:
    """A number alone on its line – brackets, 签发人 and the words 发文字号 aside – is the paper's own."""
    start = text.rfind("\n", 0, number.span.start) + 1
    end = text.find("\n", number.span.end)
    line = text[start : end if end >= 0 else len(text)]
    rest = line.replace(text[number.span.start : number.span.end], "", 1)
    return not _NUMBER_LINE_REST.sub("", rest)


def _read_broken_number(text: str) -> Fact[DocNumber] | None:
    """A number whose parts web pages put on lines of their own."""
    places = [place for place, character in enumerate(text[:_HEAD_CHARACTERS]) if not character.isspace()]
    numbers = find_doc_numbers("".join(text[place] for place in places))
    if not numbers:
        return None
    found = numbers[0]
    before = text[: places[found.span.start]]
    if found.span.start > _BROKEN_NUMBER_START or any(mark in before for mark in _SENTENCE_MARKS):
        return None
    span = Span(places[found.span.start], places[found.span.end - 1] + 1)
    return Fact(found.value, span, 0.7)


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

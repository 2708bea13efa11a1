"""The lines of a paper as its author wrote them, whatever a web page or a flattened copy made of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jianfu.reading.doc_number import find_doc_numbers
from jianfu.reading.facts import Span
from jianfu.reading.titles import TYPE_WORDS
from jianfu.vocabulary.text import normalise_width

_UNSEEN = str.maketrans({"\u200b": " ", "\ufeff": " "})
_NEVER_FIRST = r"[〔〕）)》〉，。、；”％%]"
_NEVER_LAST = r"[〔（(《〈、，“]"
_BREAK = r"(?<!\s)[^\S\n]*\n\s*"
_JOINTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BREAK}(?={_NEVER_FIRST})",
        rf"(?<={_NEVER_LAST}){_BREAK}",
        # 20|24|年 and 〔202|4|〕: a year in pieces
        rf"(?<![\d.])(?:1|19|20|19\d|20\d){_BREAK}(?=\d{{1,2}}\s*[年〕])",
        rf"(?<![\d.\-])\d{{1,4}}{_BREAK}(?=年|月(?!份)|日(?![期常程])|号(?!召))",
        rf"[年月]{_BREAK}(?=\d{{1,2}}\s*[月日])",
        rf"〕{_BREAK}(?=第?\s*\d)",
        # 青岚县财政|局: the end of a name on a line of its own
        rf"[\u4e00-\u9fff]{_BREAK}(?=(?:局|厅|会|委员会|员会)[^\S\n]*(?:\n|$))",
    )
)
_FLAT_CHARACTERS = 200
_FLAT_SHARE = 0.6
_GAP = re.compile(r"(?<![A-Za-z\d.,])[^\S\n]+|[^\S\n]+(?![A-Za-z\d.,])|(?<=[号日])[^\S\n]+")
_TITLE_AHEAD = re.compile(rf"(?:关于|印发|转发|批转).*(?:{TYPE_WORDS})(?:[（(][^（）()]*[）)])*\s*$")
_TITLE_BEGINS = re.compile(r"^[\u4e00-\u9fff]{0,30}(?:关于|印发|转发|批转)")
_NOT_A_TITLE = re.compile(r"^\s*(?:根据|按照|依据|为|经|现将|附件)|[。：]")
_RECIPIENTS_AHEAD = re.compile(r"[^。；：]{2,400}：(?=.)")
_CLOSING_DATE = re.compile(r"(?<=[\u4e00-\u9fff])\d{4}年\d{1,2}月\d{1,2}日(?=（此件|（本文|附件|抄送|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text with its offset; `text` has no outer white space."""

    text: str
    start: int

    @property
    def span(self) -> Span:
        """Where the line's words stand."""
        return Span(self.start, self.start + len(self.text))


def mend_layout(text: str) -> str:
    """The text with breaks only where its author had them, as long as it was: spans in it are spans in the input.

    Web pages break a line wherever their mark-up changes (渝财建〔⏎2024⏎〕⏎232⏎号); such breaks become blanks.
    A text copied without any breaks has blanks in their places; there they become breaks again.
    """
    whole = _break_flat_text(text.translate(_UNSEEN))
    for joint in _JOINTS:
        whole = joint.sub(lambda found: re.sub(r"\s", " ", found.group()), whole)
    return whole


def _break_flat_text(text: str) -> str:
    longest = max(text.split("\n"), key=len)
    if len(longest) < max(_FLAT_CHARACTERS, _FLAT_SHARE * len(text)):
        return text
    return _GAP.sub(lambda found: "\n" * len(found.group()), text)


def split_lines(text: str) -> list[Line]:
    """The lines of a mended text that have words; a number glued between title and recipients stands alone again."""
    lines: list[Line] = []
    offset = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            lines += _cut_glued(Line(stripped, offset + raw.index(stripped[0])))
        offset += len(raw) + 1
    return lines


def first_paper(lines: list[Line]) -> list[Line]:
    """The lines up to a second paper: what is attached whole begins with a number of its own above its title."""
    in_body = False
    for index, line in enumerate(lines):
        in_body = in_body or "。" in line.text
        numbers = find_doc_numbers(line.text) if in_body else []
        below = lines[index + 1 : index + 3]
        alone = bool(numbers) and numbers[0].span == Span(0, len(line.text))
        if alone and any(_TITLE_BEGINS.match(words.text) for words in below):
            return lines[:index]
    return lines


def _cut_glued(line: Line) -> Iterator[Line]:
    """…的通知渝府发〔2021〕20号各区县人民政府： is three lines and a body; other lines stay whole."""
    numbers = find_doc_numbers(line.text[:_FLAT_CHARACTERS])
    number = numbers[0].span if numbers else None
    title = line.text[: number.start] if number else ""
    if number is None or not _TITLE_AHEAD.search(title) or _NOT_A_TITLE.search(title):
        yield line
        return
    places = [0, number.start, number.end, *_cut_body(line.text, number.end), len(line.text)]
    for start, end in pairwise(places):
        words = line.text[start:end]
        if words.strip():
            yield Line(words.strip(), line.start + start + words.index(words.strip()[0]))


def _cut_body(text: str, start: int) -> Iterator[int]:
    recipients = _RECIPIENTS_AHEAD.match(text, start)
    if recipients:
        yield recipients.end()
    for found in _CLOSING_DATE.finditer(normalise_width(text), recipients.end() if recipients else start):
        yield from found.span()
        return

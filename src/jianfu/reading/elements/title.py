"""The title of a paper among the lines of its head."""

import re

from jianfu.reading.doc_number import find_doc_numbers
from jianfu.reading.elements.head import names_recipients
from jianfu.reading.elements.issuers import find_organs
from jianfu.reading.elements.lines import Line
from jianfu.reading.facts import Fact, Span
from jianfu.reading.titles import TYPE_WORDS

_ORDER = re.compile(r"^[\u4e00-\u9fff]{2,30}令$")
_QUOTED = re.compile(rf"^《([^《》]*(?:〈[^〈〉]*〉[^《》]*)*(?:{TYPE_WORDS}))》$")
_START = re.compile(r"关于|转发|印发|批转")
_END = re.compile(rf"(?:{TYPE_WORDS})(?:[（(][^（）()]*[）)])*$")
_NOT_A_TITLE = re.compile(r"^[^《]*[:：].*(?:关于|转发|印发|批转)|[。；：]$|^根据|^按照|^依据")
_BEHIND_THE_TITLE = re.compile(r"^(?:附\s*件|相关链接)")
_LAYOUT_BLANKS = re.compile(r"(?<![\u4e00-\u9fff])\s+|\s+(?![\u4e00-\u9fff])")
_HEAD_LINES = 60
_MOST_LINES = 8
_LONGEST_TITLE = 160


def find_title(lines: list[Line]) -> Fact[str] | None:
    """The first lines that run from 关于 to one of the 15 types, or an organ's 令; never behind 主送 or 附件."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if index and (_BEHIND_THE_TITLE.match(line.text) or names_recipients(line)):
            break
        if _ORDER.match(line.text) and find_organs(line.text.removesuffix("令")):
            return Fact(line.text, line.span, 0.9)
        last = _find_end(lines, index) if _START.search(line.text) and not _NOT_A_TITLE.search(line.text) else None
        if last is not None:
            first = _step_back(lines, index)
            words = "".join(_tidy(part.text) for part in lines[first : last + 1])
            return Fact(words, Span(lines[first].start, lines[last].span.end), 0.95)
    if lines and _END.search(lines[0].text) and len(lines[0].text) <= 60:
        return Fact(lines[0].text, lines[0].span, 0.7)
    return None


def _find_end(lines: list[Line], first: int) -> int | None:
    """The line on which a title that begins on `first` ends, None if it is none."""
    words = ""
    for index, line in enumerate(lines[first : first + _MOST_LINES], first):
        ends_it = index > first and (line.text.endswith("：") or find_doc_numbers(line.text))
        words += _tidy(line.text)
        if ends_it or "。" in line.text or len(words) > _LONGEST_TITLE:
            return None
        if _END.search(words) and words.count("《") == words.count("》"):
            return index
    return None


def _tidy(words: str) -> str:
    """A line without layout: blanks around figures and marks or between letterspaced characters, 《》 around it all."""
    pieces = words.split()
    if len(pieces) > 2 and all(len(piece) == 1 for piece in pieces):
        return "".join(pieces)
    return _LAYOUT_BLANKS.sub("", _QUOTED.sub(r"\1", words))


def _step_back(lines: list[Line], index: int) -> int:
    """An organ alone on the line before 关于… belongs to the title, unless that line is the red head itself."""
    previous = lines[index - 1].text if index else ""
    begins = lines[index].text.startswith(("关于", "转发", "印发", "批转"))
    return index - 1 if begins and index >= 2 and not previous.endswith("文件") and find_organs(previous) else index

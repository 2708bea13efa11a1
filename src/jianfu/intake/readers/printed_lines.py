"""Printed lines → paragraphs: undoes what typesetting and scanning do to running text."""

import re
import unicodedata

_PAGE_NUMBER = re.compile(r"^\s*[—\-–－]?\s*\d{1,4}\s*[—\-–－]?\s*$")
_SPACED_HAN = re.compile(r"^(?:[\u4e00-\u9fff（）]\s+){3,}[\u4e00-\u9fff（）]$")
_HAN_SPACE = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、）〕》])[ \t]+(?=[0-9A-Za-z（〔《])"
    r"|(?<=[0-9A-Za-z])[ \t]+(?=[\u4e00-\u9fff，。；：、）〕》])"
)
_NEW_ITEM = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]|附件|抄送|联系)")
_SENTENCE_ENDS = "。；：！？.;:!?"
_FULL_LINE = 0.88


def join_printed_lines(pages: list[str]) -> str:
    """The text of all pages, one paragraph a line: page numbers gone, wrapped lines joined, typeset spaces closed.

    A line is wrapped if it is nearly as wide as the widest of the paper and ends no sentence.
    """
    lines = [_close_spaces(line) for page in pages for line in page.split("\n") if line.strip()]
    lines = [line for line in lines if not _PAGE_NUMBER.match(line)]
    full = _FULL_LINE * max((_width(line) for line in lines), default=0)
    joined: list[str] = []
    wrapped = False
    for line in lines:
        if wrapped and joined and not _NEW_ITEM.match(line):
            joined[-1] += line
        else:
            joined.append(line)
        wrapped = _width(line) >= full and line[-1] not in _SENTENCE_ENDS
    return "\n".join(joined)


def _close_spaces(line: str) -> str:
    line = line.strip()
    if _SPACED_HAN.match(line):
        return re.sub(r"\s+", "", line)
    return _HAN_SPACE.sub("", line)


def _width(line: str) -> int:
    """Width in half-width columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)

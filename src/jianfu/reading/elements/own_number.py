"""The paper's own 发文字号, told from the numbers that it quotes."""

import re

from jianfu.reading.doc_number import find_doc_numbers
from jianfu.reading.elements.issuers import find_organs
from jianfu.reading.elements.lines import Line
from jianfu.reading.facts import DocNumber, Fact, Span

_HEAD_LINES = 60
_REST = re.compile(
    r"[（）()\[\]:：★]|[\d〇零Oo○О一二三四五六七八九十]+[年月日]|(?:发文)?(?:字号|文号)|大中小|签发人[:：]?[\u4e00-\u9fff·]{2,6}"
)
_LABEL_AHEAD = re.compile(r"(?:发文字号|文号)[:：]$")
_CODE_PIECE = re.compile(r"^(?!.*(?:特急|加急|平急|特提|绝密|机密|秘密|文件|[令函])$)[\u4e00-\u9fff]{1,4}$")
_MOST_CODE_PIECES = 2


def find_own_number(lines: list[Line], title: Fact[str] | None) -> Fact[DocNumber] | None:
    """The number that stands alone on its line in the head: the last before the title, else the first behind it.

    A number in a sentence (根据…〔2015〕3号) or behind the first sentence is one that the text quotes. None if there
    is no other.
    """
    found: list[Fact[DocNumber]] = []
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if "。" in line.text:
            break
        number = _read_alone(lines, index)
        if number is not None:
            found.append(number)
    before = [number for number in found if title is not None and number.span.end <= title.span.start]
    return before[-1] if before else found[0] if found else None


def _read_alone(lines: list[Line], index: int) -> Fact[DocNumber] | None:
    """The number of a line that holds little else; blanks within it are those of layout."""
    line = lines[index]
    places = [place for place, character in enumerate(line.text) if not character.isspace()]
    words = "".join(line.text[place] for place in places)
    for number in find_doc_numbers(words):
        if not _stands_alone(words, number.span):
            continue
        start, end = line.start + places[number.span.start], line.start + places[number.span.end - 1] + 1
        pieces = _code_pieces(lines, index) if number.span.start == 0 and len(places) < len(line.text) else []
        if pieces:
            return _with_code_pieces(pieces, words, end)
        return Fact(number.value, Span(start, end), number.confidence)
    return None


def _stands_alone(words: str, span: Span) -> bool:
    """Brackets, dates, the issuer in the same brackets, 签发人 and the words 发文字号 aside."""
    if _LABEL_AHEAD.search(words[: span.start]):
        return True
    rest = words[: span.start] + words[span.end :]
    bracketed = re.fullmatch(r"[（(](.+)[）)]", rest)
    if bracketed and find_organs(bracketed.group(1)):
        return True
    return not _REST.sub("", rest)


def _code_pieces(lines: list[Line], index: int) -> list[Line]:
    """The lines right above a number in pieces that hold the beginning of its code (渝经信⏎智能⏎〔…)."""
    first = index
    while first > 0 and index - first < _MOST_CODE_PIECES and _CODE_PIECE.match(lines[first - 1].text):
        first -= 1
    return lines[first:index]


def _with_code_pieces(pieces: list[Line], words: str, end: int) -> Fact[DocNumber]:
    (whole, *_) = find_doc_numbers("".join(piece.text for piece in pieces) + words)
    return Fact(whole.value, Span(pieces[0].start, end), 0.7)

"""发文字号: every real form, taken apart and brought into the normal one.

Normal form by GB/T 9704-2012 7.2.5: 代字〔年〕序号号, full year, no 第, no zero padding.
"""

import re
from collections.abc import Iterator

from jianfu.reading.facts import DocNumber, Fact, Span
from jianfu.vocabulary.text import normalise_width

_OPEN, _CLOSE = "〔[【（(〈《{", "〕]】）)〉》}"
_CODE = r"(?P<code>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9()（）—\-]{0,18}?)"
_YEAR = r"(?P<year>(?:19|2[0OoＯ〇])[\dOoＯ〇]{2}|\d{2})"
_SERIAL = r"(?P<first>第\s*)?(?P<serial>[\dlIO](?:\s?[\dlIO]){0,4})"
_NUMBER = re.compile(
    rf"{_CODE}\s*[{re.escape(_OPEN)}]\s*{_YEAR}\s*(?P<year_word>年)?\s*[{re.escape(_CLOSE)}]"
    rf"\s*{_SERIAL}\s*(?P<mark>号|號)"
)
_COURT = re.compile(
    r"[（(\[〔]\s*(?P<year>(?:19|20)\d{2})\s*[）)\]〕]\s*(?P<code>[\u4e00-\u9fff]{1,4}\d{0,6}[\u4e00-\u9fff]{1,6})"
    r"\s*(?P<first>第)?\s*(?P<serial>\d{1,6})\s*(?P<mark>号)"
)
_NO_CODE_WORD = re.compile(
    r"^.*(?:根据|按照|关于|废止|转发|印发|依据|贯彻|落实|执行|现将|文件|通知|见|和|与|及|以|的(?:决定|意见|通告|公告|批复|报告|请示|函)?|由|《|》|，|。|、|：|:|\s|[（(](?![^（()）]*[）)]))"
)
_LETTER_DIGITS = str.maketrans({"l": "1", "I": "1", "O": "0", "o": "0", "〇": "0"})
_OLDEST_SHORT_YEAR = 50


def find_doc_numbers(text: str) -> list[Fact[DocNumber]]:
    """All numbers in a text, in order. Spans are offsets into `text` as given."""
    return list(_iterate(text))


def _iterate(text: str) -> Iterator[Fact[DocNumber]]:
    plain = normalise_width(text)
    end = 0
    for found in _NUMBER.finditer(plain):
        if found.start() < end:
            continue
        start = found.start() + _code_offset(found.group("code"))
        if start >= found.end("code"):
            continue
        end = found.end()
        yield _make_fact(plain, found, start)
    for found in _COURT.finditer(plain):
        yield _make_court_fact(plain, found)


def _code_offset(code: str) -> int:
    """Where the code begins inside what was matched: sentences run into numbers (根据云政发〔2023〕1号)."""
    word = _NO_CODE_WORD.match(code)
    return word.end() if word else 0


def _make_fact(plain: str, found: re.Match[str], start: int) -> Fact[DocNumber]:
    code = re.sub(r"\s", "", plain[start : found.end("code")])
    year, year_defects = _read_year(found.group("year"))
    serial_words = re.sub(r"\s", "", found.group("serial"))
    serial = int(serial_words.translate(_LETTER_DIGITS))
    raw = plain[start : found.end()]
    defects = [*year_defects, *_form_defects(found, serial_words, raw)]
    number = DocNumber(f"{code}〔{year}〕{serial}号", code, year, serial, raw, tuple(defects))
    return Fact(number, Span(start, found.end()), 1.0 if not defects else 0.9)


def _make_court_fact(plain: str, found: re.Match[str]) -> Fact[DocNumber]:
    code, year, serial = found.group("code"), int(found.group("year")), int(found.group("serial"))
    number = DocNumber(f"（{year}）{code}{serial}号", code, year, serial, plain[found.start() : found.end()])
    return Fact(number, Span(*found.span()), 0.95)


def _read_year(words: str) -> tuple[int, list[str]]:
    digits = words.translate(_LETTER_DIGITS)
    if len(digits) == 2:
        century = 1900 if int(digits) >= _OLDEST_SHORT_YEAR else 2000
        return century + int(digits), ["年份不足四位"]
    return int(digits), [] if digits == words else ["年份中有字母"]


def _form_defects(found: re.Match[str], serial: str, raw: str) -> Iterator[str]:
    if "〔" not in raw:
        yield "年份括号不是六角括号"
    if found.group("first"):
        yield "序号前有“第”字"
    if serial.startswith("0") and len(serial) > 1:
        yield "序号前有虚位0"
    if not serial.isdigit():
        yield "序号中有字母"
    if found.group("year_word"):
        yield "括号内有“年”字"

"""成文日期: the day a paper bears, told from the days that it speaks of and those of its attachments."""

import re
from datetime import date

from jianfu.reading.elements.issuers import find_organs
from jianfu.reading.elements.lines import Line
from jianfu.reading.facts import Fact, Span
from jianfu.reading.numbers import read_number
from jianfu.vocabulary.text import normalise_width

_BLANKS = r"[^\S\n]*"
_ZEROS = "〇零OoＯ○Ооo0"
_YEAR = rf"(?:\d(?:{_BLANKS}\d){{3}}|[二一](?:{_BLANKS}[{_ZEROS}一二三四五六七八九]){{3}})"
_DATE = re.compile(
    rf"(?P<year>{_YEAR}){_BLANKS}年{_BLANKS}(?P<month>\d{_BLANKS}\d?|[一二三四五六七八九十]{{1,2}})"
    rf"{_BLANKS}月{_BLANKS}(?P<day>\d{_BLANKS}\d?|[一二三四五六七八九十]{{1,3}}){_BLANKS}日"
)
_DIGITS = str.maketrans(
    {**dict.fromkeys(_ZEROS, "0"), **{mark: str(n) for n, mark in enumerate("一二三四五六七八九", 1)}}
)
_BEHIND_SIGNATURE = re.compile(r"^[（(](?:此件|此页|本文|公开|主动)|^(?:抄送|公开方式)")
_ATTACHMENT_HEADING = re.compile(r"^附\s*件\s*[\d一二三四五]*\s*[.:：]?$")
_IN_BRACKETS = re.compile(r"^[（(].*号.*日[）)]$")
_HEAD_LINES = 8


def find_closing_date(lines: list[Line]) -> Fact[date] | None:
    """The date under the first signature; without one the last that has a line for itself before the attachments.

    Where neither exists, the date in the number's brackets (（青政发〔2002〕42号 2002年8月29日）).
    """
    alone = [(index, found) for index, line in enumerate(lines) if (found := _date_alone(line))]
    for index, found in alone:
        if _is_signed(lines, index, found):
            return found
    heading = next((i for i, line in enumerate(lines) if i and _ATTACHMENT_HEADING.match(line.text)), len(lines))
    for _, found in reversed([item for item in alone if item[0] < heading] or alone):
        return found
    return _beside_number(lines)


def _date_alone(line: Line) -> Fact[date] | None:
    """A date that is all of a line, but for a name before it and 附件 behind."""
    plain = normalise_width(line.text)
    found = _DATE.search(plain)
    if found is None:
        return None
    before, behind = plain[: found.start()].strip(), plain[found.end() :].strip()
    if (before and not find_organs(before)) or (len(behind) > 1 and not behind.startswith(("附件", "（此件"))):
        return None
    day = _make_date(found)
    return Fact(day, Span(line.start + found.start(), line.start + found.end()), 0.97) if day else None


def _is_signed(lines: list[Line], index: int, found: Fact[date]) -> bool:
    line = lines[index]
    if found.span.start > line.start or (index > 0 and find_organs(lines[index - 1].text)):
        return True
    behind = lines[index + 1].text if index + 1 < len(lines) else ""
    return bool(_BEHIND_SIGNATURE.match(behind))


def _beside_number(lines: list[Line]) -> Fact[date] | None:
    for line in lines[:_HEAD_LINES]:
        found = _DATE.search(normalise_width(line.text)) if _IN_BRACKETS.match(line.text) else None
        day = _make_date(found) if found else None
        if found and day:
            return Fact(day, Span(line.start + found.start(), line.start + found.end()), 0.8)
    return None


def _make_date(found: re.Match[str]) -> date | None:
    try:
        return date(_number(found.group("year")), _number(found.group("month")), _number(found.group("day")))
    except ValueError:
        return None


def _number(words: str) -> int:
    words = re.sub(r"\s", "", words)
    if words.isdigit():
        return int(words)
    if len(words) == 4:
        return int(words.translate(_DIGITS))
    return read_number(words)

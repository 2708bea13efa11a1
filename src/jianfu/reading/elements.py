"""The formal elements of a paper's text: title, issuers, date, recipients, urgency, signer, attachments, header."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jianfu.reading.facts import DocNumber, Fact, Span
from jianfu.reading.numbers import read_number
from jianfu.reading.titles import TYPE_WORDS, read_title
from jianfu.vocabulary.document import HeaderClass, Urgency
from jianfu.vocabulary.text import normalise_width

_ORGAN = (
    r"(?:[\u4e00-\u9fff]{1,30}(?:委员会|办公室|办公厅|人民政府|政府|委|局|厅|部|署|院|会|中心|总队|支队|大队|公司|大学|学院|"
    r"学校|处|室|联合会|协会|府|法院|检察院|镇|乡|街道|服务站|工作站|专班|领导小组|指挥部|团|站|社|办))"
)
_ORGAN_LINE = re.compile(rf"^\s*(?P<organ>{_ORGAN}(?:[、，\s]{{1,4}}{_ORGAN})*)(?:文件)?\s*$")
_TITLE_START = re.compile(r"关于|转发|印发|批转")
_TITLE_END = re.compile(rf"(?:{TYPE_WORDS})(?:[（(][^（）()]*[）)])*$")
_RECIPIENTS = re.compile(r"^\s*(?P<names>[^。；\n：:]{2,160})[：:]\s*$")
_DATE = re.compile(
    r"(?P<year>\d{4}|[二一][〇零OoＯ○ООо一二三四五六七八九]{3})\s*年\s*(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})"
    r"\s*月\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_URGENCY = re.compile(
    r"^\s*(?:紧急程度\s*[:：]\s*)?(?:绝密|机密|秘密)?[★\d年\s]*(?P<word>特\s*提|特\s*急|加\s*急|平\s*急)\s*$",
    re.MULTILINE,
)
_SIGNER = re.compile(r"签\s*发\s*人\s*[:：]\s*(?P<name>[\u4e00-\u9fff·]{2,6}(?:[\s、]+[\u4e00-\u9fff·]{2,4})*)")
_ATTACHMENTS = re.compile(r"^\s*附\s*件\s*[:：]\s*(?P<first>\S.*(?:\n\s*\d+\s*[.．、].+)*)", re.MULTILINE)
_ATTACHMENT_ITEM = re.compile(r"^\s*(?:附\s*件\s*[:：])?\s*(?:\d+\s*[.．、])?\s*(?P<name>\S.*?)\s*$", re.MULTILINE)
_MEMO = re.compile(r"^\s*(?:[\u4e00-\u9fff]{2,20})?便\s*(?:函|笺)\s*$", re.MULTILINE)
_TELEGRAM = re.compile(r"(?:发电单位|明\s*电|传真电报|内部明电)")
_ZEROS = "〇零OoＯ○Ооo"
_DIGITS = str.maketrans(
    {**dict.fromkeys(_ZEROS, "0"), **{mark: str(n) for n, mark in enumerate("一二三四五六七八九", 1)}}
)
_HEAD_LINES = 14


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text with its offset; `text` has no outer white space."""

    text: str
    start: int

    @property
    def span(self) -> Span:
        """Where the line's words stand."""
        return Span(self.start, self.start + len(self.text))


def split_lines(text: str) -> list[Line]:
    """The lines of a text that have words, with offsets into `text`."""
    lines, offset = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            lines.append(Line(stripped, offset + raw.index(stripped[0])))
        offset += len(raw) + 1
    return lines


def find_title(lines: list[Line]) -> Fact[str] | None:
    """The title: the first lines that together run from 关于 (or an organ) to one of the 15 types."""
    for index, line in enumerate(lines[:30]):
        if not _TITLE_START.search(line.text) or len(line.text) > 120 or line.text.endswith(("。", "：", "；")):
            continue
        for last in range(index, min(index + 4, len(lines))):
            words = "".join(part.text for part in lines[index : last + 1])
            if _TITLE_END.search(words) and "。" not in words:
                first = _step_back(lines, index)
                words = "".join(part.text for part in lines[first : last + 1])
                return Fact(words, Span(lines[first].start, lines[last].span.end), 0.95)
    if lines and _TITLE_END.search(lines[0].text) and len(lines[0].text) <= 60:
        return Fact(lines[0].text, lines[0].span, 0.7)
    return None


def _step_back(lines: list[Line], index: int) -> int:
    """An organ alone on the line before 关于… belongs to the title, unless that line is the red head itself."""
    starts_with_about = lines[index].text.startswith(("关于", "转发", "印发", "批转"))
    previous = lines[index - 1].text if index else ""
    if starts_with_about and index >= 2 and _ORGAN_LINE.match(previous) and not previous.endswith("文件"):
        return index - 1
    return index


def find_issuers(lines: list[Line], title: Fact[str] | None, closing: Fact[date] | None) -> tuple[Fact[str], ...]:
    """The issuers: signed above the date, else named in the title, else in the head. Empty if nothing says."""
    for found in (_signed(lines, closing), _titled(title), _headed(lines)):
        if found:
            return found
    return ()


def _signed(lines: list[Line], closing: Fact[date] | None) -> tuple[Fact[str], ...]:
    if closing is None:
        return ()
    before = [line for line in lines if line.span.end <= closing.span.start][-8:]
    signers: list[Fact[str]] = []
    for line in reversed(before):
        organs = _organs_in(line)
        if not organs:
            break
        signers = organs + signers
    return tuple(signers)


def _titled(title: Fact[str] | None) -> tuple[Fact[str], ...]:
    if title is None:
        return ()
    issuer = read_title(title.value).issuer
    if issuer is None:
        return ()
    names = [name for name in re.split(r"[、，,]", issuer) if name]
    return tuple(Fact(name, title.span, 0.85) for name in names)


def _headed(lines: list[Line]) -> tuple[Fact[str], ...]:
    found: list[Fact[str]] = []
    for line in lines[:_HEAD_LINES]:
        organs = _organs_in(line)
        if not organs and found:
            break
        found += organs
    return tuple(found)


def _organs_in(line: Line) -> list[Fact[str]]:
    squeezed = re.sub(r"(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])", "", normalise_width(line.text))
    matched = _ORGAN_LINE.match(squeezed)
    if matched is None or len(squeezed) > 80:
        return []
    organs = re.split(r"[、，\s]+", matched.group("organ"))
    return [Fact(organ.removesuffix("文件"), line.span, 0.85) for organ in organs if organ]


def find_closing_date(text: str, lines: list[Line]) -> Fact[date] | None:
    """成文日期: the last line that is a date and nothing more, else the last date that ends a line."""
    plain = normalise_width(text)
    alone = [line for line in lines if (m := _DATE.match(normalise_width(line.text))) and len(line.text) - m.end() <= 1]
    for line in reversed(alone):
        found = _DATE.search(plain, line.start)
        if found and (day := _make_date(found)):
            return Fact(day, Span(*found.span()), 0.97)
    for found in reversed(list(_DATE.finditer(plain))):
        after = plain[found.end() : found.end() + 2]
        if after[:1] in {"", "\n"} or after.startswith("印"):
            day = _make_date(found)
            if day:
                return Fact(day, Span(*found.span()), 0.7)
    return None


def _make_date(found: re.Match[str]) -> date | None:
    try:
        return date(_number(found.group("year")), _number(found.group("month")), _number(found.group("day")))
    except ValueError:
        return None


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    if len(words) == 4:
        return int(words.translate(_DIGITS))
    return read_number(words)


def find_recipients(lines: list[Line], title: Fact[str] | None) -> tuple[Fact[str], ...]:
    """主送: the names on the line that ends with a colon behind the title. Empty if there is none."""
    after = title.span.end if title else 0
    for line in [line for line in lines if line.start >= after][:6]:
        found = _RECIPIENTS.match(line.text)
        if found:
            return tuple(_split_names(found.group("names"), line.start + found.start("names")))
    return ()


def _split_names(names: str, start: int) -> Iterator[Fact[str]]:
    for part in re.finditer(r"(?:[^、，,（(]|[（(][^）)]*[）)])+", names):
        name = part.group().strip()
        if name:
            yield Fact(name, Span(start + part.start(), start + part.end()), 0.9)


def find_urgency(text: str) -> Fact[Urgency] | None:
    """The urgency mark, alone on a line of the head."""
    found = _URGENCY.search(text[:600])
    return Fact(Urgency(re.sub(r"\s", "", found.group("word"))), Span(*found.span("word")), 0.95) if found else None


def find_signer(text: str) -> Fact[str] | None:
    """签发人, which only upward papers name."""
    found = _SIGNER.search(text[:1500])
    return Fact(found.group("name").strip(), Span(*found.span("name")), 0.95) if found else None


def find_attachments(text: str) -> tuple[Fact[str], ...]:
    """Names in the 附件说明, in order."""
    found = _ATTACHMENTS.search(text)
    if found is None:
        return ()
    items = _ATTACHMENT_ITEM.finditer(text, found.start("first"), found.end("first"))
    return tuple(Fact(item.group("name"), Span(*item.span("name")), 0.9) for item in items)


def judge_header(
    text: str, number: Fact[DocNumber] | None, issuers: tuple[Fact[str], ...], *, header_red: bool
) -> Fact[HeaderClass] | None:
    """How the paper presents itself; None where the text alone cannot tell a red head from a plain copy.

    A number says that it is registered as a formal paper; a memo says so itself; no number but an issuer and a
    full text is a white-head (research: decision table of the conventions).
    """
    if found := _MEMO.search(text[:400]):
        return Fact(HeaderClass.MEMO, Span(*found.span()), 0.9)
    if found := _TELEGRAM.search(text[:400]):
        return Fact(HeaderClass.ELECTRONIC, Span(*found.span()), 0.8)
    if number is not None and (header_red or number.span.start < 400):
        return Fact(HeaderClass.RED_HEADER, number.span, 0.95 if header_red else 0.7)
    if number is None and header_red:
        return Fact(HeaderClass.RED_HEADER, Span(0, 0), 0.6)
    if number is None and issuers:
        return Fact(HeaderClass.WHITE_HEADER, issuers[0].span, 0.6)
    return None

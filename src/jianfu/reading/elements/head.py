"""The smaller elements of a paper: 主送, urgency, 签发人, attachments, and how the paper presents itself."""

import re
from collections.abc import Iterator

from jianfu.reading.elements.lines import Line
from jianfu.reading.facts import DocNumber, Fact, Span
from jianfu.vocabulary.document import HeaderClass, Urgency

_RECIPIENTS = re.compile(r"^\s*(?P<names>[^。；\n：:]{2,400})[：:]\s*$")
_NO_RECIPIENTS = re.compile(r"的|如下|下列|以下|包括|根据|第.{1,3}条|时间|来源|次数|联系|附件|Content")
_ADDRESSEE = re.compile(
    r"^各|[局委办厅部处府镇乡村校院会站所组司]$|单位|政府|部门|街道|中心|公司|机构|同学|同志|团委|代表|（.{1,12}）$"
)
_URGENCY = re.compile(
    r"^[^\S\n]*(?:紧急程度[^\S\n]*[:：])?(?:绝密|机密|秘密)?"
    r"[★\d年 \t\u3000]*(?P<word>特\s*提|特\s*急|加\s*急|平\s*急)\s*$",
    re.MULTILINE,
)
_SIGNER = re.compile(r"签\s*发\s*人\s*[:：]\s*(?P<name>[\u4e00-\u9fff·]{2,6}(?:(?:[^\S\n]|、)+[\u4e00-\u9fff·]{2,4})*)")
_ATTACHMENTS = re.compile(r"^[^\S\n]*附\s*件\s*[:：]\s*(?P<first>\S.*(?:\n\s*\d+\s*[.．、].+)*)", re.MULTILINE)
_ATTACHMENT_ITEM = re.compile(r"^[^\S\n]*(?:附\s*件\s*[:：])?\s*(?:\d+\s*[.．、])?\s*(?P<name>\S.*?)\s*$", re.MULTILINE)
_MEMO = re.compile(r"^\s*(?:[\u4e00-\u9fff]{2,20})?便\s*(?:函|笺)\s*$", re.MULTILINE)
_TELEGRAM = re.compile(r"(?:发电单位|明\s*电|传真电报|内部明电)")
_LINES_TO_RECIPIENTS = 6


def names_recipients(line: Line) -> bool:
    """Whether a line ends with a colon and holds names, not a sentence or a label of a web page."""
    found = _RECIPIENTS.match(line.text)
    return bool(found and not _NO_RECIPIENTS.search(line.text) and _ADDRESSEE.search(found.group("names")))


def find_recipients(lines: list[Line], title: Fact[str] | None) -> tuple[Fact[str], ...]:
    """主送: the names on the line that ends with a colon behind the title. Empty if there is none."""
    after = title.span.end if title else 0
    for line in [line for line in lines if line.start >= after][:_LINES_TO_RECIPIENTS]:
        found = _RECIPIENTS.match(line.text)
        if found and not _NO_RECIPIENTS.search(line.text):
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
    items = _ATTACHMENT_ITEM.finditer(text, found.start(), found.end("first"))
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

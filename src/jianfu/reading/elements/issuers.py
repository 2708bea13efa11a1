"""Who issued a paper: the names signed above the date, in the title, beside the number or at the head of the page."""

import re
from datetime import date

from jianfu.reading.elements.lines import Line
from jianfu.reading.facts import Fact, Span
from jianfu.reading.titles import read_title
from jianfu.vocabulary.text import normalise_width

_ENDS = (
    r"委员会|办公室|办公厅|人民政府|政府|委|局|厅|部|署|院|会|中心|总队|支队|大队|公司|(?<!公)司|大学|学院|学校|处|室|联合会|"
    r"协会|府|法院|检察院|镇|乡|街道|服务站|工作站|专班|小组|工作组|指挥部|团|站|社|办|银行|支行|分行|军区"
)
_ORGAN = re.compile(rf"[\u4e00-\u9fff“”]{{1,36}}(?:{_ENDS})")
_LIST_MARK = re.compile(r"[、，,]")
_PART_OF_A_NAME = frozenset(
    {"办公室", "办公厅", "委员会", "人民政府", "政府", "党委", "工会", "中心", "领导小组", "指挥部", "分局", "支队"}
)
_BESIDE_NUMBER = re.compile(r"^[（(].*号\s*(?P<names>[\u4e00-\u9fff、，\s]+)[）)]$")
_HEAD_LINES = 14
_MOST_SIGNATURE_LINES = 40
_LONGEST_LINE = 120


def find_issuers(lines: list[Line], title: Fact[str] | None, closing: Fact[date] | None) -> tuple[Fact[str], ...]:
    """The issuers: signed above the date, else in the title, beside the number, in the head. Empty if nothing says."""
    titled = _titled(title)
    for found in (_complete(_signed(lines, closing), titled, lines), titled, _beside_number(lines), _headed(lines)):
        if found:
            return found
    return ()


def find_organs(words: str) -> list[str]:
    """The names on a line that holds nothing but organs' names; empty for any other line.

    Blanks part names where each piece is a name of its own (青岚县民政局 青岚县财政局), else they are spacing.
    """
    plain = normalise_width(words).strip().removesuffix("文件").strip()
    if len(plain) > _LONGEST_LINE:
        return []
    names = [name for part in _LIST_MARK.split(plain) for name in _part_by_blanks(part)]
    return names if names and all(_ORGAN.fullmatch(name) for name in names) else []


def _part_by_blanks(words: str) -> list[str]:
    pieces = words.split()
    if len(pieces) > 1 and all(_ORGAN.fullmatch(piece) and piece not in _PART_OF_A_NAME for piece in pieces):
        return pieces
    return ["".join(pieces)] if pieces else []


def _signed(lines: list[Line], closing: Fact[date] | None) -> tuple[Fact[str], ...]:
    if closing is None:
        return ()
    signers: list[Fact[str]] = []
    above = [line for line in lines if line.start < closing.span.start][-_MOST_SIGNATURE_LINES:]
    for line in reversed(above):
        words = line.text[: closing.span.start - line.start]
        organs = find_organs(words)
        if not organs:
            break
        signers = [Fact(organ, Span(line.start, line.start + len(words)), 0.9) for organ in organs] + signers
    return tuple(signers)


def _complete(signed: tuple[Fact[str], ...], titled: tuple[Fact[str], ...], lines: list[Line]) -> tuple[Fact[str], ...]:
    """A signature that leaves the upper organ to the title, or has one name on two lines, gets its full name."""
    if len(signed) == 1 and len(titled) == 1 and titled[0].value.endswith(signed[0].value):
        return titled
    if len(signed) == 2 and signed[0].value[:2] != signed[1].value[:2]:
        name = signed[0].value + signed[1].value
        if any(name in line.text for line in lines[:_HEAD_LINES]):
            return (Fact(name, Span(signed[0].span.start, signed[1].span.end), 0.85),)
    return signed


def _titled(title: Fact[str] | None) -> tuple[Fact[str], ...]:
    if title is None:
        return ()
    issuer = read_title(title.value).issuer or _order_issuer(title.value)
    if issuer is None:
        return ()
    return tuple(Fact(name, title.span, 0.85) for name in _LIST_MARK.split(issuer) if name)


def _order_issuer(title: str) -> str | None:
    """青岚县人民政府令 is the county government's."""
    organ = title.removesuffix("令")
    return organ if organ != title and find_organs(organ) else None


def _beside_number(lines: list[Line]) -> tuple[Fact[str], ...]:
    for line in lines[:_HEAD_LINES]:
        found = _BESIDE_NUMBER.match(line.text)
        organs = find_organs(found.group("names")) if found else []
        if organs:
            return tuple(Fact(organ, line.span, 0.8) for organ in organs)
    return ()


def _headed(lines: list[Line]) -> tuple[Fact[str], ...]:
    found: list[Fact[str]] = []
    for line in lines[:_HEAD_LINES]:
        organs = find_organs(line.text)
        if not organs and found:
            break
        found += [Fact(organ, line.span, 0.8) for organ in organs if organ not in {fact.value for fact in found}]
    return tuple(found)

"""Where two titles differ, and whether the difference changes the matter."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import Enum

_WEIGHTLESS = re.compile(
    r"(?:了|等|有关|事项|切实|认真|做好|开展|组织|进一步|工作|本|我|全|省|市|县|区|自治区|州|试行|暂行|已失效|核准|同意|同志|"
    r"公司|级|通知|意见|决定|通报|报告|批复|函|紧急|印发|下发|转发|对|及其|此复|人|[等\d]*部门|单位)*$"
)
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百零〇IVX]+$")
_LIGHT = frozenset(_WEIGHTLESS.pattern + _NUMERAL.pattern)
_PLACE_ENDS = "省市县区镇乡村州旗盟"
_ENDED = re.compile(r"(?:通知|通告|公告|意见|决定|通报|报告|批复|函|令|办法|规定|方案|细则|规划|计划|要点|[）)》])$")
SHORTEST_CUT = 12


class Difference(Enum):
    """What tells two matters apart."""

    NONE = "none"
    NUMBER = "number"
    """Years, ordinals, counts: another issue of a series."""
    PLACE = "place"
    """One template, several places."""
    MATTER = "matter"


def weigh_difference(first: str, second: str) -> Difference:
    """The weightiest difference of two keys."""
    if _differ_in_matter(first, second):
        return Difference.MATTER
    found = Difference.NONE
    for one, other, behind in _align(first, second):
        found = _weightier(found, _judge_piece(one, other, behind))
    return found


def list_differences(first: str, second: str) -> tuple[tuple[str, str], ...]:
    """What stands in one key against what in the other, in order."""
    return tuple((one, other) for one, other, _ in _align(first, second))


def _align(first: str, second: str) -> Iterator[tuple[str, str, str]]:
    """Pieces that differ, with the character of the first key that follows."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield first[a:b], second[c:d], first[b : b + 1]


def _differ_in_matter(first: str, second: str) -> bool:
    """Whether it shows without aligning, which takes long: a weighty character that one of them lacks stands in a piece
    that is neither weightless nor a number, and no place ends behind it."""
    if any(end in first for end in _PLACE_ENDS):
        return False
    return any(character not in _LIGHT and not character.isdecimal() for character in set(first) ^ set(second))


def _judge_piece(first: str, second: str, behind: str) -> Difference:
    if _WEIGHTLESS.match(first) and _WEIGHTLESS.match(second):
        return Difference.NONE
    if _NUMERAL.match(first or second) and _NUMERAL.match(second or first):
        return Difference.NUMBER
    if first and second and behind and behind in _PLACE_ENDS and max(len(first), len(second)) <= 4:
        return Difference.PLACE
    return Difference.MATTER


def _weightier(one: Difference, other: Difference) -> Difference:
    order = list(Difference)
    return max(one, other, key=order.index)


def is_cut_off(short_title: str, short: str, long: str) -> bool:
    """Whether a register cut the title off: the key is the beginning of the other and the title has no end."""
    return len(short) >= SHORTEST_CUT and long.startswith(short) and not _ENDED.search(short_title.rstrip(".…。 "))

"""Where two titles differ, and whether the difference changes the matter."""

import re
from difflib import SequenceMatcher
from enum import Enum

_WEIGHTLESS = re.compile(
    r"(?:了|等|有关|事项|切实|认真|做好|开展|组织|进一步|工作|本|我|全|省|市|县|区|自治区|州|试行|暂行|已失效|核准|同意|同志|"
    r"公司|级|通知|意见|决定|通报|报告|批复|函|紧急|印发|下发|转发|对|及其|此复|人|[等\d]*部门|单位)*$"
)
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百零〇IVX]+$")
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


def compare_keys(first: str, second: str) -> tuple[Difference, tuple[tuple[str, str], ...]]:
    """The weightiest difference of two keys, and what stands against what, in order."""
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    found = Difference.NONE
    pieces = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        pieces.append((first[a:b], second[c:d]))
        found = _weightier(found, _judge_piece(first[a:b], second[c:d], first[b : b + 1]))
    return found, tuple(pieces)


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

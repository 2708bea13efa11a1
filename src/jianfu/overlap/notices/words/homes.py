"""Of which place a text speaks: two texts of one template differ in that first."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from jianfu.overlap.notices.words.organs import PROVINCES

_PROVINCE = re.compile(rf"(?:{PROVINCES})(?=(?:维吾尔|壮族|回族)?(?:省|市|自治区)|人民|行政|实际|境内)")
_NAMED = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2})(?:市|县|区|州|旗|镇|乡|街道)(?=第.{1,4}届|人民代表|人民政府|人大|政府|行政区|实际|境内|辖区|委员会|各级)"
)
_NO_NAME = re.compile(
    r"[市县区省州乡镇村级本全各该的在和与及由向对按为是或者设辖当地同两上下第条列民族邻其报请会经内外据合]|城|人民|政府|自治|直辖|所在|行政|社|街|国务"
)
_MUNICIPALITIES = frozenset({"北京", "天津", "上海", "重庆"})
_PROVINCE_LEVELS = frozenset({"省", "自治区"})
_OWN_LEVEL = re.compile(r"(?:本|我|全)(?P<level>自治区|经济特区|省|市|州|县|区|镇|乡)")


@dataclass(frozen=True, slots=True)
class Home:
    """The place that a text names most as the one it is for (北京, 青岚; '' where none), and the level that it calls
    its own (省 of 本省; '' where it speaks of no place of its own, as the centre's papers do)."""

    place: str
    level: str


@lru_cache(maxsize=4096)
def find_home(text: str) -> Home:
    """The home of a text; both parts are empty where nothing says."""
    level = _most(Counter(_OWN_LEVEL.findall(text)))
    provinces = Counter(_PROVINCE.findall(text))
    if level and level not in _PROVINCE_LEVELS:
        # A city's paper names the province that approved it.
        provinces = Counter({name: count for name, count in provinces.items() if name in _MUNICIPALITIES})
    named = Counter(name for name in _NAMED.findall(text) if not _NO_NAME.search(name))
    return Home(_most(provinces + named), level)


def agree(first: Home, second: Home) -> float:
    """How well two homes agree: 1 the same, 0 two places or two levels, between where one of them is silent."""
    if first.level and second.level and first.level != second.level:
        return 0.0
    if first.place and second.place:
        return float(first.place == second.place)
    if first.level != second.level:
        return 0.25
    return 0.5 if first.level else 1.0


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda name: (-counts[name], name), default="")

"""Whether two names speak of one matter: their cores, without the words that every form, visit and room bears."""

import re
from functools import lru_cache

from jianfu.vocabulary.text import squeeze

_BRACKETS = re.compile(r"[（(【\[《].*?[)）】\]》]")
_DATES = re.compile(r"\d{4}年度?|\d{1,2}月(?:份|\d{1,2}日)?|第[\d一二三四五六七八九十]+[季版批期]度?|[上下]半年")
_ORDINARY = re.compile(
    r"关于|开展|做好|进一步|加强|专项|行动|情况|工作|检查|督查|督导|调研|指导|走访|排查|摸排|整治|整改|验收|核查|巡查|"
    r"台账|统计表|登记表|明细表|汇总表|报表|名册|清单|表册|信息|数据|采集|填报|上报|报送|资料|的|及|和|与|、|"
    r"全县|全镇|全乡|全村|各村|[表册]$"
)
SHORTEST_CORE = 2


@lru_cache(maxsize=50_000)
def find_core(name: str) -> str:
    """What is left of a name when dates, brackets and ordinary words are gone; "" where nothing is."""
    return _ORDINARY.sub("", _DATES.sub("", _BRACKETS.sub("", squeeze(name))))


def is_same_matter(one: str | None, other: str | None) -> bool | None:
    """Whether two names have the same core. None where a name is missing or says nothing: that is no overlap."""
    first, second = find_core(one or ""), find_core(other or "")
    if min(len(first), len(second)) < SHORTEST_CORE:
        return None
    return first == second

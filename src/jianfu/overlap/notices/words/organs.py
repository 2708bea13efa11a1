"""Whether two notices come from the same organ, from another of the same place, or from another place's."""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

import yaml

from jianfu.overlap.notices.words.characters import shorten_organs

PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|"
    "云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
"""Short names of the provinces (GB/T 2260)."""
_SUFFIXES = "特别行政区|自治区|自治州|自治县|自治旗|地区|新区|矿区|街道|社区|省|市|州|盟|县|区|旗|镇|乡|村"
_PROVINCE = re.compile(rf"(?P<name>{PROVINCES})(?:(?:维吾尔|壮族|回族)?自治区|省|市)?")
_PLACE_PART = re.compile(rf"[\u4e00-\u9fff]{{1,9}}?(?:{_SUFFIXES})(?!级|场|容|域|划|民)")
_NO_PLACE = re.compile(
    r"[局厅委办部处党央厂]|政府|国务|国家|中国|中共|管理|城乡|城市|城镇|依法|社会|保障|建设|农村|农业|教育|全[省市县区]|[本我各]|关于"
)
_GENERIC = frozenset("省市县区旗州盟镇乡")
_CITY = 2
_LEVELS = ((5, ("村", "社区")), (4, ("镇", "乡", "街道")), (3, ("县", "区", "旗")), (_CITY, ("市", "州", "盟", "地区")))
_JOINT = re.compile(r"[、,，/]|\s+")
_DIVISION = re.compile(r"[\u4e00-\u9fff]{0,8}(?:办|处|科|室|站|中心|党组|党委|委)$")
_PARTY_OR_HOUSE = re.compile(
    r"^中共(?=.{4})|政府(?=[\u4e00-\u9fff]{3})(?=.*[委局])|[银保证]监会(?=.{2,4}监管分?局|.{2,4}[银保证]监局)|党组$|(?<=[局厅委])(?:党委|委)$"
)
"""Party groups send their organ's papers, and 市政府国资委 is 市国资委."""
_REST = re.compile(r"等?(?:\d+|[一二三四五六七八九十]+)?个?(?:部门|单位|厅局|委办局|家)?(?:\([^()]*\))?$")


class Kinship(Enum):
    """How the senders of two notices belong together."""

    SAME = "same"
    KIN = "kin"
    """One house (a government and its office), or a joint paper that shares a sender."""
    OTHER = "other"
    """Another organ that may reach the same receivers."""
    PARALLEL = "parallel"
    """An organ of another place."""
    UNKNOWN = "unknown"
    """One of the two names no sender."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The organs that send a paper, in short form, and the place of the first ('' where its name has none)."""

    names: tuple[str, ...]
    place: str


NOBODY = Sender((), "")


@lru_cache(maxsize=50_000)
def read_sender(issuer: str) -> Sender:
    """Take the name or names of an issuer apart. `names` is empty where nothing is left."""
    words = shorten_organs(re.sub(r"\((?!.*\().*?\)", "", issuer))
    parts = [_REST.sub("", part) for part in _JOINT.split(words)]
    names = tuple(dict.fromkeys(_PARTY_OR_HOUSE.sub("", part) for part in parts if part))
    return Sender(names, find_place(names[0]) if names else "")


@lru_cache(maxsize=50_000)
def find_place(words: str) -> str:
    """The place at the head of an organ's name or a title: 青岚县 of 青岚县应急局, '' of 国务院办公厅."""
    found = _PROVINCE.match(words)
    end = found.end() if found else 0
    while (part := _PLACE_PART.match(words, end)) and not _is_no_place(part.group()):
        end = part.end()
    return words[:end]


def _is_no_place(part: str) -> bool:
    """县市监局 lies in no place called 县市."""
    return bool(_NO_PLACE.search(part)) or part[0] in _GENERIC


def compare_senders(first: Sender, second: Sender) -> Kinship:
    """How the two belong together, by their names alone."""
    if not first.names or not second.names:
        return Kinship.UNKNOWN
    if first.names[0] == second.names[0] or _is_short_form(first.names[0], second.names[0]):
        return Kinship.SAME
    if not is_same_place(first.place, second.place):
        return Kinship.PARALLEL
    if set(first.names) & set(second.names) or _is_same_house(first.names[0], second.names[0]):
        return Kinship.KIN
    return Kinship.OTHER


def is_same_place(first: str, second: str) -> bool:
    """Whether both can be one place, or one within the other: a name without a place can be anywhere.

    Places of different levels count as one within the other, unless they lie in different provinces: a county hears
    from its own city and province.
    """
    if not first or not second or first in _GENERIC or second in _GENERIC:
        return True
    provinces = {province for place in (first, second) if (province := find_province(place))}
    if len(provinces) > 1 or _level(first) != _level(second):
        return len(provinces) < 2
    short, long = sorted((_bare(first), _bare(second)), key=len)
    return long.startswith(short) or long.endswith(short)


def find_province(place: str) -> str:
    """The province in which a place lies, '' where neither its name nor the list of prefectures says."""
    if found := _PROVINCE.match(place):
        return found.group("name")
    if _level(place) != _CITY:
        return ""
    prefectures = _load_prefectures()
    return next((prefectures[place[:length]] for length in range(5, 1, -1) if place[:length] in prefectures), "")


@cache
def _load_prefectures() -> dict[str, str]:
    """Province by prefecture, bare names both."""
    table = yaml.safe_load((Path(__file__).parent / "prefectures.yaml").read_text(encoding="utf-8"))
    return {name: province for province, names in table.items() for name in names.split()}


def _level(place: str) -> int:
    """1 province, 2 city, 3 county, 4 township, 5 village."""
    if _PROVINCE.fullmatch(place):
        return 1
    return next((level for level, ends in _LEVELS if place.endswith(ends)), _CITY)


def _bare(place: str) -> str:
    """恩施 for 恩施州 and 恩施土家族苗族自治州."""
    return re.sub(r"(?<=..)(?:[\u4e00-\u9fff]{1,3}族)*(?:自治[区州县旗]|省|市|州|县|区|旗|盟)$", "", place)


def _is_same_house(one: str, other: str) -> bool:
    """A government and its office, a bureau and its own division or party group: papers of one are papers of both."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and bool(_DIVISION.match(long, len(short)))


def _is_short_form(one: str, other: str) -> bool:
    """Whether one name is the other in short: 四川银监局, 市监局 of 青岚县市场监管局."""
    short, long = sorted((one, other), key=len)
    if short[-1] != long[-1]:
        return False
    short_place, long_place = find_place(short), find_place(long)
    if (
        short_place
        and long_place
        and not (is_same_place(short_place, long_place) and _level(short_place) == _level(long_place))
    ):
        return False
    own, full = _own_name(short, short_place), _own_name(long, long_place)
    # 市委 is no short form of a committee: a name of its own has at least two characters.
    return len(own) >= 2 and own[0] == full[:1] and _is_subsequence(own, full)


def _own_name(name: str, place: str) -> str:
    """市监局 of 县市监局, 市场监管局 of 青岚县市场监管局."""
    return name.removeprefix(place) if place else name[name[:1] in _GENERIC :]


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)

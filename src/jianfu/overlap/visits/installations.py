"""Rooms and plaques of one purpose under several names; apps of one function from several organs."""

import re
from collections.abc import Callable, Mapping, Sequence

from jianfu.overlap.visits.records import Installation, Judgement, Repetition, VisitRelation
from jianfu.vocabulary.text import squeeze

_BRACKETS = re.compile(r"[（(].*?[)）]")
_ROOM_WORDS = re.compile(
    r"^(?:乡镇|镇|乡|村级|村|社区|新时代|基层)|"
    r"(?:工作站|服务站|服务点|服务室|活动室|工作室|办公室|指导站|联络站|志愿服务站|活动中心|服务中心|中心|之家|驿站|阵地|基地|站|室|所|点)$"
)
_APP_WORDS = re.compile(
    r"(?:手机)?(?:APP|客户端|小程序|公众号|信息系统|管理系统|信息平台|管理平台|服务平台|平台|系统)$|^(?:智慧|数字|掌上|云上|全国|全省|全市|全县)|(?:通|云)$",
    re.IGNORECASE,
)
_APP_FORMS = frozenset({"APP", "小程序", "系统", "公众号"})
_PURPOSES: Mapping[str, tuple[str, ...]] = {
    "妇女儿童": ("妇女之家", "妇女儿童之家", "巾帼家园", "妇女微家"),
    "儿童关爱": ("儿童之家", "留守儿童之家", "童心港湾", "未成年人保护工作站", "关爱儿童之家"),
    "矛盾调解": ("人民调解室", "矛盾纠纷调处中心", "矛盾调解室", "说事室", "信访接待室", "综治中心"),
    "党员活动": ("党员活动室", "党员之家", "党群活动室", "党群服务中心"),
    "图书阅读": ("农家书屋", "图书室", "阅览室", "图书阅览室"),
    "退役军人": ("退役军人服务站", "退役军人之家", "老兵之家"),
    "消防": ("微型消防站", "消防工作站", "义务消防队", "消防器材室"),
    "老年人": ("老年活动中心", "老年人日间照料中心", "老年之家", "老年协会活动室"),
    "法律服务": ("公共法律服务工作室", "法律援助工作站", "法律顾问工作室"),
}
"""Names that are known to serve one purpose though they share no word."""
_PURPOSE_OF = {name: purpose for purpose, names in _PURPOSES.items() for name in names}
_SHORTEST = 2


def find_same_purpose(rooms: Sequence[Installation]) -> Judgement:
    """Rooms and plaques of one receiver, asked by different organs, that serve one purpose."""
    return _find(rooms, _find_purpose, VisitRelation.SAME_PURPOSE, "用途都是“{}”")


def find_same_function(tools: Sequence[Installation], brands: frozenset[str] = frozenset()) -> Judgement:
    """Apps and systems of one receiver, from different organs, whose names say one function. Chat groups are none.

    `brands` are words that names bear without meaning a function, such as the county's own.
    """
    apps = [tool for tool in tools if tool.form in _APP_FORMS]
    return _find(apps, lambda name: _find_function(name, brands), VisitRelation.SAME_FUNCTION, "功能都是“{}”")


def _find(items: Sequence[Installation], read: Callable[[str], str], relation: VisitRelation, words: str) -> Judgement:
    groups: dict[tuple[str, str], list[Installation]] = {}
    for item in items:
        groups.setdefault((item.receiver, read(item.name)), []).append(item)
    found = [
        Repetition(relation, receiver, tuple(same), _explain(same, words.format(purpose)))
        for (receiver, purpose), same in groups.items()
        if len(purpose) >= _SHORTEST and len({item.organ for item in same}) > 1
    ]
    return Judgement(tuple(found), sum(len(read(item.name)) < _SHORTEST for item in items))


def _explain(same: Sequence[Installation], words: str) -> str:
    return "、".join(f"{item.organ}的“{item.name}”" for item in same) + words


def _find_purpose(name: str) -> str:
    bare = _BRACKETS.sub("", squeeze(name))
    return _PURPOSE_OF.get(bare) or _strip(bare, _ROOM_WORDS)


def _find_function(name: str, brands: frozenset[str]) -> str:
    bare = _BRACKETS.sub("", squeeze(name))
    for brand in sorted(brands, key=len, reverse=True):
        bare = bare.removeprefix(brand)
    return _strip(bare, _APP_WORDS)


def _strip(words: str, ordinary: re.Pattern[str]) -> str:
    """Ordinary words off both ends until nothing more comes off."""
    while (shorter := ordinary.sub("", words)) != words:
        words = shorter
    return words

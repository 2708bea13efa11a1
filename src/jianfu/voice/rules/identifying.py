"""Words that could tell who complained: what a handler is warned of before anything is told to a department.

A hint is a question, never a verdict: it names the words and why they may point to a person. No hint is no promise.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from jianfu.vocabulary.text import normalise_width


class Hint(StrEnum):
    """In which way words may point to a person."""

    TELEPHONE = "telephone"
    IDENTITY_NUMBER = "identity_number"
    ACCOUNT = "account"
    PERSON = "person"
    PLACE = "place"
    EXACT_DAY = "exact_day"
    FEW_AUTHORS = "few_authors"
    OWN_ROLE = "own_role"

    @property
    def label(self) -> str:
        """The Chinese words for the reason."""
        return _LABELS[self]


_LABELS = {
    Hint.TELEPHONE: "电话号码",
    Hint.IDENTITY_NUMBER: "证件号、卡号",
    Hint.ACCOUNT: "微信、QQ、邮箱或车牌",
    Hint.PERSON: "可能是人名",
    Hint.PLACE: "少数人所在的地方",
    Hint.EXACT_DAY: "具体到某一天或某一刻",
    Hint.FEW_AUTHORS: "只有少数人知道或经手",
    Hint.OWN_ROLE: "说出了投诉人的身份",
}


@dataclass(frozen=True, slots=True)
class Warning:  # the word that handlers use; Python's own warnings are not used here
    """Words at `start:end` of the text that may point to a person."""

    hint: Hint
    words: str
    start: int
    end: int


_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘蔡蒋余于杜叶程魏苏吕丁任卢姚"
    "沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔"
    "赖文樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦邢路岳齐梅庄辛管祝左涂谷祁时舒耿卜詹关苗凌费纪靳盛童"
)
_TITLES = (
    "书记|主任|镇长|乡长|县长|局长|科长|股长|所长|站长|支书|主席|部长|委员|干事|同志|老师|会计|文书|组长|队长|副镇长|"
    "副乡长|副书记|副主任|副局长"
)
_NO_NAMES = "文件|方案|高层|石门|安监|金融|万一|成天|常务|任何|任务|任由|余下|白天|单位|易|温|江|时|向"
"""Words that begin like a surname and often stand before 让我、叫我."""
_NO_VILLAGES = (
    ".?[各个每全本我你他们的有到在去和及与些驻进入农乡城某何]村|.?[一-龥]?(?:行政|自然)村"
    "|[^村]{0,2}(?:贫困|重点|示范|试点|软弱|移民)"
)
"""Villages that are no certain one, or whose name begins elsewhere."""
_PATTERNS: tuple[tuple[Hint, re.Pattern[str]], ...] = (
    (Hint.IDENTITY_NUMBER, re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")),
    (Hint.IDENTITY_NUMBER, re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)")),
    (Hint.TELEPHONE, re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)")),
    (Hint.TELEPHONE, re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")),
    (Hint.ACCOUNT, re.compile(r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")),
    (Hint.ACCOUNT, re.compile(r"(?:微信|QQ|qq|抖音|群号)(?:号|群)?[:：为是 ]{0,3}[A-Za-z0-9_-]{5,20}")),
    (Hint.ACCOUNT, re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}")),
    (Hint.PERSON, re.compile(rf"(?:[{_SURNAMES}]|欧阳|司马|上官|诸葛)[\u4e00-\u9fff]{{0,2}}?(?:{_TITLES})")),
    (Hint.PERSON, re.compile(rf"(?:我叫|本人|姓名[:：]?|名叫|叫做)\s*[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}")),
    (Hint.PERSON, re.compile(rf"(?!小时|小康|老龙)[老小][{_SURNAMES}](?![\u4e00-\u9fff]*(?:村|镇|乡|组))")),
    (
        Hint.PERSON,
        re.compile(
            rf"(?!{_NO_NAMES})[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?(?=(?:让|叫|逼|骂|训|吼|威胁)我|找我|跟我|对我)"
        ),
    ),
    (Hint.PLACE, re.compile(rf"(?!{_NO_VILLAGES})[\u4e00-\u9fff]{{2}}村(?![级务干民里镇庄组委])")),
    (
        Hint.PLACE,
        re.compile(r"[\u4e00-\u9fff]{1,4}?(?:行政村|自然村|社区|村民小组|屯|寨)|第?[一二三四五六七八九十\d]+组"),
    ),
    (Hint.EXACT_DAY, re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{4}[-./]\d{1,2}[-./]\d{1,2}")),
    (Hint.EXACT_DAY, re.compile(r"(?:今天|昨天|前天|昨晚|今早|上周[一二三四五六日天]|本周[一二三四五六日天])")),
    (Hint.EXACT_DAY, re.compile(r"\d{1,2}[:：]\d{2}|(?:上午|下午|晚上|凌晨)[一二三四五六七八九十\d]{1,3}点")),
    (Hint.FEW_AUTHORS, re.compile(r"(?:只有|仅有|就|只)(?:我|我们|本人|[一二两三四五1-5]个?人)[^，。；！？\n]{0,12}")),
    (Hint.FEW_AUTHORS, re.compile(r"我们?(?:[一二两三四五六1-6]个?人|这几个人|科室|所里|站里|办公室)")),
    (Hint.FEW_AUTHORS, re.compile(r"(?<![\d十百千])[1-6一二两三四五六]个人(?!信息|所得|账户|简历)")),
    (Hint.FEW_AUTHORS, re.compile(r"(?:唯一|独自|一个人(?:负责|办|干)|单独(?:跟|对|和)我|当面(?:跟|对|和)我|私下)")),
    (Hint.OWN_ROLE, re.compile(r"(?:我是|本人是|我作为|我担任|我负责|由我负责|我经手|我在)[^，。；！？\n]{1,16}")),
    (Hint.OWN_ROLE, re.compile(r"我(?:的)?(?:怀孕|产假|病假|请假|退休|刚调|借调|挂职|考上|丈夫|妻子|孩子|爱人)")),
)


def find_identifying(text: str, *, places: Collection[str] = (), names: Collection[str] = ()) -> list[Warning]:
    """Words of the text that may point to a person, in order of place; where two overlap, the longer.

    `places`: villages and other small places of the county; `names`: persons known to be concerned. A place's name
    warns also without its last word 村: people say 上河 for 上河村.
    """
    plain = normalise_width(text)
    matches = ((hint, match.span()) for hint, pattern in _PATTERNS for match in pattern.finditer(plain))
    found = [
        *(Warning(hint, text[start:end], start, end) for hint, (start, end) in matches),
        *_find_listed(plain, Hint.PLACE, _shorten(places)),
        *_find_listed(plain, Hint.PERSON, names),
    ]
    return _drop_covered(found)


def _shorten(places: Collection[str]) -> set[str]:
    endings = ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "村")
    short = {place.removesuffix(next((e for e in endings if place.endswith(e)), "")) for place in places}
    return {place for place in (*places, *short) if len(place) >= 2}


def _find_listed(text: str, hint: Hint, listed: Collection[str]) -> Iterator[Warning]:
    for words in listed:
        for found in re.finditer(re.escape(words), text):
            yield Warning(hint, found.group(), *found.span())


def _drop_covered(found: list[Warning]) -> list[Warning]:
    kept: list[Warning] = []
    for warning in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or warning.start >= kept[-1].end:
            kept.append(warning)
        elif warning.end > kept[-1].end:
            # Two that overlap by half are both of use: the later starts where the earlier ends no more.
            kept.append(warning)
    return kept

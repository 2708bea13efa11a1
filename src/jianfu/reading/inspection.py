"""Whether a visit is an inspection, whatever it calls itself. See docs/methods/inspection-judgement.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jianfu.reading.facts import InspectionJudgement, Span
from jianfu.vocabulary.text import normalise_width

_OPEN_NAMES = ("督查", "检查", "考核", "巡查", "核查", "抽查", "督察")
_HALF_OPEN_NAMES = ("督导", "暗访", "验收", "回头看")
_SOFT_NAMES = ("调研", "指导", "走访", "观摩", "调度", "评估", "座谈")
_OTHER_NAMES = (*_HALF_OPEN_NAMES, *_SOFT_NAMES)
_VISIT = re.compile(
    r"(?:赴|到|深入|来|驻|进驻)[^。；，\n]{0,24}?(?:乡镇|街道|村|社区|各地|基层|实地|现场|辖区|镇)?[^。；，\n]{0,12}?(?:开展|进行)?[^。；，\n]{0,10}?"
    rf"(?P<a>{'|'.join((*_OPEN_NAMES, *_OTHER_NAMES))})"
    rf"|(?:开展|组织|进行|实施)[^。；，\n]{{0,24}}?(?P<b>{'|'.join((*_OPEN_NAMES, *_OTHER_NAMES))})"
    rf"|关于(?:开展|组织|进行|实施|对|赴|迎接|集中)[^。；\n]{{0,40}}?"
    rf"(?P<c>{'|'.join((*_OPEN_NAMES, *_OTHER_NAMES))})(?:工作|活动|行动)?的(?:通知|函|方案)"
)
_SELF_WORK = re.compile(
    r"(?<![赴到对入往向在])(?:各[\u4e00-\u9fff]{1,4}?|你单位|学校)[^。；，\n]{0,16}(?:要|应|自行)?(?:开展|组织)[^。；，\n]{0,16}"
    r"(?:自查|排查|检查|考核)|自查自纠|隐患排查"
)

_COMES = re.compile(
    r"(?:督查|检查|督导|考核|巡查|核查|抽查|督察|工作|评估|验收|暗访)(?:小)?组"
    r"|(?:赴|深入|分赴|前往)[^。；，\n]{0,20}?(?:乡镇|街道|村|社区|各地|基层|镇|现场|实地)"
    r"|(?:到|对)(?:各|你|有关|部分)?(?:乡镇|街道|村|社区|镇)[^。；，\n]{0,24}?(?:督查|检查|考核|巡查|核查|抽查|督察)"
    r"|(?:将|拟|定于)[^。；，\n]{0,30}?(?:督查|检查|考核|巡查|核查|抽查|督察)"
)
"""Words of somebody coming from above; without them 开展检查 may be what the receivers are asked to do themselves."""


@dataclass(frozen=True, slots=True)
class _Sign:
    pattern: re.Pattern[str]
    weight: float
    reason: str


_FOR = (
    _Sign(re.compile(r"听取[^。；，\n]{0,10}汇报|汇报(?:材料|工作情况)"), 0.3, "要求听取或准备汇报"),
    _Sign(
        re.compile(r"查阅[^。；，\n]{0,12}(?:资料|台账|档案)|(?:准备|备齐)[^。；，\n]{0,14}(?:资料|台账|备查)"),
        0.35,
        "要查阅资料台账",
    ),
    _Sign(re.compile(r"(?:实地|现场)(?:查看|察看|检查|核查|抽查)|随机抽(?:查|取)"), 0.2, "要现场查看"),
    _Sign(re.compile(r"打分|评分|评定等次|计分|排名"), 0.35, "要打分或排名"),
    _Sign(re.compile(r"反馈问题|问题清单|限期整改|整改(?:到位|落实|报告)|交办"), 0.3, "要反馈问题、限期整改"),
    _Sign(
        re.compile(r"(?:主要|分管)(?:负责同志|领导|负责人)[^。；，\n]{0,10}(?:陪同|参加|到场)|陪同(?:检查|调研|督导)"),
        0.2,
        "要求负责人陪同",
    ),
    _Sign(
        re.compile(
            r"结果(?:将|予以)?通报|通报(?:批评|结果|情况)|全[县镇市区乡]通报|约谈|问责|纳入[^。；，\n]{0,12}考核"
        ),
        0.3,
        "结果要通报或纳入考核",
    ),
)
_AGAINST = (
    _Sign(re.compile(r"慰问|送温暖|看望"), 0.5, "是慰问看望"),
    _Sign(re.compile(r"送(?:医|戏|法|书|技术|服务|政策)|义诊|上门服务|帮办"), 0.45, "是上门送服务"),
    _Sign(re.compile(r"学习(?:考察|借鉴|交流)|取经|参观学习"), 0.45, "是学习考察"),
    _Sign(
        re.compile(r"不(?:听汇报|看资料|打招呼|要求陪同|评比|打分|需准备)|轻车简从|无需(?:陪同|准备)"),
        0.35,
        "言明不听汇报、不要陪同或不需准备",
    ),
    _Sign(re.compile(r"技术指导|业务培训|帮助解决|现场办公|听取(?:基层)?意见建议"), 0.2, "是技术指导或听取意见"),
)


def judge_inspection(text: str, *, title: str | None) -> InspectionJudgement | None:
    """The judgement with its reasons; None where the text speaks of no visit from above.

    An open name (督查 检查 考核 …) with words of somebody coming starts from 0.75; without them from 0.5, for the
    receivers themselves may be meant to check; 督导 暗访 验收 回头看 start from 0.5, soft names from 0.4. The words
    around decide. Between 0.4 and 0.6 the text does not tell: `is_inspection` is None.
    """
    plain = normalise_width(text)
    ahead = "" if title is None or title in text else f"{normalise_width(title)}\n"
    visit = _find_visit(ahead + plain)
    if visit is None:
        return None
    name, place = visit
    # A title put together from several lines has no one place in the text.
    span = Span(place.start - len(ahead), place.end - len(ahead)) if place.start >= len(ahead) else None
    score = _start_score(name, plain)
    reasons = [f"名义是“{name}”"]
    for sign, found in _signs(plain, _FOR):
        score += sign.weight * (1 - score)
        reasons.append(f"{sign.reason}（“{found}”）")
    for sign, found in _signs(plain, _AGAINST):
        score -= sign.weight * score
        reasons.append(f"{sign.reason}（“{found}”）")
    judged = None if 0.4 <= score <= 0.6 else score > 0.6
    confidence = score if judged is not False else 1 - score
    return InspectionJudgement(judged, name, tuple(reasons), round(min(confidence, 0.97), 2), span)


def _start_score(name: str, text: str) -> float:
    if name in _OPEN_NAMES:
        return 0.75 if _COMES.search(text) else 0.5
    return 0.5 if name in _HALF_OPEN_NAMES else 0.4


def _find_visit(text: str) -> tuple[str, Span] | None:
    for found in _VISIT.finditer(text):
        name = _harder_name_behind(text, found.end()) or found.group("a") or found.group("b") or found.group("c")
        sentence_end = len(text) if (end := text.find("。", found.end())) < 0 else end
        if not _SELF_WORK.search(text[max(0, found.start() - 20) : sentence_end]):
            return name, Span(*found.span())
    return None


def _harder_name_behind(text: str, end: int) -> str | None:
    """走访督导 is a 督导."""
    return next((name for name in _HALF_OPEN_NAMES if text.startswith(name, end)), None)


def _signs(text: str, signs: tuple[_Sign, ...]) -> Iterator[tuple[_Sign, str]]:
    for sign in signs:
        found = sign.pattern.search(text)
        if found:
            yield sign, found.group()

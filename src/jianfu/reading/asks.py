"""What a text wants done, with the words that ask it."""

import re

from jianfu.reading.facts import Ask, AskKind, Recurrence, Span
from jianfu.reading.numbers import read_number
from jianfu.vocabulary.text import normalise_width

_GAP = r"[^。；\n]{0,30}?"
_PATTERNS: tuple[tuple[AskKind, re.Pattern[str], float], ...] = (
    (
        AskKind.FILL_FORM,
        re.compile(rf"(?:填写|填报|填好|如实填|认真填|填)(?:{_GAP})(?:表|台账|清单|花名册|回执|登记册|附件)"),
        0.9,
    ),
    (
        AskKind.FILL_FORM,
        re.compile(r"(?:建立|完善|更新|报送|上报|提交)[^。；，\n]{0,16}(?:台账|花名册|一览表|统计表|汇总表|登记表)"),
        0.9,
    ),
    (
        AskKind.FILL_FORM,
        re.compile(r"(?:台账|花名册|一览表|统计表|汇总表|登记表)[^。；，\n]{0,10}(?:更新|填报|填写|填好)"),
        0.85,
    ),
    (
        AskKind.REPORT_DATA,
        re.compile(
            r"(?:报送|上报|报|反馈|汇总|统计|录入)[^。；，\n]{0,16}(?:数据|数字|名单|人数|信息(?!稿|员|化)|情况统计|底数)|"
            r"(?:数据|数字|人数|户数|亩数|底数|数量)[^。；，\n]{0,10}?(?:报送|上报|报|反馈)(?![告道名])"
        ),
        0.85,
    ),
    (
        AskKind.REPORT_MATERIAL,
        re.compile(
            r"(?:报送|上报|提交|形成|撰写|报)[^。；\n]{0,24}?(?:总结|材料|报告|方案|小结|情况|佐证|资料|稿件|信息)|"
            r"(?:总结|材料|报告|方案|情况|资料|名单|台账|表)[^。；\n]{0,30}?(?:报送至?|上报至?|报至?|反馈至?|交至?|送至|发送?至)"
        ),
        0.85,
    ),
    (
        AskKind.ATTEND,
        re.compile(
            r"(?:准时|按时|务必|届时)?(?:参会|到会|[出列]席[^。；，\n]{0,14}?会|参加(?:本次|此次|[^。；，\n]{0,14}?(?:会议|[度进频例谈员训]会|培训)))|召开[^。；\n]{0,30}?会议?的通知"
        ),
        0.85,
    ),
    (
        AskKind.RECEIVE_VISIT,
        re.compile(
            r"(?:将|拟|定于)[^。；\n]{0,30}?(?:督查|检查|督导|调研|验收|考核组|评估|核查|暗访|抽查|巡查)|(?:做好|配合)[^。；，\n]{0,12}"
            r"(?:迎检|受检|检查组|督导组|验收)[^。；，\n]{0,8}"
        ),
        0.8,
    ),
    (
        AskKind.UPLOAD_PHOTOS,
        re.compile(
            r"(?:上传|报送|提供|拍摄|拍照|留存)[^。；，\n]{0,14}(?:照片|图片|视频|截图|影像)|(?:照片|图片|视频|截图)[^。；，\n]{0,6}(?:上传|传[至到]|发[至到])|拍照(?:上传|留痕|打卡)|图文(?:信息)?上传|上传[^。；，\n]{0,12}条"
        ),
        0.9,
    ),
    (
        AskKind.SUBSCRIBE,
        re.compile(
            r"(?:订阅|征订|订购|认购|购买)[^。；，\n]{0,20}(?:报|刊|杂志|书|影票|电影票|读本|年鉴)"
            r"|(?:报|刊|杂志|读本|年鉴)[^。；，\n]{0,4}(?:订阅|征订)(?:任务|工作|款)"
        ),
        0.9,
    ),
    (
        AskKind.HANG_PLAQUE,
        re.compile(
            r"(?:悬挂|挂)[^。；，\n]{0,12}(?:牌子|标牌|门牌|牌匾|挂牌)|挂牌|制度上墙|(?:建设|设立|建成)[^。；，\n]{0,16}(?:站|所|室|阵地|之家|驿站)"
        ),
        0.8,
    ),
    (
        AskKind.INSTALL_OR_LOGIN,
        re.compile(
            r"(?:下载|安装|注册|登录|关注|扫码加入|打卡|签到)[^。；，\n]{0,16}(?:APP|app|App|小程序|公众号|平台|系统|客户端|账号|群)",
            re.I,
        ),
        0.9,
    ),
    (
        AskKind.MEET_QUOTA,
        re.compile(
            r"(?:完成|不少于|不低于|达到|新增|下达)[^。；，\n]{0,16}?\d+(?:\.\d+)?\s*(?:家|户|人|个|亩|万元|%|％|件|条|名|份)(?:以上)?"
        ),
        0.75,
    ),
)
_NEGATION = re.compile(r"(?:不得|不再|无需|不需|无须|不必|严禁|禁止|取消|停止|不要求|不用|免)[^。；，\n]{0,10}$")
_NEGATION_INSIDE = re.compile(r"无需|不需|不用|无须|不必|不再|不得|(?:报送|上报|提交|完成)了")
_DONE = re.compile(r"(?:已收到[^。；\n]{0,10}|(?:去年|上年|前年)(?:[^。；，\n]{0,4})|(?:累计|已|已经)共?)$")
_PERIODS = (
    (re.compile(r"每日|每天|一日一|日报|天天"), Recurrence.DAILY),
    (re.compile(r"每周|每星期|一周一|周报"), Recurrence.WEEKLY),
    (re.compile(r"每旬|旬报"), Recurrence.TEN_DAYS),
    (re.compile(r"每月|一月一|月报|每个月"), Recurrence.MONTHLY),
    (re.compile(r"每季度?|一季一|季报"), Recurrence.QUARTERLY),
    (re.compile(r"每半年|半年报|半年一"), Recurrence.HALF_YEARLY),
    (re.compile(r"每年|年报"), Recurrence.YEARLY),
)
_TIMES = re.compile(r"(?:各|不少于|至少|开展|上传|不低于)?\s*(\d+|[一两二三四五六七八九十]{1,3})\s*(?:次|篇|条|期|张)")
_LONGEST_TITLE = 60
_SENTENCE = re.compile(r"[^。；\n]*")


def read_asks(text: str) -> tuple[Ask, ...]:
    """Everything that the text asks for, in order of appearance; each kind once a sentence, negations left out."""
    plain = normalise_width(text)
    asks: list[Ask] = []
    taken: set[tuple[AskKind, int]] = set()
    for kind, pattern, confidence in _PATTERNS:
        for found in pattern.finditer(plain):
            sentence = _sentence_around(plain, found.start())
            if (kind, sentence.start) in taken or _is_negated(plain, found):
                continue
            span = _with_whole_quotation(plain, found)
            if span is None:
                continue
            taken.add((kind, sentence.start))
            words = plain[sentence.start : sentence.end]
            asks.append(
                Ask(kind, text[span.start : span.end], span, confidence, read_recurrence(words), _find_times(words))
            )
    return tuple(sorted(asks, key=lambda ask: ask.span.start))


def _sentence_around(text: str, place: int) -> Span:
    start = max(text.rfind(mark, 0, place) for mark in "。；\n") + 1
    found = _SENTENCE.match(text, start)
    return Span(start, found.end() if found else len(text))


def _with_whole_quotation(text: str, found: re.Match[str]) -> Span | None:
    """The match, up to the end of a title that it cuts; None where it begins inside a quoted title."""
    line_start = text.rfind("\n", 0, found.start()) + 1
    before = text[line_start : found.start()]
    if before.count("《") > before.count("》"):
        return None
    end = found.end()
    if found.group().count("《") > found.group().count("》"):
        closing = text.find("》", end, end + _LONGEST_TITLE)
        end = closing + 1 if closing >= 0 else end
    return Span(found.start(), end)


def _is_negated(text: str, found: re.Match[str]) -> bool:
    """Forbidden, cancelled or already done: nothing that is asked for."""
    before = text[max(0, found.start() - 14) : found.start()]
    return bool(_NEGATION.search(before) or _DONE.search(before) or _NEGATION_INSIDE.search(found.group()))


def read_recurrence(sentence: str) -> Recurrence | None:
    """How often the words say that something comes again; None where they do not say."""
    return next((period for pattern, period in _PERIODS if pattern.search(sentence)), None)


def _find_times(sentence: str) -> int | None:
    found = _TIMES.search(sentence) if read_recurrence(sentence) else None
    if found is None:
        return None
    words = found.group(1)
    return read_number(words)

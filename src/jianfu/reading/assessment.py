"""Words that tie a demand to assessment 考核."""

import re

from jianfu.reading.facts import Fact, Span
from jianfu.vocabulary.text import normalise_width

_TIES = re.compile(
    r"(?:纳入|列入|列为|计入|作为)[^。；，\n]{0,24}(?:考核|考评|绩效|评分|评先评优|评优)[^。；，\n]{0,6}"
    r"|与[^。；，\n]{0,16}(?:考核|绩效|评优|评先|奖金|晋升)[^。；，\n]{0,6}挂钩"
    r"|(?:予以|给予|进行|一律|将)?(?:全县|全镇|点名)?通报(?:批评|排名)|排名通报|(?:每[月周季]|定期)排名"
    r"|将(?:适时|定期|予以|给予|进行|在)[^。；，\n]{0,8}通报(?:批评|排名)?(?![如会给至表嘉])"
    r"|(?:适时|定期|视情)通报(?:各|进展|排名|完成|落实)|全[县镇市区乡](?:范围内)?(?:点名)?通报(?:批评|排名)?(?![如会表嘉])"
    r"|点名(?:通报|批评)|予以点名|(?:实行|实施|、)[周旬月季]度?(?:通报|排名)|取消[^。；，\n]{0,6}(?:评优|评先)[^。；，\n]{0,4}资格"
    r"|排名(?:靠后|末位|垫底|后[一二三四五\d]+[位名])[^。；\n]{0,12}(?:表态|检讨|约谈|说明)|挂?[红黄]牌警[示告]"
    r"|(?:扣减?|扣除|倒扣)[^。；，\n]{0,8}分|一票否决|(?:约谈|问责)[^。；，\n]{0,10}|晾晒[^。；，\n]{0,6}(?:排名|通报|进度)"
    r"|(?:不力|不到位|未(?:按[时期])?完成|逾期|滞后)的?，?[^。；，\n]{0,6}追究(?!刑事|法律|民事)[^。；，\n]{0,6}责任"
)
_NEGATION = re.compile(
    r"(?:不再|不得|不将|不予|不与|不要|不准|不搞|严禁|禁止|取消|停止|避免|杜绝|防止|整治|清理|未曾)[^。；，\n]{0,12}$"
    r"|不$|未(?:将|与|被)?$"
)
_DEDUCTION = re.compile(r"^(?:扣减?|扣除|倒扣)")
_OF_WORK = re.compile(r"报送|上报|逾期|迟报|漏报|瞒报|完成|落实|考核|考评|绩效|整改|乡镇|街道|村|单位")
_TITLE_LINE = re.compile(r"^[^\n]*(?:考核办法|考核细则|考核方案|考核工作会)[^\n]*$", re.MULTILINE)
_QUOTED = re.compile(r"《[^》]*》")


def read_assessment(text: str) -> Fact[str] | None:
    """The first words that threaten with assessment, or None. A rule that forbids it is no threat."""
    plain = normalise_width(text)
    hidden = [span.span() for pattern in (_QUOTED, _TITLE_LINE) for span in pattern.finditer(plain)]
    for found in _TIES.finditer(plain):
        inside = any(start <= found.start() < end for start, end in hidden)
        before = plain[max(0, found.start() - 16) : found.start()]
        inner_negation = re.match(r"与[^。；，\n]{0,16}不挂钩", found.group())
        if not inside and not _NEGATION.search(before) and not inner_negation and _is_about_work(plain, found):
            return Fact(text[found.start() : found.end()], Span(*found.span()), 0.9)
    return None


def _is_about_work(text: str, found: re.Match[str]) -> bool:
    """Points are also deducted in contests and examinations: only those for work done or reported count."""
    if not _DEDUCTION.match(found.group()):
        return True
    start = max(text.rfind(mark, 0, found.start()) for mark in "。；\n") + 1
    return bool(_OF_WORK.search(text[start : found.end()]))

"""On which media something must be handed in."""

import re

from jianfu.reading.facts import Fact, Span, Submission
from jianfu.vocabulary.text import normalise_width

_PAPER = re.compile(
    r"纸质(?:版|档|件|材料|稿)|书面(?:材料|报告|报送)|一式[一二三四五六七八九十\d]+份|原件(?:报送|送|交)|打印(?:稿|件|后[报送交])"
)
_ELECTRONIC = re.compile(
    r"电子(?:版|档|文档|件|稿|邮箱)|发(?:送)?至?[^。；\n]{0,12}邮箱|(?:邮箱|E-?mail)\s*[:：]|[\w.]+@[\w.]+"
    r"|扫描件|(?:Word|PDF)版|发(?:送)?(?:至|到|入)?(?:微信|QQ|钉钉)?工作群|(?:线上|网上)(?:提交|报送|填报)"
    r"|在线(?:提交|填写|填报|报送)|(?:系统|平台)(?:中|内|上)?(?:填报|上报|报送|提交)",
    re.I,
)
_SIGNED = re.compile(
    r"(?:加盖|盖)(?:单位|本单位|党委|政府)?(?:公章|印章)|签字盖章|签字(?:确认|后)|(?:主要|分管)?(?:领导|负责人|负责同志)签(?:字|名|批)|签字[版件]|盖章(?:版|扫描|件|后|PDF|Word)|(?:手写|本人)签[名字]",
    re.I,
)
_NEGATED = re.compile(r"(?:无需|不需|不再|不用|无须|不必|不得要求|不(?:再|予)?接?收|免于?|取消)[^。；，\n]{0,8}$")

_NEGATED_BEHIND = re.compile(
    r"^[电子纸质书面版件材料、和及均都一律]{0,10}(?:无需|不需|不再|不用|无须|不必)[另再]?(?:报|交|提供|打印)"
)
_GIVEN_BEHIND = re.compile(r"^(?:另发|另行[发下]|见|可[在到从于]|已发|请?[^。；，\n]{0,8}下载)")


def read_submission(text: str) -> Submission:
    """Whether paper, electronic copies, signatures or stamps are asked for. None: the text does not say."""
    plain = normalise_width(text)
    return Submission(_find(_PAPER, plain), _find(_ELECTRONIC, plain), _find(_SIGNED, plain))


def _find(pattern: re.Pattern[str], text: str) -> Fact[bool] | None:
    for found in pattern.finditer(text):
        span = Span(*found.span())
        behind = text[found.end() : found.end() + 20]
        if _GIVEN_BEHIND.search(behind):
            continue
        if _NEGATED.search(text[max(0, found.start() - 14) : found.start()]) or _NEGATED_BEHIND.search(behind):
            return Fact(False, span, 0.9)
        return Fact(True, span, 0.9)
    return None

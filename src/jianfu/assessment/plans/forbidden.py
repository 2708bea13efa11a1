"""What may not be an indicator, with the clause that says so.

Source: 《整治形式主义为基层减负若干规定》 part three (in force 2024-08-06) and 国办函〔2026〕12号; both were read in
paraphrase, so the refusal names the paper and the matter, not the number of an article.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RULES = "《整治形式主义为基层减负若干规定》（2024年8月6日起施行）督查检查考核部分"
_APPS = "国办函〔2026〕12号（2026年1月25日）"


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One matter that may not be scored. `words` recognise it; `clause` is what the refusal quotes."""

    matter: str
    words: re.Pattern[str]
    clause: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why words cannot stand in a plan: the words that were met, the matter and the clause."""

    met: str
    matter: str
    clause: str


_COUNT = r"[^，。；]{0,8}(?:次数|场次|数量|篇数|条数|份数|个数|频次|情况)"
_APP = r"(?:APP|App|app|应用|小程序|公众号|客户端|软件|平台|政务号)"
_MATTERS = (
    Forbidden(
        "开会",
        re.compile(
            rf"(?:召开|开会|会议|调度会|推进会(?!战)){_COUNT}|(?:召开|参会|到会)率|会议[^，。；]{{0,4}}率|开会(?:研究|部署)"
        ),
        _RULES,
    ),
    Forbidden(
        "发文", re.compile(rf"(?:发文|印发|制发|出台)(?:文件|方案|通知)?{_COUNT}|是否(?:印发|制发|出台)"), _RULES
    ),
    Forbidden("拍照留痕", re.compile(r"照片|拍照|留痕|截图|打卡|视频上传"), _RULES),
    Forbidden("学习笔记、心得", re.compile(r"学习笔记|工作笔记|心得|笔记"), _RULES),
    Forbidden("领导批示", re.compile(r"批示|领导(?:肯定|表扬|讲话)"), _RULES),
    Forbidden(
        "媒体宣传、经验做法",
        re.compile(
            r"(?:媒体|报刊|报纸|新闻|宣传)[^，。；]{0,6}(?:稿|报道|篇|刊发|刊登|采用)|信息采用|经验做法|典型经验"
        ),
        _RULES,
    ),
    Forbidden(
        "下载、安装、注册应用",
        re.compile(
            rf"下载(?:量|率|数|任务|人数)|{_APP}[^，。；]{{0,6}}(?:安装|注册|推广|关注|使用)(?:量|率|数|任务|人数)"
        ),
        _APPS,
    ),
    Forbidden(
        "在线时长、积分、点赞",
        re.compile(r"在线时长|学习积分|积分(?:排名|数|情况)|点赞|转发(?:量|数|率)|登录(?:率|次数|天数)|活跃(?:度|率)"),
        _APPS,
    ),
)
_ASKS_FOR_MATERIAL = re.compile(
    r"(?:专门|另行|单独|逐月|每月|按月)?(?:报送|上报|填报|提供|提交|整理)[^，。；]{0,8}(?:材料|台账|总结|报告|佐证|清单|表)"
    r"|汇报材料|工作总结|自评(?:报告|材料)|佐证材料|资料盒|档案盒"
)
_NO_MATERIAL = "考核不得要求乡镇另行报送材料：数据须取自台账、业务系统或已有登记"


def refuse_name(words: str) -> Iterator[Refusal]:
    """Why an indicator of this name or basis may not be scored; nothing where it may."""
    for one in _MATTERS:
        if (met := one.words.search(words)) is not None:
            yield Refusal(met.group(), one.matter, one.clause)


def refuse_evidence(words: str) -> Iterator[Refusal]:
    """Why this evidence may not be required: it is forbidden itself, or new material that townships would write."""
    if re.match(r"\s*(?:不|无须|无需|不得|免于)", words):
        return
    yield from refuse_name(words)
    if (met := _ASKS_FOR_MATERIAL.search(words)) is not None:
        yield Refusal(met.group(), "要求新材料", f"{_NO_MATERIAL}；{_RULES}")

"""What a reporter can tick instead of writing: the eight burdens with what people most often mean by them.

Ticks have no handwriting. What can be ticked is coarse on purpose: no day, no village, no post.
"""

from collections.abc import Mapping

from jianfu.vocabulary.burden_kind import Mountain

PATTERNS: Mapping[Mountain, tuple[str, ...]] = {
    Mountain.DOCUMENTS_AND_MEETINGS: (
        "同一件事多个单位重复发文",
        "会议太多、层层陪会",
        "文件层层转发，只改抬头",
        "要求的期限短得办不到",
    ),
    Mountain.DATA_REQUESTS: (
        "同样的数据向多个单位重复报",
        "纸质、电子两头报",
        "报表临时加项、反复修改",
        "系统里已有的还要再填",
    ),
    Mountain.INSPECTIONS: (
        "检查多、同一件事多头查",
        "检查只看台账、照片",
        "以调研、暗访、指导的名义变相检查",
        "检查结果随意排名通报",
    ),
    Mountain.TRACES: (
        "打卡、接龙、点赞、转发要求",
        "每件事都要拍照留痕",
        "学习时长、积分排名",
        "下载应用、关注公众号定指标",
    ),
    Mountain.SUBSCRIPTIONS: ("摊派订报订刊", "组织观影、买票", "摊派培训、捐款、购物"),
    Mountain.FACILITIES: ("一室多牌、重复挂牌", "要求建展厅、墙、栏", "为迎检重复装修布置"),
    Mountain.DIGITAL_TOOLS: ("应用、系统太多", "同一数据多个系统重复录", "工作群太多、限时回复", "系统之间不通"),
    Mountain.DELEGATIONS: (
        "本该部门干的压给乡镇、村",
        "给任务不给人、不给钱、不给权",
        "签责任状、一票否决",
        "借调、抽调基层人员",
    ),
}
FREQUENCIES = ("不说", "一次", "每年几次", "每月", "每周", "几乎每天")
TIMES = ("不说", "本月", "最近三个月", "今年", "更早")
ROLES = ("不说", "乡镇、街道", "村、社区", "县直单位", "其他")
OTHER = "其他"
RETALIATION = "因为反映问题受到刁难、打击报复"
EIGHT = tuple((mountain.label, PATTERNS[mountain]) for mountain in Mountain)
ALL_PATTERNS = frozenset(pattern for _, patterns in EIGHT for pattern in patterns)


def kind_of(pattern: str) -> str:
    """The burden that a ticked line belongs to."""
    return next(label for label, patterns in EIGHT if pattern in patterns)

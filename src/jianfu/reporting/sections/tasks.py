"""（七）电子政务 and （八）属地管理."""

from jianfu.reporting.document import Heading, Node, Part, Sentence, Table, paragraph, sentence
from jianfu.reporting.figures import delegations, digital_tools
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable, say_title

_SHOWN = 5


def tell_digital_tools(material: Material) -> list[Node]:
    """Apps, mini-programs, systems and groups."""
    count, names = digital_tools.count_tools(material)
    compulsory, ranking, unfiled = digital_tools.count_compulsory(material)
    daily, daily_names = digital_tools.count_daily_logins(material)
    listed = "、".join(printable(name) for name in names[:_SHOWN])
    examples = "、".join(printable(name) for name in daily_names[:_SHOWN])
    return [
        Heading(2, "（七）电子政务"),
        paragraph(
            sentence(
                f"推广使用的APP、小程序和系统有{listed}等" if len(names) > 1 else "推广使用的APP、小程序和系统有",
                count,
                "个。",
            ),
            sentence("其中注明强制使用的", compulsory, "个；"),
            sentence("有积分、排名的", ranking, "个；"),
            sentence(f"每天须登录使用的有{examples}等" if len(daily_names) > 1 else "每天须登录使用的", daily, "个；"),
            sentence("注明未备案的", unfiled, "个。"),
            *_say_members(material),
        ),
    ]


def _say_members(material: Material) -> list[Sentence]:
    members = digital_tools.list_group_members(material)
    said = [
        sentence(f"{printable(member.receiver)}一名工作人员登记加入的工作群有", member.groups, "个。")
        for member in members
    ]
    return [*said, sentence("有登记的人员平均每人加入工作群", digital_tools.average_groups(material), "个。")]


def tell_delegations(material: Material) -> list[Node]:
    """Tasks and quotas handed down."""
    count, tied, penalised = delegations.count_delegations(material)
    quotas = delegations.list_quotas(material)
    nodes: list[Node] = [
        Heading(2, "（八）属地管理"),
        paragraph(
            sentence("登记在册的分解任务共", count, "项，"),
            sentence("其中注明与考核挂钩的", tied, "项，"),
            sentence("附有奖惩措施的", penalised, "项。"),
            *(_say_quota(quota, material) for quota in quotas[:1]),
        ),
    ]
    if len(quotas) > 1 and material.covers_townships:
        header = ("任务", "下达单位", "单位", "任务总数", "承担单位（个）", "平均", "完成率")
        nodes.append(
            Table("承担单位较多的分解任务", header, tuple(_row(quota) for quota in quotas)).without_empty_columns()
        )
    elif len(quotas) > 1:
        own_header = ("任务", "下达单位", "单位", "任务数", "完成率")
        nodes.append(
            Table("承担的分解任务", own_header, tuple(_own_row(quota) for quota in quotas)).without_empty_columns()
        )
    return nodes


def _say_quota(quota: delegations.Quota, material: Material) -> Sentence:
    unit = printable(quota.unit)
    if not material.covers_townships:
        return sentence(f"如{say_title(quota.title)}，本级承担任务", quota.total, f"{unit}。")
    head = f"如{say_title(quota.title)}分解到"
    parts = sentence(head, quota.bodies, f"个{material.body_word}的任务共", quota.total, f"{unit}，")
    return (*parts, *sentence(f"平均每个{material.body_word}", quota.average, f"{unit}。"))


def _own_row(quota: delegations.Quota) -> tuple[Part, ...]:
    names = (say_title(quota.title), printable(quota.issuer), printable(quota.unit))
    return (*names, quota.total, quota.completed or "")


def _row(quota: delegations.Quota) -> tuple[Part, ...]:
    names = (say_title(quota.title), printable(quota.issuer), printable(quota.unit))
    return (*names, quota.total, quota.bodies, quota.average, quota.completed or "")

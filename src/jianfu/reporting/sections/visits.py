"""（三）督导检查 and （四）打卡留痕."""

from jianfu.reporting.document import Heading, Node, Sentence, Table, gather_told, paragraph, sentence
from jianfu.reporting.figures import inspections, traces
from jianfu.reporting.figures.inspections import Visit
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable, say_day, say_list, say_title

_SHOWN = 3


def tell_inspections(material: Material) -> list[Node]:
    """Inspections."""
    count, issuers = inspections.count_inspections(material)
    known, outside, share = inspections.count_outside_plan(material)
    disguised, names = inspections.count_under_other_names(material)
    called = "、".join(f"“{printable(name)}”" for name in names[:_SHOWN])
    total = paragraph(
        sentence(f"{material.bearers}共登记督导检查", count, "次，"),
        sentence("由", issuers, "个单位开展。"),
        sentence("在注明是否列入计划的", known, "次中，"),
        sentence("未列入计划的", outside, "次，占", share, "。") or (("均登记为已列入计划。",) if known else ()),
        sentence(
            f"以{called}等名义开展的", disguised, "次；此项只统计使用的名义，是否属于应报备的检查，由督查部门认定。"
        ),
        lead="检查总量方面。",
    )
    return [Heading(2, "（三）督导检查"), *gather_told(total, _tell_crowding(material))]


def _tell_crowding(material: Material) -> Node:
    crowded, worst = inspections.find_crowded_days(material)
    split, example = inspections.find_split_visits(material)
    hours = inspections.sum_companion_hours(material)
    return paragraph(
        sentence("同一单位一天之内接待三家以上检查的情形有", crowded, "例。"),
        _say_crowded(worst),
        sentence("同一部门同一天以不同事项分批到同一单位的情形有", split, "例。"),
        _say_split(example),
        sentence("登记了陪同人数和时长的，陪同合计", hours, "人·小时。"),
        lead="集中检查方面。",
    )


def _say_crowded(visit: Visit | None) -> Sentence:
    if visit is None:
        return ()
    issuers = say_list(visit.issuers) if len(visit.issuers) <= 6 else say_list(visit.issuers[:6]) + "等"
    return sentence(
        f"如{say_day(visit.day)}，{printable(visit.receiver)}一天接待{issuers}", visit.count, "个单位前来。"
    )


def _say_split(visit: Visit | None) -> Sentence:
    if visit is None:
        return ()
    errands = "、".join(say_title(title) for title in visit.titles[:_SHOWN])
    head = f"如{say_day(visit.day)}，{printable(visit.issuers[0])}因{errands}，分"
    return sentence(head, visit.count, f"批到{printable(visit.receiver)}。")


def tell_traces(material: Material) -> list[Node]:
    """Photographs and uploads."""
    count, tasks = traces.count_traces(material)
    photos, uploads = traces.count_photo_tasks(material)
    frequent = traces.list_most_frequent(material)
    nodes: list[Node] = [
        Heading(2, "（四）打卡留痕"),
        paragraph(
            sentence(f"{material.bearers}共登记留痕任务", count, "件次，"),
            sentence("为", tasks, "项不同任务。"),
            sentence("其中要求现场拍照的", photos, "项；"),
            sentence("要求上传信息的", uploads, "项。"),
            sentence("按登记的频次计算，平均每个承担单位每年应完成", traces.average_times_a_year(material), "次。"),
        ),
    ]
    if frequent:
        rows = tuple(
            (
                say_title(one.title),
                printable(one.issuer),
                printable(one.frequency) or "",
                one.times,
                printable(one.performer),
            )
            for one in frequent
        )
        header = ("任务", "要求单位", "登记频次", "每年次数", "承担人员")
        nodes.append(Table("频次较高的留痕任务", header, rows).without_empty_columns())
    return nodes

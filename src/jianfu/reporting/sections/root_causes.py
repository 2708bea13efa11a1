"""The five root causes, each with the evidence that the ledger has and no other."""

from collections.abc import Callable, Mapping

from jianfu.reporting.conclusions.declared import is_comparable
from jianfu.reporting.conclusions.root_causes import (
    Statement,
    average_by_staff,
    average_issuers,
    compare_halves,
    count_tied_to_assessment,
    find_equal_quotas,
    list_statements,
)
from jianfu.reporting.conclusions.rules import count_by_cause
from jianfu.reporting.document import Heading, Node, Sentence, paragraph, sentence
from jianfu.reporting.figures import data_requests, digital_tools, documents_meetings, facilities, inspections
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable, say_title
from jianfu.vocabulary.finding import RootCause

Sentences = tuple[Sentence, ...]
_MOST_STATEMENTS = 4
_MISMATCH_MARKS = ("划入", "一刀切", "实际", "不符合", "脱离")
_REBOUND, _RELIEF = 1.05, 0.95


def tell_root_causes(material: Material) -> list[Node]:
    """Five causes; one without evidence says so."""
    return [
        Heading(1, "六、症结分析"),
        paragraph(("以下五个方面只列台账中能够印证的事实；台账没有反映的，不作推断。",)),
        *(
            node
            for number, cause in zip("一二三四五", _TELLERS, strict=True)
            for node in _tell(material, number, cause)
        ),
    ]


def _tell(material: Material, number: str, cause: RootCause) -> list[Node]:
    tied = sentence("规则核对发现的问题中，有依据指向这一症结的", count_by_cause(material, cause), "个。")
    return [Heading(2, f"（{number}）{cause.label}"), paragraph(*_TELLERS[cause](material), tied)]


def _tell_mismatch(material: Material) -> Sentences:
    equal, titles = find_equal_quotas(material)
    listed = "、".join(say_title(title) for title in titles[:3])
    return (
        sentence("各单位任务数完全相同、未见按条件区分的分解任务有", equal, f"项，如{listed}。"),
        sentence("登记为闲置、利用率低的阵地牌子", facilities.count_idle(material), "条。"),
        sentence("同一工作事项须录入两个以上系统的有", data_requests.find_topics_in_systems(material)[0], "项。"),
        *(_say_statement(one) for one in _list_mismatches(material)),
    )


def _list_mismatches(material: Material) -> list[Statement]:
    """Statements that themselves speak of a demand that does not fit."""
    found = (one for one in list_statements(material) if not is_comparable(one))
    return [one for one in found if any(mark in one.measure + one.note for mark in _MISMATCH_MARKS)][:_MOST_STATEMENTS]


def _say_statement(one: Statement) -> Sentence:
    note = f"（{printable(one.note)}）" if one.note else ""
    return sentence(
        f"{printable(one.organ)}报来：{printable(one.measure)}", one.quantity, f"{printable(one.unit)}{note}。"
    )


def _tell_departments(material: Material) -> Sentences:
    return (
        sentence("同一工作事项由三个以上单位分别索要资料的有", data_requests.find_topics_of_many(material)[0], "项；"),
        sentence("同题文件同日由不同单位下发的有", documents_meetings.find_forwarded_documents(material)[0], "份；"),
        sentence("同一部门同日分批到同一单位的有", inspections.find_split_visits(material)[0], "例；"),
        sentence("要求乡镇（街道）设独立场所的阵地有", facilities.count_township_rooms(material)[1], "个。"),
    )


def _tell_assessment(material: Material) -> Sentences:
    tied, known, share = count_tied_to_assessment(material)
    return (
        sentence("在注明是否与考核挂钩的", known, "件次要求中，"),
        sentence("注明挂钩的", tied, "件次，占", share, "。") or (("没有注明挂钩的登记。",) if known else ()),
        ("登记中只标注了挂钩的、没有标注不挂钩的，占比仅供参考。",) if share is not None and share.value == 1 else (),
        sentence("有积分、排名的APP、小程序和系统", digital_tools.count_compulsory(material)[1], "个。"),
        sentence("当日下达、当日报送并与考核挂钩的资料", data_requests.find_requests_due_today(material)[1], "件次。"),
    )


def _tell_capacity(material: Material) -> Sentences:
    return (
        sentence(_say_each(material), average_issuers(material), "个来文单位。"),
        sentence("机关名录登记了工作人员数的，平均每名工作人员对应本级收文", average_by_staff(material), "件。"),
    )


def _say_each(material: Material) -> str:
    return f"平均每个{material.body_word}对口" if material.covers_townships else "本级对口"


def _tell_enforcement(material: Material) -> Sentences:
    return (
        sentence("登记为未列入计划的督导检查", inspections.count_outside_plan(material)[1], "次；"),
        sentence("非红头形式的收文", documents_meetings.count_without_red_header(material)[1], "件；"),
        sentence("同一天重复下发的文件", documents_meetings.find_repeated_documents(material)[0], "份。"),
        _say_trend(material),
    )


def _say_trend(material: Material) -> Sentence:
    ratio = compare_halves(material)
    if ratio is None:
        return ()
    return sentence("统计期后半段月均收文为前半段的", ratio, f"倍，{_say_course(ratio.value)}。")


def _say_course(ratio: float) -> str:
    if ratio > _REBOUND:
        return "呈上升态势"
    return "有所下降" if ratio < _RELIEF else "大体持平"


_TELLERS: Mapping[RootCause, Callable[[Material], Sentences]] = {
    RootCause.OUT_OF_TOUCH: _tell_mismatch,
    RootCause.SELF_CENTRED: _tell_departments,
    RootCause.ASSESSMENT: _tell_assessment,
    RootCause.CAPACITY: _tell_capacity,
    RootCause.SOFT_ENFORCEMENT: _tell_enforcement,
}

"""Which clauses were broken, by whom, and what cannot be judged for want of a datum."""

from jianfu.reporting.conclusions.rules import (
    CardRow,
    count_by_severity,
    tabulate_cards,
    tabulate_organs,
    tabulate_questions,
    tabulate_unjudged,
)
from jianfu.reporting.document import Heading, Node, Paragraph, Sentence, Table, paragraph, sentence
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable, say_list
from jianfu.rulebook.cards.card import Severity
from jianfu.vocabulary.finding import Finding, RootCause

_SHOWN_ORGANS = 3
_MEANINGS = {
    Severity.VIOLATION: "条文为不得、必须等硬性规定的，列为违规",
    Severity.EXPLAIN: "条文为应当的，请单位说明",
    Severity.HINT: "条文为原则上、一般等的，或出处未读到全文的，只作提示",
}


def tell_rules(material: Material) -> list[Node]:
    """The findings by clause and by organ, the questions, and what cannot be judged."""
    heading = Heading(1, "四、减负规定执行情况核对")
    judged = sorted({result.card.number for result in material.results if result.rows})
    if not judged:
        return [heading, paragraph(("没有可以按规则卡核对的登记。",))]
    return [
        heading,
        _tell_whole(material, len(judged)),
        *_tabulate_cards(material),
        *_tabulate_organs(material),
        *_tabulate_questions(material),
        *_tabulate_unjudged(material),
    ]


def _tell_whole(material: Material, cards: int) -> Paragraph:
    counted = count_by_severity(material)
    counts: list[Sentence] = [
        sentence(f"{_MEANINGS[severity]}，有", counted.get(severity), "个；") for severity in _MEANINGS
    ]
    present = [said for said in counts if said]
    ending: Sentence = ("没有发现触发规定的登记。",) if not present else ()
    return paragraph(
        (f"按对本地有效的{cards}张规则卡逐行核对。处理的轻重不超过条文本身的用语，是否成立由责任单位核实、可以申辩。",),
        *present,
        ending,
        sentence("另有须由人工判断的", counted.get(Severity.QUESTION), "个，不作结论。"),
    )


def _tabulate_cards(material: Material) -> list[Node]:
    rows = tuple(
        (
            f"{row.card.name}（{row.card.number}）",
            printable(row.findings[0].clause),
            row.card.severity.value,
            row.count,
            _say_limit(row.findings),
            _say_organs(row.findings),
            _say_causes(row.findings),
        )
        for row in tabulate_cards(material)
    )
    header = ("规定", "条文", "处理", "问题（个）", "限值和查得", "提出单位", "症结及依据")
    note = "一件要求或一个分组数计一个问题，同一要求发往多个单位的不重复计。逐个问题见 evidence.xlsx“规则核对”。"
    return [Table("触发的规定", header, rows, note)] if rows else []


def _say_limit(findings: tuple[Finding, ...]) -> str:
    """The limit and the number furthest from it."""
    judged = [(one.limit, one.value) for one in findings if one.limit is not None and one.value is not None]
    if not judged:
        return ""
    limit, value = max(judged, key=lambda pair: abs(pair[1] - pair[0]))
    return f"限{limit:,g}，查得{value:,g}"


def _say_organs(findings: tuple[Finding, ...]) -> str:
    counts: dict[str, int] = {}
    for one in findings:
        for organ in one.organs:
            counts[organ] = counts.get(organ, 0) + 1
    return say_list(sorted(counts, key=lambda organ: (-counts[organ], organ)), _SHOWN_ORGANS)


def _say_causes(findings: tuple[Finding, ...]) -> str:
    """Each cause once, of how many findings where not of all, with the evidence of the first that has it."""
    evidence: dict[RootCause, list[str]] = {}
    for one in findings:
        if one.cause is not None:
            evidence.setdefault(one.cause, []).append(one.cause_evidence)
    return "；".join(
        f"{cause.label}{'' if len(said) == len(findings) else f'（{len(said)}个）'}：{printable(said[0])}"
        for cause, said in evidence.items()
    )


def _tabulate_organs(material: Material) -> list[Node]:
    rows = tuple(
        (printable(row.organ), row.count, row.severities, say_list(row.cards)) for row in tabulate_organs(material)
    )
    note = "违规多的在前。由多个单位共同形成的问题不列入。"
    return [Table("问题较多的提出单位", ("单位", "问题（个）", "处理", "涉及的规定"), rows, note)] if rows else []


def _tabulate_questions(material: Material) -> list[Node]:
    rows = tuple(
        (f"{row.card.name}（{row.card.number}）", row.count, printable(row.card.question), _say_subjects(row))
        for row in tabulate_questions(material)
    )
    header = ("规定", "事项（个）", "请核对的问题", "举例")
    return [Table("须由人工判断的事项", header, rows)] if rows else []


def _say_subjects(row: CardRow) -> str:
    return say_list([f"{one.responsible}“{one.subject}”" for one in row.findings[:2]])


def _tabulate_unjudged(material: Material) -> list[Node]:
    rows = tuple(
        (f"{row.card.name}（{row.card.number}）", row.count, printable(row.card.if_missing))
        for row in tabulate_unjudged(material)
    )
    note = "缺数据的既不算符合也不算违反；补上后重新核对。按件核对的规定，一件要求计一条。"
    return [Table("因缺数据不能判断的", ("规定", "登记（条）", "应补什么"), rows, note)] if rows else []

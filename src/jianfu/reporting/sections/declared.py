"""Declared totals beside the recomputed ones."""

from jianfu.reporting.conclusions.declared import Comparison, compare_declared, count_comparisons, is_comparable
from jianfu.reporting.conclusions.root_causes import Statement, list_statements
from jianfu.reporting.document import Heading, Node, Part, Table, join, paragraph, sentence
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable, say_period

_MOST_STATEMENTS = 20


def tell_declared(material: Material) -> list[Node]:
    """All declared totals that can be recomputed, mismatches first."""
    comparisons = compare_declared(material)
    nodes: list[Node] = [Heading(1, "八、申报数与复算数核对")]
    if not comparisons:
        return [*nodes, paragraph(("没有可以用登记行复算的申报数。",)), *_tabulate_others(material)]
    disagreeing = [one for one in comparisons if one.remark]
    total, wrong = count_comparisons(comparisons)
    said = join(
        sentence("可以复算的申报数共", total, "项，"),
        sentence(
            "其中", wrong, "项与登记行的复算数不一致。不一致可能是登记不全，也可能是统计口径不同，须由填报单位核实。"
        )
        or ("均与登记行的复算数一致。",),
    )
    rows = tuple(_row(one) for one in [*disagreeing, *(one for one in comparisons if not one.remark)])
    header = ("单位", "指标", "期间", "申报数", "复算数", "计量单位", "核对结果")
    return [*nodes, paragraph(said), Table("申报数与复算数", header, rows), *_tabulate_others(material)]


def _tabulate_others(material: Material) -> list[Node]:
    """Statements that no register can be added up to."""
    statements = [one for one in list_statements(material) if not is_comparable(one)][:_MOST_STATEMENTS]
    rows = tuple(
        (printable(one.organ), printable(one.measure), one.quantity, printable(one.unit), _say_source(one))
        for one in statements
    )
    note = "台账无法复算，原样列出，供研究时参考。"
    header = ("单位", "指标", "数值", "计量单位", "期间及说明")
    return [Table("有关单位报来的其他情况", header, rows, note)] if rows else []


def _say_source(statement: Statement) -> str:
    words = (say_period(statement.period) if statement.period else "", printable(statement.note))
    return "；".join(word for word in words if word)


def _row(one: Comparison) -> tuple[Part, ...]:
    names = (printable(one.organ), printable(one.measure), say_period(one.period))
    return (*names, one.declared, one.recomputed, printable(one.unit), one.remark or "一致")

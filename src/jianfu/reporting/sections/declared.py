"""Declared totals beside the recomputed ones."""

from jianfu.reporting.declared import Comparison, compare_declared, count_comparisons
from jianfu.reporting.document import Heading, Node, Part, Table, join, paragraph, sentence
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable, say_period


def tell_declared(material: Material) -> list[Node]:
    """All declared totals that can be recomputed, mismatches first."""
    comparisons = compare_declared(material)
    nodes: list[Node] = [Heading(1, "六、申报数与复算数核对")]
    if not comparisons:
        return [*nodes, paragraph(("没有可以用登记行复算的申报数。",))]
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
    return [*nodes, paragraph(said), Table("申报数与复算数", header, rows)]


def _row(one: Comparison) -> tuple[Part, ...]:
    names = (printable(one.organ), printable(one.measure), say_period(one.period))
    return (*names, one.declared, one.recomputed, printable(one.unit), one.remark or "一致")

"""The words of the small county's report, held as a whole."""

from datetime import date
from pathlib import Path

from jianfu.reporting.composing import compose
from jianfu.reporting.document import Chart, Heading, Node, Paragraph, Part, Table
from jianfu.reporting.figure import Figure
from jianfu.reporting.material import Material
from jianfu.reporting.wording import say_figure

_GOLDEN = Path(__file__).with_name("golden_small_county.txt")


def say_part(part: Part) -> str:
    return f"{say_figure(part)}[{part.id}]" if isinstance(part, Figure) else part


def say_node(node: Node) -> str:
    if isinstance(node, Heading):
        return f"{'#' * node.level} {node.text}"
    if isinstance(node, Paragraph):
        return node.lead + "".join(map(say_part, node.parts))
    if isinstance(node, Table):
        lines = [node.header, *(tuple(map(say_part, row)) for row in node.rows)]
        return "\n".join([f"表 {node.caption}", *(" | ".join(line) for line in lines), f"注 {node.remarks}"])
    assert isinstance(node, Chart)
    return f"图 {node.caption}：{node.text_alternative}"


def test_the_small_county_is_told_in_these_words(small_county: Material) -> None:
    document = compose(small_county, made_on=date(2023, 12, 12), checkpoint="")

    said = "\n".join([document.title, document.subtitle, *map(say_node, document.nodes)]) + "\n"

    assert said == _GOLDEN.read_text(encoding="utf-8")

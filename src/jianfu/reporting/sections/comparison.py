"""Townships and departments side by side."""

from jianfu.reporting.document import Chart, Heading, Node, Sentence, Series, Table, paragraph, sentence
from jianfu.reporting.figures.comparison import (
    Column,
    DepartmentRow,
    compare_townships,
    list_townships,
    tabulate_departments,
)
from jianfu.reporting.material import Material
from jianfu.reporting.wording import printable

_ABSENT = "—"
_DEPARTMENT_HEADER = ("单位", "文件", "会议", "资料台账", "检查", "阵地牌子", "电子政务", "合计件次")


def tell_comparison(material: Material) -> list[Node]:
    """The townships' table and chart, then the departments'."""
    townships = list_townships(material)
    columns = compare_townships(material, townships) if material.covers_townships else ()
    nodes: list[Node] = [Heading(1, "三、乡镇与部门情况比较" if material.covers_townships else "三、来文单位情况")]
    if len(townships) > 1 and columns:
        nodes += [Heading(2, "（一）各乡镇（街道）承担情况"), *_tell_townships(townships, columns)]
        nodes.append(Heading(2, "（二）各单位提出要求情况"))
    departments = tabulate_departments(material)
    return nodes + (_tell_departments(departments) if departments else [paragraph()])


def _tell_townships(townships: tuple[str, ...], columns: tuple[Column, ...]) -> list[Node]:
    said = [_say_range(column) for column in columns if len(column.cells) > 1]
    header = ("序号", "乡镇（街道）", *(f"{c.title}" for c in columns))
    rows = tuple(
        (str(place), printable(name), *(c.cells.get(name, _ABSENT) for c in columns))
        for place, name in enumerate(townships, start=1)
    )
    note = "按名称排列，只反映收到的多少，不作排名，不与工作优劣挂钩；“—”为没有登记，不等于零。"
    first = columns[0]
    bars = Series(first.title, tuple(first.cells.get(name) for name in townships))
    return [
        paragraph(*said),
        Table("各乡镇（街道）本级收到情况", header, rows, note),
        Chart(f"各乡镇（街道）{first.title}", tuple(map(printable, townships)), (bars,), "件", lines=False),
    ]


def _say_range(column: Column) -> Sentence:
    unit = next(iter(column.cells.values())).definition.unit
    highest = [printable(name) for name, cell in column.cells.items() if cell.value == column.most.value]
    where = f"（{highest[0]}）" if len(highest) == 1 else ""
    head = f"{column.title}方面，有登记的乡镇（街道）中位数为"
    parts = (column.median, f"{unit}，最少", column.least, f"{unit}，收到最多", column.most, f"{unit}{where}。")
    return sentence(head, *parts)


def _tell_departments(departments: tuple[DepartmentRow, ...]) -> list[Node]:
    rows = tuple((printable(one.name), *(cell or _ABSENT for cell in one.cells)) for one in departments)
    note = "列收到件次较多的单位；除检查、合计按次计外，同一要求发往多个单位只计一份。“—”为没有登记。"
    totals = Series("合计件次", tuple(one.cells[-1] for one in departments[:10]))
    names = tuple(printable(one.name) for one in departments[:10])
    return [
        Table("各单位提出要求情况", _DEPARTMENT_HEADER, rows, note),
        Chart("提出要求件次较多的单位", names, (totals,), "件次", lines=False),
    ]

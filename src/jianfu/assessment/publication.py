"""A year's result as docx and xlsx: result, method, fairness, appeals. Nothing about persons, and bands, no ranks."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from jianfu.assessment.plans.plan import Method
from jianfu.assessment.queries import AppealCounts, Computed
from jianfu.assessment.results.result import TownshipScore
from jianfu.reporting.document import Document, Heading, Node, Paragraph, Table
from jianfu.reporting.rendering.docx_writer import write_docx
from jianfu.reporting.wording import say_date

_METHODS = {
    Method.NONE: "各项得分相加，没有按起点条件调整。",
    Method.PEERS: "与起点条件最接近的若干个乡镇比，得分是与它们平均数的差。",
    Method.REGRESSION: (
        "用其他乡镇的数据估计这样的起点条件通常得多少分（不用它自己的），得分是比通常水平高出的部分，"
        "再按这个估计的误差折算，使各乡镇在同等努力下机会均等。"
    ),
    Method.ENVELOPMENT: "比较用同样条件能达到的最好水平（数据包络），再扣除起点条件的影响。",
}


def write_publication(
    computed: Computed, counts: AppealCounts, reasons: str, path: Path, *, organ: str, day: date, checkpoint: str
) -> None:
    """Write the docx. `reasons` why it is published though a goal is missed, '' where none is."""
    nodes = tuple(_tell(computed, counts, reasons))
    title = name_result(computed.plan.name)
    write_docx(Document(title, f"（{say_date(day)}公布）", nodes, organ, say_date(day), checkpoint), path)


def name_result(plan_name: str) -> str:
    """What the result of a plan is called."""
    return f"{plan_name.removesuffix('方案')}结果"


def _tell(computed: Computed, counts: AppealCounts, reasons: str) -> Iterator[Node]:
    result = computed.result
    yield Heading(1, "一、结果")
    yield Paragraph(("按数据误差分不出先后的列为同一档，档内按名录顺序排列，不分名次。",))
    yield Table("各档乡镇（街道）", ("档次", "乡镇（街道）"), tuple(_band_rows(result.bands)))
    if result.unscored:
        yield Table("没有计分的", ("乡镇（街道）", "原因"), tuple(result.unscored.items()))
    yield Table("得分与区间", _SCORE_HEADER, tuple(_score_rows(result.townships)), "区间：十有九次在此之间")
    yield Heading(1, "二、办法")
    weights = "，".join(f"{one.name} {one.weight:g} 分（{one.scoring.label}）" for one in computed.plan.indicators)
    yield Paragraph((f"共 {len(computed.plan.indicators)} 项指标：{weights}。",))
    yield Paragraph((f"差异化办法：{computed.plan.method.label}。{_METHODS[computed.plan.method]}",))
    yield Heading(1, "三、公平性")
    rows = tuple((check.name, check.words, check.outcome.label) for check in result.checks)
    yield Table("公平性目标", ("目标", "结果", "是否达到"), rows)
    if reasons:
        yield Paragraph((f"有目标没有达到，仍然公布的理由：{reasons}",))
    yield Heading(1, "四、核对与申诉")
    said = "、".join(f"{name} {count} 件" for name, count in counts.by_answer.items())
    yield Paragraph((f"共 {counts.filed} 件申诉：{said}；重新计算 {counts.changed} 次，超期答复 {counts.late} 件。",))
    for problem in result.problems:
        yield Paragraph((problem,))
    yield Paragraph((f"第 {computed.number} 次计算，程序版本 {computed.code}。归档文件公开，任何人可以重算。",))


_SCORE_HEADER = ("乡镇（街道）", "档次", "各项合计", "起点相近通常", "得分", "区间")


def _band_rows(bands: Sequence[Sequence[TownshipScore]]) -> Iterator[tuple[str, ...]]:
    for number, band in enumerate(bands, start=1):
        yield f"第 {number} 档", "、".join(one.township for one in band)


def _score_rows(townships: Sequence[TownshipScore]) -> Iterator[tuple[str, ...]]:
    for one in townships:
        numbers = (f"{one.raw:.1f}", f"{one.expected:.1f}", f"{one.score:.1f}", f"{one.low:.1f}—{one.high:.1f}")
        yield one.township, f"{one.band}", *numbers


def write_workbook(computed: Computed, counts: AppealCounts, path: Path, *, day: date) -> None:
    """Write the xlsx: bands and scores, points by indicator, the data with their places, fairness, appeals."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.combine(day, datetime.min.time())})
        for name, header, rows in _sheets(computed, counts):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, header, book.add_format({"bold": True}))
            sheet.freeze_panes(1, 1)
            for number, row in enumerate(rows, start=1):
                for place, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, place, cell)


Row = tuple[str | float | None, ...]


def _sheets(computed: Computed, counts: AppealCounts) -> Iterator[tuple[str, Sequence[str], list[Row]]]:
    result, plan = computed.result, computed.plan
    header = (
        "乡镇（街道）",
        "档次",
        "各项合计",
        "起点相近通常",
        "得分",
        "区间下",
        "区间上",
        "进前四分之一的机会",
        "进后四分之一的机会",
    )
    yield (
        "得分",
        header,
        [
            (one.township, one.band, one.raw, one.expected, one.score, one.low, one.high, one.top, one.bottom)
            for one in result.townships
        ],
    )
    points: list[Row] = [
        (town, *(None if shares[one.id] is None else (shares[one.id] or 0) * one.weight for one in plan.indicators))
        for town, shares in result.shares.items()
    ]
    yield "各项得分", ("乡镇（街道）", *(f"{one.id} {one.name}（{one.weight:g}分）" for one in plan.indicators)), points
    yield (
        "数据依据",
        ("乡镇（街道）", "指标", "数值", "上年", "凭据等级", "出处"),
        [
            (town, plan.find(id).name, cell.value, cell.before, cell.grade.value, cell.rows)
            for (town, id), cell in computed.data.cells.items()
        ],
    )
    yield "公平性", ("目标", "结果", "是否达到"), [(one.name, one.words, one.outcome.label) for one in result.checks]
    yield "申诉", ("项目", "件数"), [
        ("提出", counts.filed), *counts.by_answer.items(), ("重新计算", counts.changed), ("超期答复", counts.late)
    ]  # fmt: skip

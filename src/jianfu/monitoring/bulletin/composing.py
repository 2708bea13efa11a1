"""A bulletin as a neutral tree: every number with its interval, the grades and how many rows."""

import math
from collections.abc import Iterator

import numpy as np

from jianfu.ledger.frames import Frame
from jianfu.monitoring.bulletin.gathering import KindLine, Told
from jianfu.monitoring.overview import Ground, describe
from jianfu.monitoring.trends.breaks import Course
from jianfu.monitoring.trends.displacement import Movement
from jianfu.reporting.document import Chart, Document, Heading, Node, Paragraph, Series, Table
from jianfu.reporting.figure import Definition, Figure, Form, make_figure
from jianfu.reporting.rows import RowSource, Selection
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.published.small_cells import SMALLEST_SHOWN

_MOST_LINES = 3
_BY_MONTH = tuple(
    Definition(f"JC{n:02}", "各月收到", "件次", Form.COUNT, "写明收文日期的登记行按月、按种类计数，没有登记的月份空着")
    for n in range(1, _MOST_LINES + 1)
)
"""One of the largest kinds each."""


def compose_bulletin(told: Told, *, is_yearly: bool, made_on: str, most: int) -> Document:
    """The bulletin; `most` things of each sort are told, of the others how many there are."""
    last = told.ground.months[-1]
    title = "基层负担监测年报" if is_yearly else "基层负担监测简报"
    subtitle = f"（{last.year}年）" if is_yearly else f"（{last.year}年{last.month}月）"
    nodes: list[Node] = [_open(told)]
    for heading, found in (
        ("一、减了的", [*_tell_changes(told, falls=True), *_tell_moves(told, Movement.FELL)]),
        ("二、增了的", [*_tell_changes(told, falls=False), *(one.words for one in told.warnings.found)]),
        ("三、换了地方的", list(_tell_moves(told, Movement.MOVED, Movement.PARTLY))),
        ("四、措施的效果", list(_tell_measures(told))),
    ):
        if found or not heading.startswith("四"):
            nodes += [Heading(1, heading), *_list(found, most)]
    nodes += [
        Heading(1, "五、说不清的" if any(_tell_measures(told)) else "四、说不清的"),
        *_list(list(_list_doubts(told)), 99),
    ]
    nodes += [_tabulate(told), *_draw(told.ground)]
    return Document(title, subtitle, tuple(nodes), told.ground.county, made_on, "")


def _open(told: Told) -> Paragraph:
    series = told.whole.adjusted.series
    hours = ""
    if told.hours:
        mean, low, high = told.hours
        hours = f"本月镇村两级每周约 {mean:,.0f} 小时（{low:,.0f}—{high:,.0f}）。"
    return Paragraph(
        (f"本期依据{describe(series)}，{told.ground.months[0]:%Y-%m} 至 {told.ground.months[-1]:%Y-%m}。{hours}",)
    )


def _list(found: list[str], most: int) -> Iterator[Paragraph]:
    """The first of what was found; that there is nothing is said, too."""
    for words in found[:most]:
        yield Paragraph((words,))
    if len(found) > most:
        yield Paragraph((f"另有 {len(found) - most} 条，见平台“监测”页。",))
    if not found:
        yield Paragraph(("没有超出通常波动的。",))


def _tell_changes(told: Told, *, falls: bool) -> Iterator[str]:
    """Kinds whose last stretch differs from the one before beyond chance, and breaks of the last year."""
    for line in told.lines:
        low, high = line.change.interval()
        if (high < 0 if falls else low > 0) and math.isfinite(line.change.error):
            yield f"{line.name}：{say_line(line)}。"
    for course in told.kinds:
        for change in course.changes[-1:]:
            if (change.after < change.before) is falls:
                yield _say_break(course)


def _tell_moves(told: Told, *movements: Movement) -> Iterator[str]:
    """Moves of these sorts; of a fall that nothing took the place of only the first pair that says so."""
    seen: set[str] = set()
    for move in told.movements.moves if told.movements else ():
        if move.movement in movements and not (move.movement is Movement.FELL and move.fell_name in seen):
            seen.add(move.fell_name)
            yield move.words


def say_line(line: KindLine) -> str:
    """Before, after and the change with its interval."""
    low, high = line.change.interval()
    if not math.isfinite(low):
        return f"{line.before:,.0f} → {line.after:,.0f} 件次，缺月份，不比"
    return f"{line.before:,.0f} → {line.after:,.0f} 件次，变化 {line.change.value:+,.0f}（{low:+,.0f} 至 {high:+,.0f}）"


def _say_break(course: Course) -> str:
    change, series = course.changes[-1], course.adjusted.series
    months = series.months
    return (
        f"{series.name}自 {months[change.at]:%Y-%m} 起由每月约 {change.before:,.0f} 变为 {change.after:,.0f} "
        f"{series.unit}（变在 {months[change.earliest]:%Y-%m} 至 {months[change.latest]:%Y-%m} 之间，"
        f"偶然的机会 {change.chance:.1%}）。"
    )


def _tell_measures(told: Told) -> Iterator[str]:
    for measure, stayed in told.measures:
        if measure.verdict:
            reason = measure.judged["reasons"][0]
            yield f"{measure.title}（{measure.start} 起）：{measure.get_verdict_display()}。{reason}{stayed}"


def _list_doubts(told: Told) -> Iterator[str]:
    yield from told.ground.notes
    if told.movements is None:
        yield f"台账只有 {len(told.ground.months)} 个月，前后比不了。"
    yield told.warnings.words
    points = told.points
    if points.by_mouth is None:
        yield f"没有登记的要求（口头、电话）有多少：不能推算。{points.reason}"
    else:
        shown = points.by_mouth.shown
        yield (
            f"没有登记的要求全县每周约 {shown.value:,.0f} 件（{max(shown.low, 0):,.0f}—{shown.high:,.0f}）。"
            f"{points.by_mouth.words}"
        )
    if points.effect:
        yield points.effect
    if told.unwritten:
        count = (
            f"{told.unwritten} 份" if told.unwritten >= SMALLEST_SHOWN else f"有，少于 {SMALLEST_SHOWN} 份，不写出份数"
        )
        yield f"周记里说有要求“不便写”的：{count}。"
    if told.costs:
        said = "、".join(f"{cost.way.label} {cost.answers} 份、{cost.seconds / 3600:.1f} 小时" for cost in told.costs)
        yield f"为了本期，基层花在回答上的：{said}。暗访 {told.checked} 处。"


def _tabulate(told: Told) -> Table:
    """Every kind in both stretches."""
    rows = tuple((line.name, say_line(line), _say_grades(line)) for line in told.lines)
    note = "前后各取同样多的月份，按工作日折算；括号内是九成把握的区间；等级：A 系统导出，B 台账，C 问卷，D 回忆"
    return Table("各类要求前后对比", ("种类", "前期 → 本期", "依据的登记"), rows, note)


def _say_grades(line: KindLine) -> str:
    return "，".join(f"{letter} {count:,} 条" for letter, count in line.grades) or "没有"


def _draw(ground: Ground) -> Iterator[Chart]:
    """The largest kinds by month."""
    labels = {kind.value: kind.label for kind in BurdenKind}
    source = RowSource("monitoring", "监测", Frame({"grade": ground.table.grades, "receipt_id": ground.table.receipts}))
    kinds, counts = np.unique(ground.table.kinds.astype(str), return_counts=True)
    largest = [str(kinds[place]) for place in np.argsort(-counts)[:_MOST_LINES]]
    months = np.array(list(ground.months), "datetime64[M]")
    made = []
    for definition, kind in zip(_BY_MONTH, largest, strict=False):
        figures = [_point(ground, source, definition, kind, month) for month in months]
        made.append(Series(labels[kind], tuple(figures)))
    if any(figure for series in made for figure in series.figures):
        names = tuple(f"{month:%y-%m}" for month in ground.months)
        yield Chart("各月收到的要求", names, tuple(made), "件次", True, "没有登记的月份空着")


def _point(ground: Ground, source: RowSource, definition: Definition, kind: str, month: np.datetime64) -> Figure | None:
    inside = (ground.table.months == month) & (ground.table.kinds == kind)
    rows = Selection(source, np.flatnonzero(inside))
    return make_figure(definition, float(len(rows)), rows, label=str(month))

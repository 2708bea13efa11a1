"""The demonstration county's assessment year: its plan, what departments have registered, and the efforts planted in it.

The files stand beside the county's registers, not among them: the golden figures do not move. What a township reached
is made of three things: what it starts from, its planted effort, and luck.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path
from random import Random
from statistics import fmean, pstdev

from county.endowments import draw_endowments
from county.figures import YEAR
from county.names import COUNTY, TOWNSHIPS
from county.sheets import Cell, Habits, write_register

PLAN_FILE, ENDOWMENT_FILE = "考核方案.yaml", "乡镇基础条件"
FOCUS_OF_WORK = ("农业", "工业", "城区", "生态")


@dataclass(frozen=True, slots=True)
class _Line:
    """One indicator: where values lie, what conditions, effort and luck add in units of `scale`, the data's grade."""

    id: str
    name: str
    owner: str
    area: str
    scoring: str
    weight: int
    middle: float
    scale: float
    by_conditions: float
    by_effort: float
    by_luck: float
    digits: int
    grade: str = "B"
    source: str = "业务系统"
    rest: str = ""
    most: float = 1e9


_LINES = (
    _Line("D1", "党员教育管理达标率", "组织部", "党的建设", "排名", 8, 90, 3, 0.5, 1.0, 1.1, 1, most=100),
    _Line("D2", "信访初次办结率", "信访局", "党的建设", "排名", 8, 88, 4, 0.3, 1.0, 1.1, 1, "A", most=100),
    _Line("D3", "村集体经济收入增幅", "农业农村局", "党的建设", "排名", 6, 8, 2.5, 0.9, 1.0, 1.3, 1),
    _Line("G1", "规模工业增加值增速", "科技和工业信息化局", "高质量发展", "目标", 10, 7, 2, 1.2, 1.0, 1.3, 1, "A",
          rest="起点: 0, 目标: 8, 挑战: 12"),
    _Line("G2", "招商引资到位资金（万元）", "商务局", "高质量发展", "目标", 10, 5200, 1500, 1.4, 1.0, 1.3, 0,
          rest="起点: 0, 目标: 6000, 挑战: 9000, 进步占比: 0.3"),
    _Line("G3", "固定资产投资完成率", "发展和改革局", "高质量发展", "目标", 8, 92, 8, 1.0, 1.0, 1.3, 1,
          rest="起点: 60, 目标: 100, 挑战: 110"),
    _Line("G4", "粮食播种面积完成率", "农业农村局", "高质量发展", "目标", 6, 98, 2, -0.2, 1.0, 1.3, 1,
          rest="起点: 90, 目标: 100"),
    _Line("G5", "农村公路优良路率", "交通运输局", "高质量发展", "排名", 6, 82, 5, 0.6, 1.0, 1.3, 1, most=100),
    _Line("G6", "财政收入增幅", "财政局", "高质量发展", "目标", 8, 4.5, 1.5, 1.0, 1.0, 1.3, 1, "A",
          rest="起点: 0, 目标: 5, 挑战: 8"),
    _Line("X1", "生产安全事故起数", "应急管理局", "县定事项", "目标", 8, 2.0, -1.0, 0.3, 1.0, 1.3, 0, "A",
          rest="方向: 越低越好, 起点: 5, 目标: 0"),
    _Line("X2", "垃圾无害化处理率", "城市管理和综合执法局", "县定事项", "排名", 6, 86, 5, 0.6, 1.0, 1.3, 1, "C", most=100),
    _Line("X3", "居民医保参保率", "医疗保障局", "县定事项", "目标", 6, 94, 1.6, 0.4, 1.0, 1.1, 1, "A",
          rest="起点: 85, 目标: 95, 挑战: 98", most=100),
    _Line("X4", "耕地保护目标", "自然资源局", "县定事项", "合格", 5, 1, 0, 0, 0, 0, 0, "A", "台账"),
    _Line("X5", "群众诉求按期办结率", "行政审批服务局", "县定事项", "排名", 5, 88, 4, 0.3, 1.0, 1.1, 1, most=100),
)  # fmt: skip
_TWINS = {"D2": "[诉求件数, 办结件数]", "X5": "[诉求件数, 按期办结件数]"}
_BOUND_TOGETHER = ("D2", "X5")
"""Two indicators that count the same: the second repeats the first, with little luck of its own."""


def planted_efforts(seed: int) -> Mapping[str, float]:
    """What each township did of itself, in standard deviations: 0 is usual. Nothing in the files says it."""
    random = Random(f"{seed}-effort")
    drawn = [random.gauss(0, 1) for _ in TOWNSHIPS]
    middle, spread = fmean(drawn), pstdev(drawn)
    return {town: (one - middle) / spread for town, one in zip(TOWNSHIPS, drawn, strict=True)}


def make_assessment_year(directory: Path, *, seed: int) -> None:
    """Write the plan, the endowments and one register a department. The same seed gives the same bytes."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / PLAN_FILE).write_text(_write_plan(), encoding="utf-8")
    headings = (
        "乡镇（街道）",
        "面积（平方公里）",
        "人口",
        "财政收入（万元）",
        "到县城时间（小时）",
        "工作人员数",
        "工作重心",
    )
    habits = Habits("day", "xlsx", note_below=True)
    write_register(
        directory / ENDOWMENT_FILE, f"{COUNTY}乡镇（街道）基础条件", headings, list(_endowment_rows(seed)), habits
    )
    values = _make_values(seed)
    for owner in dict.fromkeys(line.owner for line in _LINES):
        rows: list[list[Cell]] = [row for line in _LINES if line.owner == owner for row in values[line.id]]
        title = f"{owner}{YEAR}年乡镇考核指标数据"
        write_register(
            directory / title, title, ("乡镇（街道）", "指标", "数值", "上年", "等级"), rows, Habits("day", "xlsx")
        )


def _endowment_rows(seed: int) -> Iterator[list[Cell]]:
    for place, town in enumerate(TOWNSHIPS):
        one = draw_endowments(seed, 0, town)
        focus = "城区" if town.endswith("街道") else FOCUS_OF_WORK[place % 2]
        yield [town, one.area, one.people, one.revenue, one.hours, one.staff, focus]


def _conditions(seed: int) -> dict[str, float]:
    """How good each township's start is, in standard deviations."""
    raw = []
    for town in TOWNSHIPS:
        one = draw_endowments(seed, 0, town)
        raw.append(0.9 * log(one.revenue) + 0.9 * log(one.people) - 0.5 * log(one.hours) - 0.3 * log(one.area))
    middle, spread = fmean(raw), pstdev(raw)
    return {town: (one - middle) / spread for town, one in zip(TOWNSHIPS, raw, strict=True)}


def _make_values(seed: int) -> dict[str, list[list[Cell]]]:
    efforts, starts = planted_efforts(seed), _conditions(seed)
    luck = {town: Random(f"{seed}-luck-{_BOUND_TOGETHER[0]}-{town}").gauss(0, 1) for town in TOWNSHIPS}
    return {
        line.id: [_value_row(seed, line, town, starts[town], efforts[town], luck[town]) for town in TOWNSHIPS]
        for line in _LINES
    }


def _value_row(seed: int, line: _Line, town: str, start: float, effort: float, shared_luck: float) -> list[Cell]:
    random = Random(f"{seed}-{line.id}-{town}")
    luck = shared_luck + random.gauss(0, 0.2) if line.id in _BOUND_TOGETHER else random.gauss(0, 1)
    moved = line.by_conditions * start + line.by_effort * effort + line.by_luck * luck
    before = line.by_conditions * start + line.by_luck * random.gauss(0, 1) - 0.3
    number, last = (_settle(line, one) for one in (moved, before))
    if (line.id, town) == ("G5", TOWNSHIPS[11]):
        return [town, line.name, None, None, line.grade]  # nobody registered it
    if line.scoring == "合格":
        return [town, line.name, "是", "是", line.grade]
    return [town, line.name, number, last, line.grade]


def _settle(line: _Line, moved: float) -> float | int:
    value = min(max(line.middle + line.scale * moved, 0.0), line.most)
    return round(value, line.digits) if line.digits else round(value)


def _write_plan() -> str:
    head = (
        f"# 演示县（虚构）\n名称: {COUNTY}{YEAR}年乡镇（街道）考核方案\n年度: {YEAR}\n差异化: 回归调整\n容许差: 0.95\n种子: 1\n"
        "基础条件:\n  财政收入: 有利\n  人口: 有利\n  到县城时间: 不利\n  面积: 不利\n指标:\n"
    )
    return head + "".join(_write_indicator(line) for line in _LINES)


def _write_indicator(line: _Line) -> str:
    owner = COUNTY + line.owner
    rest = "".join(f"    {part.strip()}\n" for part in line.rest.split(",") if part)
    rest += f"    数据项: {_TWINS[line.id]}\n" if line.id in _TWINS else ""
    return (
        f"  - 编号: {line.id}\n    名称: {line.name}\n    责任单位: {owner}\n    依据: {COUNTY}{YEAR}年工作要点（虚构）\n"
        f"    领域: {line.area}\n    计分: {line.scoring}\n    权重: {line.weight}\n    数据来源: {line.source}\n"
        f"    取自: {line.owner}{line.source}\n    佐证: 系统导出，乡镇不另报材料\n    核对: 1\n{rest}"
    )

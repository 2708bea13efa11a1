"""A year's numbers: what each township reached in each indicator, and what it starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from jianfu.assessment.plans.plan import Favour, Plan, Scoring
from jianfu.vocabulary.evidence import Grade

Floats = npt.NDArray[np.float64]
GRADES = tuple(Grade)


@dataclass(frozen=True, slots=True)
class Cell:
    """One number. `value` None where no source says; `before` last year's, None unknown; `rows` says in Chinese where
    it was read: file, sheet and row."""

    value: float | None
    before: float | None = None
    grade: Grade = Grade.B
    rows: str = ""


@dataclass(frozen=True, slots=True)
class YearData:
    """Cells by (township, indicator id); endowments by township and name: numbers, or words for a kind of place."""

    townships: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    endowments: Mapping[str, Mapping[str, float | str]]

    def with_cell(self, township: str, indicator: str, cell: Cell) -> "YearData":
        """The same with one cell replaced."""
        return replace(self, cells={**self.cells, (township, indicator): cell})


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells as arrays float64[townships, indicators], NaN missing; `grades` places in GRADES."""

    townships: tuple[str, ...]
    values: Floats
    before: Floats
    grades: npt.NDArray[Any]


def make_grid(plan: Plan, data: YearData) -> Grid:
    """The arrays of a year, in the order of its townships and the plan's indicators."""
    empty = Cell(None)
    cells = [[data.cells.get((town, id), empty) for id in plan.ids] for town in data.townships]
    shape = (len(data.townships), len(plan.ids))

    def collect(numbers: Sequence[Sequence[float | None]]) -> Floats:
        return np.array(numbers, np.float64).reshape(shape)

    return Grid(
        data.townships,
        collect([[cell.value for cell in line] for line in cells]),
        collect([[cell.before for cell in line] for line in cells]),
        np.array([[GRADES.index(cell.grade) for cell in line] for line in cells], np.int64).reshape(shape),
    )


def list_problems(plan: Plan, data: YearData) -> list[str]:
    """What a clerk should know of the numbers before scores are made of them. The rest goes on without what is wrong.

    Townships without endowments get no differentiated score; a missing number is no zero.
    """
    grid = make_grid(plan, data)
    return [*_merged(plan, data), *_missing_endowments(plan, data), *_flat(plan, grid), *_missing(plan, grid)]


def _merged(plan: Plan, data: YearData) -> list[str]:
    problems = []
    gone = {name: one for one in plan.mergers for name in one.before if name != one.after}
    for town in data.townships:
        if town in gone:
            one = gone[town]
            problems.append(
                f"“{town}”已于 {one.day} 并入“{one.after}”，不单独计分。"
                f"请责任单位按合并后的范围给出“{one.after}”的数；系统不替您相加。"
            )
        elif not data.endowments.get(town):
            problems.append(
                f"“{town}”有指标数据，基础条件表里没有它。如年中合并或改名，请在方案“区划变动”里写明；不是本县的请删去。"
            )
    return problems


def _missing_endowments(plan: Plan, data: YearData) -> list[str]:
    problems = []
    for town in data.townships:
        known = data.endowments.get(town, {})
        absent = [name for name in plan.endowments if name not in known]
        if known and absent:
            problems.append(f"“{town}”缺基础条件：{'、'.join(absent)}。补齐以前不作差异化计分，不列档次。")
    return problems


def _flat(plan: Plan, grid: Grid) -> list[str]:
    problems, flat = [], 0
    for place, one in enumerate(plan.indicators):
        known = grid.values[:, place][~np.isnan(grid.values[:, place])]
        if len(known) > 1 and len(np.unique(known)) == 1:
            flat += 1
            half = "各得一半分" if one.scoring is Scoring.RANK else "得分相同"
            problems.append(
                f"指标“{one.name}”：{len(known)} 个乡镇都是 {known[0]:g}，分不出高低，{half}。建议删去这一项。"
            )
    if flat == len(plan.indicators):
        problems.append("所有指标都全部并列，排不出先后：全部列为同一档，不公布名次。")
    return problems


def _missing(plan: Plan, grid: Grid) -> list[str]:
    problems = []
    for place, one in enumerate(plan.indicators):
        absent = [grid.townships[row] for row in np.flatnonzero(np.isnan(grid.values[:, place]))]
        if len(absent) == len(grid.townships):
            problems.append(f"指标“{one.name}”没有一个数，这一项不计分，权重按其余各项分摊。请 {one.owner} 提供。")
        elif absent:
            shown = "、".join(absent[:5]) + (f"等 {len(absent)} 个" if len(absent) > 5 else "")
            problems.append(f"指标“{one.name}”缺 {shown} 的数：不按零分计，权重按该乡镇其余各项分摊。")
    return problems


def helps(plan: Plan, name: str) -> int:
    """1 where more of an endowment helps, -1 where it hinders, 0 where nobody knows."""
    return {Favour.HELPS: 1, Favour.HINDERS: -1}.get(plan.endowments[name], 0)

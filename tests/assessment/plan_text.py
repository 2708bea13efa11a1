"""Small plans for tests, as a county would write them."""

from collections.abc import Sequence
from pathlib import Path

from county.assessing import PLAN_FILE, make_assessment_year
from jianfu.assessment.plans.loading import load_plan, read_plan
from jianfu.assessment.plans.plan import Plan
from jianfu.assessment.registers import read_registers
from jianfu.assessment.scoring.data import Cell, YearData

RANKED = """  - 编号: A
    名称: 路况优良率
    责任单位: 青岚县交通运输局
    依据: 工作要点
    领域: 党的建设
    计分: 排名
    权重: 60
    数据来源: 业务系统
    取自: 公路系统
    佐证: 系统导出
"""
TARGETED = """  - 编号: B
    名称: 参保率
    责任单位: 青岚县医疗保障局
    依据: 工作要点
    领域: 高质量发展
    计分: 目标
    权重: 40
    数据来源: 业务系统
    取自: 医保系统
    佐证: 系统导出
    起点: 80
    目标: 95
    挑战: 98
"""
HEAD = "名称: 考核方案\n年度: 2023\n差异化: 不调整\n基础条件: {人口: 有利}\n指标:\n"
TEXT = HEAD + RANKED + TARGETED


def small_plan(text: str = TEXT) -> Plan:
    return read_plan(text)


def small_data(ranked: Sequence[float | None], targeted: Sequence[float | None] | None = None) -> YearData:
    """One township a value, each with a population of its own."""
    towns = tuple(f"乡{place}" for place in range(len(ranked)))
    second = targeted or [90.0] * len(ranked)
    cells = {
        (town, id): Cell(value)
        for town, *values in zip(towns, ranked, second, strict=True)
        for id, value in zip("AB", values, strict=True)
    }
    return YearData(towns, cells, {town: {"人口": 1000.0 + place} for place, town in enumerate(towns)})


def county_year(folder: Path, seed: int = 1) -> tuple[Plan, YearData]:
    """The demonstration county's plan and numbers, read from its files."""
    make_assessment_year(folder, seed=seed)
    plan = load_plan(folder / PLAN_FILE)
    register = read_registers(plan, [folder])
    assert register.problems == []
    return plan, register.as_data()

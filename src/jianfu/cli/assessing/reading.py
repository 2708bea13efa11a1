"""The plan and the numbers that a command is given."""

from pathlib import Path
from typing import TYPE_CHECKING

from jianfu.cli.terminal.screen import fail, say

if TYPE_CHECKING:
    from jianfu.assessment.plans.plan import Plan
    from jianfu.assessment.scoring.data import YearData


def read_plan_file(path: Path) -> "Plan":
    """The plan. Fails with every mistake in it."""
    from jianfu.assessment.plans.loading import BrokenPlan, load_plan

    try:
        return load_plan(path)
    except BrokenPlan as broken:
        fail(f"方案不能用，有 {len(broken.problems)} 处要改：\n" + "\n".join(f"  {one}" for one in broken.problems))


def read_numbers(plan: "Plan", paths: list[Path]) -> "YearData":
    """The numbers; what was wrong with them is said. Fails where there are none."""
    from jianfu.assessment.registers import read_registers
    from jianfu.assessment.scoring.data import list_problems

    register = read_registers(plan, paths)
    data = register.as_data()
    for problem in [*register.problems, *list_problems(plan, data)]:
        say(f"注意：{problem}")
    if not data.townships:
        fail("没有读到指标数据。数据表要有“乡镇（街道）”“指标”“数值”三列。")
    return data

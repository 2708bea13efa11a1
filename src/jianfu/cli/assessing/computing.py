"""`jianfu assess compute`, `compare`, `archive`, `recompute`: the year's result."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.assessing.reading import read_numbers, read_plan_file
from jianfu.cli.terminal.screen import COULD_NOT, DONE, fail, say

if TYPE_CHECKING:
    from jianfu.assessment.results.result import Result

_PLAN = typer.Argument(help="考核方案（YAML）", metavar="方案")
_DATA = typer.Argument(help="指标数据和基础条件，文件或文件夹", metavar="数据...")


def compute(plan: Annotated[Path, _PLAN], data: Annotated[list[Path], _DATA]) -> None:
    """按方案计算，分档列出，并说明公平性各项目标。"""
    from jianfu.assessment.results.computing import NothingToCompute
    from jianfu.assessment.results.computing import compute as run

    found = read_plan_file(plan)
    try:
        result = run(found, read_numbers(found, data))
    except NothingToCompute as problem:
        fail(str(problem))
    _tell(result)


def _tell(result: "Result") -> None:
    for number, band in enumerate(result.bands, start=1):
        say(f"第 {number} 档（同档内分不出先后）：{'、'.join(one.township for one in band)}")
    for town, why in result.unscored.items():
        say(f"不计分：{town}，{why}")
    for check in result.checks:
        say(f"公平性：{check.name} {check.words}——{check.outcome.label}")


def compare(plan: Annotated[Path, _PLAN], data: Annotated[list[Path], _DATA]) -> None:
    """同一份数据用四种办法各算一遍，比较公平性。"""
    from jianfu.assessment.results.computing import INDEX, NothingToCompute, compare_methods

    found = read_plan_file(plan)
    try:
        results = compare_methods(found, read_numbers(found, data))
    except NothingToCompute as problem:
        fail(str(problem))
    for method, result in results.items():
        low = min(min(one.top, one.bottom) for one in result.townships)
        high = max(max(one.top, one.bottom) for one in result.townships)
        mark = "（方案所选）" if method is found.method else ""
        fair = "各项目标都达到" if result.is_fair else "有目标没有达到"
        say(
            f"{method.label}{mark}：与起点条件相关 {result.correlations[INDEX]:+.2f}；"
            f"同等努力下进两头的机会 {low:.0%}—{high:.0%}；分 {len(result.bands)} 档；{fair}"
        )


def archive(
    plan: Annotated[Path, _PLAN],
    data: Annotated[list[Path], _DATA],
    output: Annotated[Path, typer.Option("-o", "--output", help="归档文件", metavar="文件")],
) -> None:
    """计算并归档：方案、数据、结果、程序版本在一个文件里，任何人都能重算。"""
    from jianfu.assessment.results.archive import code_version, compute_bytes, write_archive
    from jianfu.assessment.results.computing import NothingToCompute

    found = read_plan_file(plan)
    numbers = read_numbers(found, data)
    try:
        content = write_archive(
            plan.read_text(encoding="utf-8"), numbers, compute_bytes(found, numbers), code_version()
        )
        output.write_bytes(content)
    except NothingToCompute as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"{output} 写不了（{problem.strerror}）。请换一个位置。")
    say(f"已归档 {output}。核对：jianfu assess recompute {output}")


def recompute(
    path: Annotated[Path, typer.Argument(help="归档文件", metavar="归档")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="重算出的结果另存为", metavar="文件")] = None,
) -> int:
    """从归档重算，逐字节比对结果。不一致时退出码为 2。"""
    from jianfu.assessment.results.archive import BrokenArchive, recompute_archive
    from jianfu.assessment.results.computing import NothingToCompute

    try:
        again = recompute_archive(path.read_bytes())
        if output is not None:
            output.write_bytes(again.computed)
    except OSError as problem:
        fail(f"{problem.filename} 打不开或写不了（{problem.strerror}）。")
    except (BrokenArchive, NothingToCompute) as problem:
        fail(str(problem))
    say(f"归档时的程序：{again.made_by}\n现在的程序：{again.now_by}")
    if again.is_same:
        say(f"重算结果与归档逐字节一致（{len(again.computed)} 字节）。")
        return DONE
    other = again.made_by != again.now_by
    say("重算结果与归档不一致。" + ("程序版本不同，请换用归档时的版本再算。" if other else "归档可能被改过。"))
    return COULD_NOT

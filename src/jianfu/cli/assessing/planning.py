"""`jianfu assess check` and `slim`: the plan itself."""

from pathlib import Path
from typing import Annotated

import typer

from jianfu.cli.assessing.reading import read_numbers, read_plan_file
from jianfu.cli.reports.standards import load_own_norms
from jianfu.cli.terminal.screen import fail, say

_TOWNSHIPS = 28


def check(
    plan: Annotated[Path, typer.Argument(help="考核方案（YAML）", metavar="方案")],
    townships: Annotated[int, typer.Option(help="乡镇（街道）个数，用来算方案自身的负担", min=1)] = _TOWNSHIPS,
) -> None:
    """核对方案：写法、权重、不得考核的内容，并算出方案自身给乡镇添多少负担。"""
    from jianfu.assessment.plans.pricing import price_plan

    found = read_plan_file(plan)
    price = price_plan(found, townships, load_own_norms(None))
    say(f"{found.name}：{len(found.indicators)} 项指标，权重合计 100 分，差异化办法：{found.method.label}。")
    for one in found.indicators:
        hours = price.by_indicator[one.id].mean
        said = f"{one.id}　{one.name}　{one.area.label}　{one.scoring.label}　{one.weight:g} 分"
        say(f"  {said}　乡镇核对约 {hours:.1f} 小时")
    say(
        f"方案自身的负担：{townships} 个乡镇一年约 {price.hours.mean:.0f} 小时"
        f"（{price.hours.low:.0f}—{price.hours.high:.0f}），都是核对数据，不另报材料。"
    )


def slim(
    plan: Annotated[Path, typer.Argument(help="考核方案（YAML）", metavar="方案")],
    data: Annotated[list[Path], typer.Argument(help="指标数据和基础条件，文件或文件夹", metavar="数据...")],
) -> None:
    """瘦身建议：哪些指标说的是一回事、哪些不起作用、哪些得不偿失，最少留哪几项。"""
    from jianfu.assessment.plans.pricing import price_plan
    from jianfu.assessment.results.computing import NothingToCompute
    from jianfu.assessment.results.slimming import slim as propose

    found = read_plan_file(plan)
    numbers = read_numbers(found, data)
    try:
        proposal = propose(found, numbers, price_plan(found, len(numbers.townships), load_own_norms(None)))
    except NothingToCompute as problem:
        fail(str(problem))
    names = {one.id: f"{one.id} {one.name}" for one in found.indicators}
    for twin in proposal.twins:
        shared = f"，共用数据项 {'、'.join(twin.elements)}" if twin.elements else ""
        say(f"相近：{names[twin.first]} 与 {names[twin.second]}，等级相关 {twin.correlation:+.2f}{shared}")
    for words, ids in (("不起作用", proposal.idle), ("费时多、作用小", proposal.dear)):
        for id in ids:
            say(f"{words}：{names[id]}")
    for step in proposal.steps:
        say(f"可去：{names[step.indicator]}，去后次序相关 {step.correlation:.3f}，每年省 {step.hours:.1f} 小时")
    kept = "、".join(names[id] for id in proposal.kept)
    say(f"最少留 {len(proposal.kept)} 项（次序相关不低于 {found.tolerance:g}）：{kept}")
    say("这是按今年数据的建议，留不留由县里定。")

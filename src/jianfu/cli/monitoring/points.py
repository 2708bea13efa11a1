"""`jianfu monitor panel` and `jianfu monitor estimate`."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.ledger_session import command_line_actor
from jianfu.cli.monitoring.grounds import open_ground, read_month
from jianfu.cli.terminal.screen import fail, say

if TYPE_CHECKING:
    from jianfu.monitoring.record.actions.points import Drawing

_FEW_PANELS = 500
"""Of so many kept panels the chances of the round after are worked out at once."""
Until = Annotated[str, typer.Option(help="看到哪个月，如 2023-11；缺省到上个月", metavar="月份")]
Merged = Annotated[list[str] | None, typer.Option(help="合并的乡镇，可写几次", metavar="旧名=新名")]


def panel(
    seed: Annotated[str, typer.Option(help="事先说好、谁也不能左右的一串字，抽后公布", metavar="种子")] = "",
    size: Annotated[int, typer.Option(help="抽几个乡镇", min=1)] = 3,
    villages: Annotated[int, typer.Option(help="每个乡镇抽几个村", min=0)] = 3,
    overlap: Annotated[int | None, typer.Option(help="轮换：留下几个旧点", min=0)] = None,
    listed: Annotated[
        Path | None, typer.Option("--list", help="把入选的各组、均衡程度和按上年试算的误差写成 csv", metavar="文件")
    ] = None,
    since: Annotated[str, typer.Option(help="从哪个月起用，如 2024-01；写了才记入台账", metavar="月份")] = "",
    until: Until = "",
    merged: Merged = None,
) -> None:
    """在均衡的组合里抽监测点，说明每个点的入样概率和按上年试算的误差。写了 --since 才生效。"""
    ground = open_ground(until, merged)
    from jianfu.monitoring.points.choosing import choose_points
    from jianfu.monitoring.points.drawing import CannotDraw
    from jianfu.monitoring.points.rotating import count_second_chances
    from jianfu.monitoring.record.actions.points import record_points
    from jianfu.monitoring.record.queries import current_points, list_tired
    from jianfu.monitoring.trends.ledger_tables import read_townships
    from jianfu.web.clock import now

    present = current_points()
    if overlap is not None and present is None:
        fail("还没有监测点，谈不上轮换。请先抽一次。")
    try:
        drawing = choose_points(
            read_townships(ground.table),
            size,
            seed,
            villages=villages,
            present=present.panel if present else (),
            overlap=overlap,
            resting=list_tired(),
        )
    except CannotDraw as problem:
        fail(str(problem))
    draw, trial = drawing.draw, drawing.trial
    say(f"{len(draw.names)} 个乡镇取 {size} 个，共 {draw.looked_at:,} 组，留下均衡的 {len(draw.kept):,} 组。")
    say(
        f"均衡的项目：{'、'.join(draw.labels)}。"
        + (f"资料不全没有用：{'、'.join(draw.left_out)}。" if draw.left_out else "")
    )
    for name in drawing.panel:
        inside = "、".join(f"{village}（{chance:.1%}）" for village, chance in drawing.villages.get(name, {}).items())
        say(f"{name}　入样概率 {drawing.chances[name]:.1%}" + (f"　村：{inside}" if inside else ""))
    say(f"按上年试算，均衡组合误差 {trial.rmse:.1%}，任意组合 {trial.random:.1%}，只看平均数 {trial.expansion:.1%}。")
    if len(draw.kept) <= _FEW_PANELS and size > 1:
        later = count_second_chances(draw, size - 1)
        say(f"下一轮如留 {size - 1} 个旧点，各乡镇的入样概率在 {later.min():.1%} 到 {later.max():.1%} 之间。")
    if listed is not None:
        _write_list(listed, drawing)
    say(f"种子“{draw.seed}”，名单摘要 {draw.digest[:16]}：凭这两样谁都能重抽核对。")
    if since:
        record_points(drawing, since=read_month(since), actor=command_line_actor(), now=now())
        say(f"已记入，{since} 起用。")


def _write_list(path: Path, drawing: "Drawing") -> None:
    from jianfu.monitoring.points.listing import HEADER, list_panels

    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADER, *list_panels(drawing.draw, drawing.trial)])
    except OSError as problem:
        fail(f"{path} 写不了（{problem.strerror}）。请换一个文件夹。")
    say(f"{len(drawing.draw.kept):,} 组已写入 {path}，可以公布。")


def estimate(until: Until = "", merged: Merged = None) -> None:
    """由监测点的周记推算全县：没有登记的要求每周多少件，区间里哪些是模型；监测点有没有被照顾。"""
    ground = open_ground(until, merged)
    from jianfu.monitoring.overview import infer_from_points

    found = infer_from_points(ground)
    if found.points:
        say(f"监测点：{'、'.join(found.points)}。")
    for one in found.told:
        ratio = "—" if one.ratio is None else f"{one.ratio:.2f}"
        say(
            f"{one.point}　周记 {one.weeks} 期，口头、电话要求约 {one.by_mouth:.0f} 件，"
            f"登记 {one.registered} 件，比 {ratio}"
        )
    if found.by_mouth is None:
        say(f"不能推算：{found.reason}")
    else:
        shown = found.by_mouth.shown
        say(f"全县没有登记的要求每周约 {shown.value:,.0f} 件（{max(shown.low, 0):,.0f}—{shown.high:,.0f}）。")
        say(found.by_mouth.words)
        if found.weighted is not None:
            say(f"只按入样概率加权、对上各乡镇的登记数（GREG）：约 {found.weighted:,.0f} 件。")
    for kind, (mean, low, high, count) in found.minutes.items():
        say(f"{kind}　每件约 {mean:.0f} 分钟（{low:.0f}—{high:.0f}，{count} 件）")
    if found.effect:
        say(found.effect)

"""`jianfu monitor trends` and `jianfu monitor displacement`."""

from typing import TYPE_CHECKING, Annotated

import typer

from jianfu.cli.monitoring.grounds import open_ground, read_month
from jianfu.cli.monitoring.points import Merged, Until
from jianfu.cli.terminal.screen import fail, say

if TYPE_CHECKING:
    from jianfu.monitoring.trends.breaks import Course


def trends(
    by: Annotated[str, typer.Option(help="按 kind、way、sender、issuer 或 township", metavar="分组")] = "kind",
    measure: Annotated[str, typer.Option(help="count 件次、hours 小时或 yuan 元", metavar="量")] = "count",
    until: Until = "",
    merged: Merged = None,
) -> None:
    """各月走势：按工作日和季节折算，哪个月起变了档；近期的异常上升。"""
    ground = open_ground(until, merged)
    from jianfu.monitoring.overview import GROUPINGS, list_courses, warn_of
    from jianfu.monitoring.trends.tables import MEASURES

    if by not in GROUPINGS or measure not in MEASURES:
        fail(f"--by 可写 {'、'.join(GROUPINGS)}；--measure 可写 {'、'.join(MEASURES)}。")
    courses = list_courses(ground, by, measure)
    say(f"{ground.county}　{ground.months[0]:%Y-%m} 至 {ground.months[-1]:%Y-%m}，按{GROUPINGS[by]}。")
    for course in courses:
        _tell(course)
    warnings = warn_of(ground)
    for warned in warnings.found:
        say(f"预警　{warned.words}")
    say(warnings.words)


def _tell(course: "Course") -> None:
    from jianfu.monitoring.overview import describe

    series = course.adjusted.series
    say(f"{series.name}（{series.unit}，{describe(series)}）")
    say(f"  {course.words or course.adjusted.words}")
    for change in course.changes:
        months = series.months
        say(
            f"  {months[change.at]:%Y-%m} 起变档：{change.before:,.0f} → {change.after:,.0f}"
            f"（在 {months[change.earliest]:%Y-%m} 至 {months[change.latest]:%Y-%m} 之间，"
            f"偶然的机会 {change.chance:.1%}）"
        )
    if not course.words and not course.changes:
        say("  没有看到变档。")


def displacement(
    since: Annotated[str, typer.Option(help="从哪个月起与此前比；缺省为最后三个月", metavar="月份")] = "",
    months: Annotated[int, typer.Option(help="前后各比几个月", min=1, max=12)] = 3,
    until: Until = "",
    merged: Merged = None,
) -> None:
    """此消彼长：哪一样降了，同时哪一样升了，合计有没有减。"""
    ground = open_ground(until, merged)
    from jianfu.monitoring.overview import move_between

    found = move_between(ground, read_month(since) if since else None, months)
    if found is None:
        fail(f"台账里只有 {len(ground.months)} 个月，前后各比 {months} 个月不够。请改 --months 或 --since。")
    say(
        f"{found.after[0]:%Y-%m} 至 {found.after[-1]:%Y-%m}，"
        f"与 {found.before[0]:%Y-%m} 至 {found.before[-1]:%Y-%m} 比，"
        f"登记 {found.rows:,} 条。"
    )
    for move in found.moves:
        say(move.words)
    if not found.moves:
        say("没有看到明显的下降，也就没有可查的去向。")
    for share in found.shares:
        mark = "，比例变了" if share.is_clear else ""
        say(f"{share.name}　占 {share.before:.1%} → {share.after:.1%}{mark}")
    for note in found.notes:
        say(note)

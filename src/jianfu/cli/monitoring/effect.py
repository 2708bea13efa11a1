"""`jianfu monitor effect`."""

from typing import Annotated

import typer

from jianfu.cli.ledger_session import command_line_actor
from jianfu.cli.monitoring.grounds import open_ground
from jianfu.cli.monitoring.points import Merged, Until
from jianfu.cli.terminal.screen import fail, say


def effect(
    number: Annotated[int | None, typer.Argument(help="措施编号；不写则列出全部", metavar="编号")] = None,
    until: Until = "",
    merged: Merged = None,
) -> None:
    """措施有没有效：与没有实施的乡镇比，事先登记的预期达到没有。措施在网页“监测”里登记。"""
    ground = open_ground(until, merged)
    from jianfu.monitoring.evaluating_measures import judge_on_ground
    from jianfu.monitoring.record.actions.measuring import record_judgement
    from jianfu.monitoring.record.models import Measure
    from jianfu.web.clock import now

    if number is None:
        found = list(Measure.objects.order_by("pk"))
        for one in found:
            say(f"{one.pk}　{one.title}　{one.start} 起　{one.get_verdict_display() or '还没有评估'}")
        if not found:
            say("还没有登记措施。请在实施以前到网页“监测—措施”里登记。")
        return
    measure = Measure.objects.filter(pk=number).first()
    if measure is None:
        fail(f"没有第 {number} 号措施。用 jianfu monitor effect 看全部编号。")
    judged, rows, months = judge_on_ground(measure, ground)
    record_judgement(measure, judged, rows=rows, months=months, actor=command_line_actor(), now=now())
    say(f"{measure.title}：{judged.verdict.label}（登记 {rows:,} 条）")
    for reason in judged.reasons:
        say(reason)

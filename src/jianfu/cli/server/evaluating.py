"""`jianfu evaluate`: the load and the rules reckoned anew for the pages."""

from typing import TYPE_CHECKING

from jianfu.cli.ledger_session import command_line_actor
from jianfu.cli.reports.standards import load_standards
from jianfu.cli.server.site_session import open_site
from jianfu.cli.terminal.screen import fail, say

if TYPE_CHECKING:
    from jianfu.reporting.standards import Standards


def evaluate() -> None:
    """重新核算台账：各页面上的用时、问题都来自最近一次核算。可放进每晚的定时任务。"""
    open_site()
    _evaluate(load_standards())


def evaluate_if_stale() -> None:
    """Evaluate where the ledger or its standards changed since the last time; an empty ledger is left alone.

    The site must be open.
    """
    from jianfu.monitoring.evaluating import is_stale, sweep_last_month
    from jianfu.web.clock import last_twelve_months, now, today
    from jianfu.web.reminding import remind_departments
    from jianfu.web.standards import desk_rules

    remind_departments()
    standards = load_standards()
    if is_stale(last_twelve_months(), standards):
        _evaluate(standards, is_asked_for=False)
    else:
        sweep_last_month(today(), desk_rules().calendar, actor=command_line_actor(), now=now())


def _evaluate(standards: "Standards", *, is_asked_for: bool = True) -> None:
    from jianfu.casework.actions import hold_to_ledger
    from jianfu.monitoring.evaluating import NoCounty, evaluate_ledger, sweep_last_month
    from jianfu.web.clock import last_twelve_months, now, today
    from jianfu.web.reminding import remind_departments
    from jianfu.web.standards import desk_rules

    calendar = desk_rules().calendar
    say("正在核算台账……")
    try:
        evaluation = evaluate_ledger(last_twelve_months(), standards, actor=command_line_actor(), now=now())
    except NoCounty as problem:
        if is_asked_for:
            fail(str(problem))
        say(str(problem))
        return
    mean, low, high = evaluation.panel["total"]
    sweep_last_month(today(), calendar, actor=command_line_actor(), now=now())
    closed, reopened = hold_to_ledger(calendar=calendar, now=now())
    if reminded := remind_departments():
        say(f"提醒：{reminded} 个准入编号快到期，已显示在发文单位的页面上。")
    say(f"核算完毕：镇村两级每周 {mean:,.0f} 小时（{low:,.0f}—{high:,.0f}）。")
    if closed or reopened:
        say(f"整治：台账验证销号 {closed} 件，重新立案 {reopened} 件。")

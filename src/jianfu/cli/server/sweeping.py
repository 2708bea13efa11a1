"""`jianfu sweep`: one month swept for what is new, as the monthly job does."""

from datetime import date
from typing import Annotated

import typer

from jianfu.cli.ledger_session import command_line_actor
from jianfu.cli.server.site_session import open_site
from jianfu.cli.terminal.screen import fail, say


def sweep(
    month: Annotated[str, typer.Option(help="月份，如 2023-11；缺省为上个月", metavar="月份")] = "",
) -> None:
    """扫描一个月里新出现的表格、应用、群、牌子和突增、转移。补交了登记以后可以重新扫描。"""
    open_site()
    from jianfu.monitoring.evaluating import sweep_again
    from jianfu.monitoring.sweep.sent_things import months_before
    from jianfu.monitoring.sweep.signals import Signal
    from jianfu.web.clock import now, today
    from jianfu.web.standards import desk_rules

    first = _read_month(month) if month else months_before(today().replace(day=1), 1)[0]
    if first >= today().replace(day=1):
        fail("这个月还没有过完，不能扫描。")
    found = sweep_again(first, desk_rules().calendar, actor=command_line_actor(), now=now())
    counts = {signal: found.items.filter(signal=signal).count() for signal in Signal}
    said = "，".join(f"{signal.label} {count}" for signal, count in counts.items() if count)
    say(f"{first:%Y年%m月}：{said or '没有发现新的情况'}。")
    for note in found.notes:
        say(note)


def _read_month(words: str) -> date:
    try:
        return date.fromisoformat(f"{words}-01")
    except ValueError:
        fail(f"“{words}”不是月份。请写成 2023-11。")

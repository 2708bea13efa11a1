"""What all commands of monitoring need: the county's rows up to a month, and months as people write them."""

from datetime import date
from typing import TYPE_CHECKING

from jianfu.cli.reports.standards import load_standards
from jianfu.cli.server.site_session import open_site
from jianfu.cli.terminal.screen import fail, say

if TYPE_CHECKING:
    from jianfu.monitoring.overview import Ground


def open_ground(until: str = "", merged: list[str] | None = None) -> "Ground":
    """The county's whole months up to `until` (a month, included; by default the ledger's last whole one)."""
    open_site()
    from jianfu.monitoring.evaluating import NoCounty, find_county
    from jianfu.monitoring.overview import read_ground
    from jianfu.monitoring.sweep.sent_things import next_month
    from jianfu.web.clock import today

    standards = load_standards()
    end = next_month(read_month(until)) if until else today().replace(day=1)
    try:
        ground = read_ground(find_county().name, end, standards.norms, standards.calendar, _read_mergers(merged or []))
    except NoCounty as problem:
        fail(str(problem))
    if not ground.months:
        fail("台账里没有写明日期的登记，没有什么可看。请先导入收文登记表：jianfu import。")
    for note in ground.notes:
        say(note)
    return ground


def read_month(words: str) -> date:
    """The first day of a month like 2023-11. Fails with a message."""
    try:
        return date.fromisoformat(f"{words}-01")
    except ValueError:
        fail(f"“{words}”不是月份。请写成 2023-11。")


def _read_mergers(words: list[str]) -> dict[str, str]:
    """`旧名=新名` each. Fails with a message."""
    found = {}
    for one in words:
        old, equals, new = one.partition("=")
        if not (old.strip() and equals and new.strip()):
            fail(f"“{one}”看不懂。乡镇合并请写成 旧乡镇=新乡镇。")
        found[old.strip()] = new.strip()
    return found

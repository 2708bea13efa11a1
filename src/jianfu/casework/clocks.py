"""How long each step of a case may take, in working days; a county sets its own in a file."""

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import yaml
from django.conf import settings

from jianfu.casework.course import State

FILE_NAME = "办案时限.yaml"
_LONGEST_DAYS = 250


class BrokenClocks(Exception):
    """The county's own clocks cannot be read; the message says in Chinese what to mend."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """Working days. Where the numbers come from: docs/methods/cases.md."""

    accept: int = 15
    verify: int = 10
    remedy: int = 10
    check: int = 5
    explain: int = 5
    settle: int = 40
    answer: int = 40
    remind: int = 2
    observe: int = 5

    def days_in(self, state: State) -> int | None:
        """Days for the step that a case in this state waits for; None where it waits for nobody."""
        waits = {State.OPENED: self.accept, State.ACCEPTED: self.verify}
        return (waits | {State.VERIFIED: self.remedy, State.REMEDIED: self.check}).get(state)


_NAMES = {
    "受理": "accept",
    "核实": "verify",
    "整改": "remedy",
    "复核": "check",
    "说明": "explain",
    "办结": "settle",
    "上级答复": "answer",
    "提前提醒": "remind",
    "观察": "observe",
}
assert set(_NAMES.values()) == {field.name for field in fields(Clocks)}


def load_clocks(home: Path) -> Clocks:
    """The defaults, replaced by what `办案时限.yaml` in the data folder says. A mistake in it is BrokenClocks."""
    path = home / FILE_NAME
    if not path.exists():
        return Clocks()
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenClocks(f"{path} 读不出来。请按“受理: 15”一行一项填写。") from error
    if not isinstance(table, dict) or set(table) - set(_NAMES):
        raise BrokenClocks(f"{path} 只能有这几项：{'、'.join(_NAMES)}。")
    for name, days in table.items():
        if type(days) is not int or not 1 <= days <= _LONGEST_DAYS:
            raise BrokenClocks(f"{path} 的“{name}”应为 1 到 {_LONGEST_DAYS} 的整数（工作日）。")
    return Clocks(**{_NAMES[name]: days for name, days in table.items()})


@lru_cache(maxsize=1)
def county_clocks() -> Clocks:
    """This county's clocks, read once."""
    return load_clocks(settings.JIANFU_HOME)

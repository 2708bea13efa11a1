"""The days that a command is asked about."""

from datetime import date, timedelta

from jianfu.cli.terminal.screen import fail
from jianfu.vocabulary.interval import Period


def read_period(first_day: str, last_day: str) -> Period:
    """The period from one day to another, the last one included. Fails with a message for what is no day."""
    try:
        start, last = date.fromisoformat(first_day), date.fromisoformat(last_day)
    except ValueError:
        fail(f"日期“{first_day}”或“{last_day}”写法不对，请写成 2023-01-01 这样的形式。")
    if start > last:
        fail(f"起始日期 {first_day} 晚于截止日期 {last_day}，请对调。")
    return Period(start, last + timedelta(days=1))

"""The county's working-day calendar, for commands."""

from pathlib import Path

from jianfu.cli.terminal.screen import fail
from jianfu.reporting.county_calendar import BrokenCalendar
from jianfu.reporting.county_calendar import load_calendar as load
from jianfu.vocabulary.calendar import WorkCalendar


def load_calendar(home: Path) -> WorkCalendar:
    """The calendar of the data folder; a mistake in it ends the command with a message."""
    try:
        return load(home)
    except BrokenCalendar as broken:
        fail(str(broken))

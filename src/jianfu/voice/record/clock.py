"""The channel knows days, not hours: nothing that it keeps says when within a day."""

from datetime import date, datetime

from django.conf import settings


def today() -> date:
    """The county's day; in a demonstration, that day."""
    return settings.VOICE.today or datetime.now().date()  # noqa: DTZ005  # county local time


def hour() -> int:
    """The hour of the day, for the batch alone; never stored."""
    return datetime.now().hour  # noqa: DTZ005  # county local time

"""The time that pages and jobs go by."""

from datetime import date, datetime, timedelta

from django.conf import settings

from jianfu.vocabulary.interval import Period


def now() -> datetime:
    """County local time, without a zone as everywhere in the ledger; in a demonstration, that of its own year."""
    moment = datetime.now()  # noqa: DTZ005
    if settings.DEMONSTRATION_DAY is None:
        return moment
    return datetime.combine(settings.DEMONSTRATION_DAY, moment.time())


def today() -> date:
    """The day of `now`."""
    return now().date()


def last_twelve_months() -> Period:
    """From the first of the month eleven months back to the end of today."""
    return Period(a_year_ago(), today() + timedelta(days=1))


def a_year_ago() -> date:
    """The first of the twelve months that end with this one."""
    first = today().replace(day=1)
    return (first - timedelta(days=334)).replace(day=1)

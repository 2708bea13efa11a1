"""Days as people type them: 2023-12-09, 2023年12月9日, 12月9日, 12.9, 下周五."""

import re
from datetime import date, datetime, time, timedelta

from django import forms

from jianfu.reading.deadlines.reader import read_deadlines
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.text import normalise_width

_WHOLE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_OF_THIS_YEAR = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?号?$")
_PASSED_DAYS = 180
"""A day without its year that is further back belongs to next year."""


def read_day(words: str, today: date, calendar: WorkCalendar) -> date | None:
    """The day, None for no words. ValidationError for words that are no day."""
    plain = re.sub(r"\s", "", normalise_width(words))
    if not plain:
        return None
    try:
        if whole := _WHOLE.match(plain):
            return date(*map(int, whole.groups()))
        if part := _OF_THIS_YEAR.match(plain):
            day = date(today.year, int(part.group(1)), int(part.group(2)))
            passed = day < today - timedelta(days=_PASSED_DAYS)
            return day.replace(year=day.year + 1) if passed else day
    except ValueError:
        raise forms.ValidationError(f"没有“{words}”这一天。请写成 12月9日 或 2023-12-09。") from None
    moment = datetime.combine(today, time(8))
    found = read_deadlines(f"请于{plain}前报送", received_at=moment, issued_on=None, calendar=calendar)
    at = next((deadline.at for deadline in found if deadline.at is not None), None)
    if at is None:
        raise forms.ValidationError(f"看不懂“{words}”是哪一天。请写成 12月9日 或 2023-12-09。")
    return at.date()

"""Working days and working hours: known days of the Chinese calendar, and the laws that counting must keep."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.vocabulary.calendar import UnknownYear, WorkCalendar
from jianfu.vocabulary.interval import Period

CHINA = WorkCalendar.china()
DAYS = st.dates(date(2019, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2023, 9, 28), True),  # the Thursday before 中秋
        (date(2023, 9, 29), False),  # 中秋
        (date(2023, 10, 6), False),  # 国庆, the last day off
        (date(2023, 10, 7), True),  # a Saturday worked 调休
        (date(2023, 10, 8), True),  # a Sunday worked
        (date(2023, 10, 14), False),  # an ordinary Saturday
    ],
)
def test_make_up_days_are_worked_and_festivals_are_not(day: date, worked: bool) -> None:
    assert CHINA.is_workday(day) is worked


def test_eleven_months_of_2023_have_228_working_days() -> None:
    assert CHINA.count_workdays(Period(date(2023, 1, 1), date(2023, 12, 1))) == 228


def test_a_year_that_is_not_announced_is_unknown_and_never_guessed() -> None:
    day = date(2090, 3, 1)

    assert CHINA.is_workday(day) is None
    assert CHINA.add_workdays(day, 3) is None
    assert CHINA.working_hours_between(datetime(2090, 3, 1, 9), datetime(2090, 3, 1, 10)) is None
    with pytest.raises(UnknownYear, match="2090"):
        CHINA.count_workdays(Period(day, date(2090, 3, 2)))


def test_days_that_the_county_adds_win() -> None:
    off, on = date(2023, 10, 9), date(2090, 3, 1)
    calendar = WorkCalendar.china(extra_holidays=frozenset({off}), extra_workdays=frozenset({on}))

    assert calendar.is_workday(off) is False
    assert calendar.is_workday(on) is True


def test_three_working_days_step_over_a_festival() -> None:
    assert CHINA.add_workdays(date(2023, 9, 27), 3) == date(2023, 10, 8)
    assert CHINA.add_workdays(date(2023, 9, 27), 0) == date(2023, 9, 27)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (datetime(2023, 12, 7, 9, 30), datetime(2023, 12, 7, 16, 0), 4.0),  # noon break left out
        (datetime(2023, 12, 7, 12, 0), datetime(2023, 12, 7, 14, 30), 0.0),
        (datetime(2023, 12, 8, 17, 0), datetime(2023, 12, 11, 9, 0), 1.0),  # over a week-end
        (datetime(2023, 12, 7, 16, 0), datetime(2023, 12, 7, 9, 30), 0.0),  # already past
        (datetime(2023, 12, 9, 8, 0), datetime(2023, 12, 10, 20, 0), 0.0),  # Saturday and Sunday
    ],
)
def test_working_hours_are_those_of_the_office(start: datetime, end: datetime, hours: float) -> None:
    assert CHINA.working_hours_between(start, end) == pytest.approx(hours)


@given(DAYS, st.integers(1, 60), st.integers(1, 60))
def test_working_days_of_two_neighbouring_periods_add_up(start: date, first: int, second: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)

    together = CHINA.count_workdays(Period(start, end))

    assert together == CHINA.count_workdays(Period(start, middle)) + CHINA.count_workdays(Period(middle, end))


@given(DAYS, st.integers(1, 30))
def test_adding_working_days_ends_on_the_day_that_makes_the_count(day: date, count: int) -> None:
    last = CHINA.add_workdays(day, count)

    assert last is not None
    assert CHINA.is_workday(last)
    assert CHINA.count_workdays(Period(day + timedelta(days=1), last + timedelta(days=1))) == count

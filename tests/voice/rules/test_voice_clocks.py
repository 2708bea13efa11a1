"""Clocks: due days over holidays, extension and acceptance, and what is overdue."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.voice.rules.clocks import Clock, Clocks, ClockSettings, Course
from jianfu.voice.rules.course import (
    State,
    list_next,
    may_reopen,
    needs_reason,
    needs_second_person,
)

CHINA = WorkCalendar.china()


def clocks(course: Course, **settings: int) -> Clocks:
    return Clocks(course, CHINA, ClockSettings(**settings))


def test_days_from_receipt() -> None:
    course = Course(received_on=date(2023, 11, 1))

    assert clocks(course).due(Clock.ACKNOWLEDGE) == date(2023, 11, 8)
    assert clocks(course).due(Clock.ACCEPT) == date(2023, 11, 16)
    assert clocks(course).due(Clock.ANSWER) is None
    assert clocks(course).due(Clock.FEED_BACK) == date(2024, 2, 1)


def test_a_last_day_in_the_holidays_moves_behind_them() -> None:
    # 7 days from 24 September 2023 is 1 October; work began again on 7 October, a Saturday worked in exchange.
    assert clocks(Course(received_on=date(2023, 9, 24))).due(Clock.ACKNOWLEDGE) == date(2023, 10, 7)


def test_an_unknown_year_keeps_the_day() -> None:
    assert clocks(Course(received_on=date(2090, 1, 1))).due(Clock.ACKNOWLEDGE) == date(2090, 1, 8)


def test_the_answer_runs_from_acceptance_and_is_extended_once() -> None:
    course = Course(date(2023, 11, 1), date(2023, 11, 2), decided_on=date(2023, 11, 10), is_accepted=True)
    longer = Course(date(2023, 11, 1), date(2023, 11, 2), date(2023, 11, 10), is_accepted=True, is_extended=True)

    assert clocks(course).due(Clock.ANSWER) == date(2024, 1, 9)
    assert clocks(longer).due(Clock.ANSWER) == date(2024, 2, 8)


def test_what_is_not_accepted_owes_no_answer() -> None:
    course = Course(date(2023, 11, 1), date(2023, 11, 2), decided_on=date(2023, 11, 10))

    assert clocks(course).due(Clock.ANSWER) is None
    assert clocks(course).due(Clock.FEED_BACK) is None
    assert clocks(course).list_overdue(date(2025, 1, 1)) == ()


def test_overdue_begins_on_the_day_after() -> None:
    course = Course(received_on=date(2023, 11, 1))

    assert clocks(course).list_overdue(date(2023, 11, 8)) == ()
    assert clocks(course).list_overdue(date(2023, 11, 9)) == (Clock.ACKNOWLEDGE,)
    assert clocks(course).list_overdue(date(2023, 11, 17)) == (Clock.ACKNOWLEDGE, Clock.ACCEPT)


def test_a_county_may_promise_less_time() -> None:
    assert clocks(Course(date(2023, 11, 1)), accept_days=5).due(Clock.ACCEPT) == date(2023, 11, 6)


@pytest.mark.parametrize(("start", "due"), [((2023, 11, 30), (2024, 2, 29)), ((2023, 12, 31), (2024, 4, 1))])
def test_months_end_where_months_end(start: tuple[int, int, int], due: tuple[int, int, int]) -> None:
    assert clocks(Course(date(*start))).due(Clock.FEED_BACK) == date(*due)


@given(
    st.dates(date(2020, 1, 1), date(2025, 12, 31)), st.sampled_from([Clock.ACKNOWLEDGE, Clock.ACCEPT, Clock.FEED_BACK])
)
def test_no_promise_ends_on_a_day_off_or_before_its_time(day: date, clock: Clock) -> None:
    due = clocks(Course(day)).due(clock)

    assert due is not None
    assert CHINA.is_workday(due) is not False
    assert due > day


def test_the_course_leads_to_an_end_from_everywhere() -> None:
    for state in State:
        seen, here = set(), state
        while list_next(here):
            assert here not in seen
            seen.add(here)
            here = list_next(here)[0]
        assert not here.is_open


def test_endings_without_remedy_need_reason_and_second_person() -> None:
    ending = [(old, new) for old in State for new in list_next(old) if needs_second_person(old, new)]

    assert ending == [(State.RECEIVED, State.NOT_ACCEPTED), (State.VERIFYING, State.ANSWERED)]
    assert all(needs_reason(old, new) for old, new in ending)
    assert not needs_second_person(State.REMEDY, State.ANSWERED)


def test_the_reporter_reopens_once() -> None:
    assert may_reopen(State.ANSWERED, reopened_before=False)
    assert not may_reopen(State.ANSWERED, reopened_before=True)
    assert not may_reopen(State.VERIFYING, reopened_before=False)

"""What recurs is due once a period, on its last working day, and is shown when that is near."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.relief.turns import find_turn, is_recurring
from jianfu.vocabulary.calendar import WorkCalendar

CALENDAR = WorkCalendar.china()
WORDS = ["每天", "一日一巡查", "每周一次", "每旬", "每月一次", "每季度一次", "半年一次", "每年"]


@pytest.mark.parametrize(
    ("words", "day", "start", "due"),
    [
        ("每天上传2条以上", date(2023, 12, 7), date(2023, 12, 7), date(2023, 12, 7)),
        ("每周一次", date(2023, 12, 7), date(2023, 12, 4), date(2023, 12, 8)),
        ("每旬", date(2023, 12, 27), date(2023, 12, 21), date(2023, 12, 29)),
        ("每月一次", date(2023, 12, 25), date(2023, 12, 1), date(2023, 12, 29)),
        ("每季度一次", date(2023, 12, 20), date(2023, 10, 1), date(2023, 12, 29)),
        ("半年一次", date(2023, 12, 20), date(2023, 7, 1), date(2023, 12, 29)),
        ("每年", date(2023, 12, 7), date(2023, 1, 1), date(2023, 12, 29)),
    ],
)
def test_a_turn_is_due_on_the_last_working_day(words: str, day: date, start: date, due: date) -> None:
    turn = find_turn(words, day, CALENDAR)

    assert turn is not None
    assert (turn.start, turn.due_on) == (start, due)


def test_what_is_due_only_at_the_end_of_the_month_is_not_shown_at_its_beginning() -> None:
    assert find_turn("每月一次", date(2023, 12, 7), CALENDAR) is None


@pytest.mark.parametrize("words", [None, "", "一次", "随时", "按需"])
def test_what_does_not_recur_has_no_turn(words: str | None) -> None:
    assert find_turn(words, date(2023, 12, 7), CALENDAR) is None
    assert not is_recurring(words)


def test_where_the_calendar_does_not_reach_it_is_the_last_day() -> None:
    turn = find_turn("每月", date(2090, 1, 30), CALENDAR)

    assert turn is not None
    assert turn.due_on == date(2090, 1, 31)


@given(st.sampled_from(WORDS), st.dates(date(2019, 1, 1), date(2023, 12, 31)))
def test_every_period_has_one_turn_and_its_day_is_inside(words: str, day: date) -> None:
    turn = find_turn(words, day, CALENDAR)

    if turn is not None:
        assert turn.start <= turn.due_on
        assert turn.start <= day < turn.start + timedelta(days=367)
        same = find_turn(words, turn.due_on, CALENDAR)
        assert same is not None
        assert same.key == turn.key

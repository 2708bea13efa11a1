"""One in, one out: each removal makes up for one addition, within 24 months either way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.clearance.numbers.offsetting import Line, add_months, offset

DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31))


def _line(day: date, *, is_addition: bool, exempt: str = "") -> Line:
    return Line(day, is_addition, f"{day}{is_addition}", "事项", 10.0, exempt)


def test_an_addition_is_made_up_for_by_the_earliest_removal_that_fits() -> None:
    added = _line(date(2023, 1, 1), is_addition=True)
    removals = [_line(date(year, 6, 1), is_addition=False) for year in (2020, 2022, 2024)]

    (found,) = offset([added, *removals])

    assert found.by == removals[1]
    assert found.due_on == date(2025, 1, 1)


def test_what_nothing_makes_up_for_is_late_only_after_its_day() -> None:
    (found,) = offset([_line(date(2023, 1, 1), is_addition=True), _line(date(2025, 1, 2), is_addition=False)])

    assert found.by is None
    assert not found.is_late(date(2025, 1, 1))
    assert found.is_late(date(2025, 1, 2))


def test_the_exempt_need_nothing() -> None:
    assert offset([_line(date(2023, 1, 1), is_addition=True, exempt="紧急事项")]) == []


@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=12))
def test_no_removal_counts_twice_and_none_out_of_its_time(moves: list[tuple[date, bool]]) -> None:
    lines = [Line(day, added, str(place), "", 1.0) for place, (day, added) in enumerate(moves)]

    found = offset(lines)

    used = [one.by.number for one in found if one.by is not None]
    assert len(used) == len(set(used))
    assert len(found) == sum(added for _, added in moves)
    for one in found:
        if one.by is not None:
            assert one.by.day <= add_months(one.addition.day, 24)
            assert one.addition.day <= add_months(one.by.day, 24)


@given(DAYS, st.integers(0, 60))
def test_months_later_is_never_before(day: date, months: int) -> None:
    later = add_months(day, months)

    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day in (day.day, 28, 29, 30)
    assert later >= day - timedelta(days=3)


@pytest.mark.parametrize(("day", "months", "later"), [(date(2022, 12, 31), 2, date(2023, 2, 28))])
def test_the_last_of_a_month_stays_the_last(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later

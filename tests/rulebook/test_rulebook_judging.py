"""Four outcomes, never two: what nobody knows is neither compliance nor violation."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.rulebook.cards.card import Aggregate, Operator, Window
from jianfu.rulebook.judging.comparing import all_of, any_of, compare_numbers
from jianfu.rulebook.judging.counting import count_over, first_day, window_numbers
from jianfu.rulebook.judging.facts import words_of
from jianfu.vocabulary.interval import Period

TRUTHS = st.lists(st.sampled_from([1, 0, -1]), min_size=1, max_size=5)
DAYS = st.dates(date(1985, 1, 1), date(2060, 12, 31))


def dated(days: np.ndarray) -> dict[str, np.ndarray]:
    return {"days": days, "last_days": days}


def column(*cells: int) -> np.ndarray:
    return np.array(cells, np.int8)


@given(TRUTHS)
def test_all_and_any_are_kleenes(answers: list[int]) -> None:
    both = [column(answer) for answer in answers]

    expected_all = 0 if 0 in answers else -1 if -1 in answers else 1
    expected_any = 1 if 1 in answers else -1 if -1 in answers else 0
    assert all_of(both, 1).tolist() == [expected_all]
    assert any_of(both, 1).tolist() == [expected_any]


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (Operator.GREATER, [0, 0, 1, -1]),
        (Operator.AT_LEAST, [0, 1, 1, -1]),
        (Operator.LESS, [1, 0, 0, -1]),
        (Operator.AT_MOST, [1, 1, 0, -1]),
        (Operator.EQUAL, [0, 1, 0, -1]),
    ],
)
def test_limits_themselves(operator: Operator, expected: list[int]) -> None:
    assert compare_numbers(np.array([4.0, 5.0, 6.0, np.nan]), operator, 5.0).tolist() == expected


@given(DAYS, st.sampled_from(Window))
def test_a_day_lies_in_its_window(day: date, window: Window) -> None:
    number = window_numbers(np.array([day], "datetime64[D]"), window)

    start, end = first_day(number, window)[0].item(), first_day(number + 1, window)[0].item()
    assert start <= day < end
    assert window is not Window.WEEK or start.weekday() == 0


ROWS = st.lists(
    st.tuples(
        st.dates(date(2023, 1, 1), date(2023, 4, 30)) | st.none(),
        st.sampled_from(["甲局", "乙局", None]),
        st.sampled_from([1, 0, -1]),
        st.integers(0, 5) | st.none(),
    ),
    min_size=1,
    max_size=12,
)


@given(ROWS, st.booleans())
def test_counts_and_sums_are_bounded_by_what_may_still_come(rows: list[tuple], is_complete: bool) -> None:
    days = np.array([day if day else "NaT" for day, *_ in rows], "datetime64[D]")
    organs = words_of(np.array([organ for _, organ, _, _ in rows], object))
    counts = column(*[count for _, _, count, _ in rows])
    values = np.array([np.nan if value is None else value for *_, value in rows], float)
    observed = Period(date(2023, 1, 1), date(2024, 1, 1)) if is_complete else None

    for aggregate in (Aggregate.COUNT, Aggregate.SUM):
        found = count_over(
            aggregate,
            days=days,
            last_days=days,
            window=Window.MONTH,
            group=[organs],
            counts=counts,
            values=values,
            observed=observed,
        )
        for row, (day, organ, _, _) in enumerate(rows):
            if day is None or organ is None:
                assert np.isnan(found.least[row])
                continue
            same = [(c, v) for d, o, c, v in rows if o == organ and d is not None and d.month == day.month]
            if aggregate is Aggregate.COUNT:
                least, most = sum(c == 1 for c, _ in same), sum(c != 0 for c, _ in same)
            else:
                least = sum(v or 0 for c, v in same if c == 1)
                is_open = any(c != 0 and v is None for c, v in same)
                most = np.inf if is_open else sum(v for c, v in same if c != 0)
            assert found.least[row] == least
            assert found.most[row] == (most if is_complete else np.inf)


def test_a_share_is_unknown_while_rows_may_be_missing() -> None:
    days = np.array(["2023-01-02", "2023-01-03", "2023-01-04"], "datetime64[D]")
    organs = words_of(np.array(["甲局"] * 3, object))

    def share(among: np.ndarray, observed: Period | None) -> tuple[float, float]:
        found = count_over(
            Aggregate.SHARE, **dated(days), window=Window.YEAR, group=[organs], counts=column(1, 1, 1), among=among,
            observed=observed,
        )  # fmt: skip
        return found.least[0], found.most[0]

    whole = Period(date(2023, 1, 1), date(2024, 1, 1))
    assert share(column(1, 0, 0), whole) == (1 / 3, 1 / 3)
    assert share(column(1, 0, -1), whole) == (1 / 3, 2 / 3)
    assert np.isnan(share(column(1, 0, 0), None)).all()


def test_this_year_against_last_year_wants_both_years_whole() -> None:
    days = np.array(["2022-05-01", "2023-03-01", "2023-04-01", "2023-05-01"], "datetime64[D]")
    organs = words_of(np.array(["甲局"] * 4, object))

    def ratio(until: date) -> list[float]:
        found = count_over(
            Aggregate.YEAR_ON_YEAR, **dated(days), window=Window.YEAR, group=[organs], counts=column(1, 1, 1, 1),
            observed=Period(date(2022, 1, 1), until),
        )  # fmt: skip
        return found.least.tolist()

    assert ratio(date(2024, 1, 1))[1:] == [3.0, 3.0, 3.0]
    assert np.isnan(ratio(date(2024, 1, 1))[0])
    assert np.isnan(ratio(date(2024, 1, 1) - timedelta(days=1))).all()

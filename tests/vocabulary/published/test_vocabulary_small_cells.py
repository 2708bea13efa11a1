"""Suppression: an attacker who knows the sums and the rule counts nobody out."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.vocabulary.published.small_cells import SMALLEST_SHOWN, TOTAL, Counts, find_bounds, suppress, tabulate

ROWS, COLUMNS = ("收到", "受理", "答复"), ("一季度甲", "一季度乙", "一季度丙")


def table_of(numbers: list[list[int]]) -> Counts:
    rows = tuple(f"行{n}" for n in range(len(numbers)))
    columns = tuple(f"列{n}" for n in range(len(numbers[0])))
    return tabulate(
        rows, columns, {(rows[r], columns[c]): v for r, line in enumerate(numbers) for c, v in enumerate(line)}
    )


def possible_values(shown: Counts, most: int) -> dict[tuple[str, str], set[int]]:
    """What an attacker finds by trying every table up to `most` a cell: no flows, no cleverness, only patience."""
    inner = [(row, column) for row in shown.rows for column in shown.columns]
    found: dict[tuple[str, str], set[int]] = {place: set() for place in shown.places()}
    ranges = [range(most + 1) if shown.cells[place] is None else (shown.cells[place] or 0,) for place in inner]
    for values in itertools.product(*ranges):
        tried = tabulate(shown.rows, shown.columns, dict(zip(inner, values, strict=True)))
        if all(shown.cells[place] in (None, tried.cells[place]) for place in shown.places()):
            for place in shown.places():
                found[place].add(tried.cells[place] or 0)
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2), st.data())
def test_the_bounds_are_those_that_trying_finds(numbers: list[list[int]], data: st.DataObject) -> None:
    table = table_of(numbers)
    hidden = data.draw(st.sets(st.sampled_from(table.places()), min_size=1, max_size=5))
    values = {place: value for place, value in table.cells.items() if value is not None}
    shown = Counts(table.rows, table.columns, {p: None if p in hidden else values[p] for p in table.places()})
    found = possible_values(shown, most=9)

    for place in hidden:
        least, greatest = find_bounds(place, values, hidden)
        assert min(found[place]) == least
        assert max(found[place]) == greatest or greatest > 9


def test_a_thousand_random_histories_give_nothing_away() -> None:
    chance = random.Random(28)
    for _ in range(1000):
        rows, columns = chance.randrange(1, 7), chance.randrange(1, 6)
        numbers = [[chance.choice((0, 0, 1, 2, 3, 7, 12, 40)) for _ in range(columns)] for _ in range(rows)]
        table = table_of(numbers)
        shown = suppress(table)
        values = {place: value for place, value in table.cells.items() if value is not None}
        hidden = {place for place in table.places() if shown.cells[place] is None}
        for place in hidden:
            if values[place] < SMALLEST_SHOWN:
                least, greatest = find_bounds(place, values, hidden)
                assert least < greatest
                assert greatest >= SMALLEST_SHOWN
        assert all(value is None or value >= SMALLEST_SHOWN for value in shown.cells.values())


def test_one_small_cell_takes_companions_with_it() -> None:
    shown = suppress(table_of([[2, 30, 40], [50, 60, 70], [80, 90, 100]]))
    hidden = [place for place in shown.places() if shown.cells[place] is None]

    assert ("行0", "列0") in hidden
    assert len(hidden) == 4  # a rectangle: two in each row and each column concerned
    assert shown.cells[TOTAL, TOTAL] == 522


def test_large_cells_are_all_shown() -> None:
    table = table_of([[5, 6], [7, 8]])

    assert suppress(table) == table


@pytest.mark.parametrize("numbers", [[[0, 0], [0, 0]], [[1]], [[0, 4], [0, 0]]])
def test_few_and_none_look_alike(numbers: list[list[int]]) -> None:
    assert set(suppress(table_of(numbers)).cells.values()) == {None}


def test_sums_are_of_what_was_counted() -> None:
    table = tabulate(ROWS, COLUMNS, {("收到", "一季度甲"): 9, ("答复", "一季度丙"): 8})

    assert table.cells["收到", TOTAL] == 9
    assert table.cells[TOTAL, "一季度丙"] == 8
    assert table.cells[TOTAL, TOTAL] == 17

"""Totals rows are held against the rows that they total, and nobody is told wrong where a row could not be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.intake.registers.totals import RunningTotals

HEADER = ("序号", "报刊名称", "类别", "份数", "金额(万元)", "订阅单位")


def _rows(*amounts: object) -> list[tuple[object, ...]]:
    return [(n, f"第{n}种报纸", "报纸", 1, amount, "溪口镇") for n, amount in enumerate(amounts, start=1)]


def _warnings(desk, *rows: tuple[object, ...]) -> list[str]:
    ((_, read),) = desk.read(("溪口镇2023年报刊订阅登记表",), HEADER, *rows)
    return read.warnings


def _total(amount: object, word: str = "合计", copies: object = None) -> tuple[object, ...]:
    return (word, None, None, copies, amount, None)


def test_a_total_that_is_the_sum_says_nothing(desk) -> None:
    assert _warnings(desk, *_rows(1.5, 2.25), _total(3.75, copies=2)) == []


def test_a_total_that_is_not_the_sum_is_told_with_both(desk) -> None:
    (told,) = _warnings(desk, *_rows(1.5, 2.25), _total(4, copies=2))

    assert "第 5 行E列" in told
    assert "“4”，上面各行相加是 3.75" in told


def test_subtotals_and_a_total_of_all(desk) -> None:
    rows = [*_rows(1, 2), _total(3, "小计"), *_rows(4), _total(4, "小计"), _total(7, "总计")]

    assert _warnings(desk, *rows) == []


def test_a_group_s_total_may_be_called_a_total(desk) -> None:
    assert _warnings(desk, *_rows(1, 2), _total(3), *_rows(4), _total(4)) == []


@pytest.mark.parametrize("unreadable", ["若干", "-3", "约五万"])
def test_where_an_amount_cannot_be_read_its_total_cannot_be_judged(desk, unreadable: str) -> None:
    assert _warnings(desk, *_rows(1, unreadable), _total(9)) == []


def test_a_total_in_words_is_passed_over(desk) -> None:
    assert _warnings(desk, *_rows(1, 2), _total("见附表")) == []


@given(st.lists(st.lists(st.integers(0, 10**6), max_size=5), min_size=1, max_size=4))
def test_true_totals_are_never_told(groups: list[list[int]]) -> None:
    totals = RunningTotals.of(["copies"])
    for group in groups:
        for number in group:
            totals.add({"copies": number})
        assert totals.differs("copies", sum(group)) is None
        totals.pass_total()
    assert totals.differs("copies", sum(map(sum, groups))) is None

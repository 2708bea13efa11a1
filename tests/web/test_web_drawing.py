"""How pages mark words, write numbers and draw."""

from datetime import date

import pytest

from jianfu.web.templatetags.drawing import of_largest_log, sparkline
from jianfu.web.templatetags.words import highlight, hours, month_end, thousands, weekday


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("消防安全", ["消防"], "<mark>消防</mark>安全"),
        ("a<b & lt", ["lt"], "a&lt;b &amp; <mark>lt</mark>"),
        ("<script>", ["<"], "<mark>&lt;</mark>script&gt;"),
        ("ABC", ["b"], "A<mark>B</mark>C"),
        ("a.b", ["."], "a<mark>.</mark>b"),
        ("消防消防安全", ["消防", "消防安全"], "<mark>消防</mark><mark>消防安全</mark>"),
        ("<i>", [" "], "&lt;i&gt;"),
    ],
)
def test_words_are_marked_and_nothing_else_is_markup(text: str, words: list[str], marked: str) -> None:
    assert highlight(text, words) == marked


def test_a_trend_says_in_words_what_it_draws() -> None:
    months = ["2023-01", "2023-02", "2023-03"]
    drawn = sparkline({"2023-01": (10, 5, 20), "2023-03": (20, 10, 40)}, months)

    assert 'aria-label="各月每周小时：2023-01 10.0，2023-03 20.0"' in drawn
    assert 'polyline points="0.0,17.5 100.0,12.0"' in drawn
    assert "style" not in drawn


def test_one_month_is_no_trend() -> None:
    assert sparkline({"2023-01": (10, 5, 20)}, ["2023-01", "2023-02"]) == ""
    assert sparkline(None, ["2023-01"]) == ""


def test_small_ones_stay_visible_beside_large_ones() -> None:
    assert of_largest_log(1350, 1350) == 100
    assert 10 <= of_largest_log(1.2, 1350) <= 15
    assert of_largest_log(0, 1350) == of_largest_log(5, 0) == 0


def test_numbers_and_days_in_words() -> None:
    assert (thousands(1234.4), thousands(None)) == ("1,234", "—")
    assert (month_end("2024-02"), month_end("2023-12")) == ("2024-02-29", "2023-12-31")
    assert weekday(date(2023, 12, 7)) == "星期四"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (0.0004, "0"), (0.0123, "0.01"), (0.05, "0.1"), (1.26, "1.3"), (10.4, "10"), (None, "—")],
)
def test_hours_of_a_few_minutes_are_not_nought(value: float | None, said: str) -> None:
    assert hours(value) == said

"""Whether a paper bears a number that holds: quoted, or given for the same title."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.clearance.numbers.standing import Entry, NumberBook, Standing, find_quoted

DAY = date(2023, 12, 7)
FIRE = Entry("减准〔2023〕1号", 7, "消防安全排查台账", "消防安全", date(2023, 11, 1), date(2024, 1, 30), "")
OVER = Entry("减准〔2023〕2号", 7, "防汛值班表", "", date(2023, 6, 1), date(2023, 8, 30), "")
ENDED = Entry("减准〔2023〕3号", 7, "秸秆禁烧日报", "", date(2023, 6, 1), date(2023, 12, 1), "不再要了")
BOOK = NumberBook(DAY, [FIRE, OVER, ENDED], emergencies=[(8, "关于紧急转移群众的通知")])


@pytest.mark.parametrize(
    ("organ", "title", "words", "standing"),
    [
        (7, "消防安全排查台账", [], Standing.VALID),
        (7, "关于消防安全排查台账的通知", [], Standing.VALID),
        (7, "关于报送消防资料的通知", ["准入编号：减准〔2023〕1号"], Standing.VALID),
        (7, "关于报送消防资料的通知", [], Standing.NONE),
        (9, "消防安全排查台账", [], Standing.NONE),
        (9, "关于报送消防资料的通知", ["减准〔2023〕1号"], Standing.OTHER_ORGAN),
        (7, "关于报送危房台账的通知", ["减准〔2023〕1号"], Standing.OTHER_MATTER),
        (7, "防汛值班表", [], Standing.EXPIRED),
        (7, "关于报送防汛值班表的通知", ["减准〔2023〕2号"], Standing.EXPIRED),
        (7, "秸秆禁烧日报", [], Standing.ENDED),
        (7, "关于报送消防资料的通知", ["减准〔2023〕99号"], Standing.UNKNOWN),
        (8, "关于紧急转移群众的通知", [], Standing.EMERGENCY),
    ],
)
def test_how_a_paper_stands(organ: int, title: str, words: list[str], standing: Standing) -> None:
    judged = BOOK.judge([organ], title, words)

    assert judged.standing is standing
    assert judged.words


def test_one_valid_number_among_those_quoted_is_enough() -> None:
    assert BOOK.judge([7], "关于报送消防资料的通知", ["减准〔2023〕2号", "减准〔2023〕1号"]).number == "减准〔2023〕1号"


def test_who_says_nothing_of_the_matter_is_not_accused() -> None:
    assert BOOK.judge([7], "通知", ["减准〔2023〕1号"]).standing is Standing.VALID


@given(
    st.integers(2000, 2099),
    st.integers(1, 99999),
    st.sampled_from(["减准〔{}〕{}号", "减准[{}]{}号", "减准（{}） 第{}号"]),
)
def test_a_number_is_found_however_it_was_typed(year: int, place: int, form: str) -> None:
    assert find_quoted(f"（准入编号：{form.format(year, place)}）") == [f"减准〔{year}〕{place}号"]


@given(st.text(max_size=60))
def test_no_text_breaks_the_book(words: str) -> None:
    assert BOOK.judge([7], words, [words]).words

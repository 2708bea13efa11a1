"""One normal form: spans survive it, and it changes nothing twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.vocabulary.text import normalise_width, squeeze


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("２０２３年", "2023年"),
        ("ＡＰＰ", "APP"),
        ("青市监发﹝2023﹞945号", "青市监发〔2023〕945号"),
        ("（万元）", "（万元）"),
        ("请示：一、二；", "请示：一、二；"),
    ],
)
def test_letters_and_digits_become_narrow_and_chinese_punctuation_stays(written: str, normal: str) -> None:
    assert normalise_width(written) == normal


def test_squeezing_takes_every_kind_of_space() -> None:
    assert squeeze(" 收 文\u3000日\u200b期\ufeff\n") == "收文日期"


@given(st.text())
def test_the_length_stays_so_that_spans_stay(text: str) -> None:
    assert len(normalise_width(text)) == len(text)


@given(st.text())
def test_a_second_time_changes_nothing(text: str) -> None:
    assert normalise_width(normalise_width(text)) == normalise_width(text)
    assert squeeze(squeeze(text)) == squeeze(text)

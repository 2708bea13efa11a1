"""Titles taken apart: what names one matter however it is written, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.overlap.notices.words.titles import take_apart
from jianfu.reading.facts import Replacement

SAME = [
    ("青岚县应急管理局关于开展消防安全排查的通知", "关于开展消防安全排查的通知"),
    ("关于印发《青岚县防溺水工作方案》的通知", "青岚县防溺水工作方案"),
    ("青岚县人民政府办公室关于印发青岚县防溺水工作方案的通知", "青岚县防溺水工作方案（试行）"),
    ("关于报送林长制和河长制台账的通知（附：台账样式）", "关于报送林长制、河长制台账的通知"),
    ("关于做好２０２３年度征兵工作的通知", "关于做好2023年度征兵工作的通知[失效]"),
    ("青岚县教育局等五部门关于加强校车管理的通知", "青岚县教育局、青岚县公安局关于加强校车管理的通知"),
    ("关于开展秸秆禁烧督导的补充通知", "关于开展秸秆禁烧督导的通知"),
    ("关于核定粮食产量的通知关于核定粮食产量的通知", "关于核定粮食产量的通知"),
]
DIFFERENT = [
    ("关于开展消防安全排查的通知", "关于开展消防安全督导的通知"),
    ("关于任命柳青同志职务的通知", "关于免去柳青同志职务的通知"),
    ("关于废止《青岚县林长制办法》的决定", "青岚县林长制办法"),
    ("关于2022年度征兵工作的通知", "关于2023年度征兵工作的通知"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_matter_has_one_key_however_it_is_written(one: str, other: str) -> None:
    assert set(take_apart(one).keys) & set(take_apart(other).keys)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_matters_share_no_key(one: str, other: str) -> None:
    assert not set(take_apart(one).keys) & set(take_apart(other).keys)


def test_years_alone_tell_outlines_apart_from_nothing() -> None:
    last, this = take_apart("关于2022年度征兵工作的通知"), take_apart("关于2023年度征兵工作的通知")

    assert last.outline == this.outline
    assert (last.pins, this.pins) == (("2022",), ("2023",))


def test_a_wrapper_names_what_it_passes_on_and_whose_it_is() -> None:
    parts = take_apart("青岚县文旅局转发青岚县市场监督管理局关于开展特种设备排查的通知")

    original = take_apart("关于开展特种设备排查的通知")
    inner = [passed for passed in parts.passed if set(passed.keys) & set(original.keys)]
    assert [passed.sender.names for passed in inner] == [("青岚县市场监管局",)]
    assert parts.issuer == "青岚县文旅局"


def test_a_quoted_paper_inside_other_words_is_not_passed_on() -> None:
    assert take_apart("转发县林业局关于贯彻《青岚县林长制办法》意见的通知").passed
    law = take_apart("青岚县林长制办法")
    passed = take_apart("转发县林业局关于贯彻《青岚县林长制办法》意见的通知").passed
    assert not any(set(one.keys) & set(law.keys) for one in passed)


@pytest.mark.parametrize(
    ("title", "how"),
    [
        ("关于报送台账的通知（以此份为准）", Replacement.SUPERSEDES),
        ("关于报送台账的补充通知", Replacement.SUPPLEMENTS),
        ("关于报送台账的通知", None),
    ],
)
def test_words_of_replacing_are_heard(title: str, how: Replacement | None) -> None:
    assert take_apart(title).replaces is how


@pytest.mark.parametrize("title", ["", "公示", "通知", "……", "（一）", "青岚县人民政府办公室"])
def test_titles_that_name_no_matter_have_no_key(title: str) -> None:
    assert take_apart(title).keys == ()


@given(st.text(max_size=80))
def test_any_text_can_be_taken_apart(title: str) -> None:
    parts = take_apart(title)

    assert parts == take_apart(title)
    assert all(len(key) >= 4 for key in parts.keys)


@given(st.integers(1990, 2039), st.sampled_from(["关于做好{}年度征兵工作的通知", "{}年防汛工作要点"]))
def test_the_year_is_a_pin_and_leaves_the_outline_alone(year: int, form: str) -> None:
    assert take_apart(form.format(year)).outline == take_apart(form.format(2000)).outline
    assert str(year) in take_apart(form.format(year)).pins

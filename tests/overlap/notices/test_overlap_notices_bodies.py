"""Two bodies compared: how much they share, what differs, of which place and time they speak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.overlap.notices.words.bodies import TextDifference, compare_bodies
from jianfu.overlap.notices.words.differences import Difference, is_cut_off, weigh_difference
from jianfu.overlap.notices.words.homes import Home, agree, find_home

BODY = "请各村对辖区内电梯、锅炉逐台排查，建立台账，于12月20日前报县市场监督管理局，共排查35台。"


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        (BODY, TextDifference.NOTHING),
        (BODY.replace("12月20日", "12月25日"), TextDifference.DATES),
        (BODY.replace("35台", "36台"), TextDifference.NUMBERS),
        (BODY.replace("电梯", "塔吊"), TextDifference.WORDS),
        (BODY.replace("，于", "，湖南省于"), TextDifference.WORDS),
    ],
)
def test_which_words_differ(changed: str, difference: TextDifference) -> None:
    assert compare_bodies(BODY, changed).difference is difference


def test_what_differs_is_shown_side_by_side() -> None:
    words = [reason.words for reason in compare_bodies(BODY, BODY.replace("12月20日", "12月25日")).reasons]

    assert "正文中的日期不同：12月20日／12月25日" in words


@given(
    st.text(alphabet="请各村对辖区内电梯锅炉排查，。", min_size=1, max_size=60),
    st.text(alphabet="报县局台账1月", max_size=60),
)
def test_sharing_is_symmetric_and_a_text_is_like_itself(first: str, second: str) -> None:
    one, other = compare_bodies(first, second), compare_bodies(second, first)

    assert (one.similarity, one.containment) == (other.similarity, other.containment)
    assert 0 <= one.similarity <= one.containment <= 1
    assert compare_bodies(first, first).difference is TextDifference.NOTHING


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("结合本省实际，制定本条例。在湖南省行政区域内适用。", Home("湖南", "省")),
        ("经湖南省人民代表大会批准。结合本市实际，株洲市人民政府负责。", Home("株洲", "市")),
        ("本县各级机关，青岚县人民政府负责。", Home("青岚", "县")),
        ("国务院有关部门负责。", Home("", "")),
        ("", Home("", "")),
    ],
)
def test_of_which_place_a_text_speaks(text: str, home: Home) -> None:
    assert find_home(text) == home


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        (Home("湖南", "省"), Home("湖南", "省"), 1.0),
        (Home("湖南", "省"), Home("湖北", "省"), 0.0),
        (Home("", "省"), Home("", "市"), 0.0),
        (Home("", "市"), Home("", "市"), 0.5),
        (Home("", ""), Home("", "市"), 0.25),
        (Home("", ""), Home("", ""), 1.0),
    ],
)
def test_how_well_homes_agree(one: Home, other: Home, agreement: float) -> None:
    assert agree(one, other) == agree(other, one) == agreement


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ("开展消防排查", "进一步开展消防排查工作", Difference.NONE),
        ("2022年征兵", "2023年征兵", Difference.NUMBER),
        ("同意松溪镇规划", "同意竹沅镇规划", Difference.PLACE),
        ("城市供水", "农村供水", Difference.MATTER),
        ("2022年城市供水", "2023年农村供水", Difference.MATTER),
    ],
)
def test_the_weightiest_difference_counts(one: str, other: str, difference: Difference) -> None:
    assert weigh_difference(one, other) is difference
    assert weigh_difference(other, one) is difference


def test_a_title_that_ends_in_the_middle_was_cut_off() -> None:
    whole = "组织开展岁末年初特种设备隐患排查整治"
    assert is_cut_off("关于组织开展岁末年初特种设备隐患排…", whole[:-3], whole)
    assert not is_cut_off("关于组织开展岁末年初特种设备隐患的通知", whole[:-4], whole)

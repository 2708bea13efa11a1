"""Hints of what could tell who complained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.voice.rules.identifying import Hint, find_identifying

PLACES = ("上河村", "溪口镇第二社区")


@pytest.mark.parametrize(
    ("text", "hint", "words"),
    [
        ("请打13812345678联系", Hint.TELEPHONE, "13812345678"),
        ("电话 138 1234 5678", Hint.TELEPHONE, "138 1234 5678"),
        ("座机0876-2123456", Hint.TELEPHONE, "0876-2123456"),
        ("全角１３８１２３４５６７８", Hint.TELEPHONE, "１３８１２３４５６７８"),
        ("身份证53262119900101123X", Hint.IDENTITY_NUMBER, "53262119900101123X"),
        ("卡号6222 0212 0200 1234 567", Hint.IDENTITY_NUMBER, "6222 0212 0200 1234 567"),
        ("微信号：abc_12345", Hint.ACCOUNT, "微信号：abc_12345"),
        ("写信到a.b@example.com", Hint.ACCOUNT, "a.b@example.com"),
        ("车牌云A12345", Hint.ACCOUNT, "云A12345"),
        ("张书记让填的", Hint.PERSON, "张书记"),
        ("王小明主任说的", Hint.PERSON, "王小明主任"),
        ("我叫李四", Hint.PERSON, "我叫李四"),
        ("老张让我补的", Hint.PERSON, "老张"),
        ("在上河村", Hint.PLACE, "上河村"),
        ("张三让我们加班", Hint.PERSON, "张三"),
        ("李小明找我谈话", Hint.PERSON, "李小明"),
        ("要我们石门村补报", Hint.PLACE, "石门村"),
        ("村里五个人都填过", Hint.FEW_AUTHORS, "五个人"),
        ("上河那边也要报", Hint.PLACE, "上河"),
        ("三组也填了", Hint.PLACE, "三组"),
        ("12月7日开的会", Hint.EXACT_DAY, "12月7日"),
        ("2023-12-07发的", Hint.EXACT_DAY, "2023-12-07"),
        ("上周三发的", Hint.EXACT_DAY, "上周三"),
        ("15:10发到群里", Hint.EXACT_DAY, "15:10"),
        ("这事只有我们三个人经手", Hint.FEW_AUTHORS, "只有我们三个人经手"),
        ("我是镇里的统计员", Hint.OWN_ROLE, "我是镇里的统计员"),
        ("我刚休完产假，我产假期间", Hint.OWN_ROLE, "我产假"),
    ],
)
def test_words_that_point_to_a_person(text: str, hint: Hint, words: str) -> None:
    found = find_identifying(text, places=PLACES)

    assert (hint, words) in [(one.hint, one.words) for one in found]


def test_a_neutral_item_gives_no_hint() -> None:
    text = "县某局要求各乡镇每周重复报送同一份报表，与县某办要求的内容相同，每次要两小时，文号青农发〔2023〕5号。"

    assert find_identifying(text, places=PLACES) == []


@given(st.text("我是张书记村1380123456789 12月7日上河，。", max_size=60))
def test_places_of_hints_are_those_of_the_text(text: str) -> None:
    found = find_identifying(text, places=PLACES)

    assert all(text[one.start : one.end] == one.words for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_names_given_are_found() -> None:
    found = find_identifying("他说秦始去过", names=("秦始",))

    assert [(one.hint, one.words) for one in found] == [(Hint.PERSON, "秦始")]


@pytest.mark.parametrize(
    "text",
    ["文件让我们三天报完", "各村都要报，全村的人都烦", "领导找我，单位让我报", "任何村都要填十五个人", "填写5个人信息"],
)
def test_words_of_every_day_give_no_hint(text: str) -> None:
    assert find_identifying(text) == []

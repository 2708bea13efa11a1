"""Every mistake of a card is told with its line, its key and what to do; a broken card never judges."""

from pathlib import Path

import pytest
from card_text import GOOD

from jianfu.rulebook.cards.checking import check_card, count_mutants, load_checked, uncaught_mutants
from jianfu.rulebook.cards.loading import read_card
from jianfu.rulebook.cards.tree import BrokenCards


def write(folder: Path, text: str, name: str = "卡.yaml") -> Path:
    path = folder / "政策" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def mistakes_of(path: Path) -> list[str]:
    try:
        return [str(mistake) for mistake in check_card(read_card(path))]
    except BrokenCards as broken:
        return [str(mistake) for mistake in broken.mistakes]


def test_a_good_card_has_no_mistakes_and_notices_every_wrong_step(tmp_path: Path) -> None:
    card = read_card(write(tmp_path, GOOD))

    assert check_card(card) == []
    assert uncaught_mutants(card) == []
    assert count_mutants(card) >= 9


BROKEN = {
    "no YAML": ("名称: 年度会议", "名称: [年度会议", "YAML 写法有误"),
    "a key twice": ("名称: 年度会议", "名称: 甲\n名称: 乙", "写了两次"),
    "an unknown key": ("缺数据时: 请补会议形式。", "缺数据时: 请补。\n颜色: 红", "不认识这一项"),
    "a missing key": ("缺数据时: 请补会议形式。\n", "", "“缺数据时”：缺少这一项"),
    "a verb that caps the severity": ("效力用语: 不得", "效力用语: 一般", "最重只能“提示”"),
    "a source that was not read": ("读到: 全文", "读到: 转述", "不能重于“提示”"),
    "an unknown verb": ("效力用语: 不得", "效力用语: 不可", "不在可选之列"),
    "an unknown fact": ("事实: 会议形式, 等于", "事实: 会议颜色, 等于", "没有“会议颜色”这一事实"),
    "an operator that does not suit": ("会议形式, 等于: 视频", "会议形式, 大于: 视频", "不能用“大于”"),
    "two operators": ("大于: {参数: 次数}", "大于: {参数: 次数}\n    小于: 9", "恰好有一个"),
    "a parameter that is not there": ("大于: {参数: 次数}", "大于: {参数: 限额}", "没有叫“限额”的参数"),
    "an octal number": ("值: 1,", "值: 010,", "前面不带零"),
    "a number of base sixty": ("值: 1,", "值: 1:30,", "不是数字"),
    "a date that is none": ("生效: 2023-01-01", "生效: 2023-02-30", "不是日期"),
    "a date in words": ("生效: 2023-01-01", "生效: 2023年1月1日", "2024-08-06 这样"),
    "a value that begins too late": ("自: 2023-01-01", "自: 2023-03-01", "比条款生效还晚"),
    "an example that comes out otherwise": ("情形: 一次", "情形: 一次\n    资料齐全: 否", "算出来是“不能判断”"),
    "an example that is missing": ("    结果: 不能判断", "    结果: 触发", "没有结果为“不能判断”"),
    "a limit that no example watches": ("大于: {参数: 次数}", "大于: 1", "限值"),
    "an end before the beginning": ("缺数据时", "失效: 2022-01-01\n缺数据时", "不晚于生效"),
}


@pytest.mark.parametrize("name", [name for name in BROKEN if name != "a limit that no example watches"])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    old, new, words = BROKEN[name]
    assert old in GOOD

    found = mistakes_of(write(tmp_path, GOOD.replace(old, new, 1)))

    assert any(words in mistake for mistake in found), found
    assert all("行" in mistake and "卡.yaml" in mistake for mistake in found)


@pytest.mark.parametrize("written", ["yes", "no", "on", "off", "true", "有"])
def test_only_chinese_says_yes_or_no(tmp_path: Path, written: str) -> None:
    text = GOOD.replace("{事实: 会议形式, 等于: 视频}", f"{{事实: 是否与考核挂钩, 是: {written}}}")

    assert any("不写 yes、no、on、off" in mistake for mistake in mistakes_of(write(tmp_path, text)))


def test_an_example_less_lets_a_wrong_step_through(tmp_path: Path) -> None:
    start = GOOD.index("  - 情形: 两个单位各一次")
    end = GOOD.index("  - 情形: 市里的会")

    found = mistakes_of(write(tmp_path, GOOD[:start] + GOOD[end:]))

    assert ["来文单位" in mistake for mistake in found] == [True]


def test_all_mistakes_of_all_cards_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("值: 1,", "值: 010,"), "一.yaml")
    write(tmp_path, GOOD.replace("效力用语: 不得", "效力用语: 不可"), "二.yaml")
    write(tmp_path, GOOD, "三.yaml")

    with pytest.raises(BrokenCards) as broken:
        load_checked([tmp_path])

    assert {mistake.path.name for mistake in broken.value.mistakes} == {"一.yaml", "二.yaml"}


def test_one_number_is_one_card(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "一.yaml")
    write(tmp_path, GOOD, "二.yaml")

    with pytest.raises(BrokenCards, match="已经用在"):
        load_checked([tmp_path])


def test_a_signature_is_for_the_text_without_itself(tmp_path: Path) -> None:
    unsigned = read_card(write(tmp_path, GOOD))
    signed = read_card(write(tmp_path, GOOD + f"审核: {{人: 张三, 日期: 2024-01-02, 摘要: {unsigned.digest}}}\n"))
    changed = read_card(write(tmp_path, GOOD.replace("值: 1,", "值: 2,")))

    assert signed.digest == unsigned.digest == signed.review.digest
    assert changed.digest != unsigned.digest

"""Questionnaires, files of other form tools, the diary, and what asking costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.monitoring.asking.answer_files import MisfitFile, read_table
from jianfu.monitoring.asking.costs import MONTHLY_CAP_HOURS, Cost, Way, find_refusal
from jianfu.monitoring.asking.diary import Week, choose_items, sum_weeks, time_kinds
from jianfu.monitoring.asking.form import BrokenForm, Form, Sort, parse_form, read_answers
from jianfu.monitoring.asking.results import Answered, sum_up

LINES = """
您在哪里工作？
- 乡镇
- 村
（第1题选“村”才问）上周填了几张表？[数字 0-50]
哪些重复？[多选，选填]
- 表格
- 会议
- 照片
还想说什么？[文字，选填]
"""


def _form() -> Form:
    return parse_form(LINES)


def test_lines_become_questions() -> None:
    form = _form()

    assert [question.sort for question in form.questions] == [Sort.CHOICE, Sort.NUMBER, Sort.CHOICES, Sort.TEXT]
    assert form.questions[1].when == (0, "村")
    assert (form.questions[1].low, form.questions[1].high) == (0, 50)
    assert not form.questions[2].is_needed
    assert form.seconds == 64


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("", "还没有题目"),
        ("- 村", "上面还没有题目"),
        ("您好吗", "没有选项"),
        ("您好吗？\n- 好", "要有 2—12 个选项"),
        ("您好吗？\n- 好\n- 好", "两个一样的选项"),
        ("几张？[数字 9-3]", "小的写在前面"),
        ("几张？[整数]", "没有选项"),
        ("好吗？[单选]\n- 好\n- 不好", "看不懂"),
        ("（第2题选“村”才问）几张？[数字]", "前面没有这一题"),
        ("好吗？\n- 好\n- 不好\n（第1题选“村”才问）几张？[数字]", "没有这个选项"),
        ("几张？[数字]\n" * 13, "最多 12 题"),
    ],
)
def test_what_is_wrong_with_the_lines_is_told(lines: str, words: str) -> None:
    with pytest.raises(BrokenForm, match=words):
        parse_form(lines)


def test_a_question_that_does_not_apply_is_neither_asked_nor_kept() -> None:
    answers, problems = read_answers(_form(), {0: ["乡镇"], 1: ["7"]})

    assert (answers, problems) == ({0: ("乡镇",)}, [])
    assert read_answers(_form(), {0: ["村"]})[1] == ["第 2 题还没有答。"]
    assert read_answers(_form(), {0: ["村"], 1: ["51"]})[1] == ["第 2 题要填 0—50 的整数。"]
    assert read_answers(_form(), {0: ["省"]})[1] == ["第 1 题的答案“省”不在选项里。"]
    assert read_answers(_form(), {0: ["乡镇", "村"], 1: ["3"]})[1] == ["第 1 题只能选一个。"]
    assert "请写短些" in read_answers(_form(), {0: ["乡镇"], 3: ["长" * 501]})[1][0]


def _village(place: str, number: int) -> Answered:
    return Answered(place, {0: ("村",), 1: (str(number),), 2: ("表格",)})


def test_one_village_that_answers_400_times_counts_as_one() -> None:
    others = [_village(f"村{n}", 2) for n in range(9)]
    found = sum_up(_form(), [*others, *[_village("石门村", 50)] * 400])
    number = found.results[1].lines[0]

    assert number.share is not None
    assert number.share.value == pytest.approx((9 * 2 + 50) / 10)
    assert (found.results[1].asked, found.results[1].places) == (409, 10)
    assert found.notes == ("石门村 交了 400 份，占 98%，别处一般 1 份：结果里按一个单位计，不会压过别处。",)


def test_small_numbers_are_hidden_and_cannot_be_counted_out() -> None:
    forms = [Answered("", {0: ("村" if n < 3 else "乡镇",), 1: ("1",)}) for n in range(20)]
    found = sum_up(_form(), forms)

    assert [line.count for line in found.results[0].lines] == [None, None]
    assert sum_up(_form(), forms[:4]).results[0].lines == ()
    assert found.notes == ()


def test_shares_carry_an_interval_over_places() -> None:
    forms = [Answered(f"村{n}", {0: ("村" if n % 2 else "乡镇",), 1: ("1",)}) for n in range(40)]
    line = sum_up(_form(), forms).results[0].lines[0]

    assert line.share is not None
    assert line.share.low < 0.5 == line.share.value < line.share.high


def test_that_all_places_agree_is_no_certainty() -> None:
    """Wilson's interval of 14 of 14: 0.838 to 1 at nine of ten."""
    forms = [Answered(f"村{n}", {0: ("村",), 1: ("1",)}) for n in range(14)]
    town, village = sum_up(_form(), forms).results[0].lines

    assert village.share is not None
    assert (village.share.low, village.share.high) == pytest.approx((0.838, 1.0), abs=5e-4)
    assert town.share is not None
    assert (town.share.low, town.share.high) == pytest.approx((0.0, 0.162), abs=5e-4)


def test_texts_come_in_no_order_of_time() -> None:
    forms = [Answered("", {3: (words,)}) for words in ("丙", "甲", "乙", "丁", "戊")]

    assert sum_up(_form(), forms).results[3].texts == tuple(sorted("甲乙丙丁戊"))


HEADER = ["提交时间", "1、您在哪里工作？(必填)", "2. 上周填了几张表？", "哪些重复【多选题】", "所在单位"]
ROWS = [
    ["2023-12-01", "村", "7", "表格┋照片", "石门村"],
    ["2023-12-01", "乡镇", "", "会议", "松溪镇"],
    ["2023-12-02", "村", "3.0", "", "竹边村"],
]


def test_a_table_of_another_form_tool_is_read() -> None:
    read = read_table(_form(), [HEADER, *ROWS])

    assert [one.place for one in read.forms] == ["石门村", "松溪镇", "竹边村"]
    assert read.forms[0].answers == {0: ("村",), 1: ("7",), 2: ("表格", "照片")}
    assert read.forms[2].answers[1] == ("3",)
    assert read.ignored == ("提交时间",)
    assert read.refused == ()


def test_a_row_that_does_not_fit_is_refused_and_the_rest_goes_on() -> None:
    read = read_table(_form(), [HEADER, *ROWS * 5, ["2023-12-02", "村", "七", "", "竹边村"]])

    assert len(read.forms) == 15
    assert read.refused == ("第 17 行没有导入：第 2 题要填 0—50 的整数。",)


def test_shifted_columns_are_told_and_nothing_is_taken() -> None:
    shifted = [[row[-1], *row[:-1]] for row in ROWS]

    with pytest.raises(MisfitFile, match=r"第 2 列.*不是这一题的答案.*各列可能向右错了 1 列.*整个文件没有导入"):
        read_table(_form(), [HEADER, *shifted])


@pytest.mark.parametrize(
    ("rows", "words"), [([], "没有答卷"), ([HEADER], "没有答卷"), ([["姓名"], ["某"]], "找不到这些题目：您在哪里工作")]
)
def test_a_table_that_does_not_fit_is_told(rows: list[list[str]], words: str) -> None:
    with pytest.raises(MisfitFile, match=words):
        read_table(_form(), rows)


def test_diaries_of_a_point_are_summed_with_what_a_tap_may_mean() -> None:
    week = Week("松溪镇", "3—5", (("document", "10—30 分钟"), ("meeting", "没有印象")), "没有", 40)
    told = sum_weeks([week, Week("松溪镇", "没有", (("document", "半天"),), "有，不便写", 40)])[0]

    assert (told.weeks, told.by_mouth, told.registered) == (2, 4.0, 80)
    assert told.ratio == pytest.approx(0.05)
    assert told.error == pytest.approx(2 / 12**0.5 / 4)
    assert time_kinds([week]) == {"document": (20.0, 10.0, 30.0, 1)}
    assert sum_weeks([Week("甲", "没有", (), "没有", 0)])[0].ratio is None


@given(st.sets(st.integers(1, 10**6), min_size=3), st.text(max_size=5))
def test_nobody_chooses_which_things_are_timed(receipts: set[int], week: str) -> None:
    chosen = choose_items(sorted(receipts), "松溪镇", week)

    assert chosen == choose_items(sorted(receipts, reverse=True), "松溪镇", week)
    assert len(set(chosen)) == 2
    assert set(chosen) <= receipts


def test_no_more_is_asked_than_the_month_allows() -> None:
    cost = Cost(Way.FORM, 100, MONTHLY_CAP_HOURS * 3600 - 60)

    assert find_refusal([cost], 60) == ""
    assert "超过每月 30 小时的上限" in find_refusal([cost], 61)
    assert cost.minutes_each == pytest.approx(18, abs=0.1)

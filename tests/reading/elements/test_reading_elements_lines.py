"""Lines as their author wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.reading.elements.lines import mend_layout, split_lines

PIECES = st.lists(
    st.sampled_from(
        ["青财", "〔", "2024", "20", "24", "〕", "12", "号", "\n", " ", "年", "3月", "。", "：", "局", "的通知"]
    )
)


def lines_of(text: str) -> list[str]:
    return ["".join(line.text.split()) for line in split_lines(mend_layout(text))]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("青财建〔\n2024\n〕\n23\n号\n各乡镇：", ["青财建〔2024〕23号", "各乡镇："]),
        ("于\n20\n24\n年\n12\n月\n4\n日\n前", ["于", "2024年12月4日", "前"]),
        ("关于印发《\n值守办法\n（\n试行\n）\n》的通知", ["关于印发《值守办法", "（试行）》的通知"]),
        ("青岚县财政\n局\n青岚县民政\n局\n", ["青岚县财政局", "青岚县民政局"]),
        ("青岚县民政局\n2024年5月6日", ["青岚县民政局", "2024年5月6日"]),
        ("电话：0700-1234\n日期另行通知", ["电话：0700-1234", "日期另行通知"]),
        ("序号 1\n号召全体", ["序号1", "号召全体"]),
    ],
)
def test_what_markup_broke_is_joined_and_nothing_else(broken: str, whole: list[str]) -> None:
    assert lines_of(broken) == whole


def test_a_paper_without_breaks_gets_them_back() -> None:
    body = "为做好值守工作，各单位要落实责任、明确分工、加强检查。" * 9
    flat = f"各乡镇人民政府： {body} 青岚县人民政府 2024年5月6日 （此件公开发布）"

    assert lines_of(flat)[0] == "各乡镇人民政府："
    assert lines_of(flat)[-3:] == ["青岚县人民政府", "2024年5月6日", "（此件公开发布）"]


def test_a_number_glued_between_title_and_recipients_stands_alone() -> None:
    glued = (
        "青岚县人民政府关于做好值守工作的函青政函〔2024〕5号县应急局：你局《关于值守的请示》（青应急〔2024〕3号）收悉。"
    )

    assert lines_of(glued)[:3] == ["青岚县人民政府关于做好值守工作的函", "青政函〔2024〕5号", "县应急局："]


def test_a_sentence_that_quotes_a_number_stays_whole() -> None:
    quoting = "根据省厅关于值守的通知岚应急〔2024〕5号，请各地执行。"

    assert lines_of(quoting) == [quoting]


@given(st.text() | PIECES.map("".join))
def test_mending_keeps_the_length_and_every_word(text: str) -> None:
    mended = mend_layout(text)

    assert len(mended) == len(text)
    assert "".join(mended.split()) == "".join(text.split())


@given(st.text() | PIECES.map("".join))
def test_every_line_stands_where_it_says(text: str) -> None:
    mended = mend_layout(text)

    for line in split_lines(mended):
        assert mended[line.span.start : line.span.end] == line.text
        assert line.text

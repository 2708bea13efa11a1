"""Document numbers: any number in any bracket is read back; what is none is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.reading.doc_number import find_doc_numbers
from jianfu.reading.titles import read_title

CODES = st.text("青岚政办发函应急财建字委党组教农", min_size=1, max_size=8)
BRACKETS = st.sampled_from(["〔〕", "[]", "【】", "（）", "()", "﹝﹞", "［］"])
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@given(CODES, st.integers(1950, 2049), st.integers(1, 9999), BRACKETS, st.booleans(), st.booleans(), st.booleans())
def test_a_number_in_any_spelling_is_read_back(
    code: str, year: int, serial: int, brackets: str, wide: bool, blanks: bool, ordinal: bool
) -> None:
    gap = " " if blanks else ""
    written = f"{code}{gap}{brackets[0]}{year}{brackets[1]}{gap}{'第' if ordinal else ''}{serial}{gap}号"
    written = written.translate(WIDE) if wide else written

    (number,) = find_doc_numbers(written)

    assert number.value.text == f"{code}〔{year}〕{serial}号"
    assert (number.value.code, number.value.year, number.value.serial) == (code, year, serial)
    assert (number.span.start, number.span.end) == (0, len(written))
    assert bool(number.value.defects) == (brackets not in {"〔〕", "﹝﹞"} or ordinal)


@given(CODES, st.integers(1950, 2049), st.integers(1, 9999))
def test_the_normal_form_is_read_as_itself(code: str, year: int, serial: int) -> None:
    (number,) = find_doc_numbers(f"{code}〔{year}〕{serial}号")

    (again,) = find_doc_numbers(number.value.text)

    assert again.value.text == number.value.text
    assert again.value.defects == ()


@given(
    st.text() | st.lists(st.sampled_from(["青发", "〔", "2023", "〕", "1号", "根据", "（", "）", "\n"])).map("".join)
)
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for number in sorted(find_doc_numbers(text), key=lambda fact: fact.span.start):
        assert end <= number.span.start < number.span.end <= len(text)
        end = number.span.end


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("根据青政发〔2023〕1号和岚政发〔2023〕2号", ["青政发〔2023〕1号", "岚政发〔2023〕2号"]),
        ("关于同意建立制度的函青政办函〔2023〕5号", ["青政办函〔2023〕5号"]),
        ("青委〔2O23〕l2号", ["青委〔2023〕12号"]),
        ("青委〔98〕3号", ["青委〔1998〕3号"]),
        ("（2023）青01民终123号", ["（2023）青01民终123号"]),
        ("电话2023号", []),
        ("〔2023〕1号", []),
        ("", []),
    ],
)
def test_numbers_in_running_words(text: str, numbers: list[str]) -> None:
    assert [number.value.text for number in find_doc_numbers(text)] == numbers


def test_a_title_keeps_the_number_it_names() -> None:
    number = read_title("关于废止青政发〔2023〕1号文件的通知").doc_number

    assert number is not None
    assert number.text == "青政发〔2023〕1号"

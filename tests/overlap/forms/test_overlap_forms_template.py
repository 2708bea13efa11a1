"""Heading rows of templates: merged, of several rows, with titles, notes and units."""

from pathlib import Path

import openpyxl
import pytest

from jianfu.intake.content import Table
from jianfu.overlap.forms.sources import UnusableForms, read_forms
from jianfu.overlap.forms.template import read_template


def _read(rows: list[list[str | None]], *merged: tuple[int, int, int, int]):
    return read_template(Table("甲", rows, merged=list(merged)), id="1", name="无名", source="甲")


def test_a_header_of_two_rows_gives_paths() -> None:
    form = _read(
        [["松溪镇自建房排查表"], ["序号", "产权人", None, "面积（亩）"],
         [None, "姓名", "电话", None], ["1", "李某", "139", "2"]],
        (0, 0, 0, 3), (1, 1, 1, 2), (1, 0, 2, 0), (1, 3, 2, 3),
    )  # fmt: skip

    assert form is not None
    assert form.name == "松溪镇自建房排查表"
    assert [field.path for field in form.fields] == [("序号",), ("产权人", "姓名"), ("产权人", "电话"), ("面积（亩）",)]
    assert form.fields[1].examples == ("李某",)


def test_notes_and_signatures_are_no_fields() -> None:
    form = _read([["附件2"], ["填报单位：", "填报时间："], ["姓名", "性别", "备注", "（盖章）"], ["说明：如实填写"]])

    assert form is not None
    assert [field.heading for field in form.fields] == ["姓名", "性别", "备注"]
    assert all(field.examples == () for field in form.fields)


def test_a_table_without_headings_is_no_form() -> None:
    assert _read([["1", "2", "3"], ["一段话"]]) is None
    assert _read([]) is None


def test_a_folder_of_templates_is_read_and_what_is_no_form_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "性别", "联系电话"])
    book.save(tmp_path / "花名册.xlsx")
    (tmp_path / "说明.txt").write_text("这里没有表格。", encoding="utf-8")
    found = read_forms(tmp_path)

    assert [form.name for form in found.forms] == ["花名册"]
    assert len(found.problems) == 1


@pytest.mark.parametrize(("line", "said"), [("{", "JSON"), ('{"id": 1}', "fields"), ("[]", "fields"), ("", "没有读到")])
def test_a_list_without_any_form_is_refused(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "表.jsonl"
    path.write_text(line, encoding="utf-8")

    with pytest.raises(UnusableForms, match=said):
        read_forms(path)


def test_bad_lines_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "表.jsonl"
    path.write_text(
        '{"id": 1, "fields": ["甲"]}\n{\n{"id": 1, "fields": ["乙"]}\n{"id": 2, "fields": [["乙", "丙"]]}\n'
    )
    found = read_forms(path)

    assert [form.id for form in found.forms] == ["1", "2"]
    assert ["第2行" in found.problems[0], "第3行" in found.problems[1]] == [True, True]
    assert found.forms[1].fields[0].path == ("乙", "丙")


def _headings(rows: list[list[str | None]], *merged: tuple[int, int, int, int]) -> list[str]:
    form = _read(rows, *merged)
    return [] if form is None else [field.heading for field in form.fields]


APPLICATION: list[list[str | None]] = [
    ["临时救助申请审批表", None, None, None, None],
    ["申请人姓名", None, "性别", "□男 □女", "（照片）"],
    ["身份证号", None, "出生日期", "  年  月  日", None],
    ["现住址", None, None, None, None],
    ["家庭成员", "姓名", "与户主关系", "身份证号", "健康状况"],
    [None, None, None, None, None],
    [None, None, None, None, None],
    ["申请理由", None, None, None, None],
    ["村委会意见", "（盖章）  年  月  日", None, None, None],
    ["填表人：", None, "联系电话：", None, None],
]
APPLICATION_MERGED = (
    (0, 0, 0, 4), (1, 4, 2, 4), (3, 1, 3, 4), (4, 0, 6, 0), (7, 1, 7, 4), (8, 1, 8, 4),
)  # fmt: skip


def test_labels_with_blanks_beside_them_are_fields() -> None:
    form = _read(APPLICATION, *APPLICATION_MERGED)

    assert form is not None
    assert form.name == "临时救助申请审批表"
    assert [field.heading for field in form.fields] == [
        "申请人姓名", "性别", "身份证号", "出生日期", "现住址", "家庭成员/姓名", "家庭成员/与户主关系",
        "家庭成员/身份证号", "家庭成员/健康状况", "申请理由", "村委会意见",
    ]  # fmt: skip
    assert form.fields[1].examples == ("男", "女")


def test_words_that_fill_a_row_say_what_the_rows_below_are_about() -> None:
    rows: list[list[str | None]] = [
        ["情况表", None],
        ["姓名", None],
        ["电话", None],
        ["一、住房", None],
        ["面积（㎡）", None],
        ["结构", None],
    ]

    assert _headings(rows, (0, 0, 0, 1), (3, 0, 3, 1)) == ["姓名", "电话", "一、住房/面积（㎡）", "一、住房/结构"]


def test_a_list_that_is_half_filled_in_stays_a_list() -> None:
    rows = [
        ["村名", "姓名", "电话", "备注"],
        ["石门村", "李某", None, None],
        ["石门村", "王某", None, "外出"],
        ["竹边村", None, None, None],
    ]

    assert _headings(rows) == ["村名", "姓名", "电话", "备注"]


def test_a_list_with_lines_about_the_filler_above_stays_a_list() -> None:
    rows = [["花名册", None, None], ["填报单位", None, None], ["姓名", "性别", "电话"], [None, None, None]]

    assert _headings(rows, (0, 0, 0, 2)) == ["姓名", "性别", "电话"]

"""Registers of values and endowments: known by their headings, told row by row, nothing guessed."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from plan_text import small_plan

from jianfu.assessment.registers import Register, read_registers
from jianfu.assessment.scoring.data import Cell
from jianfu.vocabulary.evidence import Grade

HEADINGS = ["乡镇（街道）", "指标", "数值", "上年", "等级"]


def _read(folder: Path, *rows: Sequence[object]) -> Register:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    for row in rows:
        sheet.append(list(row))
    book.save(folder / "数据.xlsx")
    return read_registers(small_plan(), [folder / "数据.xlsx"])


def test_values_with_their_place(tmp_path: Path) -> None:
    found = _read(tmp_path, ["某表"], HEADINGS, ["松溪镇", "A", 61.5, 60, "A"], ["竹沅镇", "参保率", "93%", None, None])
    assert found.problems == []
    assert found.cells == {
        ("松溪镇", "A"): Cell(61.5, 60.0, Grade.A, "数据.xlsx“表”第 3 行"),
        ("竹沅镇", "B"): Cell(93.0, None, Grade.B, "数据.xlsx“表”第 4 行"),
    }


def test_endowments_as_the_organ_directory_has_them(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        ["单位名称", "层级", "面积（平方公里）", "人口", "工作人员数", "村（社区）数", "简称"],
        ["青岚县", "县", None, None, None, None, ""],
        ["松溪镇", "乡", 120.5, "30,000", 60, 15, "松"],
        ["石门村", "村", 3, 900, 5, None, ""],
    )
    assert found.endowments == {"松溪镇": {"面积": 120.5, "人口": 30000.0, "在岗人数": 60.0, "村数": 15.0}}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["松溪镇", "C", 1, 1, "A"], "第 2 行：方案里没有指标“C”"),
        (["松溪镇", "A", "约60", 1, "A"], "“约60”不是数，按缺数处理"),
        (["松溪镇", "A", "nan", 1, "A"], "“nan”不是数，按缺数处理"),
        (["松溪镇", "A", 1e200, 1, "A"], "不是数，按缺数处理"),
        (["松溪镇", "A", 60, 1, "甲"], "等级“甲”应为 A、B、C、D 之一，这一行按 D 计"),
    ],
)
def test_a_bad_row_is_told(tmp_path: Path, row: list[object], said: str) -> None:
    found = _read(tmp_path, HEADINGS, row, ["竹沅镇", "A", 50, None, "B"])
    assert len(found.problems) == 1
    assert said in found.problems[0]
    assert found.cells["竹沅镇", "A"].value == 50


def test_two_numbers_for_one_thing_are_told(tmp_path: Path) -> None:
    found = _read(tmp_path, HEADINGS, ["松溪镇", "A", 60, None, "A"], ["松溪镇", "A", 70, None, "A"])
    assert found.cells["松溪镇", "A"].value == 60
    assert "不一致（60 与 70.0），采用先读到的" in found.problems[0]


def test_a_blank_stays_missing(tmp_path: Path) -> None:
    found = _read(tmp_path, HEADINGS, ["松溪镇", "A", None, None, "B"])
    assert found.cells["松溪镇", "A"].value is None
    assert found.problems == []


def test_another_table_is_told(tmp_path: Path) -> None:
    found = _read(tmp_path, ["收文日期", "标题"], ["2023-01-01", "通知"])
    assert "没有找到指标数据表" in found.problems[0]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert read_registers(small_plan(), [tmp_path / "坏.xlsx"]).problems

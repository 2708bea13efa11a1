"""One line of every register in, its row out: every field in its place."""

from datetime import date

import pytest
from register_lines import GOLDEN

from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.organ import OrganKind, OrganLevel


@pytest.mark.parametrize("name", GOLDEN)
def test_every_field_of_a_register(desk, name: str) -> None:
    line, kind, who, expected = GOLDEN[name]
    [(register, rows)] = desk.read(["2023年登记表"], list(line), list(line.values()))

    assert register == name
    assert rows.problems == []
    [row] = rows.demands
    assert row.kind is kind
    assert (row.title, row.issuer, row.receiver) == who
    # The title's year dates what names no day.
    assert row.values in ({**expected}, {**expected, "year": 2023})
    assert row.evidence.words.split("\t") == [str(cell) for cell in line.values()]
    assert (row.evidence.sheet, row.evidence.row, row.evidence.grade) == ("表", 3, Grade.B)


def test_every_register_of_demands_has_its_golden_line(desk) -> None:
    assert set(GOLDEN) == {register.name for register in desk.registers if register.kind is not None}


def test_a_line_of_a_directory(desk) -> None:
    header = [
        "单位名称",
        "层级",
        "类别",
        "上级单位",
        "简称",
        "区划代码",
        "面积",
        "常住人口",
        "户数",
        "在编人数",
        "村数",
        "财政收入(万元)",
        "到县城时间",
    ]
    line = [
        "溪口镇",
        "乡",
        "乡镇",
        "青禾县",
        "溪口、溪口镇政府",
        "360000",
        99.5,
        "2.1万",
        6000,
        45,
        12,
        "350",
        "1.5小时",
    ]
    [(name, rows)] = desk.read(header, line)

    assert name == "机关名录"
    profile = rows.organs[0].profile
    assert (profile.name, profile.level, profile.kind) == ("溪口镇", OrganLevel.TOWNSHIP, OrganKind.TOWNSHIP)
    assert (profile.parent, profile.aliases, profile.code) == ("青禾县", ("溪口", "溪口镇政府"), "360000")
    assert (profile.population, profile.village_count, profile.fiscal_revenue_fen) == (21_000, 12, 350_000_000)
    assert (profile.area_km2, profile.hours_to_county) == (99.5, 1.5)


def test_a_line_of_stated_numbers(desk) -> None:
    header = ["单位", "指标", "数值", "计量单位", "起始日期", "截止日期", "来源", "说明"]
    [(name, rows)] = desk.read(
        header, ["柳树村", "打印用纸", 20000, "页", "2023-01-01", "2023-11-30", "个人回忆", "约数"]
    )

    [stated] = rows.observations
    assert name == "情况统计表"
    assert (stated.organ, stated.measure, stated.quantity, stated.unit) == ("柳树村", "打印用纸", 20_000.0, "页")
    assert (stated.period_start, stated.period_end) == (date(2023, 1, 1), date(2023, 12, 1))
    assert stated.evidence.grade is Grade.D


@pytest.mark.parametrize(
    ("source", "grade"),
    [
        ("协同平台导出", Grade.A),
        ("收文登记簿", Grade.B),
        ("座谈", Grade.C),
        ("工作日志", Grade.D),
        ("", Grade.B),
        ("听说", Grade.B),
    ],
)
def test_the_source_column_grades_a_row(desk, source: str, grade: Grade) -> None:
    [(_, rows)] = desk.read(["文件标题", "收文日期", "来源"], ["关于秋收的通知", "2023-09-15", source])

    assert rows.demands[0].evidence.grade is grade

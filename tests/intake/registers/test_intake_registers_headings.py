"""Registers are recognised in the tables that offices really make."""

from datetime import date

import pytest

from jianfu.intake.content import Table
from jianfu.intake.registers.headings import recognise

HEADER = ["序号", "收文日期", "文件标题", "来文单位"]
FIRST = [1.0, "2023-09-15", "关于秋收的通知", "青禾县农业农村局"]
SECOND = [2.0, "9月16日", "关于安全检查的通知", "青禾县应急管理局"]
MEETINGS = ["会议名称", "召开单位", "会议时间", "参会人员"]


def titles(rows) -> list[str]:
    return [demand.title for demand in rows.demands]


def test_title_rows_above_the_header(desk) -> None:
    [(name, rows)] = desk.read(
        ["溪口镇2023年收文登记表"], [None], ["制表：党政办", None, None, "单位：件"], HEADER, FIRST, SECOND
    )

    assert name == "收文登记"
    assert titles(rows) == ["关于秋收的通知", "关于安全检查的通知"]
    assert rows.demands[1].values["received_on"] == date(2023, 9, 16)
    assert [demand.evidence.row for demand in rows.demands] == [5, 6]


def test_a_header_of_two_merged_rows(desk) -> None:
    top = ["序号", "报表名称", "要求部门", "报送要求", None, "报送频次"]
    low = [None, None, None, "电子版", "纸质版", None]
    merged = [(0, column, 1, column) for column in (0, 1, 2, 5)] + [(0, 3, 0, 4)]
    [(name, rows)] = desk.read(top, low, [1, "防溺水台账", "县教育局", "是", "否", "每月"], merged=merged)

    assert name == "报表台账清单"
    assert rows.demands[0].values == {"electronic": True, "signed_paper": False, "frequency": "每月"}


def test_totals_notes_and_empty_rows_are_no_rows(desk) -> None:
    [(_, rows)] = desk.read(
        HEADER,
        FIRST,
        [None] * 4,
        ["", "", "", ""],
        SECOND,
        ["合计", None, "2件", None],
        ["小 计", None, 2, 3],
        ["注：本表由党政办填写"],
        ["填表人：张三", "审核人：李四"],
    )

    assert len(rows.demands) == rows.rows_seen == 2
    assert [problem.row for problem in rows.problems if problem.rejected] == []


def test_a_row_of_nothing_but_a_title_is_not_lost(desk) -> None:
    [(_, rows)] = desk.read(HEADER, FIRST, [None, None, "关于防火的通知", None])

    assert titles(rows) == ["关于秋收的通知", "关于防火的通知"]


def test_empty_columns_between(desk) -> None:
    spread = [[row[0], None, row[1], "", row[2], None, row[3]] for row in (HEADER, FIRST, SECOND)]
    [(_, rows)] = desk.read(["2023年"], *spread)

    assert rows.demands[0].issuer == "青禾县农业农村局"


def test_two_tables_on_a_sheet(desk) -> None:
    blocks = desk.read(
        ["一、收文登记（2023年）"], HEADER, FIRST, SECOND, [None], ["二、会议通知登记（2023年）"], MEETINGS,
        ["安全生产例会", "县应急管理局", "2023-09-20 15:00", "乡镇长"],
    )  # fmt: skip

    assert [(name, titles(rows)) for name, rows in blocks] == [
        ("收文登记", ["关于秋收的通知", "关于安全检查的通知"]),
        ("会议通知登记", ["安全生产例会"]),
    ]


def test_a_small_table_is_not_passed_over_for_a_better_one_below(desk) -> None:
    blocks = desk.read(
        ["标题", "收文日期"], ["关于秋收的通知", "2023-09-15"], [None],
        ["序号", *MEETINGS, "会议形式", "参会级别", "备注"],
        [1, "例会", "县应急局", "2023-09-20", "乡镇长", "视频", "副职", ""],
    )  # fmt: skip

    assert [name for name, _ in blocks] == ["收文登记", "会议通知登记"]


def test_the_same_register_with_other_columns_is_read_by_its_own_header(desk) -> None:
    moved = ["序号", "来文单位", "文件标题", "收文日期"]
    blocks = desk.read(HEADER, FIRST, moved, [1, "县残联", "关于助残的通知", "2023-09-17"])

    assert [(rows.demands[0].title, rows.demands[0].issuer) for _, rows in blocks] == [
        ("关于秋收的通知", "青禾县农业农村局"),
        ("关于助残的通知", "县残联"),
    ]


def test_a_header_repeated_on_each_page_is_no_row(desk) -> None:
    [(_, rows)] = desk.read(["2023年收文"], HEADER, FIRST, HEADER, SECOND, HEADER)

    assert titles(rows) == ["关于秋收的通知", "关于安全检查的通知"]
    assert rows.demands[1].values["received_on"] == date(2023, 9, 16)


@pytest.mark.parametrize(
    ("heading", "cell", "fen"),
    [
        ("金额(万元)", 1.5, 1_500_000),
        ("金额（元）", 1.5, 150),
        ("金额", "1.5万元", 1_500_000),
        ("费用【万元】", "2", 2_000_000),
    ],
)
def test_units_in_headings(desk, heading: str, cell, fen: int) -> None:
    [(name, rows)] = desk.read(["序号", "报刊名称", "份数", heading], [1, "《安全报》", 3, cell])

    assert name == "订阅登记"
    assert rows.demands[0].values["amount_fen"] == fen


def test_full_width_and_spaced_headings(desk) -> None:
    header = ["序　号", "ＡＰＰ名称", " 类 型 ", "是否\n强制使用", "使用　人"]
    [(name, rows)] = desk.read(header, [1, "护林通", "ＡＰＰ", "是", "护林员"])

    assert name == "APP与工作群清单"
    assert rows.demands[0].values == {"tool_form": "APP", "compulsory": True, "holder": "护林员"}


def test_headings_with_numbers_and_stars(desk) -> None:
    [(_, rows)] = desk.read(["1.文件标题", "*收文日期", "2、来文单位："], ["关于秋收的通知", "2023-09-15", "县农业局"])

    assert rows.demands[0].issuer == "县农业局"


def test_unknown_headings_are_told_and_not_guessed(desk) -> None:
    found = desk.recognise([*HEADER, "领导评价", "备注"])

    assert found.unknown_headings == ("领导评价",)


def test_what_is_no_register_is_none(desk) -> None:
    assert desk.recognise(["姓名", "电话", "住址"], ["张三", "1", "溪口"]) is None
    assert desk.recognise() is None
    assert recognise(Table("空", [[], []]), desk.registers) is None


def test_a_header_below_the_fifteenth_row_is_not_looked_for(desk) -> None:
    assert desk.recognise(*[["说明"]] * 18, HEADER, FIRST) is None


def test_two_years_in_a_title_decide_nothing(desk) -> None:
    [(_, rows)] = desk.read(["2022年—2023年收文登记表"], HEADER, SECOND)

    assert "没有年份" in rows.problems[0].reason
    assert (rows.problems[0].row, rows.problems[0].column) == (3, "B")
    assert not rows.problems[0].rejected


def test_secret_rows_are_refused_before_anything_of_them_is_told(desk) -> None:
    [(_, rows)] = desk.read(
        [*HEADER, "密级"],
        [*FIRST, "无"],
        [2, "坏日期", "关于甲的通知", "县林业局", "机密★10年"],
        [3, "坏日期", "关于乙的通知（秘密★5年）", "县林业局", ""],
        [4, "坏日期", "关于丙的通知", "县林业局", "涉密"],
        [5, "2023-09-15", "关于保守国家秘密的通知", "县保密局", "非密"],
    )

    assert titles(rows) == ["关于秋收的通知", "关于保守国家秘密的通知"]
    assert [(problem.row, problem.words) for problem in rows.problems] == [(3, ""), (4, ""), (5, "")]
    assert all(problem.rejected and "涉密" in problem.reason for problem in rows.problems)


@pytest.mark.parametrize(
    ("column", "cell", "words"), [("来文单位", "县" * 101, "超过 100 字"), ("年度", "23", "之间的年份")]
)
def test_values_that_the_ledger_could_not_hold(desk, column: str, cell: str, words: str) -> None:
    [(_, rows)] = desk.read(["报刊名称", "份数", column], ["《安全报》", 1, cell])

    assert words in rows.problems[0].reason
    assert len(rows.demands) == 1

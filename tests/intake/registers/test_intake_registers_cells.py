"""One cell's words → a value, or BadCell; never anything else."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.intake.registers.cells import BadCell, read_cell
from jianfu.vocabulary.fields import ValueKind

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
ANY_CELL = st.one_of(
    st.none(),
    st.text(),
    st.text("0123456789一二三四五六七八九十〇年月日.-/:时点万亿元约 上下午", max_size=14),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
# The first example loads libraries, and the machine has other work.
UNHURRIED = settings(deadline=None)
SEPTEMBER_15 = date(2023, 9, 15)


def write_day(day: date, style: int) -> str | float:
    chinese = "〇一二三四五六七八九"
    year, month, number = day.year, day.month, day.day
    styles: list[str | float] = [
        f"{year}-{month:02}-{number:02}",
        f"{year}.{month}.{number}",
        f"{year}/{month}/{number}",
        f"{year}年{month}月{number}日",
        f"{year}{month:02}{number:02}",
        f" {year} 年 {month} 月 {number} 日 ",
        f"{year}-{month:02}-{number:02} 08:30:00",
        "".join(chinese[int(digit)] for digit in str(year)) + f"年{say(month)}月{say(number)}日",
        (day - date(1899, 12, 30)).days,
        float((day - date(1899, 12, 30)).days),
    ]
    return styles[style % len(styles)]


def say(number: int) -> str:
    digits = " 一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + digits[ones].strip()


@UNHURRIED
@given(DAYS, st.integers(0, 9))
def test_a_day_is_read_however_it_is_written(day: date, style: int) -> None:
    assert read_cell(write_day(day, style), ValueKind.DATE) == day


@UNHURRIED
@given(DAYS)
def test_a_day_without_its_year_takes_the_table_s(day: date) -> None:
    for words in (f"{day.month}月{day.day}日", f"{day.month}.{day.day}", f"{day.month}-{day.day}"):
        assert read_cell(words, ValueKind.DATE, year=day.year) == day
        with pytest.raises(BadCell, match="没有年份"):
            read_cell(words, ValueKind.DATE)


@UNHURRIED
@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))
def test_a_moment_is_read_to_the_minute(moment: datetime) -> None:
    minute = moment.replace(second=0, microsecond=0)

    for words in (f"{minute:%Y-%m-%d %H:%M}", f"{minute:%Y年%m月%d日 %H时%M分}", f"{minute:%Y/%m/%d %H:%M:00}", minute):
        assert read_cell(words, ValueKind.MOMENT) == minute


@UNHURRIED
@given(st.integers(0, 10**13))
def test_money_survives_its_writing(fen: int) -> None:
    yuan = Decimal(fen) / 100

    for words in (f"{yuan:.2f}", f"{yuan:,.2f}元", f"￥{yuan:.2f}", f"{yuan:.2f} 元"):
        assert read_cell(words, ValueKind.MONEY) == fen
    assert read_cell(f"{yuan / 10_000:.6f}", ValueKind.MONEY, unit="万元") == fen
    assert read_cell(f"{yuan / 10_000:.6f}万元", ValueKind.MONEY, unit="万元") == fen


@UNHURRIED
@given(ANY_CELL, st.sampled_from(list(ValueKind)), st.sampled_from([None, 2023]), st.sampled_from(["", "万元", "分钟"]))
def test_nothing_but_a_bad_cell_is_ever_raised(cell, kind: ValueKind, year: int | None, unit: str) -> None:
    try:
        value = read_cell(cell, kind, year=year, unit=unit)
    except BadCell as error:
        assert str(error).endswith("。")  # noqa: PT017  # not always raised
        return
    if kind in {ValueKind.COUNT, ValueKind.NUMBER, ValueKind.MONEY} and value is not None:
        assert isinstance(value, int | float)
        assert 0 <= value < 2**63
    if isinstance(value, str):
        assert value
        assert "\0" not in value


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2023-02-30", "日历上没有"),
        ("2023-13-01", "日历上没有"),
        (date(1899, 12, 31), "超出"),
        ("9999-12-31", "超出"),
        (0, "不是日期"),
        (99999999, "不是日期|日历上没有"),
        (float("nan"), "不是日期"),
        ("昨天", "不是日期"),
        (9.1, "看不出"),
        (True, "不是日期"),
    ],
)
def test_what_is_no_day_says_why(cell, expected: str) -> None:
    with pytest.raises(BadCell, match=expected):
        read_cell(cell, ValueKind.DATE, year=2023)


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        (9.15, ValueKind.DATE, SEPTEMBER_15),
        ("２０２３．９．１５", ValueKind.DATE, SEPTEMBER_15),
        ("2023年9月15日（星期五）", ValueKind.DATE, SEPTEMBER_15),
        ("2023-09-15 下午3:30", ValueKind.MOMENT, datetime(2023, 9, 15, 15, 30)),
        ("9月15日上午9点半", ValueKind.MOMENT, datetime(2023, 9, 15, 9, 30)),
        (45184.5, ValueKind.MOMENT, datetime(2023, 9, 15, 12)),
        ("2023-09-15", ValueKind.MOMENT, datetime(2023, 9, 15)),
        ("约300多人", ValueKind.COUNT, 300),
        ("1.5万", ValueKind.COUNT, 15_000),
        ("３，０００", ValueKind.COUNT, 3000),
        (12.0, ValueKind.COUNT, 12),
        ("5.5小时", ValueKind.NUMBER, 5.5),
        ("√", ValueKind.FLAG, True),
        ("不需要", ValueKind.FLAG, False),
        ("无", ValueKind.FLAG, False),
        (1, ValueKind.FLAG, True),
        ("", ValueKind.FLAG, None),
        ("——", ValueKind.TEXT, None),
        (2023.0, ValueKind.TEXT, "2023"),
        ("　ＡＰＰ\0 ", ValueKind.TEXT, "APP"),
        ("县林业局、县水利局；县残联", ValueKind.NAMES, ("县林业局", "县水利局", "县残联")),
        ("、", ValueKind.NAMES, None),
        (None, ValueKind.MONEY, None),
    ],
)
def test_ordinary_cells(cell, kind: ValueKind, expected) -> None:
    assert read_cell(cell, kind, year=2023) == expected


@pytest.mark.parametrize(
    ("cell", "kind", "words"),
    [
        ("-5", ValueKind.COUNT, "负数"),
        (-3, ValueKind.MONEY, "负数"),
        ("很多", ValueKind.MONEY, "不是数字"),
        ("1e999", ValueKind.NUMBER, "不是数字"),
        (10**30, ValueKind.MONEY, "大得不合常理"),
        ("9" * 400, ValueKind.NUMBER, "大得不合常理"),
        (1.5, ValueKind.COUNT, "整数"),
        (float("inf"), ValueKind.NUMBER, "不是数字"),
        (time(9, 30), ValueKind.NUMBER, "不是数字"),
        (timedelta(1), ValueKind.COUNT, "不是数字"),
        (True, ValueKind.COUNT, "不是数字"),
        ("也许", ValueKind.FLAG, "是还是否"),
        ("2023-09-15 25:70", ValueKind.MOMENT, "不是时刻"),
        (float("nan"), ValueKind.MOMENT, "不是日期"),
        (float("-inf"), ValueKind.MOMENT, "不是日期"),
    ],
)
def test_odd_cells_say_what_is_wrong(cell, kind: ValueKind, words: str) -> None:
    with pytest.raises(BadCell, match=words):
        read_cell(cell, kind)

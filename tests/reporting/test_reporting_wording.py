"""How numbers, dates and titles are said."""

from datetime import date

import numpy as np
import pytest

from jianfu.reporting.figure import Form
from jianfu.reporting.rows import bare_title
from jianfu.reporting.wording import (
    judge_loose_words,
    printable,
    say_day,
    say_list,
    say_period,
    say_share,
    say_title,
    say_value,
)
from jianfu.vocabulary.interval import Period


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (2615, Form.COUNT, "2615"),
        (118_428, Form.COUNT, "118,428"),
        (4.5, Form.COUNT, "4.5"),
        (11.4693, Form.RATE, "11.47"),
        (0.0044, Form.RATE, "0.0044"),
        (0, Form.RATE, "0.00"),
        (552_800, Form.MONEY, "55.28万"),
        (5000, Form.MONEY, "5000"),
        (0.4286, Form.SHARE, "42.9%"),
    ],
)
def test_values_are_said_in_their_form(value: float, form: Form, said: str) -> None:
    assert say_value(value, form) == said


@pytest.mark.parametrize(("ratio", "said"), [(1, "100%"), (0.99999, "99.9%"), (0, "0%"), (0.0001, "0.1%以下")])
def test_a_share_is_never_rounded_to_all_or_nothing(ratio: float, said: str) -> None:
    assert say_share(ratio) == said


@pytest.mark.parametrize(
    ("note", "unit", "total", "daily", "wrong"),
    [
        ("平均每个工作日接近100页", "张", 20_000, 87.72, "“接近100页”与复算数87.72不符"),
        ("平均每个工作日接近4件", "件", 858, 3.82, None),
        ("约5箱共40包约2万页", "张", 20_000, 87.72, None),
        ("约180次，几乎每个工作日", "次", 180, 0.79, "“几乎每个工作日”与复算数0.79不符"),
        ("约180次", "次", 200, None, "“约180次”与复算数200不符"),
        ("超过20个", "个", 20, None, None),
        ("不足20个", "个", 20, None, "“不足20个”与复算数20不符"),
        ("工作日接近100页", "张", 20_000, None, None),
        ("据个人回忆", "件", 3, 1.0, None),
    ],
)
def test_loose_words_are_judged_only_in_their_own_unit(
    note: str, unit: str, total: float, daily: float | None, wrong: str | None
) -> None:
    assert judge_loose_words(note, unit, total, daily) == wrong


def test_titles_get_one_pair_of_brackets() -> None:
    assert say_title("关于防火的通知") == "《关于防火的通知》"
    assert say_title("《关于防火的通知》") == "《关于防火的通知》"
    assert say_title("转发《关于防火的通知》") == "《转发〈关于防火的通知〉》"
    assert bare_title("《关于 防火的通知》") == "关于防火的通知"
    assert bare_title("转发《甲》和《乙》") == "转发《甲》和《乙》"


def test_periods_name_the_year_once() -> None:
    assert say_period(Period(date(2023, 1, 1), date(2023, 12, 1))) == "2023年1月1日至11月30日"
    assert say_period(Period(date(2023, 7, 1), date(2024, 7, 1))) == "2023年7月1日至2024年6月30日"
    assert say_day(np.datetime64("2023-12-07")) == "12月7日"


def test_long_lists_are_cut_and_counted() -> None:
    assert say_list(["甲", "乙"]) == "甲、乙"
    assert say_list(list("甲乙丙丁"), most=2) == "甲、乙等4个"


def test_control_characters_and_direction_marks_are_taken_out() -> None:
    assert printable("甲\x00乙\u202e丙\n丁\ud800") == "甲乙丙 丁"

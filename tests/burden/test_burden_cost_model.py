"""The eleven published burden tables, to the printed digit. Sources: docs/methods/burden.md."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.burden.cost_model import Activity, count_cost, count_hours, count_responses, show
from jianfu.burden.recomputing import Declared, find_mismatches

D = Decimal


def _hourly(people: str, times: str, hours: str) -> Activity:
    return Activity(D(hours) * 60, D(times), D(people))


def test_tobacco_reports_0581_0004() -> None:
    parts = [_hourly("32", "1", "0.5"), _hourly("88", "1", "1")]
    assert (count_responses(parts), count_hours(parts)) == (120, 104)


def test_survey_0503_0007() -> None:
    parts = [Activity(D(333) * 60 / 2000, people=D(2000)), Activity(D(20) * 60 / 400, people=D(400))]
    assert (count_responses(parts), show(count_hours(parts))) == (2400, 353)


def test_animal_health_0579_0461() -> None:
    reports = [_hourly("50", "1", "10"), _hourly("300", "1", "10"), _hourly("10", "2", "10"), _hourly("1", "1", "1")]
    records = [_hourly("4500", "1", "0.10")]
    assert (count_responses(reports), count_hours(reports), count_hours(records)) == (371, 3701, 450)
    assert (535 + 4500, 3724 + 450) == (5035, 4174)


def test_forest_survey_0596_0189_is_rounded_at_the_end() -> None:
    people = [Activity(D(15), people=D(1005)), Activity(D(25), people=D(1005)), Activity(D(2), people=D(670))]
    assert [show(count_hours([one])) for one in people] == [251, 419, 22]
    assert show(count_hours(people)) == 692
    assert show(count_hours(people) * 3) == 2077
    assert show(count_hours(people)) * 3 == 2076
    cost = count_cost(people, hourly_wage=D("30.96"))
    assert (show(cost), show(cost * 3)) == (21435, 64304)


def test_urban_forest() -> None:
    parts = [_hourly("824", "1", "0.08")]
    assert show(count_hours(parts), 2) == D("65.92")
    assert show(count_cost(parts, hourly_wage=D("22.80")), 2) == D("1502.98")


def test_pests_0579_0010_hides_five_minutes_behind_0_08() -> None:
    assert show(count_hours([Activity(D(5), D(20), D(54))]), 2) == D("90.00")
    assert count_hours([_hourly("54", "20", "0.08")]) == D("86.40")
    assert count_hours([_hourly("54", "250", "0.25")]) == D("3375.00")
    assert find_mismatches([Declared("申请", (D(54), D(20), D("0.08")), D("90.00"))]) == []


def test_records_1845_0099_are_rounded_row_by_row() -> None:
    rows = [_hourly("20", "1", ".33"), _hourly("34", "1", ".25"), _hourly("6", "1", ".75")]
    hours = [show(count_hours([row])) for row in rows]
    assert (hours, sum(hours), count_responses(rows)) == ([7, 9, 5], 21, 60)


def test_gaming_rules_multiply_out_but_for_one_row() -> None:
    rows = [
        Declared("7×80小时", (D(7), D(1), D(80), D(75)), D(42000)),
        Declared("33×5小时", (D(33), D(1), D(5), D(75)), D(12375)),
        Declared("2×30小时", (D(2), D(1), D(30), D(75)), D(4500)),
        Declared("20×半小时", (D(20), D(1), D(".5"), D(75)), D(150)),
        Declared("556", (D(112615), D(".83")), D(36178)),
    ]
    exact = [_hourly("7", "1", "80"), _hourly("33", "1", "5"), _hourly("2", "1", "30")]
    assert [count_cost([one], hourly_wage=D(75)) for one in exact] == [42000, 12375, 4500]
    assert [found.line.name for found in find_mismatches(rows)] == ["20×半小时", "556"]
    assert show(count_hours([_hourly("112615", "1", ".83")])) == 93470


def test_ledgers_of_ins_and_outs() -> None:
    assert 3_460_459 - 533_191 == 2_927_268
    assert find_mismatches([Declared("欧盟基线", (D("7.6") + D("30.7") + D("2.1"),), D("40.4"))]) == []


@pytest.mark.parametrize(
    ("factors", "stated", "is_wrong"),
    [
        (("7038", "0.0357"), "251.3", False),
        (("20000", "0.00439"), "100", True),  # 20,000 sheets over 228 days are 87.7, not nearly 100
        (("858", "0.00439"), "3.76", False),
        (("470", "0.00439"), "2.06", False),
    ],
)
def test_the_report_of_the_county(factors: tuple[str, ...], stated: str, is_wrong: bool) -> None:
    line = Declared("报告", tuple(map(D, factors)), D(stated))
    assert bool(find_mismatches([line])) is is_wrong


def test_what_would_be_done_anyway_is_taken_off_and_the_rest_is_paid() -> None:
    one = Activity(D(30), D(4), D(3), share_anyway=D("0.25"), external=D(2), materials=D("0.5"))
    assert count_hours([one]) == D("4.5")
    assert count_cost([one], hourly_wage=D(40), overhead=D("0.1")) == D("4.5") * 44 + D("2.5") * 9
    assert (count_hours([]), count_responses([]), count_cost([], hourly_wage=D(1))) == (0, 0, 0)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 400), st.integers(0, 90)), max_size=8))
def test_parts_add_up_whatever_their_order(rows: list[tuple[int, int, int]]) -> None:
    parts = [Activity(D(minutes), D(times), D(people)) for minutes, times, people in rows]
    whole = count_hours(parts)
    assert abs(whole - sum((count_hours([part]) for part in parts), D(0))) < D("1e-18")
    assert abs(whole - count_hours(parts[::-1])) < D("1e-18")


@given(st.decimals(0, 1000, places=2), st.decimals(0, 1000, places=2))
def test_an_exact_product_is_never_a_mismatch(one: Decimal, other: Decimal) -> None:
    assert find_mismatches([Declared("", (one, other), one * other)]) == []

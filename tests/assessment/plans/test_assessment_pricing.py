"""A plan has a price for those whom it assesses."""

from plan_text import TEXT, small_plan

from jianfu.assessment.plans.pricing import price_plan
from jianfu.burden.norms import load_norms


def test_hours_rise_with_townships_and_checks() -> None:
    norms = load_norms()
    one = price_plan(small_plan(), 28, norms)
    assert price_plan(small_plan(), 28, norms) == one
    assert 0 < one.hours.low < one.hours.mean < one.hours.high
    double = price_plan(small_plan(), 56, norms)
    assert 1.6 < double.hours.mean / one.hours.mean < 2.4
    assert set(one.by_indicator) == {"A", "B"}


def test_what_nobody_has_to_look_over_costs_nothing() -> None:
    free = price_plan(small_plan(TEXT.replace("佐证: 系统导出", "佐证: 系统导出\n    核对: 0")), 28, load_norms())
    assert free.hours.mean == 0
    assert free.by_indicator["A"].mean == 0

"""How long numbers hold, and how they are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.clearance.terms import AFTER, State, Verdict, expires_on, say_number
from jianfu.vocabulary.burden_kind import BurdenKind


@pytest.mark.parametrize(
    ("kind", "cleared", "over"),
    [
        (BurdenKind.DOCUMENT, date(2023, 12, 7), date(2024, 3, 6)),
        (BurdenKind.INSPECTION, date(2024, 12, 31), date(2025, 3, 31)),
        (BurdenKind.DATA_REQUEST, date(2023, 12, 7), date(2026, 12, 7)),
        (BurdenKind.DIGITAL_TOOL, date(2024, 2, 29), date(2027, 3, 1)),
    ],
)
def test_campaigns_hold_ninety_days_and_forms_three_years(kind: BurdenKind, cleared: date, over: date) -> None:
    assert expires_on(kind, cleared) == over


@given(st.sampled_from(BurdenKind), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_number_holds_at_least_on_its_first_day(kind: BurdenKind, cleared: date) -> None:
    assert expires_on(kind, cleared) > cleared


def test_only_what_may_go_out_is_cleared() -> None:
    assert {verdict for verdict in Verdict if AFTER[verdict] is State.CLEARED} == {v for v in Verdict if v.clears}
    assert say_number(2023, 7) == "减准〔2023〕7号"

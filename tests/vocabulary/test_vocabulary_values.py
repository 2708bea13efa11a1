"""Shared values: half-open periods, intervals, words in one form, the field catalogue."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.vocabulary.burden_kind import BurdenKind, Mountain
from jianfu.vocabulary.fields import KIND_FIELDS, Bearer, fields_of
from jianfu.vocabulary.interval import Interval, Period
from jianfu.vocabulary.text import normalise_width, squeeze


def test_period_is_half_open() -> None:
    period = Period(date(2023, 1, 1), date(2023, 12, 1))
    assert date(2023, 1, 1) in period
    assert date(2023, 12, 1) not in period
    assert period.last_day == date(2023, 11, 30)


def test_period_must_not_be_empty() -> None:
    with pytest.raises(ValueError, match="早于"):
        Period(date(2023, 1, 1), date(2023, 1, 1))


def test_intervals_add_by_their_ends() -> None:
    assert Interval(1, 2) + Interval(10, 20) == Interval(11, 22)
    with pytest.raises(ValueError, match="大于上限"):
        Interval(2, 1)


@given(st.text())
def test_normal_width_keeps_the_length(text: str) -> None:
    assert len(normalise_width(text)) == len(text)


@given(st.text())
def test_squeezing_twice_is_squeezing_once(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


def test_full_width_is_narrowed_but_chinese_punctuation_stays() -> None:
    assert squeeze("青　政发﹝２０２３﹞ １２号，（试行）") == "青政发〔2023〕12号，（试行）"


def test_every_mountain_has_a_kind() -> None:
    assert {kind.mountain for kind in BurdenKind} == set(Mountain)
    assert all(kind.label for kind in BurdenKind)
    assert all(mountain.label for mountain in Mountain)


@pytest.mark.parametrize("kind", BurdenKind)
def test_field_names_and_labels_are_unique_within_a_kind(kind: BurdenKind) -> None:
    fields = fields_of(kind)
    assert len({field.name for field in fields}) == len(fields)
    assert len({field.label for field in fields}) == len(fields)


def test_receipt_fields_are_of_the_receipt() -> None:
    assert all(
        field.bearer is Bearer.RECEIPT for field in KIND_FIELDS[BurdenKind.SUBSCRIPTION] if field.name == "copies"
    )

"""What a new version may change without a second approval."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.clearance.numbers.fast_lane import Terms, list_substantive_changes
from jianfu.clearance.terms import Reach
from jianfu.overlap.forms.elements.loading import load_dictionary
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.packaged import packaged_folder

DICTIONARY = load_dictionary([packaged_folder("elements")])
FIELDS = ("场所名称", "负责人", "联系电话", "隐患内容")
OLD = Terms(
    BurdenKind.DATA_REQUEST, Reach.BOTH, date(2023, 12, 9), FIELDS,
    {"frequency": "每月", "electronic": True, "signed_paper": False, "system": "消防系统"},
)  # fmt: skip


def _facts(**changed: object) -> Terms:
    return replace(OLD, facts={**OLD.facts, **changed})


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        replace(OLD, form_fields=FIELDS[:2]),
        replace(OLD, form_fields=("联系电话", "场所名称", "负责人")),
        replace(OLD, reach=Reach.TOWNSHIPS),
        replace(OLD, due_on=date(2023, 12, 20)),
        replace(OLD, due_on=None),
        _facts(frequency="每季度"),
        _facts(electronic=False),
        _facts(system=""),
    ],
)
def test_less_of_anything_goes_at_once(new: Terms) -> None:
    assert list_substantive_changes(OLD, new, DICTIONARY) == []


@pytest.mark.parametrize(
    "new",
    [
        replace(OLD, form_fields=(*FIELDS, "身份证号")),
        replace(OLD, kind=BurdenKind.DOCUMENT),
        replace(OLD, due_on=date(2023, 12, 8)),
        _facts(frequency="每周"),
        _facts(frequency="视情"),
        _facts(signed_paper=True),
        _facts(system="另一个系统"),
        _facts(photos_per_time=1),
        _facts(tied_to_assessment=True),
    ],
)
def test_more_of_anything_is_told_and_waits(new: Terms) -> None:
    assert len(list_substantive_changes(OLD, new, DICTIONARY)) == 1


def test_a_wider_reach_waits() -> None:
    assert list_substantive_changes(replace(OLD, reach=Reach.TOWNSHIPS), OLD, DICTIONARY)
    assert list_substantive_changes(replace(OLD, due_on=None), OLD, DICTIONARY)


@given(st.lists(st.sampled_from(FIELDS), unique=True))
def test_fewer_fields_in_any_order_are_never_more(fields: list[str]) -> None:
    assert list_substantive_changes(OLD, replace(OLD, form_fields=tuple(fields)), DICTIONARY) == []

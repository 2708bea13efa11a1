"""The field catalogue: registers, ledger and reports rely on its names being clear."""

import pytest

from jianfu.vocabulary.burden_kind import BurdenKind, Mountain
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.fields import KIND_FIELDS, ValueKind, fields_of
from jianfu.vocabulary.organ import OrganKind, OrganLevel


def test_every_kind_has_fields() -> None:
    assert set(KIND_FIELDS) == set(BurdenKind)


def test_a_name_means_the_same_value_of_the_same_bearer_everywhere() -> None:
    meanings: dict[str, set[tuple[ValueKind, str]]] = {}
    for kind in BurdenKind:
        for field in fields_of(kind):
            meanings.setdefault(field.name, set()).add((field.value, field.bearer))

    assert {name for name, found in meanings.items() if len(found) > 1} == set()


def test_money_is_kept_in_fen_and_says_so() -> None:
    money = [field for kind in BurdenKind for field in fields_of(kind) if field.value is ValueKind.MONEY]

    assert money
    assert all(field.name.endswith("_fen") for field in money)


@pytest.mark.parametrize("enumeration", [BurdenKind, Mountain, Grade, OrganKind, OrganLevel])
def test_every_member_has_a_chinese_word(enumeration: type) -> None:
    assert all(member.label and not member.label.isascii() for member in enumeration)  # type: ignore[attr-defined]


def test_documents_and_meetings_share_one_of_the_eight() -> None:
    assert len(Mountain) == 8
    assert BurdenKind.DOCUMENT.mountain is BurdenKind.MEETING.mountain


def test_grades_sort_from_best_to_weakest() -> None:
    assert sorted(Grade) == [Grade.A, Grade.B, Grade.C, Grade.D]

"""Visits, rooms and apps that repeat each other; what says too little is not judged."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.overlap.matters import is_same_matter
from jianfu.overlap.visits.inspections import find_repeated_visits
from jianfu.overlap.visits.installations import find_same_function, find_same_purpose
from jianfu.overlap.visits.records import Installation, Visit, VisitRelation

MONDAY = date(2023, 6, 12)


def _visit(organ: str, matter: str, day: date | None = MONDAY, receiver: str = "松溪镇") -> Visit:
    return Visit("1", receiver, organ, matter, day)


def _relations(*visits: Visit) -> list[VisitRelation]:
    return [found.relation for found in find_repeated_visits(visits).found]


def test_three_organs_on_one_day_are_too_many_and_two_are_not() -> None:
    visits = [_visit("甲局", "粮食生产"), _visit("乙局", "防汛"), _visit("丙局", "禁毒")]

    assert _relations(*visits) == [VisitRelation.CROWDED_DAY]
    assert _relations(*visits[:2]) == []


def test_two_teams_of_one_organ_on_one_day_are_one_errand_split() -> None:
    assert _relations(_visit("甲局", "粮食生产"), _visit("甲局", "果园改造")) == [VisitRelation.SPLIT_ERRAND]
    assert _relations(_visit("甲局", "粮食生产"), _visit("甲局", "粮食生产")) == []  # one visit in two registers
    assert _relations(_visit("甲局", "粮食生产"), _visit("甲局", "果园改造", receiver="白石镇")) == []


def test_one_matter_in_one_week_is_found_and_next_week_is_not() -> None:
    friday, next_monday = MONDAY + timedelta(days=4), MONDAY + timedelta(days=7)

    assert _relations(_visit("甲局", "消防安全检查"), _visit("乙局", "消防安全工作情况", friday)) == [
        VisitRelation.SAME_MATTER
    ]
    assert _relations(_visit("甲局", "消防安全检查"), _visit("乙局", "消防安全检查", next_monday)) == []
    assert _relations(_visit("甲局", "工作情况"), _visit("乙局", "检查情况", friday)) == []


def test_a_visit_without_a_day_is_not_judged() -> None:
    judged = find_repeated_visits([_visit(organ, "消防安全", None) for organ in ("甲局", "乙局", "丙局")])

    assert judged.found == ()
    assert judged.not_judged == 3


@given(
    st.permutations([_visit("甲局", "粮食"), _visit("乙局", "防汛"), _visit("丙局", "防汛"), _visit("甲局", "果园")])
)
def test_the_order_of_the_register_changes_nothing(visits: list[Visit]) -> None:
    assert sorted(_relations(*visits)) == ["crowded_day", "same_matter", "split_errand"]


def _room(organ: str, name: str, receiver: str = "石门村", form: str = "牌子") -> Installation:
    return Installation("1", receiver, organ, name, form)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("儿童之家", "童心港湾", True),
        ("消防工作站", "消防服务点", True),
        ("禁毒工作站", "消防工作站", False),
        ("服务站", "工作站", False),
    ],
)
def test_rooms_of_one_purpose_are_found_under_other_names(one: str, other: str, same: bool) -> None:
    assert bool(find_same_purpose([_room("妇联", one), _room("团委", other)]).found) is same
    assert not find_same_purpose([_room("妇联", one), _room("妇联", other)]).found
    assert not find_same_purpose([_room("妇联", one), _room("团委", other, "东溪村")]).found


def test_apps_of_one_function_are_found_and_groups_are_not_compared() -> None:
    apps = [_room("甲局", "青岚巡查通", form="APP"), _room("乙局", "智慧巡查平台", form="系统")]
    groups = [_room("甲局", "巡查工作群", form="工作群"), _room("乙局", "巡查工作群", form="工作群")]

    assert [found.relation for found in find_same_function(apps, frozenset({"青岚"})).found] == [
        VisitRelation.SAME_FUNCTION
    ]
    assert find_same_function(groups).found == ()


def test_a_name_that_says_nothing_is_not_judged() -> None:
    judged = find_same_purpose([_room("甲局", "工作站"), _room("乙局", "服务站")])

    assert (judged.found, judged.not_judged) == ((), 2)


def test_matters_without_words_are_not_compared() -> None:
    assert is_same_matter("2023年消防安全台账", "消防安全检查") is True
    assert is_same_matter("消防安全", "防溺水") is False
    assert is_same_matter(None, "防溺水") is None
    assert is_same_matter("工作情况", "工作情况") is None

"""Many notices: order and portions do not matter, copies stay linear, groups have the first at the head."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianfu.overlap.notices.candidates import pairs_in
from jianfu.overlap.notices.grouping import group, summarise
from jianfu.overlap.notices.matching import FULLY_COMPARED, Matcher, RepeatedId, find_relations
from jianfu.overlap.notices.notice import Notice, Relation, read_issued
from jianfu.reading.facts import Replacement

_TITLES = [
    "关于开展消防安全排查的通知",
    "转发县应急局关于开展消防安全排查的通知",
    "关于开展消防安全排查的补充通知",
    "关于做好2022年度征兵工作的通知",
    "关于做好2023年度征兵工作的通知",
    "公示",
    None,
]
_NOTICES = st.lists(
    st.builds(
        lambda title, issuer, day, replaces: (title, issuer, day, replaces),
        st.sampled_from(_TITLES),
        st.sampled_from(["青岚县应急局", "县应急局", "青岚县商务局", "枫溪县应急局", None]),
        st.sampled_from(["2023-03-01", "2023-03-04", "2023-06-01", "2023", ""]),
        st.sampled_from([None, None, Replacement.SUPERSEDES]),
    ),
    max_size=14,
).map(
    lambda rows: [
        Notice(f"n{number}", title, issuer=issuer, date=read_issued(day), replaces=replaces)
        for number, (title, issuer, day, replaces) in enumerate(rows)
    ]
)


@given(_NOTICES, st.randoms(use_true_random=False), st.integers(0, 14))
def test_any_order_and_any_portions_give_the_same(notices: list[Notice], random, cut: int) -> None:
    shuffled = random.sample(notices, len(notices))
    matcher = Matcher()
    matcher.add(shuffled[:cut])
    matcher.find_relations()
    matcher.add(shuffled[cut:])

    assert matcher.find_relations() == find_relations(notices)


@given(_NOTICES)
def test_matters_are_never_more_than_notices_and_heads_come_first(notices: list[Notice]) -> None:
    related = find_relations(notices)
    groups = group(notices, related)
    summary = summarise(len(notices), related, groups)

    members = [member for found in groups for member in found.members]
    assert len(members) == len(set(members))
    assert all(found.head == found.members[0] and len(found.members) > 1 for found in groups)
    assert summary.matters == len(notices) - len(members) + len(groups)
    assert all(relation.is_overlap for found in groups for relation in found.relations)


def _copies(count: int) -> list[Notice]:
    return [
        Notice(f"{n:06d}", "关于开展消防安全排查的通知", issuer="青岚县应急局", date=read_issued("2023-03-01"))
        for n in range(count)
    ]


def test_copies_stay_linear_and_connected() -> None:
    notices = _copies(300)
    related = find_relations(notices)

    assert len(related) < 300 + FULLY_COMPARED**2
    assert [len(found.members) for found in group(notices, related)] == [300]


@given(st.integers(0, 100))
def test_neighbours_connect_every_block(size: int) -> None:
    names = [f"{n:03d}" for n in range(size)]
    reached = {names[0]} if names else set()
    for first, second in pairs_in(names):
        assert first < second
        if first in reached:
            reached.add(second)
    assert reached == set(names)


def test_a_series_joins_nothing() -> None:
    notices = [
        Notice("a", "关于做好2022年度征兵工作的通知", issuer="青岚县人武部", date=read_issued("2022-03-01")),
        Notice("b", "关于做好2023年度征兵工作的通知", issuer="青岚县人武部", date=read_issued("2023-03-01")),
    ]
    related = find_relations(notices)

    assert [found.judgement.relation for found in related] == [Relation.SERIES]
    assert group(notices, related) == []
    assert "不算重复" in summarise(2, related, []).words


def test_a_rubric_of_many_days_is_no_repetition() -> None:
    days = ["2023-01-05", "2023-02-05", "2023-03-05", "2023-04-05", "2023-04-08"]
    notices = [Notice(day, "科研协作信息公示", issuer="青岚县科协", date=read_issued(day)) for day in days]

    assert {found.judgement.relation for found in find_relations(notices)} == {Relation.SERIES}


def test_bodies_without_titles_are_compared() -> None:
    body = (
        "请各乡镇对辖区内电梯、锅炉、压力容器逐台排查并建立台账。排查中发现的隐患要立行立改，一时不能整改的落实专人盯守，"
        "并在醒目位置张贴警示标志。各村要在集市、学校、养老院开展一次宣传，做到家喻户晓。排查情况于十二月二十日前报县局。"
    )
    notices = [
        Notice("a", body=body),
        Notice("b", body=body + "特此通知。"),
        Notice("c", body="另一件毫不相干的事情，与前两份没有关系。"),
    ]

    assert [(found.first, found.second) for found in find_relations(notices)] == [("a", "b")]


def test_another_engine_may_find_the_near_bodies() -> None:
    def find_nothing(_: Sequence[str]) -> list[tuple[int, int]]:
        return []

    assert find_relations([Notice("a", body="一" * 50), Notice("b", body="一" * 50)], find_nothing) == []


def test_an_id_may_stand_only_once() -> None:
    matcher = Matcher()
    matcher.add([Notice("a")])
    with pytest.raises(RepeatedId, match="不止一次：a。"):
        matcher.add([Notice("a")])


@pytest.mark.parametrize(
    "text", ["", "一", "一" * 200_000, "(" * 200_000, "关于" * 100_000, "转发" * 100_000, "１２" * 50_000]
)
def test_empty_tiny_and_huge_texts_are_compared(text: str) -> None:
    notices = [
        Notice("a", text, issuer=text[:100]),
        Notice("b", text),
        Notice("c", body=text),
        Notice("d", body=text + "。"),
    ]

    related = find_relations(notices)
    assert all(0 < found.judgement.confidence <= 1 for found in related)
    assert len(group(notices, related)) <= 2

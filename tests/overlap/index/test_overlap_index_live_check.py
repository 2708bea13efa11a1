"""The live check: right relation, same answer in any order and however often the index was opened, bounded work."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jianfu.overlap.index import lookup
from jianfu.overlap.index.live_check import JUDGED, Match, check
from jianfu.overlap.index.snapshot import open_snapshot
from jianfu.overlap.index.writing import open_writer, rebuild
from jianfu.overlap.notices.matching import find_relations
from jianfu.overlap.notices.notice import Notice, Relation, read_issued

BODY = (
    "请各乡镇对辖区内电梯、锅炉、压力容器逐台排查并建立台账。排查中发现的隐患要立行立改，一时不能整改的落实专人盯守，"
    "并在醒目位置张贴警示标志。各村要在集市、学校、养老院开展一次宣传，做到家喻户晓。排查情况于十二月二十日前报县局。"
)
OTHER_BODY = (
    "为保障今冬明春群众安全温暖过冬，请对困难家庭逐户走访，登记取暖方式和燃料储备，缺少燃料的由民政所协调解决，"
    "走访中发现的危旧房屋要立即报告并安排转移，走访名册由包村干部留存备查，不再另行上报。"
)
TITLES = [
    "关于开展消防安全排查的通知",
    "转发县应急局关于开展消防安全排查的通知",
    "关于开展消防安全排查的补充通知",
    "关于做好2022年度征兵工作的通知",
    "关于做好2023年度征兵工作的通知",
    "公示",
    None,
]
ROWS = st.tuples(
    st.sampled_from(TITLES),
    st.sampled_from([None, BODY, BODY.replace("十二月二十日", "十一月五日"), BODY[:60], OTHER_BODY]),
    st.sampled_from(["青岚县应急局", "县应急局", "青岚县商务局", "枫溪县应急局", None]),
    st.sampled_from(["2023-03-01", "2023-03-04", "2023-06-01", "2023", ""]),
)
NOTICES = st.lists(ROWS, max_size=14).map(
    lambda rows: [
        Notice(f"n{number}", title, body, issuer, read_issued(day))
        for number, (title, body, issuer, day) in enumerate(rows)
    ]
)
DRAFTS = ROWS.map(lambda row: Notice("草稿", row[0], row[1], row[2], read_issued(row[3])))
ON_DISK = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
_built = iter(range(1_000_000))


def build(folder: Path, notices: list[Notice]) -> Path:
    index = folder / f"index{next(_built)}"
    rebuild(index, notices)
    return index


def check_in(index: Path, draft: Notice) -> tuple[Match, ...]:
    return check(open_snapshot(index), draft)


@ON_DISK
@given(NOTICES, DRAFTS, st.randoms(use_true_random=False), st.lists(st.integers(0, 14), max_size=4))
def test_any_order_portions_and_reopenings_give_what_a_fresh_build_gives(
    tmp_path: Path, notices: list[Notice], draft: Notice, shuffling: random.Random, cuts: list[int]
) -> None:
    shuffled = shuffling.sample(notices, len(notices))
    index = tmp_path / f"grown{next(_built)}"
    edges = [0, *sorted(cuts), len(shuffled)]
    for start, stop in pairwise(edges):
        with open_writer(index) as writer:
            writer.add(shuffled[start:stop])
            if shuffling.random() < 0.3:
                writer.save("")
    grown = check_in(index, draft)

    assert grown == check_in(build(tmp_path, notices), draft)


@ON_DISK
@given(NOTICES, DRAFTS)
def test_the_relation_is_that_of_the_batch(tmp_path: Path, notices: list[Notice], draft: Notice) -> None:
    related = find_relations([*notices, draft])
    batch = {
        found.first if found.second == draft.id else found.second: found.judgement
        for found in related
        if draft.id in (found.first, found.second)
    }
    snapshot = open_snapshot(build(tmp_path, notices))
    live = {match.notice.id: match.judgement for match in check(snapshot, draft, shown=JUDGED)}

    assert {name: live.get(name) for name in batch} == batch


def test_crowded_buckets_answer_the_same_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "REACH", 3)
    draw = random.Random(7)
    notices = [
        Notice(f"n{i}", TITLES[0], BODY.replace("各村", draw.choice("甲乙丙丁戊") + "村"), "青岚县应急局", None)
        for i in range(200)
    ]
    draft = Notice("草稿", TITLES[0], BODY)
    grown = tmp_path / "grown"
    shuffled = draw.sample(notices, len(notices))
    for start in range(0, 200, 40):
        with open_writer(grown) as writer:
            for notice in shuffled[start : start + 40]:
                writer.add([notice])

    found = check_in(grown, draft)
    assert len(found) > 3
    assert found == check_in(build(tmp_path, notices), draft)


def test_series_stand_behind_overlap_and_a_draft_is_not_its_own_overlap(tmp_path: Path) -> None:
    day = read_issued("2023-03-01")
    index = build(
        tmp_path,
        [
            Notice("去年", "关于做好2022年度征兵工作的通知", issuer="青岚县人武部", date=read_issued("2022-03-01")),
            Notice(
                "转发", "转发县人武部关于做好2023年度征兵工作的通知", issuer="松溪镇", date=read_issued("2023-03-03")
            ),
            Notice("草稿", "关于做好2023年度征兵工作的通知", issuer="青岚县人武部", date=day),
        ],
    )
    found = check_in(index, Notice("草稿", "关于做好2023年度征兵工作的通知", issuer="青岚县人武部", date=day))

    assert [(match.notice.id, match.judgement.relation) for match in found] == [
        ("转发", Relation.FORWARDED),
        ("去年", Relation.SERIES),
    ]


def test_the_nearest_is_told_even_where_overlap_would_fill_the_answer(tmp_path: Path) -> None:
    day = read_issued("2023-03-01")
    others = [Notice(f"n{i}", TITLES[0], None, f"青岚县{name}局", day) for i, name in enumerate("教育卫健")]
    last_year = Notice("去年", TITLES[0], BODY, "青岚县应急局", read_issued("2022-03-01"))
    draft = Notice("草稿", TITLES[0], BODY, "青岚县应急局", day)

    found = check(open_snapshot(build(tmp_path, [*others, last_year])), draft, shown=3)
    assert [match.judgement.relation for match in found] == [
        Relation.SERIES,
        Relation.SAME_MATTER,
        Relation.SAME_MATTER,
    ]


def test_a_rubric_of_many_days_is_no_repetition(tmp_path: Path) -> None:
    days = ["2023-01-05", "2023-02-05", "2023-03-05", "2023-04-05"]
    notices = [Notice(day, "科研协作信息公示", issuer="青岚县科协", date=read_issued(day)) for day in days]
    draft = Notice("草稿", "科研协作信息公示", issuer="青岚县科协", date=read_issued("2023-04-08"))

    assert {match.judgement.relation for match in check_in(build(tmp_path, notices), draft)} == {Relation.SERIES}
    assert {match.judgement.relation for match in check_in(build(tmp_path, notices[3:]), draft)} == {Relation.RESENT}


@pytest.mark.parametrize(
    "body", ["", "一", "，。！", "一" * 1_000_000, "7" * 500, OTHER_BODY * 8000, "\ud800坏\udfff" * 9, None]
)
def test_drafts_of_any_kind_are_answered(tmp_path: Path, body: str | None) -> None:
    index = build(tmp_path, [Notice("a", TITLES[0], BODY, "青岚县应急局"), Notice("b", body=body or "另一份")])

    counts = any(character.isalnum() for character in body or "")
    assert [match.notice.id for match in check_in(index, Notice("草稿", None, body))] == (["b"] if counts else [])


def test_an_excerpt_and_a_wrapped_paper_are_found_by_their_bodies(tmp_path: Path) -> None:
    day = read_issued("2023-03-01")
    long = "".join(f"{part}第{i}条。{BODY[i:]}" for i, part in enumerate(("总则", "排查", "整改", "宣传", "督查")))
    index = build(tmp_path, [Notice("原文", body=long, date=day), Notice("无关", body=OTHER_BODY, date=day)])

    found = check_in(index, Notice("草稿", body="县商务局：现将有关要求摘录如下，请遵照执行。" + long, date=day))
    assert [match.notice.id for match in found] == ["原文"]
    assert found[0].body_likeness > 0.9


def test_an_empty_index_knows_nothing(tmp_path: Path) -> None:
    assert check_in(build(tmp_path, []), Notice("草稿", TITLES[0], BODY)) == ()

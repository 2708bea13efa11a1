"""Each relation on notices made for it, and each neighbour that must not be taken for it."""

from datetime import date

import pytest

from jianfu.overlap.notices.judging import Ground, judge
from jianfu.overlap.notices.notice import Judgement, Notice, Relation, days_apart, is_exact, read_issued, show_issued
from jianfu.overlap.notices.profile import Profile
from jianfu.overlap.notices.words.bodies import compare_bodies
from jianfu.reading.facts import Replacement
from jianfu.vocabulary.interval import Period

TITLE = "关于开展特种设备安全隐患排查的通知"
BODY = (
    "各乡镇：为做好岁末年初特种设备安全工作，现就有关事项通知如下。一、请各乡镇对辖区内电梯、锅炉、压力容器逐台排查，"
    "建立台账。二、对发现的隐患立行立改，不能立即整改的落实专人盯守。三、请于12月20日前将排查情况报县市场监督管理局。"
)


def _judge(one: Notice, other: Notice) -> Judgement | None:
    bodies = compare_bodies(one.body, other.body) if one.body and other.body else None
    judgement = judge(Profile(one), Profile(other), bodies)
    assert judge(Profile(other), Profile(one), bodies) == judgement, "the order of asking must not matter"
    return judgement


def _make(
    name: str, title: str | None = TITLE, issuer: str | None = "青岚县市监局", day: str = "2023-12-07", **more
) -> Notice:
    return Notice(name, title, issuer=issuer, date=read_issued(day), **more)


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        (_make("b"), Relation.RESENT),
        (_make("b", day="2023-12-12"), Relation.RESENT),
        (_make("b", day="2023"), Relation.RESENT),
        (_make("b", issuer="县市监局"), Relation.RESENT),
        (_make("b", replaces=Replacement.SUPERSEDES), Relation.REPLACED),
        (_make("b", "关于开展特种设备安全隐患排查的补充通知", day="2024-01-10"), Relation.REPLACED),
        (_make("b", f"转发《{TITLE}》的通知", "青岚县文旅局"), Relation.FORWARDED),
        (_make("b", f"青岚县文旅局转发青岚县市监局{TITLE}", "青岚县文旅局", "2024-02-01"), Relation.FORWARDED),
        (_make("b", issuer="青岚县应急局"), Relation.SAME_MATTER),
        (_make("b", day="2024-12-05"), Relation.SERIES),
        (_make("b", day=""), Relation.SERIES),
        (_make("b", issuer="枫溪县市监局"), Relation.SERIES),
        (_make("b", f"转发青岚县市监局{TITLE}", "青岚县人民政府办公室", "2023-12-20"), Relation.FORWARDED),
        (_make("b", f"转发《{TITLE}》的通知", "青岚县文旅局", "2025-03-01"), Relation.SERIES),
        (_make("b", f"转发《{TITLE}》的通知", "青岚县文旅局", "2023-11-01"), Relation.SERIES),
    ],
)
def test_relations_of_one_title(other: Notice, relation: Relation) -> None:
    judgement = _judge(_make("a"), other)

    assert judgement is not None
    assert judgement.relation is relation
    assert 0 < judgement.confidence <= 1


@pytest.mark.parametrize(
    "other",
    [
        _make("b", "关于开展特种设备安全隐患督导的通知"),
        _make("b", issuer="青岚县应急局", day="2024-06-01"),
        _make("b", "公示"),
        _make("b", None, None, ""),
        _make("b", f"枫溪县人民政府转发县市监局{TITLE}", "枫溪县人民政府"),
        _make("b", "转发县应急局关于开展特种设备安全隐患排查的通知", "青岚县文旅局", "2024-06-01"),
    ],
)
def test_what_is_nothing(other: Notice) -> None:
    assert _judge(_make("a"), other) is None


def test_the_next_year_and_the_next_batch_are_a_series() -> None:
    for one, other in (
        ("关于做好2022年度征兵工作的通知", "关于做好2023年度征兵工作的通知"),
        ("关于公布第三批非遗名录的通知", "关于公布第四批非遗名录的通知"),
        ("关于公布评审结果的通知（一）", "关于公布评审结果的通知（二）"),
    ):
        judgement = _judge(_make("a", one), _make("b", other))
        assert judgement is not None
        assert judgement.relation is Relation.SERIES, one


def test_a_template_for_another_place_is_a_series() -> None:
    judgement = _judge(
        _make("a", "关于同意松溪镇国土空间规划的批复", "青岚县人民政府"),
        _make("b", "关于同意竹沅镇国土空间规划的批复", "青岚县人民政府"),
    )

    assert judgement is not None
    assert judgement.relation is Relation.SERIES


def test_undated_papers_that_name_their_year_are_one_paper() -> None:
    judgement = _judge(
        _make("a", "关于做好2023年度征兵工作的通知", day=""), _make("b", "关于做好2023年度征兵工作的通知")
    )

    assert judgement is not None
    assert judgement.relation is Relation.RESENT


def test_a_rubric_says_nothing_by_itself() -> None:
    judgement = judge(Profile(_make("a")), Profile(_make("b")), recurring=True)

    assert judgement is not None
    assert judgement.relation is Relation.SERIES
    assert Ground.RECURRING.value in judgement.reasons[0].words


def test_the_same_body_under_another_title_is_sent_again() -> None:
    judgement = _judge(
        _make("a", body=BODY), _make("b", "关于报送电梯锅炉台账的函", day="2023-12-09", body=BODY + "特此函告。")
    )

    assert judgement is not None
    assert judgement.relation is Relation.RESENT


def test_a_body_inside_a_preface_of_another_organ_is_passed_on() -> None:
    preface = "各文化经营场所：现将县市监局有关通知转发给你们，请结合本系统实际认真抓好落实，并将落实情况及时反馈。" * 2
    judgement = _judge(
        _make("a", body=BODY), _make("b", "关于抓好场所安全的函", "青岚县文旅局", "2023-12-08", body=preface + BODY)
    )

    assert judgement is not None
    assert judgement.relation is Relation.FORWARDED


def test_one_title_over_two_texts_is_no_repetition() -> None:
    other = (
        "经研究，决定召开全县档案工作会议，请各单位一名负责人参加。会期半天，地点在县委礼堂，着装整齐，不得请假代会。"
    )
    judgement = _judge(_make("a", body=BODY), _make("b", body=other))

    assert judgement is not None
    assert judgement.relation is Relation.SERIES


def test_reasons_stand_side_by_side() -> None:
    judgement = _judge(_make("a"), _make("b", day="2023-12-12", doc_number="青市监发〔2023〕9号"))

    assert judgement is not None
    words = [reason.words for reason in judgement.reasons]
    assert "日期不同：2023-12-07／2023-12-12" in words
    assert "机关相同：青岚县市监局" in words
    assert "文号不同：（无）／青市监发〔2023〕9号" in words


@pytest.mark.parametrize(
    ("cell", "start", "end", "shown"),
    [
        ("2023-12-07", date(2023, 12, 7), date(2023, 12, 8), "2023-12-07"),
        ("2023年12月7日", date(2023, 12, 7), date(2023, 12, 8), "2023-12-07"),
        ("2023-12-07 00:00:00", date(2023, 12, 7), date(2023, 12, 8), "2023-12-07"),
        ("2023年12月", date(2023, 12, 1), date(2024, 1, 1), "2023-12"),
        ("2015", date(2015, 1, 1), date(2016, 1, 1), "2015年"),
    ],
)
def test_dates_are_the_days_they_can_be(cell: str, start: date, end: date, shown: str) -> None:
    period = read_issued(cell)

    assert period == Period(start, end)
    assert show_issued(period) == shown
    assert is_exact(Period(start, end)) == (len(shown) == 10)


@pytest.mark.parametrize("cell", [None, "", "昨天", "2023-13-40", "12月7日"])
def test_what_is_no_date_is_absent(cell: str | None) -> None:
    assert read_issued(cell) is None


def test_days_apart_are_the_fewest_possible() -> None:
    day, year = read_issued("2023-12-07"), read_issued("2023")
    assert day is not None
    assert year is not None
    assert days_apart(day, year) == 0
    assert days_apart(Period(date(2023, 12, 1), date(2023, 12, 2)), day) == 6


def test_bodies_that_speak_of_another_month_are_the_next_issue() -> None:
    texts = [BODY.replace("12月20日", day) for day in ("11月20日", "12月20日")]
    judgement = _judge(Notice("a", body=texts[0]), Notice("b", body=texts[1]))

    assert judgement is not None
    assert judgement.relation is Relation.SERIES


def test_sister_texts_without_dates_are_a_series() -> None:
    other = BODY.replace("不能立即整改的", "无法当场整改的")
    judgement = _judge(Notice("a", body=BODY), Notice("b", body=other))

    assert judgement is not None
    assert judgement.relation is Relation.SERIES
    assert (
        _judge(Notice("a", body=BODY), Notice("b", body=BODY[:40] + "另有其他完全不同的要求，详见附件说明。")) is None
    )


def test_a_preface_before_the_same_title_passes_it_on() -> None:
    preface = "各文化经营场所：现将县市监局有关通知转发给你们，请结合实际抓好落实。"
    judgement = _judge(_make("a", body=BODY), _make("b", issuer="青岚县文旅局", day="2023-12-08", body=preface + BODY))

    assert judgement is not None
    assert judgement.relation is Relation.FORWARDED


def test_bodies_for_two_places_are_a_template() -> None:
    texts = [
        BODY + f"本镇各村要主动配合{place}镇人民政府，在{place}镇行政区域内张贴公告。" for place in ("松溪", "竹沅")
    ]
    judgement = _judge(Notice("a", body=texts[0]), Notice("b", body=texts[1]))

    assert judgement is not None
    assert judgement.relation is Relation.SERIES

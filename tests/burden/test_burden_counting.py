"""From rows to work: what each kind of row asks, and what is said when a datum is missing."""

from typing import Any

import numpy as np
import pytest

from jianfu.burden.counting import Rows, count_trips, count_work
from jianfu.burden.work import MEASURED, Missing, Work
from jianfu.vocabulary.burden_kind import BurdenKind
from tests.burden.rows_of_kind import make_rows


def _totals(rows: Rows) -> dict[str, float]:
    work, _ = count_work(rows)
    totals: dict[str, float] = {}
    for place, quantity in zip(work.activities.tolist(), work.quantities.tolist(), strict=True):
        name = work.catalogue[place].name
        totals[name] = totals.get(name, 0.0) + quantity
    return totals


def _missing(rows: Rows) -> dict[str, int]:
    return {gap.datum: len(gap.receipts) for gap in count_work(rows)[1]}


def test_a_document_is_read_once_and_by_the_secretary_where_the_register_says_so() -> None:
    assert _totals(make_rows(BurdenKind.DOCUMENT, 3, for_secretary=[1, 0, -1])) == {"读文": 3, "书记阅示": 1}


def test_a_meeting_there_takes_its_length_and_the_way_for_each_person() -> None:
    rows = make_rows(BurdenKind.MEETING, way=0.75, people_attending=2.0, duration_minutes=90.0, meeting_form="现场会")
    assert _totals(rows) == {MEASURED: 2 * 1.5 + 2 * 0.75 * 2}
    assert _missing(rows) == {}
    assert count_trips(rows) == 2


@pytest.mark.parametrize("form", ["视频会", "电视电话会议", "线上"])
def test_a_remote_meeting_has_no_way(form: str) -> None:
    rows = make_rows(BurdenKind.MEETING, way=0.75, people_attending=1.0, duration_minutes=60.0, meeting_form=form)
    assert _totals(rows) == {MEASURED: 1}
    assert count_trips(rows) == 0


def test_what_a_meeting_lacks_is_told_and_never_taken_for_nothing() -> None:
    rows = make_rows(BurdenKind.MEETING, 2)
    assert _totals(rows) == {"参会": 2}
    assert _missing(rows) == {"参会人数": 2, "会议时长": 2, "会议形式": 2}
    assert _missing(make_rows(BurdenKind.MEETING, meeting_form="现场"))["到县城的路程"] == 1


def test_a_stated_time_replaces_the_norms_of_a_form() -> None:
    rows = make_rows(
        BurdenKind.DATA_REQUEST, frequency="每月", minutes_per_filing=30.0, signed_paper=1, system="某平台"
    )
    assert _totals(rows) == {MEASURED: 6}


def test_a_form_without_stated_time_is_each_of_its_steps() -> None:
    rows = make_rows(
        BurdenKind.DATA_REQUEST, 2, frequency=["每季度", None], signed_paper=[1, 0], system=[None, "某平台"]
    )
    assert _totals(rows) == {"取数": 5, "填表": 5, "核对": 5, "报送": 5, "签字盖章送纸质": 4, "录入系统": 1}
    assert _missing(rows) == {"报送频次": 1, "每次耗时": 2}


@pytest.mark.parametrize(
    ("words", "a_year", "days", "times"),
    [
        ("每月", None, 365, 12),
        ("每月", None, 73, 2.4),
        ("每半年一次", None, 365, 2),
        ("一次性", None, 73, 1),
        ("每月", 24.0, 365, 24),
        (None, 10.0, 146, 4),
        ("按需", None, 365, None),
    ],
)
def test_how_often_in_the_period(words: str | None, a_year: float | None, days: int, times: float | None) -> None:
    fields: dict[str, Any] = {"frequency": words} | ({} if a_year is None else {"times_per_year": a_year})
    counted = float(make_rows(BurdenKind.DATA_REQUEST, days=days, **fields).times()[0])
    assert np.isnan(counted) if times is None else counted == pytest.approx(times)


def test_a_visit_takes_its_companions_hours_and_its_papers() -> None:
    rows = make_rows(BurdenKind.INSPECTION, 2, companions=[3.0, np.nan], companion_hours=[2.5, np.nan])
    assert _totals(rows) == {MEASURED: 7.5, "陪同": 1, "备材料": 2}
    assert _missing(rows) == {"陪同人数": 1, "陪同时长": 1}


def test_photos_and_entries_are_counted_each_time() -> None:
    rows = make_rows(BurdenKind.TRACE, frequency="每周", photos_per_time=3.0, items_per_time=1.0)
    assert _totals(rows) == {"拍照上传": 156, "填写上传": 52}
    assert _missing(make_rows(BurdenKind.TRACE, frequency="每周")) == {"每次照片数和条数": 1}


def test_an_app_is_opened_as_often_as_it_is_registered() -> None:
    rows = make_rows(BurdenKind.DIGITAL_TOOL, 2, login_frequency=["每日", None])
    assert _totals(rows) == {"登录": 250}
    assert _missing(rows) == {"登录频次": 1}


def test_what_costs_money_only_and_what_has_no_time_makes_no_work() -> None:
    assert _totals(make_rows(BurdenKind.SUBSCRIPTION, 3)) == {}
    rows = make_rows(BurdenKind.DELEGATION, 3)
    assert (_totals(rows), _missing(rows)) == ({}, {"每件任务的耗时": 3})


@pytest.mark.parametrize("kind", list(BurdenKind))
def test_no_rows_are_no_work_and_lack_nothing(kind: BurdenKind) -> None:
    work, missing = count_work(make_rows(kind, 0))
    assert (len(work), missing) == (0, ())


def test_a_row_of_no_grade_is_as_weak_as_a_recollection() -> None:
    rows = make_rows(BurdenKind.DOCUMENT, 2, grade=["A", None])
    assert count_work(rows)[0].grades.tolist() == [0, 3]


def test_joined_work_keeps_every_line_and_its_activity() -> None:
    documents, _ = count_work(make_rows(BurdenKind.DOCUMENT, 2, for_secretary=1))
    traces, gaps = count_work(make_rows(BurdenKind.TRACE, photos_per_time=5.0))
    joined = Work.joined([documents, traces])
    assert len(joined) == len(documents) + len(traces)
    assert [joined.catalogue[place].name for place in joined.activities] == [
        "读文",
        "读文",
        "书记阅示",
        "书记阅示",
        "拍照上传",
    ]
    assert joined.kinds.tolist() == ["document"] * 4 + ["trace"]
    assert gaps == (Missing(BurdenKind.TRACE, "频次", "按1次计", (0,)),)
    assert len(Work.joined([])) == 0

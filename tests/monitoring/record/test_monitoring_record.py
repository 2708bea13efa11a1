"""What monitoring keeps: each write whole, with one audit entry, and refusals in words."""

import json
from datetime import date, datetime, timedelta
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from jianfu.ledger.models import AuditEntry, Organ
from jianfu.monitoring.asking.answer_files import ReadAnswers
from jianfu.monitoring.asking.costs import Way, hours_of
from jianfu.monitoring.asking.results import Answered
from jianfu.monitoring.checks.drawing import draw_places, seal
from jianfu.monitoring.checks.photos import UnreadablePhoto
from jianfu.monitoring.checks.sheets import QUESTIONS, Clocked
from jianfu.monitoring.points.drawing import Places, draw_panel
from jianfu.monitoring.points.trying import try_panels
from jianfu.monitoring.record.actions.asking import (
    RefusedAnswer,
    close_questionnaire,
    import_answers,
    make_questionnaire,
    take_answers,
    write_diary,
)
from jianfu.monitoring.record.actions.checking import RefusedSheet, fill_sheet, publish_round, record_round
from jianfu.monitoring.record.actions.costs import count_cost, list_costs
from jianfu.monitoring.record.actions.measuring import RefusedMeasure, register_measure
from jianfu.monitoring.record.actions.points import Drawing, record_points
from jianfu.monitoring.record.models import CheckRound, DiaryWeek, FilledForm, Questionnaire
from jianfu.monitoring.record.queries import current_points, is_point, list_candidates, read_weeks
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.interval import Period

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 12, 7, 9, 30)
MONDAY = date(2023, 12, 4)
LINES = "好不好？\n- 好\n- 不好"


@pytest.fixture
def towns() -> list[Organ]:
    """Six townships of a county, three of them monitoring points."""
    county = Organ.objects.create(name="青岚县", level="county", known=True)
    made = [Organ.objects.create(name=f"乡{n}", level="township", known=True, parent=county) for n in range(6)]
    names = tuple(one.name for one in made)
    draw = draw_panel(Places(names, np.arange(6.0)[:, None], ("面积",)), 3, "一")
    trial = try_panels(draw.kept, np.arange(1.0, 7.0), np.arange(1.0, 7.0))
    chances = dict(zip(names, draw.chances().tolist(), strict=True))
    joint = draw.joint_chances()[:3, :3].tolist()
    record_points(Drawing(draw, draw.panel, chances, joint, {}, trial), since=MONDAY, actor="甲", now=NOW)
    return made


def _last_entry() -> dict[str, object]:
    entry: dict[str, object] = json.loads(AuditEntry.objects.order_by("-index")[0].body)
    return entry


def _point(towns: list[Organ]) -> Organ:
    return next(one for one in towns if is_point(one.pk))


def test_a_draw_is_kept_with_all_that_drawing_again_needs(towns: list[Organ]) -> None:
    drawn = current_points()

    assert drawn is not None
    assert sum(drawn.chances.values()) == pytest.approx(3)
    assert {one.name for one in drawn.points.all()} == set(drawn.panel)
    assert _last_entry()["action"] == "draw_points"


def test_a_diary_is_kept_once_a_week_and_only_at_points(towns: list[Organ]) -> None:
    point, other = _point(towns), next(one for one in towns if not is_point(one.pk))
    for taps in (("3—5", "没有"), ("1—2", "不想说")):
        write_diary(point, MONDAY, taps, [], seconds=40, actor="乡", now=NOW)

    assert DiaryWeek.objects.get().by_mouth == "1—2"
    assert [(one.way, one.answers) for one in list_costs(MONDAY)] == [(Way.DIARY, 1)]
    assert read_weeks(MONDAY)[0].point == point.name
    with pytest.raises(RefusedAnswer, match="不是监测点"):
        write_diary(other, MONDAY, ("没有", "没有"), [], seconds=1, actor="乡", now=NOW)


@pytest.mark.parametrize(
    ("week", "taps", "words"),
    [
        (date(2023, 11, 13), ("没有", "没有"), "前 2 周"),
        (date(2023, 12, 11), ("没有", "没有"), "前 2 周"),
        (date(2023, 12, 5), ("没有", "没有"), "前 2 周"),
        (MONDAY, ("很多", "没有"), "每一行点一个"),
    ],
)
def test_diaries_of_other_weeks_or_taps_are_refused(
    towns: list[Organ], week: date, taps: tuple[str, str], words: str
) -> None:
    with pytest.raises(RefusedAnswer, match=words):
        write_diary(_point(towns), week, taps, [], seconds=1, actor="乡", now=NOW)


def _make(**changed: object) -> Questionnaire:
    given: dict[str, object] = {"is_anonymous": True, "way": Way.FORM, "expected": 50} | changed
    return make_questionnaire("问卷", LINES, actor="专班", now=NOW, **given)  # type: ignore[arg-type]


def test_an_anonymous_answer_leaves_no_place_no_moment_and_no_audit_entry() -> None:
    made = _make()
    before = AuditEntry.objects.count()
    take_answers(made, "石门村", {0: ("好",)}, seconds=30, day=MONDAY)
    kept = FilledForm.objects.get()

    assert kept.place == ""
    assert AuditEntry.objects.count() == before
    assert {field.name for field in FilledForm._meta.fields} == {"id", "questionnaire", "place", "answers"}
    named = _make(is_anonymous=False)
    assert take_answers(named, "石门村", {0: ("好",)}, seconds=30, day=MONDAY).place == "石门村"


def test_nothing_more_is_sent_out_above_the_month_s_cap() -> None:
    count_cost(Way.FORM, MONDAY, seconds=1800 * 59, answers=59)

    with pytest.raises(RefusedAnswer, match="超过每月 30 小时的上限"):
        _make(expected=1000)
    assert hours_of(list_costs(MONDAY)) == pytest.approx(29.5)
    count_cost(Way.FORM, MONDAY, seconds=10**6)
    assert hours_of(list_costs(MONDAY)) == pytest.approx(30)


def test_a_closed_questionnaire_takes_nothing() -> None:
    made = _make()
    close_questionnaire(made.pk, actor="专班", now=NOW)
    close_questionnaire(made.pk, actor="专班", now=NOW)

    with pytest.raises(RefusedAnswer, match="已经结束"):
        take_answers(made, "", {0: ("好",)}, seconds=1, day=MONDAY)
    assert AuditEntry.objects.filter(body__contains="close_questionnaire").count() == 1


def test_a_file_of_answers_is_one_write() -> None:
    made = _make()
    read = ReadAnswers((Answered("石门村", {0: ("好",)}),) * 3, ("第 5 行没有导入",), ())

    assert import_answers(made, read, "问卷.xlsx", actor="专班", now=NOW) == 3
    assert _last_entry()["change"] == {"file": "问卷.xlsx", "questionnaire": made.pk, "refused": 1, "taken": 3}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "名称"),
        ({"expected": 0.0}, "预期"),
        ({"expected": float("nan")}, "预期"),
        ({"places": []}, "勾选"),
    ],
)
def test_a_measure_without_a_plan_is_refused(towns: list[Organ], changed: dict[str, object], words: str) -> None:
    given: dict[str, object] = {"title": "少发文", "expected": 0.2, "places": towns[:2]} | changed
    with pytest.raises(RefusedMeasure, match=words):
        register_measure(
            str(given.pop("title")),
            "",
            kinds=[BurdenKind.DOCUMENT],
            start=MONDAY,
            actor="专班",
            now=NOW,
            **given,  # type: ignore[arg-type]
        )


@pytest.fixture
def drawn(towns: list[Organ]) -> CheckRound:
    period = Period(MONDAY, date(2023, 12, 9))
    places = draw_places(list_candidates(), {0: 2}, period, "天知道", WorkCalendar.china())
    return record_round(places, period, "天知道", actor="监督", now=NOW)


def _photo() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (8, 8)).save(kept, "JPEG")
    return kept.getvalue()


def test_a_round_keeps_its_seed_sealed_until_it_is_over(drawn: CheckRound) -> None:
    assert "天知道" not in AuditEntry.objects.order_by("-index")[0].body
    assert drawn.sealed == seal("天知道")
    with pytest.raises(RefusedSheet, match="提前公布等于打招呼"):
        publish_round(drawn.pk, actor="监督", now=NOW)
    assert publish_round(drawn.pk, actor="监督", now=NOW + timedelta(days=3)).published_at is not None
    assert "天知道" in AuditEntry.objects.order_by("-index")[0].body


def test_a_sheet_sent_twice_is_one(drawn: CheckRound) -> None:
    visit = drawn.visits.order_by("pk")[0]
    for _ in range(2):
        fill_sheet(
            visit,
            ["没有看到"] * len(QUESTIONS),
            "",
            12,
            clocked=Clocked(NOW, ""),
            photos=[_photo()],
            actor="监督",
            now=NOW,
        )

    assert visit.photos.count() == 1
    assert [(one.answers, one.seconds) for one in list_costs(MONDAY)] == [(1, 720)]


@pytest.mark.parametrize(
    ("answers", "minutes", "photo", "error", "words"),
    [
        (["好"] * 6, 1, b"", RefusedSheet, "每一行点一个"),
        (["没有看到"] * 5, 1, b"", RefusedSheet, "每一行点一个"),
        (["没有看到"] * 6, 481, b"", RefusedSheet, "0 到 480"),
        (["没有看到"] * 6, 1, b"x", UnreadablePhoto, "请重拍"),
    ],
)
def test_a_sheet_that_cannot_be_taken_writes_nothing(
    drawn: CheckRound, answers: list[str], minutes: int, photo: bytes, error: type[Exception], words: str
) -> None:
    visit = drawn.visits.order_by("pk")[0]
    photos = [photo] if photo else []
    with pytest.raises(error, match=words):
        fill_sheet(visit, answers, "", minutes, clocked=Clocked(NOW, ""), photos=photos, actor="监督", now=NOW)

    visit.refresh_from_db()
    assert visit.filled_at is None

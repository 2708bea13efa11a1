"""The county as monitoring sees it, from the ledger: courses, movements, points, measures, and the bulletin of all."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import docx
import numpy as np
import pypdfium2
import pytest

from jianfu.burden.norms import load_norms
from jianfu.ledger.actions import record_file
from jianfu.ledger.bulk import refresh_statistics
from jianfu.ledger.models import Organ, Receipt
from jianfu.monitoring.bulletin.gathering import gather_bulletin
from jianfu.monitoring.bulletin.writing import MOST_PAGES, write_bulletin
from jianfu.monitoring.effects.judging import EffectVerdict
from jianfu.monitoring.evaluating_measures import follow_measure, judge_on_ground
from jianfu.monitoring.overview import (
    Ground,
    infer_from_points,
    list_courses,
    move_between,
    read_ground,
    warn_of,
)
from jianfu.monitoring.points.choosing import choose_points
from jianfu.monitoring.record.actions.asking import write_diary
from jianfu.monitoring.record.actions.measuring import record_judgement, register_measure
from jianfu.monitoring.record.actions.points import record_points
from jianfu.monitoring.trends.ledger_tables import read_townships
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.evidence import Evidence, Grade, SourceFile
from jianfu.vocabulary.organ import OrganKind, OrganLevel, OrganProfile
from jianfu.vocabulary.rows import Batch, DemandRow, OrganRow

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 12, 7, 9, 30)
TOWNS = [f"乡{n:02}" for n in range(12)]
FALLEN = TOWNS[:6]


@pytest.fixture
def ground() -> Ground:
    """Twelve townships, eleven months: papers that fall by seven tenths in six of them from July on."""
    dice, county = np.random.default_rng(5), "青岚县"
    profiles = [OrganProfile(county, OrganLevel.COUNTY, OrganKind.GOVERNMENT)]
    profiles += [OrganProfile(f"局{n}", OrganLevel.COUNTY, OrganKind.DEPARTMENT, parent=county) for n in range(4)]
    for name in TOWNS:
        area = float(dice.uniform(50, 300))
        profiles.append(
            OrganProfile(name, OrganLevel.TOWNSHIP, OrganKind.TOWNSHIP, parent=county, area_km2=area, staff=60)
        )
    organs = [OrganRow(profile, Evidence("名录", n, 0, profile.name)) for n, profile in enumerate(profiles, start=1)]
    rows = [
        _make_row(number, name, month)
        for number, (name, month) in enumerate(
            (name, month)
            for name in TOWNS
            for month in range(1, 12)
            for _ in range(int(dice.poisson(30 * (0.3 if name in FALLEN and month >= 7 else 1.0))))
        )
    ]
    source = SourceFile("0" * 64, "登记.xlsx", 1, "xlsx")
    record_file(source, [Batch("登记", rows, organs)], mapping="一", actor="测试", now=NOW)
    refresh_statistics()  # as every import does
    return read_ground(county, date(2023, 12, 1), load_norms(), WorkCalendar.china())


def _make_row(number: int, township: str, month: int) -> DemandRow:
    values = {"received_on": date(2023, month, 1 + number % 27)}
    evidence = Evidence("Sheet1", number + 2, 0, f"{number}", Grade.B)
    return DemandRow(BurdenKind.DOCUMENT, f"关于第{number}项的通知", f"局{number % 4}", township, values, evidence)


def test_what_fell_is_seen_in_the_series_and_in_the_movements(ground: Ground) -> None:
    course = list_courses(ground)[0]
    moved = move_between(ground, date(2023, 7, 1), 4)

    assert (len(ground.months), ground.notes) == (11, ())
    assert course.adjusted.series.name == "文件"
    assert [course.adjusted.series.months[one.at] for one in course.changes] == [date(2023, 7, 1)]
    assert moved is not None
    assert moved.rows > 1000
    assert warn_of(ground).found == ()
    assert move_between(ground, date(2022, 1, 1)) is None


def test_points_tell_of_what_no_register_holds(ground: Ground) -> None:
    drawing = choose_points(read_townships(ground.table), 3, "种子", villages=3)
    record_points(drawing, since=date(2023, 12, 1), actor="专班", now=NOW)
    silent = infer_from_points(ground)
    for name in drawing.panel:
        town = Organ.objects.get(name=name)
        row = Receipt.objects.filter(receiver=town)[0]
        Receipt.objects.filter(pk=row.pk).update(received_on=date(2023, 12, 5))
        write_diary(town, date(2023, 12, 4), ("3—5", "没有"), [(row.pk, "10—30 分钟")], seconds=50, actor=name, now=NOW)
    found = infer_from_points(ground)

    assert silent.by_mouth is None
    assert "没有监测点的数据" in silent.reason
    assert found.by_mouth is not None
    assert found.by_mouth.shown.low < found.by_mouth.shown.value < found.by_mouth.shown.high
    assert found.by_mouth.bare is not None
    assert found.weighted == pytest.approx(found.by_mouth.shown.value, rel=0.3)
    assert found.minutes["文件"][3] == 3
    assert "不满三个月" in found.effect
    assert sum(drawing.chances.values()) == pytest.approx(3)
    assert drawing.draw.left_out == ("人口", "编制", "村数", "到县城的路程")


def test_whether_the_points_were_spared_is_told_from_three_months_on(ground: Ground) -> None:
    townships = read_townships(ground.table)
    for panel, words in (
        (("乡08", "乡09", "乡10"), "看不出监测点被照顾"),
        (("乡00", "乡01", "乡11"), "看不出监测点被照顾"),
    ):
        drawing = replace(choose_points(townships, 3, "种子"), panel=panel)
        record_points(drawing, since=date(2023, 8, 1), actor="专班", now=NOW)
        assert words in infer_from_points(ground).effect
    record_points(replace(drawing, panel=tuple(FALLEN[:3])), since=date(2023, 7, 1), actor="专班", now=NOW)
    assert "监测点可能被照顾了" in infer_from_points(ground).effect
    gone = replace(drawing, panel=("并掉的乡", *FALLEN[:2]), chances={**drawing.chances, "并掉的乡": 0.1})
    record_points(gone, since=date(2023, 7, 1), actor="专班", now=NOW)
    assert "已经没有登记" in infer_from_points(ground).effect


def test_a_measure_is_held_to_its_plan(ground: Ground) -> None:
    places = list(Organ.objects.filter(name__in=FALLEN))
    plan = {"kinds": [BurdenKind.DOCUMENT], "expected": 0.3, "start": date(2023, 7, 1), "places": places}
    measure = register_measure("少发文", "", **plan, actor="专班", now=datetime(2023, 6, 20))  # type: ignore[arg-type]
    late = register_measure("补登记的", "", **plan, actor="专班", now=NOW)  # type: ignore[arg-type]
    judged, rows, months = judge_on_ground(measure, ground)
    record_judgement(measure, judged, rows=rows, months=months, actor="专班", now=NOW)
    stayed = follow_measure(measure, ground)

    assert judged.verdict is EffectVerdict.WORKED
    assert rows == len(ground.table)
    assert measure.judged["effect"]["ratio"][0] == pytest.approx(-0.7, abs=0.1)
    assert judge_on_ground(late, ground)[0].verdict is EffectVerdict.CANNOT_TELL
    assert measure.judged["month_names"][6] == "2023-07"
    assert len(measure.judged["months"]) == len(months) == 11
    assert stayed is None  # two months after the first three: too short to tell


def test_the_bulletin_says_what_fell_and_what_nobody_knows_on_two_pages(ground: Ground, tmp_path: Path) -> None:
    told = gather_bulletin(ground, is_yearly=False)
    pdf = tmp_path / "简报.pdf"
    pdf.write_bytes(write_bulletin(told, "pdf", is_yearly=False, day=NOW.date()))
    document = docx.Document(BytesIO(write_bulletin(told, "docx", is_yearly=True, day=NOW.date())))
    words = "\n".join(one.text for one in document.paragraphs)

    with pypdfium2.PdfDocument(pdf) as pages:
        assert len(pages) <= MOST_PAGES
    assert "文件自 2023-07 起" in words
    assert "说不清的" in words
    assert "还没有抽取监测点" in words
    assert "B 级" in words
    assert len(document.inline_shapes) == 1
    assert "件次，变化" in document.tables[0].cell(1, 1).text


def test_a_county_without_a_dated_row_has_no_months() -> None:
    Organ.objects.create(name="青岚县", level="county", known=True)
    ground = read_ground("青岚县", date(2023, 12, 1), load_norms(), WorkCalendar.china())

    assert ground.months == ()
    assert ground.notes == ("台账里没有写明日期的登记。",)

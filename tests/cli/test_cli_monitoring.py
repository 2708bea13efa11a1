"""`jianfu monitor`, on a small ledger: what is told, and what cannot be done in words."""

from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from jianfu.cli import run
from jianfu.ledger.actions import record_file
from jianfu.monitoring.record.models import PointRound
from jianfu.monitoring.record.queries import list_tired
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Evidence, Grade, SourceFile
from jianfu.vocabulary.organ import OrganKind, OrganLevel, OrganProfile
from jianfu.vocabulary.rows import Batch, DemandRow, OrganRow

UNTIL = ["--until", "2023-12"]
TOWNS = [f"乡{n}" for n in range(6)]


@pytest.fixture(autouse=True)
def _ledger(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    county = "青禾县"
    profiles = [OrganProfile(county, OrganLevel.COUNTY, OrganKind.GOVERNMENT)]
    profiles += [OrganProfile("林业局", OrganLevel.COUNTY, OrganKind.DEPARTMENT, parent=county)]
    for place, name in enumerate(TOWNS):
        profiles.append(
            OrganProfile(name, OrganLevel.TOWNSHIP, OrganKind.TOWNSHIP, parent=county, staff=40 + place * 7)
        )
    organs = [OrganRow(profile, Evidence("名录", n, 0, profile.name)) for n, profile in enumerate(profiles, start=1)]
    places = [(town, month, n) for town in TOWNS for month in range(1, 13) for n in range(6 + month % 3)]
    rows = [
        DemandRow(
            BurdenKind.DOCUMENT,
            f"关于{town}{month}月第{n}项的通知",
            "林业局",
            town,
            {"received_on": date(2023, month, 2 + n)},
            Evidence("登记", number, 0, f"{number}", Grade.B),
        )
        for number, (town, month, n) in enumerate(places, start=2)
        if not (town == "乡5" and month > 8)
    ]
    source = SourceFile("0" * 64, "登记.xlsx", 1, "xlsx")
    record_file(source, [Batch("登记", rows, organs)], mapping="", actor="测试", now=datetime(2024, 1, 2))
    monkeypatch.setattr("jianfu.cli.monitoring.grounds.open_site", lambda: None)


def test_points_are_drawn_and_kept_only_where_a_month_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["monitor", "panel", "--seed", "七星彩", "--size", "2", *UNTIL]) == 0
    said = capsys.readouterr().out
    assert PointRound.objects.count() == 0
    assert "6 个乡镇取 2 个，共 15 组" in said
    assert "入样概率" in said
    assert "按上年试算，均衡组合误差" in said
    assert run(["monitor", "panel", "--seed", "七星彩", "--size", "2", "--since", "2024-01", *UNTIL]) == 0
    assert PointRound.objects.get().since == date(2024, 1, 1)
    assert run(["monitor", "panel", "--seed", "八", "--size", "2", "--overlap", "1", *UNTIL]) == 0


def test_the_list_that_was_drawn_from_can_be_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "各组.csv"
    assert run(["monitor", "panel", "--seed", "七星彩", "--size", "2", "--list", str(path), *UNTIL]) == 0
    said, lines = capsys.readouterr().out, path.read_text(encoding="utf-8-sig").splitlines()
    digest = sha256("\n".join(line.split(",")[1] for line in lines[1:]).encode()).hexdigest()

    assert digest[:16] in said
    assert lines[0] == "号,乡镇,不均衡程度,按上年试算的误差"
    assert "下一轮如留 1 个旧点" in said
    assert run(["monitor", "panel", "--seed", "七星彩", "--list", str(tmp_path), *UNTIL]) == 2


def test_who_was_a_point_three_times_rests(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        assert run(["monitor", "panel", "--seed", "七星彩", "--size", "2", "--since", "2024-01", *UNTIL]) == 0
    panel = PointRound.objects.order_by("-pk")[0].panel
    assert list_tired() == sorted(panel)
    assert run(["monitor", "panel", "--seed", "八", "--size", "2", "--overlap", "1", *UNTIL]) == 2
    assert "轮休" in capsys.readouterr().err
    assert run(["monitor", "panel", "--seed", "八", "--size", "2", "--overlap", "0", *UNTIL]) == 0


def test_a_township_that_falls_silent_is_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["monitor", "trends", "--by", "way", *UNTIL]) == 0
    assert "乡5自 2023-08 以后没有登记，不参加比较" in capsys.readouterr().out
    assert run(["monitor", "trends", "--by", "way", "--merged", "乡5=乡4", *UNTIL]) == 0
    said = capsys.readouterr().out
    assert "乡5" not in said
    assert "文件（件次，登记" in said
    assert "B 级" in said


def test_movements_estimates_and_effects_are_told_or_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["monitor", "displacement", *UNTIL]) == 0
    assert "没有看到明显的下降" in capsys.readouterr().out
    assert run(["monitor", "estimate", *UNTIL]) == 0
    assert "还没有抽取监测点" in capsys.readouterr().out
    assert run(["monitor", "effect", *UNTIL]) == 0
    assert "还没有登记措施" in capsys.readouterr().out


def test_the_bulletin_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["monitor", "bulletin", str(tmp_path / "简报.docx"), *UNTIL]) == 0
    assert (tmp_path / "简报.docx").stat().st_size > 10_000
    assert "已写入" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["panel", *UNTIL], "没有种子"),
        (["panel", "--seed", "一", "--size", "9", *UNTIL], "只有 6 个可选"),
        (["panel", "--seed", "一", "--overlap", "1", *UNTIL], "谈不上轮换"),
        (["trends", "--until", "2023年"], "不是月份"),
        (["trends", "--merged", "乡5", *UNTIL], "旧乡镇=新乡镇"),
        (["trends", "--by", "天气", *UNTIL], "--by 可写"),
        (["displacement", "--months", "9", *UNTIL], "前后各比 9 个月不够"),
        (["effect", "7", *UNTIL], "没有第 7 号措施"),
        (["bulletin", "简报.txt", *UNTIL], "请用 .docx 或 .pdf"),
        (["trends", "--until", "2019-12"], "没有写明日期的登记"),
    ],
)
def test_what_cannot_be_done_is_told(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["monitor", *arguments]) == 2
    assert words in capsys.readouterr().err

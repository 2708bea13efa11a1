"""`jianfu burden`, `jianfu recompute` and stored findings, on a small ledger."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from jianfu.cli import run
from jianfu.ledger.actions import record_file
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Evidence, SourceFile
from jianfu.vocabulary.organ import OrganKind, OrganLevel, OrganProfile
from jianfu.vocabulary.rows import Batch, DemandRow, OrganRow

WHEN = ["--from", "2023-01-01", "--to", "2023-12-31"]


@pytest.fixture
def _ledger(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    organs = [
        OrganRow(OrganProfile("青禾县", OrganLevel.COUNTY, OrganKind.GOVERNMENT), Evidence()),
        OrganRow(OrganProfile("溪口镇", OrganLevel.TOWNSHIP, OrganKind.TOWNSHIP, parent="青禾县"), Evidence()),
    ]
    meetings = [
        DemandRow(
            BurdenKind.MEETING,
            f"第{n}次调度会",
            "青禾县林业局",
            "溪口镇",
            {"received_on": date(2023, n, 5), "duration_minutes": 90, "people_attending": 2},
            Evidence(sheet="会议", row=n + 1, words=f"第{n}次调度会"),
        )
        for n in range(1, 9)
    ]
    source = SourceFile("0" * 64, "会议登记.xlsx", 1, "xlsx")
    record_file(source, [Batch("会议登记", meetings, organs)], mapping="", actor="测试", now=datetime(2024, 1, 2))
    for module in ("jianfu.cli.reports.burden", "jianfu.cli.rules.judging"):
        monkeypatch.setattr(f"{module}.open_ledger", lambda: None)


@pytest.mark.usefixtures("_ledger")
def test_burden_is_told_with_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["burden", "--organ", "溪口镇", *WHEN]) == 0
    said = capsys.readouterr().out
    assert "每周工时：0.5（" in said
    assert "会议有8行没有会议形式，路途不计" in said
    assert "人均：算不出" in said
    assert "人工：算不出，缺工价" in said


@pytest.mark.usefixtures("_ledger")
def test_a_change_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["burden", "--organ", "溪口镇", "--from", "2023-07-01", "--to", "2023-12-31", "--json"]
    assert run([*arguments, "--before", "2023-01-01", "2023-06-30"]) == 0
    change = json.loads(capsys.readouterr().out)["change"]
    assert change["volume"] == pytest.approx((2 * 3 / (184 / 7)) - (6 * 3 / (181 / 7)), rel=0.01)
    assert (change["rule"], change["method"]) == pytest.approx((0, 0), abs=1e-9)


@pytest.mark.usefixtures("_ledger")
def test_an_unknown_organ_and_broken_norms_end_with_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["burden", "--organ", "无此镇", *WHEN]) == 2
    assert "无此镇" in capsys.readouterr().err
    norms = tmp_path / "本县.yaml"
    norms.write_text("单价: {工价: {元: [1]}}\n", encoding="utf-8")
    assert run(["burden", "--organ", "溪口镇", *WHEN, "--norms", str(norms)]) == 2
    assert "三个数" in capsys.readouterr().err


@pytest.mark.usefixtures("_ledger")
def test_stored_findings_are_derived_again_to_the_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored = tmp_path / "问题.jsonl"
    assert run(["rules", "evaluate", "--organ", "溪口镇", "-o", str(stored)]) == 0
    assert run(["rules", "verify", str(stored)]) == 0
    assert "逐字相符" in capsys.readouterr().out
    stored.write_text(stored.read_text("utf-8") + "{}\n", encoding="utf-8")
    assert run(["rules", "verify", str(stored)]) == 2
    assert "当时有而现在推不出的 1 个" in capsys.readouterr().err


def test_a_declared_product_that_does_not_multiply_out_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "表.csv"
    table.write_text('名称,份数,小时,工时\n甲,54,20,0.08,90.00\n乙,"112,615",0.83,"36,178"\n', encoding="utf-8")
    assert run(["recompute", str(table)]) == 0
    said = capsys.readouterr().out
    assert "不符：乙" in said
    assert "甲" not in said
    assert "跳过：第1行" in said
    assert "共核对2行，不符1行" in said
    assert run(["recompute", str(tmp_path / "没有.csv")]) == 2

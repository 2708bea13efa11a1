"""`jianfu overlap notices` on a table: what it writes, says and refuses."""

import json
from pathlib import Path

import pytest

from jianfu.cli import run

ROWS = """id,title,issuer,date
1,关于开展消防安全排查的通知,青岚县应急局,2023-03-01
2,关于开展消防安全排查的通知,青岚县应急局,2023-03-02
"""


def test_relations_and_groups_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, output, groups = (tmp_path / name for name in ("in.csv", "out.csv", "groups.csv"))
    source.write_text(ROWS, encoding="utf-8")

    assert run(["overlap", "notices", str(source), "-o", str(output), "--groups", str(groups)]) == 0
    assert "共2份通知，实为1件事。其中重复发文1对。" in capsys.readouterr().out
    assert "resent" in output.read_text(encoding="utf-8")
    assert groups.is_file()


def test_json_counts_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_text(ROWS, encoding="utf-8")

    assert run(["overlap", "notices", str(source), "-o", str(tmp_path / "out.jsonl"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"notices": 2, "matters": 1, "pairs": {"resent": 1}}


def test_a_bad_table_ends_with_code_2_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.csv"
    source.write_text("title\n通知\n", encoding="utf-8")

    assert run(["overlap", "notices", str(source), "-o", str(tmp_path / "out.csv")]) == 2
    assert "缺少 id 列" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_an_unknown_engine_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "out.csv"

    assert run(["overlap", "notices", "none.csv", "-o", str(output), "--engine", "abacus"]) == 2
    assert "没有名为“abacus”的引擎" in capsys.readouterr().err

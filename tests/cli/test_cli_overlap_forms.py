"""`jianfu overlap forms` on a list of forms: what it writes, says and refuses."""

import json
from pathlib import Path

import openpyxl
import pytest

from jianfu.cli import run

FIELDS = ["场所名称", "负责人", "联系电话", "检查时间", "隐患内容", "整改期限"]


@pytest.fixture
def _forms(tmp_path: Path) -> Path:
    path = tmp_path / "表.jsonl"
    rows = [{"id": organ, "title": f"{organ}消防排查台账", "organ": organ, "matter": "消防安全", "fields": FIELDS}
            for organ in ("甲局", "乙局")]  # fmt: skip
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_a_workbook_and_the_pairs_are_written(_forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "果.xlsx"

    assert run(["overlap", "forms", str(_forms), "-o", str(output)]) == 0
    assert "共2张表，去掉旧版、合并以后1张就够。" in capsys.readouterr().out
    assert openpyxl.load_workbook(output).sheetnames == ["重复的表", "两两比对", "合并方案", "版本变化", "字段对照"]
    (pair,) = [json.loads(line) for line in output.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    assert (pair["relation"], pair["share_of_both"]) == ("duplicate", 1.0)


def test_json_says_the_groups(_forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["overlap", "forms", str(_forms), "-o", str(tmp_path / "果.xlsx"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"forms": 2, "groups": [{"relation": "duplicate", "forms": ["甲局", "乙局"]}], "plan": 1}


@pytest.mark.parametrize(
    ("source", "output", "said"), [("无.xlsx", "果.xlsx", "找不到"), ("表.jsonl", "果.txt", "格式")]
)
def test_what_cannot_be_done_ends_with_code_2(
    _forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, output: str, said: str
) -> None:
    assert run(["overlap", "forms", str(tmp_path / source), "-o", str(tmp_path / output)]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / output).exists()

"""Commands as a user runs them, one after the other."""

import json
from pathlib import Path


def test_demo_says_what_to_do_next(demo) -> None:
    assert "report.html" in demo.output
    assert {"report.docx", "report.pdf", "report.html", "evidence.xlsx"} <= {
        path.name for path in demo.report.iterdir()
    }


def test_importing_again_adds_nothing(demo) -> None:
    again = demo.run("import", demo.files, "--json")
    files = json.loads(again.stdout)["files"]
    taken = [file for file in files if file["outcome"] == "此前已导入"]
    assert len(taken) >= 80
    assert sum(file["recorded"]["new_receipts"] for file in files) == 0


def test_dry_run_writes_nothing(demo, tmp_path: Path) -> None:
    register = tmp_path / "收文登记.csv"
    register.write_text(
        "收文日期,来文单位,文件标题\n2024-01-05,县应急局,关于某事的通知\n2024-01-06,县应急局,\n", encoding="utf-8"
    )
    preview = demo.run("import", register, "--receiver", "松溪镇", "--dry-run")
    assert preview.returncode == 1
    assert "认出的列：收文日期、来文单位、标题" in preview.stdout
    assert "没有写入" in preview.stdout
    taken = demo.run("import", register, "--receiver", "松溪镇", "--dry-run", "--json")
    assert json.loads(taken.stdout)["files"][0]["outcome"] == "可导入"


def test_checkpoint_verifies_and_a_changed_one_does_not(demo, tmp_path: Path) -> None:
    note = tmp_path / "校验点.txt"
    assert demo.run("audit", "checkpoint", "-o", note).returncode == 0
    assert demo.run("audit", "verify", note).returncode == 0
    note.write_text(note.read_text(encoding="utf-8").replace("jianfu/audit\n", "jianfu/audit\n1", 1), encoding="utf-8")
    changed = demo.run("audit", "verify", note)
    assert changed.returncode == 2
    assert "签名不符" in changed.stdout


def test_unknown_organ_is_listed_and_named_once(demo) -> None:
    assert "县某某工作专班" in demo.run("organs", "unknown").stdout
    assert demo.run("organs", "name", "县某某工作专班", "县应急局").returncode == 0
    assert "县某某工作专班" not in demo.run("organs", "unknown").stdout
    assert demo.run("organs", "name", "县某某工作专班", "县应急局").returncode == 2


def test_report_of_an_unknown_organ_is_refused(demo, tmp_path: Path) -> None:
    refused = demo.run("report", "--organ", "没有这个镇", "--from", "2023-01-01", "--to", "2023-12-31", "-o", tmp_path)
    assert refused.returncode == 2
    assert "没有“没有这个镇”" in refused.stderr
    assert not list(tmp_path.iterdir())


def test_wrong_dates_are_explained(demo, tmp_path: Path) -> None:
    refused = demo.run("report", "--organ", "松溪镇", "--from", "2023-13-01", "--to", "2023-12-31", "-o", tmp_path)
    assert (refused.returncode, "2023-01-01" in refused.stderr) == (2, True)


def test_read_prints_one_object_a_file(demo) -> None:
    read = demo.run("read", demo.files / "县直部门通知", "--json", "--received", "2023-12-07T09:30")
    objects = [json.loads(line) for line in read.stdout.splitlines()]
    assert len(objects) == 15  # the scan needs the optional recognition of text
    assert read.returncode == 2
    for notice in objects:
        assert notice["title"].startswith("关于报送")
        assert notice["deadlines"]
        assert notice["tied_to_assessment"]
        assert (notice["paper"], notice["electronic"], notice["signed"]) == (True, True, True)


def test_help_and_mistakes_are_chinese(demo) -> None:
    assert "用法" in demo.run("--help").stdout
    wrong = demo.run("import")
    assert (wrong.returncode, "缺少必填的参数" in wrong.stderr) == (2, True)

"""Help and mistakes in Chinese, and the county's own calendar."""

from datetime import date
from pathlib import Path

import pytest

from jianfu.cli import run
from jianfu.cli.county_calendar import load_calendar
from jianfu.cli.terminal.screen import CommandFailed, with_progress
from jianfu.reporting.county_calendar import FILE_NAME

COMMANDS = ["", "import", "report", "read", "demo", "county", "county make", "audit", "audit verify", "organs name"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert "用法：" in text
    for english in ("Usage", "Options:", "Arguments:", "Commands:", "Show this", "required"):
        assert english not in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import"], "缺少必填的参数：路径…"),
        (["import", "x", "--zz"], "没有这个选项：--zz"),
        (["county", "make", "x", "--scale", "0"], "参数的取值不对：--scale"),
        (["nothing"], "命令的写法不对"),
    ],
)
def test_mistakes_are_explained(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert words in capsys.readouterr().err


def test_county_extends_the_calendar(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("放假:\n  - 2030-01-01\n上班:\n  - 2030-01-05\n", encoding="utf-8")
    calendar = load_calendar(tmp_path)
    assert calendar.is_workday(date(2030, 1, 1)) is False
    assert calendar.is_workday(date(2030, 1, 5)) is True
    assert calendar.is_workday(date(2030, 1, 7)) is None


@pytest.mark.parametrize("text", ["放假: 2030-01-01", "别的: []", "放假: [昨天]", "放假: [", "- 1"])
def test_a_broken_calendar_stops(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(CommandFailed, match="工作日历"):
        load_calendar(tmp_path)


def test_progress_passes_items_through_when_no_terminal() -> None:
    assert list(with_progress(iter([1, 2, 3]))) == [1, 2, 3]

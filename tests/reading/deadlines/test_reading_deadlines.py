"""Deadlines against a hand-checked set, and laws that hold for any text."""

from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jianfu.reading.deadlines.reader import read_deadlines
from jianfu.reading.facts import Deadline
from jianfu.vocabulary.calendar import WorkCalendar

CALENDAR = WorkCalendar.china()
RECEIVED = datetime(2023, 12, 7, 9, 30)
LINES: list[str] = yaml.safe_load((Path(__file__).parent / "deadline_expressions.yaml").read_text(encoding="utf-8"))


def read(text: str, received_at: datetime | None = RECEIVED, issued_on: date | None = None) -> tuple[Deadline, ...]:
    return read_deadlines(text, received_at=received_at, issued_on=issued_on, calendar=CALENDAR)


def show(deadline: Deadline) -> str:
    moment = deadline.at.isoformat(timespec="minutes") if deadline.at else "?"
    return f"{deadline.period.value}@{moment}" if deadline.period else moment


def answer(line: str) -> tuple[list[str], list[str]]:
    text, _, expected = line.partition("|")
    received_at = RECEIVED
    if text.startswith("@"):
        words, _, text = text[1:].partition(" ")
        received_at = datetime.fromisoformat(words)
    found = read(text.strip(), received_at, received_at.date())
    return [show(deadline) for deadline in found], [part.strip() for part in expected.split(";") if part.strip()]


@pytest.mark.parametrize("line", LINES)
def test_expression(line: str) -> None:
    found, expected = answer(line)
    assert found == expected


def test_working_hours_count_office_time_only() -> None:
    (deadline,) = read("请于12月11日10:00前报送。")
    assert deadline.working_hours == 2.5 + 3 + 3.5 + 3 + 1.5


def test_a_paper_that_lies_about_keeps_its_own_year() -> None:
    (deadline,) = read("请于4月16日前报送。", datetime(2023, 12, 7, 9), date(2023, 4, 6))
    assert deadline.at == datetime(2023, 4, 16, 23, 59)
    assert deadline.note == "收到时已过时限"


def test_without_a_moment_of_receipt_nothing_is_invented() -> None:
    (deadline,) = read("请于3个工作日内报送。", None)
    assert deadline.at is None
    assert deadline.working_hours is None
    assert deadline.note


@given(st.text())
def test_spans_lie_in_any_text(text: str) -> None:
    for deadline in read(text):
        assert 0 <= deadline.span.start < deadline.span.end <= len(text)
        assert text[deadline.span.start : deadline.span.end] == deadline.text


@given(st.dates(date(2005, 1, 1), date(2026, 6, 30)), st.integers(1, 28), st.integers(1, 12))
def test_a_recurring_deadline_is_never_before_receipt(day: date, of_month: int, hour: int) -> None:
    received_at = datetime(day.year, day.month, day.day, hour)
    for deadline in read(f"每月{of_month}日前报送，每周三前报送。", received_at):
        assert deadline.at is not None
        assert deadline.at >= received_at

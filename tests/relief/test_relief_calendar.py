"""The deadlines as an iCalendar file, held to RFC 5545 byte by byte; and as one text."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from jianfu.clearance.numbers.standing import Cleared, Standing
from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.relief.calendar_file import write_calendar
from jianfu.relief.digest import write_digest
from jianfu.relief.folding import Fold
from jianfu.relief.listing import Item
from jianfu.relief.matters import Matter, Section, TodoList
from jianfu.relief.turns import Turn

NOW = datetime(2023, 12, 7, 9, 30)


def _matter(title: str, due: datetime | None, *, turn: Turn | None = None, kind: str = "document") -> Matter:
    demand = Demand(kind=kind, issuer=Organ(name="青岚县应急管理局"), title=title)
    receipt = Receipt(key="k" * 32, demand=demand)
    item = Item(receipt, "填表", due, turn is not None, turn, "", ())
    section = Section.TODAY if due else Section.NO_DEADLINE
    return Matter(item, Fold(item, ()), due, Cleared(Standing.NONE, "", "没有准入编号。"), section, 6, 4, ())


def _events(data: bytes) -> list[dict[str, object]]:
    return [dict(event) for event in Calendar.from_ical(data).walk("VEVENT")]


def test_a_moment_is_told_in_utc_and_a_day_as_a_day() -> None:
    turn = Turn(date(2023, 12, 4), date(2023, 12, 8), "本周这次")
    data = write_calendar(
        [_matter("甲", datetime(2023, 12, 7, 16, 0)), _matter("乙", datetime(2023, 12, 8, 17, 30), turn=turn)],
        name="松溪镇待办", now=NOW,
    )  # fmt: skip

    timed, whole_day = Calendar.from_ical(data).walk("VEVENT")

    assert timed.decoded("dtstart") == datetime(2023, 12, 7, 8, 0, tzinfo=UTC)
    assert timed.decoded("dtstamp") == datetime(2023, 12, 7, 1, 30, tzinfo=UTC)
    assert whole_day.decoded("dtstart") == date(2023, 12, 8)
    assert whole_day["uid"] == f"{'k' * 32}-2023-12-04@jianfu"
    assert b"VALARM" not in data


def test_what_has_no_deadline_is_no_event() -> None:
    assert _events(write_calendar([_matter("甲", None)], name="待办", now=NOW)) == []


@pytest.mark.parametrize("title", ["逗号,分号;反斜杠\\", "换\n行", "长" * 200, "BEGIN:VALARM\r\nX:1"])
def test_titles_are_escaped_and_lines_folded(title: str) -> None:
    data = write_calendar([_matter(title, NOW)], name="待办", now=NOW)

    _hold_to_rfc(data)
    (event,) = _events(data)
    assert title.replace("\r\n", "\n") in str(event["SUMMARY"])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120))
def test_any_title_comes_back_whole(title: str) -> None:
    data = write_calendar([_matter(title, NOW)], name="待办", now=NOW)

    _hold_to_rfc(data)
    (event,) = _events(data)
    assert str(event["SUMMARY"]) == f"填表：{title}"


def _hold_to_rfc(data: bytes) -> None:
    """Sections 3.1 and 3.6: CRLF, at most 75 octets a line, characters never cut, every event with UID and DTSTAMP."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()
    assert data.count(b"\r\nBEGIN:VEVENT\r\n") == data.count(b"\r\nUID:") == data.count(b"\r\nDTSTAMP:")
    assert b"\r\nVERSION:2.0\r\n" in data
    assert b"\r\nBEGIN:VALARM" not in data


def test_the_same_list_gives_the_same_names_whenever_it_is_asked_for() -> None:
    matter = _matter("甲", NOW)
    first = _events(write_calendar([matter], name="待办", now=NOW))
    later = _events(write_calendar([matter], name="待办", now=datetime(2023, 12, 8)))

    assert first[0]["UID"] == later[0]["UID"]


def test_the_digest_names_what_is_due_and_counts_the_rest() -> None:
    matters = (_matter("甲台账", datetime(2023, 12, 7, 16)), _matter("乙", datetime(2023, 12, 12)), _matter("丙", None))

    text = write_digest(TodoList(matters, ()), organ="松溪镇", now=NOW, days=1)

    assert text.splitlines() == [
        "松溪镇12月7日（周四）待办，1 件",
        "1. 12月7日（周四）16:00 填表：甲台账（青岚县应急管理局）",
        "以后到期 1 件；没写时限 1 件；只需知晓 0 件。",
    ]
    assert "乙" in write_digest(TodoList(matters, ()), organ="松溪镇", now=NOW, days=7)

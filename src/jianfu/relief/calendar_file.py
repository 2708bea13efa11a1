"""Deadlines as an iCalendar file (RFC 5545): for a calendar that subscribes to it, or opens it once."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from jianfu.clearance.numbers.standing import Standing
from jianfu.relief.matters import Matter
from jianfu.vocabulary.burden_kind import BurdenKind

_COUNTY = ZoneInfo("Asia/Shanghai")
_REFRESH = timedelta(hours=6)


def write_calendar(matters: Iterable[Matter], *, name: str, now: datetime) -> bytes:
    """All matters with a deadline, one event each, its UID the same however often it is asked for.

    Moments are in UTC, so that no zone need be told; what is due on a day is an event of that day. No alarms: a
    calendar that rings would be a burden.
    """
    calendar = Calendar()
    for key, value in (("prodid", "-//jianfu//todo//ZH"), ("version", "2.0"), ("calscale", "GREGORIAN")):
        calendar.add(key, value)
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    for matter in matters:
        if matter.due_at is not None:
            calendar.add_component(_make_event(matter, matter.due_at, now))
    return bytes(calendar.to_ical())


def _make_event(matter: Matter, due_at: datetime, now: datetime) -> Event:
    head = matter.head
    event = Event()
    event.add("uid", f"{head.receipt.key}{'-' + head.turn_key if head.turn_key else ''}@jianfu")
    event.add("dtstamp", _to_utc(now))
    event.add("dtstart", due_at.date() if head.is_day else _to_utc(due_at))
    event.add("summary", f"{head.asks}：{head.receipt.demand.title}")
    event.add("description", _describe(matter))
    is_meeting = head.receipt.demand.kind == BurdenKind.MEETING
    event.add("transp", "OPAQUE" if is_meeting else "TRANSPARENT")
    return event


def _describe(matter: Matter) -> str:
    lines = ["、".join(matter.issuers), matter.cleared.words]
    if matter.cleared.standing is Standing.NONE:
        lines[1:] = []
    if matter.held:
        lines.append(f"{matter.fields} 个字段中 {matter.held} 个县里已有")
    return "\n".join(lines)


def _to_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=_COUNTY).astimezone(UTC)

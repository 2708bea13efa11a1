"""Recurring deadlines: 每月5日、20日前, 每季度末月20日前, 每周五12:00前, 一日一巡查."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from jianfu.reading.facts import Deadline, Recurrence, Span
from jianfu.reading.numbers import read_number
from jianfu.vocabulary.calendar import WorkCalendar

_CLOCK = r"(?:(?P<half>上午|下午|晚上|中午)?(?P<hour>\d{1,2})(?:[:：点时])(?P<minute>\d{2}|半)?(?:分)?|(?P<off>下班))?"
_BEFORE = r"(?:之前|以前|前|为止|止|截止)"
_WEEKDAYS = "一二三四五六日天"
_MONTHLY = re.compile(
    rf"每个?(?P<span>月|季度?末?月?|季度首月|季度末月|季度首月|半年末?月?|年)(?:的)?(?P<month>\d{{1,2}}月)?"
    rf"(?P<days>\d{{1,2}}[日号](?:[、和及,，]\d{{1,2}}[日号])*|(?:底|末)){_CLOCK}{_BEFORE}"
)
_QUARTERLY = re.compile(
    rf"每个?季度?(?:的)?(?P<which>首月|第一个月|末月|最后一个月|末)(?:的)?(?P<day>\d{{1,2}})?[日号]?{_CLOCK}{_BEFORE}"
)
_WEEKLY = re.compile(rf"每(?:个)?(?:周|星期)(?P<weekday>[{_WEEKDAYS}]){_CLOCK}{_BEFORE}")
_DAILY = re.compile(rf"每(?:日|天)(?:的)?{_CLOCK}{_BEFORE}")
_YEARLY = re.compile(rf"每年(?:的)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}}|底|末)[日号]?{_CLOCK}{_BEFORE}")
_HALF_YEARLY = re.compile(rf"每半年(?:的)?(?:底|末|(?P<which>末月|首月)(?P<day>\d{{1,2}})[日号])?{_CLOCK}{_BEFORE}")
_PLAIN = re.compile(
    r"(?P<rate>一日一|一天一|一周一|一月一|一季一|每日(?:一)?|每天(?:一)?|每周(?:一次)?|每月(?:一次)?|每季度(?:一次)?|每旬(?:一次)?)"
    r"(?P<act>巡查|报告|上报|报送|调度|汇总|更新|登录|打卡|上传|小结|报|总结)"
)
_RATES = {
    "日": Recurrence.DAILY,
    "天": Recurrence.DAILY,
    "周": Recurrence.WEEKLY,
    "旬": Recurrence.TEN_DAYS,
    "月": Recurrence.MONTHLY,
}
_RATES["季"] = Recurrence.QUARTERLY
_END_OF_DAY, _OFFICE_END = time(23, 59), time(17, 30)


def read_recurring(text: str, received_at: datetime | None, calendar: WorkCalendar) -> Iterator[Deadline]:
    """Recurring deadlines with the first moment after receipt; `at` None without a receipt. Texts are left blank."""
    taken: list[Span] = []
    readers = (_read_quarterly, _read_half_yearly, _read_yearly, _read_monthly, _read_weekly, _read_daily, _read_plain)
    for reader in readers:
        for deadline in reader(text, received_at):
            inside = any(deadline.span.start < span.end and span.start < deadline.span.end for span in taken)
            if not inside or deadline.span in taken:
                taken.append(deadline.span)
                yield deadline


def _make(found: re.Match[str], period: Recurrence, at: datetime | None) -> Deadline:
    return Deadline("", at, period, None, Span(*found.span()), 0.95 if at else 0.8)


def _time_of(found: re.Match[str]) -> time:
    if found["off"]:
        return _OFFICE_END
    if not found["hour"]:
        return _END_OF_DAY
    hour = int(found["hour"]) % 24
    if found["half"] in {"下午", "晚上"} and hour < 12:
        hour += 12
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    return time(hour, min(minute, 59))


def _first(candidates: Iterator[date], clock: time, received_at: datetime) -> datetime | None:
    for day in candidates:
        moment = datetime.combine(day, clock)
        if moment >= received_at:
            return moment
    return None


def _months_from(received_at: datetime, months: tuple[int, ...], day: int | None) -> Iterator[date]:
    """Days in the given months, this year and the next; `day` None means the last of the month."""
    for year in (received_at.year, received_at.year + 1):
        for month in months:
            last = monthrange(year, month)[1]
            yield date(year, month, min(day or last, last))


def _read_monthly(text: str, received_at: datetime | None) -> Iterator[Deadline]:
    for found in _MONTHLY.finditer(text):
        if found["span"] != "月" or found["month"]:
            continue
        days: list[int | None] = [int(words) for words in re.findall(r"\d{1,2}", found["days"])] or [None]
        for day in days:
            at = None
            if received_at is not None:
                at = _first(_months_from(received_at, tuple(range(1, 13)), day), _time_of(found), received_at)
            yield _make(found, Recurrence.MONTHLY, at)


def _read_quarterly(text: str, received_at: datetime | None) -> Iterator[Deadline]:
    for found in _QUARTERLY.finditer(text):
        months = (1, 4, 7, 10) if found["which"] in {"首月", "第一个月"} else (3, 6, 9, 12)
        day = int(found["day"]) if found["day"] else None
        at = None
        if received_at is not None:
            at = _first(_months_from(received_at, months, day), _time_of(found), received_at)
        yield _make(found, Recurrence.QUARTERLY, at)


def _read_half_yearly(text: str, received_at: datetime | None) -> Iterator[Deadline]:
    for found in _HALF_YEARLY.finditer(text):
        months = (1, 7) if found["which"] == "首月" else (6, 12)
        day = int(found["day"]) if found["day"] else None
        at = None
        if received_at is not None:
            at = _first(_months_from(received_at, months, day), _time_of(found), received_at)
        yield _make(found, Recurrence.HALF_YEARLY, at)


def _read_yearly(text: str, received_at: datetime | None) -> Iterator[Deadline]:
    for found in _YEARLY.finditer(text):
        month = read_number(found["month"])
        day = int(found["day"]) if found["day"].isdigit() else None
        at = None
        if received_at is not None and 1 <= month <= 12:
            at = _first(_months_from(received_at, (month,), day), _time_of(found), received_at)
        yield _make(found, Recurrence.YEARLY, at)


def _read_weekly(text: str, received_at: datetime | None) -> Iterator[Deadline]:
    for found in _WEEKLY.finditer(text):
        at = None
        if received_at is not None:
            weekday = min(_WEEKDAYS.index(found["weekday"]), 6)
            start = received_at.date()
            days = (start + timedelta(days=n) for n in range(15))
            at = _first((day for day in days if day.weekday() == weekday), _time_of(found), received_at)
        yield _make(found, Recurrence.WEEKLY, at)


def _read_daily(text: str, received_at: datetime | None) -> Iterator[Deadline]:
    for found in _DAILY.finditer(text):
        at = None
        if received_at is not None:
            days = (received_at.date() + timedelta(days=n) for n in range(2))
            at = _first(days, _time_of(found), received_at)
        yield _make(found, Recurrence.DAILY, at)


def _read_plain(text: str, received_at: datetime | None) -> Iterator[Deadline]:
    """A rate without a day (一日一巡查, 每月报送): the period is known, the moment is not."""
    for found in _PLAIN.finditer(text):
        letter = next(mark for mark in found["rate"] if mark in _RATES)
        yield _make(found, _RATES[letter], None)

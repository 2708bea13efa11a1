"""Deadlines in official Chinese, with the moment when they fall. Method: docs/methods/deadlines.md."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jianfu.reading.deadlines.day_words import NUM, RULES, Anchor, DayReading, DayRule
from jianfu.reading.deadlines.recurring import read_recurring
from jianfu.reading.facts import Deadline, Span
from jianfu.reading.numbers import read_number
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.text import normalise_width

_CLOCK = (
    r"(?P<half>上午|下午|中午|晚上|早上|凌晨|傍晚|早|晚)?\s*(?:"
    r"(?P<hour>\d{1,2})(?:[:：]|点|时)(?P<minute>\d{2}|半|一刻)?(?:分)?(?:整|许)?|(?P<off>下班)|(?P<noon>(?<=中)午|(?<=上)午|(?<=下)午))"
)
_BEFORE = r"(?:之前|以前|前|之内|以内|内|为止|止|截止)"
_CUE_BEHIND = re.compile(rf"^\s*(?:[（(][^（）()]{{0,12}}[)）])?\s*(?:下班)?{_BEFORE}")
_CUE_AHEAD = re.compile(
    r"(?:截至|截止|截止到|截止时间(?:为|是|[:：])?|不晚于|不迟于|最迟|务必(?:于|在)|限(?:于|在)?|时限(?:为|[:：])|"
    r"报送时间(?:为|[:：])?|上报时间(?:为|[:：])?|完成时限(?:为|[:：])?|(?<![日号])(?:至|到))\s*$"
)
_HALF_DAY_BEHIND = re.compile(r"^\s*(?P<half>上午|下午|中午|晚上|早上|晚|早)?(?:下班)?")
_CLOCK_BEHIND = re.compile(rf"^\s*(?:[（(](?:星期|周)[一二三四五六日天][)）])?\s*{_CLOCK}")
_NOT_DEADLINE_AHEAD = re.compile(r"(?:成立于|出生于|发生于|施行于|始于|召开于)\s*$")
_QUOTES = re.compile(r"《[^》]*》|〔[^〕]*〕|第[^，。；\n]{0,6}条")
_HOURS = re.compile(rf"(?P<n>{NUM}|半)个?小时(?=之内|以内|内)")
_AT_ONCE = re.compile(r"第一时间|立即|立刻|马上|尽快|即刻|迅速")
_SPAN_OF_TIME = re.compile(r"(?:即日起|自即日起|从即日起|现在起)(?:至|到)$")
_END_OF_DAY = time(23, 59)
_OFFICE_END = time(17, 30)
_NOON = time(12, 0)
_HALF_DAY_ENDS = {"上午": _NOON, "中午": _NOON, "早上": _NOON, "早": _NOON, "下午": _OFFICE_END}


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day and where its words end; `next_day` for 24点 and 今晚12点."""

    at: time
    end: int
    next_day: bool = False


def read_deadlines(
    text: str, *, received_at: datetime | None, issued_on: date | None, calendar: WorkCalendar
) -> tuple[Deadline, ...]:
    """All deadlines of a text in order. Days without a clock end at 23:59, 下班前 at the end of office hours.

    A date is a deadline only with a cue (前 内 截至 不晚于 …): dates of meetings, papers and events are none.
    """
    tight, places = _tighten(normalise_width(text))
    plain = _mask_quotes(tight)
    anchor = Anchor(received_at.date() if received_at else None, issued_on, calendar)
    found = [*read_recurring(plain, received_at, calendar), *_read_hours(plain, received_at), *_read_at_once(plain)]
    taken = [deadline.span for deadline in found]
    for deadline in _read_days(plain, anchor):
        if not any(deadline.span.start < span.end and span.start < deadline.span.end for span in taken):
            found.append(deadline)
            taken.append(deadline.span)
    ordered = sorted(found, key=lambda deadline: deadline.span.start)
    return tuple(_complete(deadline, places, text, received_at, calendar) for deadline in ordered)


def _tighten(text: str) -> tuple[str, list[int]]:
    """The text without the blanks that typists and typesetting put around figures (12 月 7 日 17: 00).

    Also where each character stood, with the end of the text behind the last.
    """
    kept = [index for index, character in enumerate(text) if character not in " \t"]
    return "".join(text[index] for index in kept), [*kept, len(text)]


def _mask_quotes(text: str) -> str:
    """Quoted titles and numbers hold dates that nobody must meet; blanks keep the offsets."""
    return _QUOTES.sub(lambda found: "　" * len(found.group()), text)


def _read_days(text: str, anchor: Anchor) -> Iterator[Deadline]:
    end = 0
    for start, rule, found in _iterate_day_words(text):
        if start < end:
            continue
        reading = rule.find(found, anchor)
        clock = _read_clock(text, found)
        stop = clock.end if clock else found.end()
        behind = _CUE_BEHIND.match(text[stop : stop + 20])
        ahead = _CUE_AHEAD.search(text[max(0, start - 12) : start])
        if (not behind and not ahead) or _NOT_DEADLINE_AHEAD.search(text[max(0, start - 6) : start]):
            continue
        end = stop + (behind.end() if behind else 0)
        yield _make_deadline(text, rule, reading, clock, start, end)


def _iterate_day_words(text: str) -> Iterator[tuple[int, DayRule, re.Match[str]]]:
    matches = [
        (found.start(), order, rule, found)
        for order, (rule, pattern) in enumerate(_COMPILED)
        for found in pattern.finditer(text)
    ]
    for start, _, rule, found in sorted(matches, key=lambda item: (item[0], item[1])):
        yield start, rule, found


_COMPILED = tuple((rule, re.compile(rule.pattern)) for rule in RULES)


def _read_clock(text: str, found: re.Match[str]) -> _Clock | None:
    behind = _CLOCK_BEHIND.match(text[found.end() : found.end() + 24])
    if behind is None or not (behind["hour"] or behind["off"]):
        return _read_half_day(text, found)
    if behind["off"]:
        at = _NOON if behind["half"] == "上午" else _OFFICE_END
        return _Clock(at, found.end() + behind.end())
    evening = "晚" in found.group() or behind["half"] in {"晚上", "晚", "傍晚"}
    hour = int(behind["hour"])
    minute = {"半": 30, "一刻": 15, None: 0}.get(behind["minute"])
    minute = int(behind["minute"]) if minute is None else minute
    if (evening or behind["half"] == "下午") and hour < 12:
        hour += 12
    next_day = hour == 24 or (evening and int(behind["hour"]) == 12)
    if hour > 24 or minute > 59:
        return None
    return _Clock(time(0 if next_day else hour, minute), found.end() + behind.end(), next_day)


def _read_half_day(text: str, found: re.Match[str]) -> _Clock | None:
    half = _HALF_DAY_BEHIND.match(text[found.end() : found.end() + 6])
    if half is None or half["half"] not in _HALF_DAY_ENDS:
        return None
    return _Clock(_HALF_DAY_ENDS[half["half"]], found.end() + half.end("half"))


def _make_deadline(
    text: str, rule: DayRule, reading: DayReading, clock: _Clock | None, start: int, end: int
) -> Deadline:
    moment = None
    if reading.day is not None:
        day = reading.day - timedelta(days=1) if rule.festival else reading.day
        at = clock.at if clock else _OFFICE_END if "下班" in text[start:end] else _END_OF_DAY
        moment = datetime.combine(day + timedelta(days=bool(clock and clock.next_day)), at)
    from_now = _SPAN_OF_TIME.search(text[max(0, start - 8) : start])
    return Deadline(
        text="",
        at=moment,
        period=None,
        working_hours=None,
        span=Span(start - len(from_now.group()) if from_now else start, end),
        confidence=0.95 if moment else 0.6,
        note=reading.note,
    )


def _read_hours(text: str, received_at: datetime | None) -> Iterator[Deadline]:
    for found in _HOURS.finditer(text):
        hours = 0.5 if found["n"] == "半" else read_number(found["n"])
        at = received_at + timedelta(hours=hours) if received_at else None
        note = "" if at else "不知收到时间，无法推算"
        behind = _CUE_BEHIND.match(text[found.end() :])
        end = found.end() + (behind.end() if behind else 0)
        yield Deadline("", at, None, None, Span(found.start(), end), 0.9, note=note)


def _read_at_once(text: str) -> Iterator[Deadline]:
    """立即 and its like fix no moment, and only next to a report verb are they a deadline at all."""
    for found in _AT_ONCE.finditer(text):
        if re.match(r"[^。；，\n]{0,8}(?:报|反馈|上传|提交|回复|整改)", text[found.end() :]):
            yield Deadline("", None, None, None, Span(*found.span()), 0.7, note="没有写明时刻")


def _complete(
    deadline: Deadline, places: list[int], text: str, received_at: datetime | None, calendar: WorkCalendar
) -> Deadline:
    """The deadline with its words and place in the text as given, and the working time that it leaves."""
    span = Span(places[deadline.span.start], places[deadline.span.end - 1] + 1)
    words = text[span.start : span.end]
    hours = None
    if deadline.at is not None and received_at is not None:
        hours = calendar.working_hours_between(received_at, deadline.at)
    overdue = deadline.at is not None and received_at is not None and deadline.at < received_at
    return Deadline(
        text=words,
        at=deadline.at,
        period=deadline.period,
        working_hours=hours,
        span=span,
        confidence=deadline.confidence,
        starts=received_at if words.startswith(("即日起", "自即日", "从即日")) else None,
        note="收到时已过时限" if overdue else deadline.note,
    )

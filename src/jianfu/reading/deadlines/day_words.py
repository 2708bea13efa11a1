"""Words for days → dates, from the moment of receipt. Each rule says how the day is found; none guesses a year."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar import Holiday, get_holiday_detail

from jianfu.reading.numbers import read_number
from jianfu.vocabulary.calendar import WorkCalendar

NUM = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,4})"
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}
_HALF_MONTH_DAYS = 15
_ROLL_OVER_DAYS = 60
"""A date this long past means the next year: 1月10日 read on 20 December is still to come."""
_FESTIVALS = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明": "Tomb-sweeping Day",
    "五一": "Labour Day",
    "劳动节": "Labour Day",
    "端午": "Dragon Boat Festival",
    "中秋": "Mid-autumn Festival",
    "国庆": "National Day",
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the day words are read against: the day of receipt, the paper's own day, the calendar."""

    received: date | None
    issued: date | None
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class DayReading:
    """The day that words mean; None with a note where they mean one that cannot be known here."""

    day: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DayRule:
    """Words of one form and what day they mean. `includes_day`: 前 after them still includes the day itself."""

    pattern: str
    find: Callable[[re.Match[str], Anchor], DayReading]
    festival: bool = False


NO_ANCHOR = DayReading(None, "不知收到时间，无法推算")


def _make_day(year: int, month: int, day: int) -> DayReading:
    try:
        return DayReading(date(year, month, day))
    except ValueError:
        return DayReading(None, "日历上没有这一天")


def _year_for(month: int, day: int, anchor: Anchor) -> int | None:
    """The year of a date without one: counted from the paper's own day, since papers lie about before they are read."""
    base = anchor.issued or anchor.received
    if base is None:
        return None
    reading = _make_day(base.year, month, day).day
    late = reading is not None and (base - reading).days > _ROLL_OVER_DAYS
    return base.year + 1 if late else base.year


def _full_date(found: re.Match[str], anchor: Anchor) -> DayReading:
    return _make_day(int(found["y"]), int(found["m"]), int(found["d"]))


def _chinese_date(found: re.Match[str], anchor: Anchor) -> DayReading:
    year = int(found["cy"].translate(str.maketrans("〇零○一二三四五六七八九", "000123456789")))
    return _make_day(year, read_number(found["cm"]), read_number(found["cd"]))


def _month_day(found: re.Match[str], anchor: Anchor) -> DayReading:
    base = anchor.received or anchor.issued
    month, day = int(found["m"]), int(found["d"])
    if found["rel"]:
        return NO_ANCHOR if base is None else _make_day(base.year + (found["rel"] in {"明年", "次年"}), month, day)
    year = _year_for(month, day, anchor)
    return DayReading(None, "没有年份") if year is None else _make_day(year, month, day)


def _day_of_month(found: re.Match[str], anchor: Anchor) -> DayReading:
    base = anchor.received
    if base is None:
        return NO_ANCHOR
    months = {"本月": 0, "当月": 0, "下月": 1, "次月": 1, "下个月": 1}.get(found["rel"], 0)
    day = int(found["d"])
    if not found["rel"] and day < base.day:
        months = 1
    return _make_day(*_shift_month(base, months), day)


def _shift_month(base: date, months: int) -> tuple[int, int]:
    index = base.year * 12 + base.month - 1 + months
    return index // 12, index % 12 + 1


def _relative_day(found: re.Match[str], anchor: Anchor) -> DayReading:
    if anchor.received is None:
        return NO_ANCHOR
    words = found.group()
    shift = 2 if words.startswith("后") else 1 if words.startswith(("明", "次")) else 0
    return DayReading(anchor.received + timedelta(days=shift))


def _weekday(found: re.Match[str], anchor: Anchor) -> DayReading:
    base = anchor.received
    if base is None:
        return NO_ANCHOR
    monday = base - timedelta(days=base.weekday())
    weeks = 1 if found["rel"] in {"下", "下个"} else 0
    day = monday + timedelta(days=7 * weeks + _WEEKDAYS[found["w"]])
    return DayReading(day + timedelta(days=7) if not found["rel"] and day < base else day)


def _month_end(found: re.Match[str], anchor: Anchor) -> DayReading:
    base = anchor.received or anchor.issued
    if base is None:
        return NO_ANCHOR
    if found["m"]:
        month = read_number(found["m"])
        year = int(found["y"]) if found["y"] else _year_for(month, 28, anchor)
        assert year is not None
    else:
        year, month = _shift_month(base, 1 if found["rel"] in {"下", "次", "下个"} else 0)
    return DayReading(date(year, month, monthrange(year, month)[1]))


def _part_of_month(found: re.Match[str], anchor: Anchor) -> DayReading:
    base = anchor.received or anchor.issued
    if base is None:
        return NO_ANCHOR
    month = read_number(found["m"]) if found["m"] else base.month
    year = _year_for(month, 28, anchor)
    assert year is not None
    last = {"上旬": 10, "中旬": 20, "下旬": monthrange(year, month)[1], "中": 15, "初": 5}[found["part"]]
    return DayReading(date(year, month, last))


def _year_end(found: re.Match[str], anchor: Anchor) -> DayReading:
    base = anchor.received or anchor.issued
    if base is None:
        return NO_ANCHOR
    return DayReading(date(base.year + (found["rel"] in {"明", "次"}), 12, 31))


def _half_year_end(found: re.Match[str], anchor: Anchor) -> DayReading:
    base = anchor.received or anchor.issued
    if base is None:
        return NO_ANCHOR
    return DayReading(date(base.year, 6, 30) if found["half"] == "上" else date(base.year, 12, 31))


def _quarter_end(found: re.Match[str], anchor: Anchor) -> DayReading:
    base = anchor.received or anchor.issued
    if base is None:
        return NO_ANCHOR
    quarter = read_number(found["q"]) if found["q"] else (base.month - 1) // 3 + 1
    month = quarter * 3
    return DayReading(date(base.year, month, monthrange(base.year, month)[1]))


def _festival(found: re.Match[str], anchor: Anchor) -> DayReading:
    """The first day of the holiday itself: 春节前 ends on the day before it."""
    base = anchor.received or anchor.issued
    if base is None:
        return NO_ANCHOR
    name = _FESTIVALS[found["festival"]]
    for offset in range(1, 367):
        day = base + timedelta(days=offset)
        try:
            off, holiday = get_holiday_detail(day)
        except NotImplementedError:
            return DayReading(None, f"工作日历里没有 {day.year} 年")
        if off and holiday == name:
            return DayReading(_festival_day(day, holiday))
    return DayReading(None, "日历上没有找到这个节日")


def _festival_day(first_day_off: date, holiday: str) -> date:
    """Fixed festivals are their own day even where the days off begin earlier."""
    fixed = {Holiday.new_years_day.value: (1, 1), Holiday.labour_day.value: (5, 1), Holiday.national_day.value: (10, 1)}
    if holiday not in fixed:
        return first_day_off
    month, day = fixed[holiday]
    year = first_day_off.year + (month == 1 and first_day_off.month == 12)
    return date(year, month, day)


def _after_receipt(found: re.Match[str], anchor: Anchor) -> DayReading:
    start = anchor.issued if found["from_issue"] else anchor.received
    if start is None:
        return NO_ANCHOR
    count, unit = (1 if found["n"] == "半" else read_number(found["n"])), found["unit"]
    if found["n"] == "半" and unit in {"个月", "月"}:
        return DayReading(start + timedelta(days=_HALF_MONTH_DAYS))
    if unit == "个工作日":
        day = anchor.calendar.add_workdays(start, count)
        return DayReading(day, "" if day else "工作日历里没有那一年")
    if unit in {"个月", "月"}:
        year, month = _shift_month(start, count)
        return DayReading(date(year, month, min(start.day, monthrange(year, month)[1])))
    return DayReading(start + timedelta(days=count * (7 if unit in {"周", "个星期", "星期"} else 1)))


RULES: tuple[DayRule, ...] = (
    DayRule(r"(?P<y>(?:19|20)\d{2})[年./\-](?P<m>\d{1,2})[月./\-](?P<d>\d{1,2})日?", _full_date),
    DayRule(rf"(?P<cy>[〇零○一二三四五六七八九]{{4}})年(?P<cm>{NUM})月(?P<cd>{NUM})日", _chinese_date),
    DayRule(r"(?P<rel>今年|本年|当年|明年|次年)?(?<!\d)(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]", _month_day),
    DayRule(
        rf"(?:(?P<from_issue>自?(?:本通知)?(?:发文|印发|发布|下发)之日起)|(?:自?(?:接到|收到|接|收)(?:本|此)?(?:通知|文件|函|文|电)?(?:之日起|之日|后|起)?))?"
        rf"(?P<n>{NUM}|半)(?P<unit>个工作日|个月|日|天|周|个星期|星期)(?=(?:之)?内|以内)",
        _after_receipt,
    ),
    DayRule(r"(?P<rel>本月|当月|下月|次月|下个月)(?P<d>\d{1,2})[日号]", _day_of_month),
    DayRule(r"(?:今天|今日|当天|当日|即日|今晚|今早|明天|明日|明早|明晚|次日|后天|后日)", _relative_day),
    DayRule(r"(?P<rel>本|这|下个|下)?(?:周|星期|礼拜)(?P<w>[一二三四五六日天末])", _weekday),
    DayRule(rf"(?:(?P<y>(?:19|20)\d{{2}})年)?(?:(?P<rel>本|当|下个|下|次)?月|(?P<m>{NUM})月份?)(?:底|末)", _month_end),
    DayRule(rf"(?:(?P<m>{NUM})月份?|本月)(?P<part>上旬|中旬|下旬|初|中)", _part_of_month),
    DayRule(r"(?P<rel>今|本|当|明|次)?年(?:底|末|终)", _year_end),
    DayRule(r"(?P<half>上|下)半年(?:底|末)?", _half_year_end),
    DayRule(rf"(?:本季度|第?(?P<q>{NUM})季度)(?:底|末)?", _quarter_end),
    DayRule(rf"(?P<festival>{'|'.join(_FESTIVALS)})(?:节)?(?:假期)?", _festival, festival=True),
    DayRule(r"(?P<rel>)(?<![\d月年.\-])(?P<d>\d{1,2})[日号]", _day_of_month),
)
"""In order of precedence: the first rule that matches at a place wins."""

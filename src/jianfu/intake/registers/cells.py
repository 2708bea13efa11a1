"""One cell's words → a value of its field's kind. What cannot be read raises BadCell, never a guess."""

import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from jianfu.intake.content import CellValue
from jianfu.reading.numbers import read_number
from jianfu.vocabulary.fields import ValueKind
from jianfu.vocabulary.rows import Value
from jianfu.vocabulary.text import normalise_width, squeeze


class BadCell(ValueError):
    """A cell that cannot be read as its field asks; the message is one Chinese sentence with the remedy."""


_BLANKS = frozenset({"", "/", "\\", "-", "--", "—", "——", "／", "无", "暂无", "不详", "空"})
_YES = ("是", "√", "✓", "对", "有", "需", "要", "已", "Y", "y", "强制", "书记")
_NO = ("否", "×", "✗", "不", "无", "未", "没", "N", "n", "非")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_LARGEST = Decimal(10) ** 15
_LARGEST_COUNT = 2_000_000_000
_SHOWN_CHARACTERS = 20
_SEPARATORS = re.compile(r"[、,，;；/\n]+")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_SERIALS = range(32874, 73051)  # 1990-01-01 … 2099-12-31

_CHINESE_DIGITS = str.maketrans("〇零ＯO○一二三四五六七八九", "00000123456789")
_FULL_DATE = re.compile(r"(?<!\d)(\d{4})[年./\-](\d{1,2})[月./\-](\d{1,2})日?")
_COMPACT_DATE = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_CHINESE_DATE = re.compile(
    r"^([〇零ＯO○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$"
)
_SHORT_DATE = re.compile(r"(?<!\d)(\d{1,2})[月./\-](\d{1,2})日?(?!\d)")
_CLOCK = re.compile(r"(上午|下午|晚上|中午|凌晨)?\s*(\d{1,2})(?:[:：时点](\d{1,2})?)(半)?")
_AMOUNT = re.compile(r"^(?:约|近|共|合计|￥|¥|人民币)*(-?\d+(?:\.\d+)?)(亿|万|千|百)?(?:多|余|左右|以上)?([^\d]*)$")
_SCALES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, None: 1}


def read_cell(cell: CellValue, kind: ValueKind, *, year: int | None = None, unit: str = "") -> Value | None:
    """The value, or None for a blank. BadCell if the words make no value of this kind.

    `year` completes dates without one; `unit` is the unit that the heading names (万元).
    """
    if cell is None or (isinstance(cell, str) and kind is not ValueKind.FLAG and squeeze(cell) in _BLANKS):
        return None
    return _READERS[kind](cell, year, unit)


def _read_text(cell: CellValue, year: int | None, unit: str) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_words(normalise_width(str(cell))).strip() or None


def clean_words(words: str) -> str:
    """The same words without control characters, which mean nothing and which PostgreSQL refuses."""
    return words if words.isprintable() else _CONTROLS.sub("", words)


def _read_names(cell: CellValue, year: int | None, unit: str) -> tuple[str, ...] | None:
    parts = (part.strip() for part in _SEPARATORS.split(clean_words(str(cell))))
    return tuple(name for name in parts if name) or None


def _read_flag(cell: CellValue, year: int | None, unit: str) -> bool | None:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float) and cell in {0, 1}:
        return bool(cell)
    words = squeeze(str(cell))
    if words in {"", "/", "-", "—", "——"}:
        return None
    if words.startswith(_NO):
        return False
    if words.startswith(_YES):
        return True
    raise BadCell(f"“{words}”看不出是还是否，请填“是”或“否”。")


def _read_date(cell: CellValue, year: int | None, unit: str) -> date | None:
    if isinstance(cell, datetime):
        return _check_year(cell.date())
    if isinstance(cell, date):
        return _check_year(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not math.isfinite(cell):
            raise BadCell(f"“{cell}”不是日期，请写成 2023-09-15 这样的形式。")
        if int(cell) in _EXCEL_SERIALS:
            return _EXCEL_EPOCH + timedelta(days=int(cell))
        cell = _month_and_day(cell) if 1 <= cell < 13 else str(cell)[:_SHOWN_CHARACTERS].removesuffix(".0")
    return _check_year(_date_in_words(squeeze(str(cell)), year))


def _month_and_day(number: float) -> str:
    """9.15 typed into a cell is a number. 9.10 and 9.1 are then the same number, and so nobody can tell."""
    words = f"{number:g}"
    if words.endswith((".1", ".2", ".3")):
        month, _, day = words.partition(".")
        raise BadCell(f"“{words}”看不出是{month}月{day}日还是{month}月{day}0日，请写成 2023-09-15 这样的形式。")
    return words


def _date_in_words(words: str, year: int | None) -> date:
    compact = _COMPACT_DATE.match(words)
    for found in (_FULL_DATE.search(words), compact):
        if found:
            return _make_date(words, *(int(part) for part in found.groups()))
    if found := _CHINESE_DATE.match(words):
        month, day = (_small_number(words, part) for part in found.groups()[1:])
        return _make_date(words, int(found.group(1).translate(_CHINESE_DIGITS)), month, day)
    if found := _SHORT_DATE.search(words):
        if year is None:
            raise BadCell(f"日期“{words}”没有年份，表题里也没有，请补上年份。")
        return _make_date(words, year, int(found.group(1)), int(found.group(2)))
    raise BadCell(f"“{words}”不是日期，请写成 2023-09-15 这样的形式。")


def _small_number(words: str, part: str) -> int:
    try:
        return read_number(part)
    except ValueError as error:
        raise BadCell(f"日历上没有“{words}”这一天，请核对。") from error


def _make_date(words: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadCell(f"日历上没有“{words}”这一天，请核对。") from error


def _check_year(day: date) -> date:
    if not _FIRST_YEAR <= day.year < _LAST_YEAR:
        raise BadCell(f"日期 {day} 超出 {_FIRST_YEAR}—{_LAST_YEAR} 年，请核对。")
    return day


def _read_moment(cell: CellValue, year: int | None, unit: str) -> datetime | None:
    """A moment; 00:00 where the cell names only the day."""
    if isinstance(cell, datetime):
        _check_year(cell.date())
        return cell.replace(microsecond=0)
    if isinstance(cell, float) and math.isfinite(cell) and int(cell) in _EXCEL_SERIALS:
        start = datetime.combine(_EXCEL_EPOCH, datetime.min.time())
        return start + timedelta(minutes=round(cell * 1440))
    day = _read_date(cell, year, unit)
    if day is None:
        return None
    moment = datetime.combine(day, datetime.min.time())
    clock = _CLOCK.search(_FULL_DATE.sub("", _SHORT_DATE.sub("", normalise_width(str(cell)), 1), 1))
    return moment + _time_of_day(clock) if clock and isinstance(cell, str) else moment


def _time_of_day(clock: re.Match[str]) -> timedelta:
    half_day, hours, minutes = clock.group(1), int(clock.group(2)), int(clock.group(3) or (30 if clock.group(4) else 0))
    if half_day in {"下午", "晚上"} and hours < 12:
        hours += 12
    if hours > 24 or minutes > 59:
        raise BadCell(f"“{clock.group()}”不是时刻，请核对。")
    return timedelta(hours=hours, minutes=minutes)


def _read_amount(cell: CellValue, unit: str) -> Decimal:
    if isinstance(cell, bool | date):
        raise BadCell(f"“{cell}”不是数字，请核对。")
    words = squeeze(str(cell)).replace(",", "").replace("，", "")
    shown = words if len(words) <= _SHOWN_CHARACTERS else f"{words[:_SHOWN_CHARACTERS]}…"
    found = _AMOUNT.match(words)
    if not found:
        raise BadCell(f"“{shown}”不是数字，请只填数字。")
    number = Decimal(found.group(1)) * _SCALES[found.group(2)]
    if number < 0:
        raise BadCell(f"“{shown}”是负数，请核对。")
    written = found.group(3) or unit
    number *= 10_000 if written.startswith("万") and found.group(2) != "万" else 1
    if number > _LARGEST:
        raise BadCell(f"“{shown}”大得不合常理，请核对。")
    return number


def _read_number(cell: CellValue, year: int | None, unit: str) -> float:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell <= _LARGEST and "万" not in unit:
        return float(cell)
    return float(_read_amount(cell, unit))


def _read_count(cell: CellValue, year: int | None, unit: str) -> int:
    number = _read_number(cell, year, unit)
    if number > _LARGEST_COUNT:
        raise BadCell(f"“{cell}”大得不合常理，请核对。")
    if number != int(number):
        raise BadCell(f"“{cell}”应为整数，请核对。")
    return int(number)


def _read_money(cell: CellValue, year: int | None, unit: str) -> int:
    return int((_read_amount(cell, unit) * 100).to_integral_value())


_READERS: dict[ValueKind, Callable[[CellValue, int | None, str], Value | None]] = {
    ValueKind.TEXT: _read_text,
    ValueKind.NAMES: _read_names,
    ValueKind.FLAG: _read_flag,
    ValueKind.DATE: _read_date,
    ValueKind.MOMENT: _read_moment,
    ValueKind.NUMBER: _read_number,
    ValueKind.COUNT: _read_count,
    ValueKind.MONEY: _read_money,
}

"""How figures, dates and names are said in the report."""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from jianfu.reporting.figure import Figure, Form
from jianfu.vocabulary.interval import Period

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_TEN_THOUSAND = 10_000
_SMALLEST_RATE = 0.005
_WHOLE_HOURS, _SMALLEST_TENTH = 10, 0.05
_NEARLY = 0.95
_ABOUT = 0.05
_LOOSE = re.compile(r"(接近|将近|近|大约|约|超过|不足|不到|多达|高达)\s*(\d+(?:\.\d+)?)\s*多?(万元|[\u4e00-\u9fff])")
_CLAUSE_END = re.compile("[，,；;。]")
_SHEET_UNITS = {"张", "页"}
_ISSUED_AS_BOOK = re.compile(r"^《.*》$")


def printable(text: str) -> str:
    """The text without characters that XML forbids or that turn the reading direction; line ends become spaces."""
    return _UNPRINTABLE.sub("", text.replace("\r", " ").replace("\n", " ").replace("\t", " "))


def say_value(value: float, form: Form) -> str:
    """A value as printed, with % for shares and 万 for large sums but without the unit."""
    if form is Form.SHARE:
        return say_share(value)
    if form is Form.HOURS:
        digits = f"{value:,.0f}" if abs(value) >= _WHOLE_HOURS else f"{value:.1f}"
        return digits if abs(value) >= _SMALLEST_TENTH or not value else f"{value:.1g}"
    if form is Form.MONEY and abs(value) >= _TEN_THOUSAND:
        return f"{_trim(value / _TEN_THOUSAND)}万"
    if form is Form.RATE:
        return f"{value:.2f}" if abs(value) >= _SMALLEST_RATE or not value else f"{value:.2g}"
    return _trim(value)


def say_figure(figure: Figure) -> str:
    """The figure's value as printed, with its span where it has one: 1,377（1,110—1,798）."""
    form = figure.definition.form
    value = say_value(figure.value, form)
    return value if figure.span is None else f"{value}（{'—'.join(say_value(end, form) for end in figure.span)}）"


def say_share(ratio: float) -> str:
    """Per cent with one decimal; what is not quite nothing or all never reads as 0 or 100 %."""
    percent = f"{ratio * 100:.1f}"
    if percent == "100.0" and ratio < 1:
        return "99.9%"
    if percent == "0.0" and ratio > 0:
        return "0.1%以下"
    return f"{percent.removesuffix('.0')}%"


def say_day(day: np.datetime64 | date) -> str:
    """12月7日."""
    moment = day if isinstance(day, date) else day.astype("datetime64[D]").item()
    return f"{moment.month}月{moment.day}日"


def say_date(day: date) -> str:
    """2023年12月7日."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_period(period: Period) -> str:
    """2023年1月1日至11月30日, the year said again only when it changes."""
    last = period.last_day
    end = f"{last.month}月{last.day}日" if last.year == period.start.year else say_date(last)
    return say_date(period.start) if last == period.start else f"{say_date(period.start)}至{end}"


def say_title(title: str) -> str:
    """The title in 《》, inner ones as 〈〉; a title that has them already stays."""
    words = printable(title).strip()
    if _ISSUED_AS_BOOK.match(words) and "《" not in words[1:]:
        return words
    return f"《{words.replace('《', '〈').replace('》', '〉')}》"


def say_list(names: Sequence[str], most: int = 6) -> str:
    """甲、乙、丙; beyond `most` names: 甲、乙等8个 (the caller adds the noun)."""
    shown = "、".join(printable(name) for name in names[:most])
    return shown if len(names) <= most else f"{shown}等{len(names)}个"


def judge_loose_words(words: str, unit: str, total: float, daily: float | None) -> str | None:
    """What is wrong with the loose words (接近100页, 约180次) of a note; None where they fit or say nothing of this.

    Only a number in the same unit is judged: by `daily` where its clause speaks of working days, else by `total`.
    接近 allows 5 % below and nothing above; 约 allows 5 % either way; 超过 and 不足 are taken literally.
    """
    for clause in _CLAUSE_END.split(words):
        value = daily if "工作日" in clause else total
        if value is None:
            continue
        if "几乎每个工作日" in clause and value < _NEARLY:
            return f"“几乎每个工作日”与复算数{say_value(value, Form.RATE)}不符"
        for word, number, said_unit in _LOOSE.findall(clause):
            if _is_same_unit(said_unit, unit) and not _fits(word, float(number), value):
                return f"“{word}{number}{said_unit}”与复算数{_trim(value)}不符"
    return None


def _is_same_unit(said: str, unit: str) -> bool:
    return said == unit or {said, unit} <= _SHEET_UNITS


def _fits(word: str, claimed: float, value: float) -> bool:
    if word in {"接近", "将近", "近"}:
        return claimed * _NEARLY <= value <= claimed
    if word in {"超过", "多达", "高达"}:
        return value >= claimed
    if word in {"不足", "不到"}:
        return value < claimed
    return abs(value - claimed) <= claimed * _ABOUT


def _trim(value: float) -> str:
    text = f"{value:,.2f}" if abs(value) >= _TEN_THOUSAND else f"{value:.2f}"
    return text.rstrip("0").rstrip(".")

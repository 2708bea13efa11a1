"""What is compared and what comes of it: notices, relations, reasons, judgements."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from jianfu.reading.facts import Replacement
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.text import normalise_width

_DAY = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?:[-/.年](?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})(?:日|\D.*)?|月?)|年?)$"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as it was sent. None where nobody says; `id` is unique among what is compared.

    `date` is the days on which it can have been issued: one day where the day is known, a year where only the year is.
    `replaces` is what a register's remark says (以此份为准) beyond the title and the body.
    """

    id: str
    title: str | None = None
    body: str | None = None
    issuer: str | None = None
    date: Period | None = None
    doc_number: str | None = None
    replaces: Replacement | None = None


class Relation(StrEnum):
    """How two notices belong together. All but `SERIES` are overlap: the same thing asked again."""

    RESENT = "resent"
    """The same issuer sends the same matter again."""
    REPLACED = "replaced"
    """The later one puts itself in the place of the earlier: 以此份为准, 更正, 补充, 重新印发."""
    FORWARDED = "forwarded"
    """Another organ passes the paper on."""
    SAME_MATTER = "same_matter"
    """Another organ asks the same."""
    SERIES = "series"
    """The next of a series, or the same template for another place: not overlap."""

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _LABELS[self]

    @property
    def is_overlap(self) -> bool:
        """Whether the same thing is asked again."""
        return self is not Relation.SERIES


_LABELS = {
    Relation.RESENT: "重复发文",
    Relation.REPLACED: "更正替代",
    Relation.FORWARDED: "转发",
    Relation.SAME_MATTER: "多头要求",
    Relation.SERIES: "系列发文",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: an aspect (标题, 日期, 机关, 地点, 文号 …) with what each of the two says of it.

    `equal` is whether they agree; '' where one says nothing. `note` says in Chinese what follows.
    """

    aspect: str
    equal: bool
    first: str = ""
    second: str = ""
    note: str = ""

    @property
    def words(self) -> str:
        """The reason as a reader sees it, side by side."""
        if self.equal:
            said = f"{self.aspect}相同" + (f"：{self.first}" if self.first else "")
        elif self.first or self.second:
            said = f"{self.aspect}不同：{self.first or '（无）'}／{self.second or '（无）'}"
        else:
            said = self.aspect
        return f"{said}（{self.note}）" if self.note else said


@dataclass(frozen=True, slots=True)
class Judgement:
    """What holds between two notices, the earlier one first; `confidence` 0–1, as measured by the bench."""

    relation: Relation
    confidence: float
    reasons: tuple[Reason, ...]


def order_of(notice: Notice) -> tuple[int, str]:
    """Sorts notices by the first day on which they can have been issued, undated ones behind, then by id."""
    return (notice.date.start.toordinal() if notice.date else date.max.toordinal(), notice.id)


def read_issued(text: str | None) -> Period | None:
    """The days that a cell like 2023-09-15, 2023年9月 or 2015 stands for; None where it is empty or no date."""
    found = _DAY.match(normalise_width(text or "").strip())
    if found is None:
        return None
    year, month, day = (int(found.group(part) or 0) for part in ("year", "month", "day"))
    try:
        if day:
            start = date(year, month, day)
            return Period(start, start + timedelta(days=1))
        if month:
            return Period(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))
        return Period(date(year, 1, 1), date(year + 1, 1, 1))
    except ValueError:
        return None


def days_apart(first: Period, second: Period) -> int:
    """The fewest days that can lie between the two; 0 where they can be the same day."""
    return max(0, (max(first.start, second.start) - min(first.last_day, second.last_day)).days)


def is_exact(period: Period) -> bool:
    """Whether the period is one known day."""
    return period.end - period.start == timedelta(days=1)


def show_issued(period: Period | None) -> str:
    """The date as a reader writes it; '' where there is none."""
    if period is None:
        return ""
    if is_exact(period):
        return period.start.isoformat()
    return f"{period.start.year}年" if (period.end - period.start).days > 31 else f"{period.start:%Y-%m}"

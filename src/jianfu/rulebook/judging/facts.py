"""The facts that cards may speak of, and columns of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import Field, ValueKind, fields_of
from jianfu.vocabulary.interval import Period

Truth = npt.NDArray[np.int8]
"""1 yes, 0 no, -1 nobody says."""
Day = npt.NDArray[np.datetime64]
DAY_FACT = "发生日期"
"""The day of the facts: it picks the version of the clause, and the window of what is counted."""
LAST_DAY_FACT = "最晚日期"
"""The last day that it can have been, where only the year is known; absent: the day itself."""
STAFF_FACT = "收文单位工作人员数"

_ADDED = (
    Field("day", DAY_FACT, ValueKind.DATE),
    Field("last_day", LAST_DAY_FACT, ValueKind.DATE),
    Field("issuer_level", "发文层级", ValueKind.TEXT),
    Field("receiver_level", "收文层级", ValueKind.TEXT),
    Field("issuer_kind", "发文单位类别", ValueKind.TEXT),
    Field("receiver_township", "所在乡镇", ValueKind.TEXT),
    Field("receiver_staff", STAFF_FACT, ValueKind.COUNT),
)


@dataclass(frozen=True, slots=True)
class Words:
    """A column of text: `codes` int32[n] into `values`, -1 where nobody says. Registers repeat their words."""

    codes: npt.NDArray[np.int32]
    values: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)


Column = npt.NDArray[Any] | Words
"""Text as Words; numbers float64 (NaN absent); flags int8 (-1 absent); days datetime64[D] (NaT absent)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Rows of one kind of demand, one row a receipt, as columns by the Chinese label of each fact."""

    kind: BurdenKind
    columns: Mapping[str, Column]
    length: int

    def column(self, label: str) -> Column:
        """The column; one that says nothing where no source had it."""
        found = self.columns.get(label)
        return absent_column(facts_of(self.kind)[label].value, self.length) if found is None else found

    def take(self, rows: npt.NDArray[np.int64]) -> "Facts":
        """These rows only."""
        taken = {
            label: Words(column.codes[rows], column.values) if isinstance(column, Words) else column[rows]
            for label, column in self.columns.items()
        }
        return Facts(self.kind, taken, len(rows))

    @property
    def days(self) -> Day:
        """The first day that each row's can be, NaT where nobody says."""
        found = self.column(DAY_FACT)
        assert isinstance(found, np.ndarray)
        return found

    @property
    def last_days(self) -> Day:
        """The last day that it can be."""
        found = self.column(LAST_DAY_FACT)
        assert isinstance(found, np.ndarray)
        return np.where(np.isnat(found), self.days, found)


def facts_of(kind: BurdenKind) -> Mapping[str, Field]:
    """Label → field of every fact that a card for this kind may name."""
    return {field.label: field for field in (*fields_of(kind), *_ADDED)}


def absent_column(kind: ValueKind, length: int) -> Column:
    """A column in which nobody says anything."""
    if kind in {ValueKind.TEXT, ValueKind.NAMES}:
        return Words(np.full(length, -1, np.int32), ())
    if kind is ValueKind.FLAG:
        return np.full(length, -1, np.int8)
    if kind in {ValueKind.DATE, ValueKind.MOMENT}:
        return np.full(length, np.datetime64("NaT"), "datetime64[D]" if kind is ValueKind.DATE else "datetime64[s]")
    return np.full(length, np.nan)


def words_of(cells: npt.NDArray[np.object_]) -> Words:
    """A text column from Python strings, None where nobody says. A tuple or list of names becomes 甲、乙."""
    codes = np.full(len(cells), -1, np.int32)
    places: dict[str, int] = {}
    for row, cell in enumerate(cells.tolist()):
        if cell:
            text = cell if isinstance(cell, str) else "、".join(cell)
            codes[row] = places.setdefault(text, len(places))
    return Words(codes, tuple(places))


def observed_period(facts: Facts, period: Period | None) -> Period | None:
    """The stretch of time of which the rows can be complete: asked for, and between the first and
    the last day that the rows themselves name. None without a dated row.
    """
    is_dated = ~np.isnat(facts.days)
    if not is_dated.any():
        return None
    first: date = facts.days[is_dated].min().item()
    last: date = (facts.last_days[is_dated].max() + np.timedelta64(1, "D")).item()
    start, end = (first, last) if period is None else (max(first, period.start), min(last, period.end))
    return Period(start, end) if start < end else None

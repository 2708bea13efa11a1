"""Rows of the ledger as columns, cut by month and by whatever a series is made of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from jianfu.monitoring.sweep.rates import estimate_dispersion
from jianfu.monitoring.trends.series import Column, Series
from jianfu.vocabulary.burden_kind import BurdenKind

Words = npt.NDArray[np.object_]
Mask = npt.NDArray[np.bool_]


class Way(StrEnum):
    """By which way something is asked, so that one way can be seen to take another's place."""

    PAPER = "paper"
    GROUP = "group"
    CALL = "call"
    APP = "app"
    MEETING = "meeting"
    FORM = "form"
    VISIT = "visit"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _WAYS[self]


_WAYS = {
    Way.PAPER: "文件",
    Way.GROUP: "群消息",
    Way.CALL: "电话、口头",
    Way.APP: "应用、打卡",
    Way.MEETING: "会议",
    Way.FORM: "表格台账",
    Way.VISIT: "督导检查",
    Way.OTHER: "其他",
}
_GROUPS, _CALLS = re.compile("群|微信|QQ|钉钉"), re.compile("电话|口头|当面")
_OF_KIND = {
    BurdenKind.DOCUMENT: Way.PAPER,
    BurdenKind.MEETING: Way.MEETING,
    BurdenKind.DATA_REQUEST: Way.FORM,
    BurdenKind.INSPECTION: Way.VISIT,
    BurdenKind.TRACE: Way.APP,
    BurdenKind.DIGITAL_TOOL: Way.APP,
}
_OFFICES = re.compile("办公室$|办$|指挥部|领导小组|专班|委员会$")
OFFICE, BUREAU = "办公室、专班", "部门"


def name_way(kind: str, channel: str | None) -> str:
    """The way of a demand of a kind that came by a channel; the channel's words decide where they say."""
    if channel and _CALLS.search(channel):
        return Way.CALL.label
    if channel and _GROUPS.search(channel):
        return Way.GROUP.label
    return _OF_KIND.get(BurdenKind(kind), Way.OTHER).label


def name_sender(issuer: str) -> str:
    """Whether an issuer is an office that speaks for the whole county, or a bureau."""
    return OFFICE if _OFFICES.search(issuer) else BUREAU


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length, a line a receipt that names its day. `months` datetime64[M]; `kinds` words of
    BurdenKind; `townships` names, None outside one; `hours` in the mean of possible counties, 0 where nobody can tell;
    `yuan` as registered. `merged` names townships that others were merged into.
    """

    months: npt.NDArray[np.datetime64]
    kinds: Words
    ways: Words
    issuers: Words
    senders: Words
    townships: Words
    grades: Words
    hours: Column
    yuan: Column
    receipts: npt.NDArray[np.int64]
    demands: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.months)

    def where(self, mask: Mask) -> "Table":
        """The lines for which `mask` holds."""
        return Table(**{name: getattr(self, name)[mask] for name in self.__dataclass_fields__})

    def merge(self, merged: Mapping[str, str]) -> "Table":
        """Townships under the name that they were merged into, in all months: before the merger their sum."""
        names = np.array([merged.get(str(name), name) for name in self.townships.tolist()], object)
        return replace(self, townships=names)

    def list_months(self) -> tuple[date, ...]:
        """First days of the months from the first row to the last, without a gap."""
        if not len(self):
            return ()
        first, last = self.months.min(), self.months.max()
        return tuple(month.astype("datetime64[D]").item() for month in np.arange(first, last + 1))

    def keep_steady(self, months: Sequence[date]) -> tuple["Table", list[str]]:
        """The lines of townships that have rows in every one of these months that anybody has rows in, in these months;
        and the names of the others, which would make a fall or a rise that is none.
        """
        inside = self.where(np.isin(self.months, _as_months(months)))
        told = np.unique(inside.months)
        names = sorted({str(name) for name in inside.townships.tolist() if name is not None})
        counts = {name: len(np.unique(inside.months[inside.townships == name])) for name in names}
        steady = [name for name in names if counts[name] == len(told)]
        mask = np.array([name in set(steady) for name in inside.townships.tolist()], np.bool_)
        return inside.where(mask), [name for name in names if counts[name] < len(told)]

    def count(self, groups: Words, months: Sequence[date]) -> dict[str, list[int]]:
        """Demands by group and month, each once a month and group however many received it."""
        places = np.searchsorted(_as_months(months), self.months)
        seen = {
            (str(group), int(place), int(demand))
            for group, place, demand in zip(groups.tolist(), places.tolist(), self.demands.tolist(), strict=True)
            if group is not None
        }
        lines: dict[str, list[int]] = {group: [0] * len(months) for group in sorted({group for group, _, _ in seen})}
        for group, place, _ in seen:
            lines[group][place] += 1
        return lines

    def series(
        self, name: str, measure: str, months: Sequence[date], workdays: Column, mask: Mask | None = None
    ) -> Series:
        """One quantity by month: `measure` is a key of MEASURES. A month in which the whole table is silent is
        a gap.
        """
        inside = np.ones(len(self), np.bool_) if mask is None else mask
        places = np.searchsorted(_as_months(months), self.months)
        weights = {"count": np.ones(len(self)), "hours": self.hours, "yuan": self.yuan}[measure]
        values = np.bincount(places[inside], weights[inside], len(months)).astype(np.float64)
        values[np.bincount(places, minlength=len(months)) == 0] = np.nan
        letters, counts = np.unique(self.grades[inside].astype(str), return_counts=True)
        grades = tuple(zip(letters.tolist(), counts.tolist(), strict=True))
        return Series(name, MEASURES[measure], tuple(months), values, workdays, grades)


MEASURES = {"count": "件次", "hours": "小时", "yuan": "元"}
"""What a series may count, and its unit."""


def _as_months(months: Sequence[date]) -> npt.NDArray[np.datetime64]:
    return np.array(list(months), "datetime64[M]")


def find_dispersion(lines: Mapping[str, Sequence[int]], lengths: Sequence[float], split: int) -> float | None:
    """Variance over mean of counts around their level on either side of a split, the larger of both; None: cannot tell.

    A change at the split itself is no dispersion.
    """
    sides = [
        estimate_dispersion([list(line[part]) for line in lines.values()], lengths[part])
        for part in (slice(None, split), slice(split, None))
    ]
    told = [one for one in sides if one is not None]
    return max(told) if told else None


def find_mergers(table: Table, months: Sequence[date]) -> list[str]:
    """Townships that have rows up to some month and none from it on, in Chinese: perhaps they were merged."""
    found = []
    for name in sorted({str(name) for name in table.townships.tolist() if name is not None}):
        own = table.months[table.townships == name]
        last = own.max().astype("datetime64[D]").item()
        if last < months[-1]:
            found.append(
                f"{name}自 {last:%Y-%m} 以后没有登记，不参加比较。如果已经并入别的乡镇，"
                f"请写 --merged {name}=并入的乡镇；如果只是缺登记，请补登记。"
            )
    return found

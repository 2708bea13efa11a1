"""All eight burdens together: totals, totals by kind, and the months."""

from dataclasses import dataclass

import numpy as np

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import figure, named
from jianfu.reporting.material import Material
from jianfu.vocabulary.burden_kind import BurdenKind

MONTHLY = {
    "ZH11": BurdenKind.DOCUMENT,
    "ZH12": BurdenKind.MEETING,
    "ZH13": BurdenKind.DATA_REQUEST,
    "ZH14": BurdenKind.INSPECTION,
}
"""Kinds whose monthly course the report shows, by the id of their cells."""


@dataclass(frozen=True, slots=True)
class KindRow:
    """One line of the overview table."""

    kind: BurdenKind
    receipts: Figure
    demands: Figure | None
    issuers: Figure | None


def count_everything(material: Material) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Receipts of all kinds, different demands, and organs that made them."""
    rows = [material.received(kind) for kind in BurdenKind]
    demands = sum(selection.count_distinct("demand_id") for selection in rows)
    issued = [named(selection) for selection in rows]
    issuers = {int(number) for selection in issued for number in np.unique(selection.column("issuer_id"))}
    receipts = figure("ZH01", sum(map(len, rows)), *rows)
    return receipts, figure("ZH02", demands, *rows), figure("ZH03", len(issuers), *issued)


def tabulate_kinds(material: Material) -> tuple[KindRow, ...]:
    """One line for each kind of which there are rows."""
    found = []
    for place, kind in enumerate(BurdenKind, start=1):
        rows, part = material.received(kind), f"{place:02d}"
        receipts = figure("ZH04", len(rows), rows, part=part, label=kind.label)
        demands = figure("ZH05", rows.count_distinct("demand_id"), rows, part=part, label=kind.label)
        issued = named(rows)
        issuers = figure("ZH06", issued.count_distinct("issuer"), issued, part=part, label=kind.label)
        if receipts is not None:
            found.append(KindRow(kind, receipts, demands, issuers))
    return tuple(found)


def count_by_month(material: Material, id: str) -> tuple[Figure | None, ...]:
    """One figure a month of the period; None where the month has no rows."""
    rows = material.received(MONTHLY[id])
    months = rows.column("received_on").astype("datetime64[M]")
    figures = []
    for place, month in enumerate(material.months, start=1):
        in_month = rows.where(months == month)
        figures.append(figure(id, len(in_month), in_month, part=f"{place:02d}", label=say_month(material, month)))
    return tuple(figures)


def say_month(material: Material, month: np.datetime64) -> str:
    """3月, or 2023年3月 where the period spans several years."""
    day = month.astype("datetime64[D]").item()
    several_years = material.period.start.year != material.period.last_day.year
    return f"{day.year}年{day.month}月" if several_years else f"{day.month}月"

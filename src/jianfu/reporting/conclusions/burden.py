"""负担折算: hours, paper and money, as intervals where they rest on norms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jianfu.burden.mendings import Mending, Saving
from jianfu.burden.simulating import Estimate
from jianfu.burden.work import Missing
from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import NAMELESS, estimate, figure
from jianfu.reporting.material import Material
from jianfu.reporting.rows import RowSource, Selection
from jianfu.vocabulary.burden_kind import BurdenKind

MOST = 10


@dataclass(frozen=True, slots=True)
class Named:
    """A figure about somebody or something."""

    name: str
    figure: Figure


def sum_hours(material: Material) -> Figure | None:
    """Hours a week of all that is registered."""
    return estimate("FD01", material.account.hours, *_rows_with_work(material, BurdenKind))


def tabulate_kinds(material: Material) -> list[Named]:
    """Hours a week by kind."""
    return _name(
        (kind.label, estimate("FD02", hours, *_rows_with_work(material, [kind]), part=f"{n:02d}", label=kind.label))
        for n, (kind, hours) in enumerate(material.account.by_kind.items(), start=1)
    )


def tabulate_townships(material: Material) -> list[Named]:
    """Hours a week by township, the heaviest first; none where there is only one."""
    by_township = material.account.by_township
    return _tabulate("FD03", material, by_township, "receiver_township") if len(by_township) > 1 else []


def tabulate_issuers(material: Material) -> list[Named]:
    """Hours a week by who asks for them, the heaviest first."""
    named = {name: hours for name, hours in material.account.by_issuer.items() if name != NAMELESS}
    return _tabulate("FD04", material, named, "issuer")


def _tabulate(id: str, material: Material, hours: Mapping[str, Estimate], column: str) -> list[Named]:
    found = []
    for place, (name, of_name) in enumerate(list(hours.items())[:MOST], start=1):
        rows = [rows.among(column, {name}) for rows in _rows_with_work(material, BurdenKind)]
        found.append((name, estimate(id, of_name, *rows, part=f"{place:02d}", label=name)))
    return _name(found)


def tabulate_months(material: Material) -> tuple[Figure | None, ...]:
    """Hours a week in each month of the period; None where there is none."""
    rows = _rows_with_work(material, BurdenKind)
    months = [selection.column("received_on").astype("datetime64[M]") for selection in rows]
    figures = []
    for place, month in enumerate(material.months, start=1):
        inside = [one.where(found == month) for one, found in zip(rows, months, strict=True)]
        hours = material.account.by_month.get(str(month))
        figures.append(estimate("FD11", hours, *inside, part=f"{place:02d}", label=str(month)))
    return tuple(figures)


def average_by_staff(material: Material) -> Figure | None:
    """Hours a week of each who works there; None where nobody says how many they are."""
    if not material.staff:
        return None
    return estimate("FD05", material.account.hours.times(1 / material.staff), *_rows_with_work(material, BurdenKind))


def sum_repeated_requests(material: Material, mendings: Iterable[Mending]) -> Figure | None:
    """Hours a week that go into what is asked again by another organ."""
    again = frozenset().union(*(mending.receipts for mending in mendings))
    simulation = material.simulation
    lines = np.isin(simulation.work.receipts, np.fromiter(again, np.int64, len(again)))
    hours = Estimate.of(simulation.total(lines)).times(1 / material.load.weeks)
    return estimate("FD06", hours, material.sources[BurdenKind.DATA_REQUEST.value].at_receipts(again))


def tabulate_savings(material: Material, savings: Sequence[Saving]) -> list[Named]:
    """Hours a week that each mending saves beyond those before it."""
    return _name(
        (
            saving.mending.name,
            estimate(
                "FD07",
                saving.hours.times(1 / material.load.weeks),
                *(source.at_receipts(saving.mending.receipts) for source in _sources(material)),
                part=f"{place:02d}",
                label=saving.mending.name,
            ),
        )
        for place, saving in enumerate(savings, start=1)
    )


def count_sheets(material: Material) -> Figure | None:
    """Sheets of paper that rows register."""
    rows = [material.received(kind).answered("sheets") for kind in (BurdenKind.DOCUMENT, BurdenKind.DATA_REQUEST)]
    return figure("FD08", material.account.sheets, *rows) if material.account.sheets else None


def price_labour(material: Material) -> Figure | None:
    """What the hours of the whole period cost; None without a wage."""
    return estimate("FD09", material.account.labour_yuan, *_rows_with_work(material, BurdenKind))


def sum_purchases(material: Material) -> Figure | None:
    """What subscriptions and rooms cost by their registers."""
    subscriptions, facilities = (material.received(kind) for kind in (BurdenKind.SUBSCRIPTION, BurdenKind.FACILITY))
    paid = (subscriptions.answered("amount_fen"), facilities.answered("cost_fen"))
    return figure("FD10", material.account.purchases_yuan, *paid)


def tabulate_missing(material: Material) -> list[tuple[Missing, Figure]]:
    """What rows lack for being computed, and how many rows."""
    found = []
    for place, gap in enumerate(material.account.missing, start=1):
        rows = material.sources[gap.kind.value].at_receipts(gap.receipts)
        label = f"{gap.kind.label}·{gap.datum}"
        count = figure("FD12", len(rows), rows, part=f"{place:02d}", label=label)
        if count is not None:
            found.append((gap, count))
    return found


def _rows_with_work(material: Material, kinds: Iterable[BurdenKind]) -> list[Selection]:
    return [material.received(kind) for kind in kinds if kind in material.account.by_kind]


def _sources(material: Material) -> list[RowSource]:
    return [material.sources[kind.value] for kind in material.account.by_kind]


def _name(found: Iterable[tuple[str, Figure | None]]) -> list[Named]:
    return [Named(name, one) for name, one in found if one is not None]

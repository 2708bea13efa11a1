"""Townships side by side, and what each department sent. Load received, never a score or a ranking."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import FEN_PER_YUAN, figure, named
from jianfu.reporting.grouping import Groups, group
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection
from jianfu.vocabulary.burden_kind import BurdenKind

MOST_DEPARTMENTS = 20
_TEN_THOUSAND = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the townships' table: its cells by township and the statistics under it."""

    title: str
    cells: dict[str, Figure]
    median: Figure
    least: Figure
    most: Figure


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """What one organ sent; a kind that it sent nothing of is None."""

    name: str
    cells: tuple[Figure | None, ...]


def _count(rows: Selection) -> float:
    return float(len(rows))


def _sum_ten_thousand_yuan(rows: Selection) -> float:
    return float(rows.column("amount_fen").sum()) / FEN_PER_YUAN / _TEN_THOUSAND


_COLUMNS: Sequence[tuple[str, BurdenKind, Callable[[Selection], Selection], Callable[[Selection], float]]] = (
    ("BJ01", BurdenKind.DOCUMENT, lambda rows: rows, _count),
    ("BJ02", BurdenKind.DOCUMENT, lambda rows: rows.flagged("for_secretary"), _count),
    ("BJ03", BurdenKind.MEETING, lambda rows: rows, _count),
    ("BJ04", BurdenKind.DATA_REQUEST, lambda rows: rows, _count),
    ("BJ05", BurdenKind.INSPECTION, lambda rows: rows, _count),
    ("BJ06", BurdenKind.SUBSCRIPTION, lambda rows: rows.answered("amount_fen"), _sum_ten_thousand_yuan),
    ("BJ07", BurdenKind.DELEGATION, lambda rows: rows, _count),
)


def list_townships(material: Material) -> tuple[str, ...]:
    """The townships that the rows name, in the order of their names' code points (no ranking)."""
    names: set[str] = set()
    for kind in BurdenKind:
        rows = material.at_bodies(kind)
        codes = np.unique(rows.codes("receiver_township"))
        names.update(rows.words("receiver_township")[code] for code in codes if code >= 0)
    return tuple(sorted(names))


def compare_townships(material: Material, townships: Sequence[str]) -> tuple[Column, ...]:
    """A column for each kind of load of which at least one township has rows."""
    places = {name: f"{place:02d}" for place, name in enumerate(townships, start=1)}
    columns = []
    for number, (id, kind, choose, measure) in enumerate(_COLUMNS, start=1):
        rows = choose(material.at_bodies(kind))
        column = _make_column(id, f"{number:02d}", group(rows, rows.codes("receiver_township")), measure, places)
        if column is not None:
            columns.append(column)
    return tuple(columns)


def _make_column(
    id: str, number: str, groups: Groups, measure: Callable[[Selection], float], places: dict[str, str]
) -> Column | None:
    cells: dict[str, Figure] = {}
    for index in range(len(groups)):
        rows = groups[index]
        name = rows.words("receiver_township")[rows.codes("receiver_township")[0]]
        cell = figure(id, measure(rows), rows, part=places[name], label=name)
        if cell is not None:
            cells[name] = cell
    values = [cell.value for cell in cells.values()]
    if not values:
        return None
    everything = groups.select(np.ones(len(groups), dtype=np.bool_))
    title = next(iter(cells.values())).definition.name
    low, middle, high = min(values), float(np.median(values)), max(values)
    statistics = [
        figure(stat, value, everything, part=number, label=title)
        for stat, value in (("BJ11", middle), ("BJ12", low), ("BJ13", high))
    ]
    median, least, most = statistics
    assert median is not None
    assert least is not None
    assert most is not None
    return Column(title, cells, median, least, most)


_SENT: Sequence[tuple[str, BurdenKind, Callable[[Selection], int]]] = (
    ("BM01", BurdenKind.DOCUMENT, lambda rows: rows.count_distinct("demand_id")),
    ("BM02", BurdenKind.MEETING, lambda rows: rows.count_distinct("demand_id")),
    ("BM03", BurdenKind.DATA_REQUEST, lambda rows: rows.count_distinct("title_key")),
    ("BM04", BurdenKind.INSPECTION, len),
    ("BM05", BurdenKind.FACILITY, lambda rows: rows.count_distinct("title_key")),
    ("BM06", BurdenKind.DIGITAL_TOOL, lambda rows: rows.count_distinct("title_key")),
)


def tabulate_departments(material: Material) -> tuple[DepartmentRow, ...]:
    """The organs whose demands arrived most often, with what they sent; most receipts first."""
    rows_by_kind = {kind: named(material.received(kind)) for kind in BurdenKind}
    receipts = _count_receipts(rows_by_kind)
    largest = sorted(receipts, key=lambda name: (-receipts[name], name))[:MOST_DEPARTMENTS]
    sent = {kind: _split_by_issuer(rows, largest) for kind, rows in rows_by_kind.items()}
    return tuple(_describe(name, f"{place:02d}", sent) for place, name in enumerate(largest, start=1))


def _describe(name: str, part: str, sent: dict[BurdenKind, dict[str, Selection]]) -> DepartmentRow:
    cells: list[Figure | None] = []
    for id, kind, measure in _SENT:
        rows = sent[kind].get(name)
        cells.append(None if rows is None else figure(id, measure(rows), rows, part=part, label=name))
    everything = [by_name[name] for by_name in sent.values() if name in by_name]
    cells.append(figure("BM07", sum(map(len, everything)), *everything, part=part, label=name))
    return DepartmentRow(name, tuple(cells))


def _count_receipts(rows_by_kind: dict[BurdenKind, Selection]) -> dict[str, int]:
    receipts: dict[str, int] = {}
    for rows in rows_by_kind.values():
        words = rows.words("issuer")
        for code, count in enumerate(np.bincount(rows.codes("issuer"), minlength=len(words))):
            if count:
                receipts[words[code]] = receipts.get(words[code], 0) + int(count)
    return receipts


def _split_by_issuer(rows: Selection, names: Sequence[str]) -> dict[str, Selection]:
    places = {word: code for code, word in enumerate(rows.words("issuer"))}
    codes = rows.codes("issuer")
    split = {name: rows.where(codes == places[name]) for name in names if name in places}
    return {name: selection for name, selection in split.items() if len(selection)}

"""督导检查: inspections under whatever name."""

from dataclasses import dataclass

import numpy as np

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import (
    count_issuers,
    count_rows,
    days_of,
    divide,
    figure,
    first_word,
    named,
    words_in,
)
from jianfu.reporting.grouping import Groups, day_keys, group
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection, join_keys
from jianfu.vocabulary.burden_kind import BurdenKind

_OTHER_NAMES = ("调研", "指导", "督导", "走访", "评估", "验收", "观摩", "调度")
_MANY_ISSUERS = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """Several inspections of one receiver on one day."""

    count: Figure
    receiver: str
    day: np.datetime64
    issuers: tuple[str, ...]
    titles: tuple[str, ...]


def count_inspections(material: Material) -> tuple[Figure | None, Figure | None]:
    """Inspections, and the organs that made them."""
    rows = material.received(BurdenKind.INSPECTION)
    return count_rows("DC01", rows), count_issuers("DC02", rows)


def count_outside_plan(material: Material) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Inspections that say whether they are in the plan, those that are not, and the share."""
    known = material.received(BurdenKind.INSPECTION).answered("in_plan")
    whole, part = count_rows("DC03", known), count_rows("DC04", known.flagged("in_plan", 0))
    return whole, part, divide("DC05", part, whole)


def count_under_other_names(material: Material) -> tuple[Figure | None, tuple[str, ...]]:
    """Inspections that went by another name, and the names."""
    rows = material.received(BurdenKind.INSPECTION).mentioning("name_used", _OTHER_NAMES)
    return count_rows("DC06", rows), tuple(words_in(rows, "name_used"))


def find_crowded_days(material: Material) -> tuple[Figure | None, Visit | None]:
    """Receiver-days with three or more inspecting organs, and the most crowded."""
    rows = named(material.received(BurdenKind.INSPECTION))
    visits = group(rows, join_keys(rows.column("receiver_id"), _visit_days(rows)))
    issuers = visits.count_different(rows.codes("issuer"))
    return _summarise(("DC07", "DC08"), visits, issuers, _MANY_ISSUERS)


def find_split_visits(material: Material) -> tuple[Figure | None, Visit | None]:
    """Days on which one organ came to one receiver several times for different errands, and the worst of them."""
    rows = named(material.received(BurdenKind.INSPECTION))
    visits = group(rows, join_keys(rows.column("receiver_id"), rows.codes("issuer"), _visit_days(rows)))
    errands = visits.count_different(rows.codes("title_key"))
    return _summarise(("DC09", "DC10"), visits, errands, 2)


def sum_companion_hours(material: Material) -> Figure | None:
    """Person-hours of keeping inspectors company, where both people and hours are in the register."""
    rows = material.received(BurdenKind.INSPECTION).answered("companions").answered("companion_hours")
    return figure("DC11", float((rows.column("companions") * rows.column("companion_hours")).sum()), rows)


def _visit_days(rows: Selection) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return day_keys(days_of(rows, "inspected_on", "received_on"))


def _summarise(
    ids: tuple[str, str], visits: Groups, counts: "np.ndarray[tuple[int], np.dtype[np.int64]]", least: int
) -> tuple[Figure | None, Visit | None]:
    many = counts >= least
    if not many.any():
        return None, None
    index = next(visits.largest_first(counts, 1))
    rows = visits[index]
    most = figure(ids[1], int(counts[index]), rows)
    example = most and Visit(
        most,
        first_word(rows, "receiver"),
        days_of(rows, "inspected_on", "received_on")[0],
        tuple(words_in(rows, "issuer")),
        tuple(words_in(rows, "title")),
    )
    return figure(ids[0], int(many.sum()), visits.select(many)), example

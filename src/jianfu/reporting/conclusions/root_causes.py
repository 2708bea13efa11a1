"""Evidence for the five root causes: only what the ledger holds."""

from dataclasses import dataclass

import numpy as np

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.data_requests import is_paper_use, read_period
from jianfu.reporting.figures.making import divide, figure, first_word, named, words_in
from jianfu.reporting.grouping import group
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.interval import Period

_MANY_BEARERS = 5
_SHORTEST_TREND_MONTHS = 4
_BUSY_KINDS = (BurdenKind.DOCUMENT, BurdenKind.MEETING, BurdenKind.DATA_REQUEST, BurdenKind.INSPECTION)


@dataclass(frozen=True, slots=True)
class Statement:
    """One stated number, as it was stated."""

    organ: str
    measure: str
    unit: str
    quantity: Figure
    period: Period | None
    note: str
    row: Selection


def find_equal_quotas(material: Material) -> tuple[Figure | None, tuple[str, ...]]:
    """Tasks that five or more bodies bear in exactly equal quotas, and their titles."""
    rows = material.at_bodies(BurdenKind.DELEGATION).answered("quota")
    rows = rows.where(rows.column("quota") > 0)
    tasks = group(rows, rows.keys("issuer", "title_key"))
    if not len(tasks):
        return None, ()
    quotas = rows.column("quota")[tasks.order]
    equal = np.maximum.reduceat(quotas, tasks.starts) == np.minimum.reduceat(quotas, tasks.starts)
    equal &= tasks.count_different(rows.column("receiver_id")) >= _MANY_BEARERS
    if not equal.any():
        return None, ()
    found = tasks.select(equal)
    return figure("GY01", int(equal.sum()), found), tuple(words_in(found, "title"))


def average_issuers(material: Material) -> Figure | None:
    """How many organs a body hears from on average, over papers, meetings, forms and inspections."""
    rows = [named(material.at_bodies(kind)) for kind in _BUSY_KINDS]
    pairs = [np.stack([s.column("receiver_id"), s.column("issuer_id")]) for s in rows if len(s)]
    if not pairs:
        return None
    different = np.unique(np.concatenate(pairs, axis=1), axis=1)
    return figure("GY02", different.shape[1] / len(np.unique(different[0])), *rows)


def count_tied_to_assessment(material: Material) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Demands tied to assessment, demands that say whether they are, and the share."""
    known = [material.received(kind).answered("tied_to_assessment") for kind in BurdenKind]
    tied = [rows.flagged("tied_to_assessment") for rows in known]
    part, whole = figure("GY03", sum(map(len, tied)), *tied), figure("GY04", sum(map(len, known)), *known)
    return part, whole, divide("GY05", part, whole)


def average_by_staff(material: Material) -> Figure | None:
    """Documents a member of staff, over the townships whose staff the directory gives."""
    names, staff = material.organs["name"], material.organs["staff"]
    known = {str(name): float(count) for name, count in zip(names, staff, strict=True) if count > 0}
    rows = material.at_bodies(BurdenKind.DOCUMENT).matching("receiver", lambda name: name in known)
    people = sum(known[name] for name in words_in(rows, "receiver"))
    return figure("GY06", len(rows) / people, rows) if people else None


def compare_halves(material: Material) -> Figure | None:
    """Monthly documents of the later whole months over those of the earlier; None below four whole months."""
    rows = material.at_bodies(BurdenKind.DOCUMENT)
    months = _whole_months(material)
    half = len(months) // 2
    if len(months) < _SHORTEST_TREND_MONTHS:
        return None
    arrived = rows.column("received_on").astype("datetime64[M]")
    counts = [int((arrived == month).sum()) for month in months]
    earlier, later = sum(counts[:half]), sum(counts[-half:])
    if not all(counts):
        return None
    used = np.isin(arrived, np.array([*months[:half], *months[-half:]]))
    return figure("GY07", later / earlier, rows.where(used))


def _whole_months(material: Material) -> list[np.datetime64]:
    start, end = np.datetime64(material.period.start, "D"), np.datetime64(material.period.end, "D")
    return [m for m in material.months if m.astype("datetime64[D]") >= start and (m + 1).astype("datetime64[D]") <= end]


def list_statements(material: Material) -> tuple[Statement, ...]:
    """All stated numbers except paper use, which has its own figures."""
    rows = material.observations()
    found = (Selection(rows.source, rows.positions[place : place + 1]) for place in range(len(rows)))
    statements = (_read(row, place) for place, row in enumerate(found, start=1) if not is_paper_use(row))
    return tuple(filter(None, statements))


def _read(row: Selection, place: int) -> Statement | None:
    organ, measure, unit = first_word(row, "organ"), first_word(row, "measure"), first_word(row, "unit")
    value = float(row.column("quantity")[0])
    quantity = figure("GY08", value, row, part=f"{place:02d}", label=f"{organ}{measure}")
    if quantity is None:
        return None
    return Statement(organ, measure, unit, quantity, read_period(row), first_word(row, "note"), row)

"""What the county (or the city, in its report) has no power to change: demands that organs above it made."""

from dataclasses import dataclass

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import divide, figure, first_word
from jianfu.reporting.grouping import group
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.organ import OrganLevel

_STANDING_KINDS = (
    BurdenKind.DIGITAL_TOOL,
    BurdenKind.TRACE,
    BurdenKind.DELEGATION,
    BurdenKind.SUBSCRIPTION,
    BurdenKind.FACILITY,
)
MOST_ITEMS = 10


@dataclass(frozen=True, slots=True)
class LevelRow:
    """Receipts of one kind by who made the demand; None where there are none."""

    kind: BurdenKind
    within: Figure | None
    above: Figure | None
    unknown: Figure | None


@dataclass(frozen=True, slots=True)
class UpwardItem:
    """One standing demand of an organ above the county."""

    kind: BurdenKind
    title: str
    issuer: str
    level: OrganLevel
    receipts: Figure


def count_from_above(material: Material) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Receipts from above the county, receipts whose issuer's level is known, and the share."""
    known = [_of_known_level(material.received(kind)) for kind in BurdenKind]
    above = [rows.among("issuer_level", material.levels_above) for rows in known]
    part, whole = figure("SX01", sum(map(len, above)), *above), figure("SX02", sum(map(len, known)), *known)
    return part, whole, divide("SX03", part, whole)


def tabulate_levels(material: Material) -> tuple[LevelRow, ...]:
    """One line for each kind of which there are rows."""
    found = []
    for place, kind in enumerate(BurdenKind, start=1):
        rows, part = material.received(kind), f"{place:02d}"
        known = _of_known_level(rows)
        above = known.matching_mask("issuer_level", lambda level: level in material.levels_above)
        unknown = rows.matching("issuer_level", _is_unknown)
        groups = (("SX04", known.where(~above)), ("SX05", known.where(above)), ("SX06", unknown))
        cells = [figure(id, len(part_rows), part_rows, part=part, label=kind.label) for id, part_rows in groups]
        if any(cells):
            found.append(LevelRow(kind, *cells))
    return tuple(found)


def list_items(material: Material) -> tuple[UpwardItem, ...]:
    """Standing demands from above the county, those that arrived most often first."""
    candidates: list[tuple[int, BurdenKind, Selection]] = []
    for kind in _STANDING_KINDS:
        rows = material.received(kind).among("issuer_level", material.levels_above)
        demands = group(rows, rows.keys("issuer", "title_key"))
        places = demands.largest_first(demands.sizes, MOST_ITEMS)
        candidates += [(int(demands.sizes[index]), kind, demands[index]) for index in places]
    candidates.sort(key=lambda candidate: -candidate[0])
    named = (_describe(kind, rows, f"{n:02d}") for n, (_, kind, rows) in enumerate(candidates[:MOST_ITEMS], start=1))
    return tuple(filter(None, named))


def _describe(kind: BurdenKind, rows: Selection, part: str) -> UpwardItem | None:
    title = first_word(rows, "title")
    receipts = figure("SX07", len(rows), rows, part=part, label=title)
    level = OrganLevel(first_word(rows, "issuer_level"))
    return receipts and UpwardItem(kind, title, first_word(rows, "issuer"), level, receipts)


def _of_known_level(rows: Selection) -> Selection:
    return rows.matching("issuer_level", lambda level: not _is_unknown(level))


def _is_unknown(level: str) -> bool:
    return level == OrganLevel.UNKNOWN.value

"""阵地建设: rooms and plaques."""

from dataclasses import dataclass

import numpy as np

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import (
    FEN_PER_YUAN,
    count_issuers,
    count_kinds,
    count_rows,
    divide,
    figure,
    first_word,
    named,
    total,
    words_in,
)
from jianfu.reporting.grouping import group
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection
from jianfu.vocabulary.burden_kind import BurdenKind

_IDLE = ("闲置", "未用", "未使用", "荒废", "很少使用", "利用率低", "使用率低", "使用率不高")


@dataclass(frozen=True, slots=True)
class Asked:
    """What organs ask for: how many, by how many organs, how many each."""

    count: Figure | None
    issuers: Figure | None
    average: Figure | None


@dataclass(frozen=True, slots=True)
class LargestAsker:
    """The organ that asks villages for most rooms."""

    count: Figure
    issuer: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeastCost:
    """What one kind of room costs at least at one level."""

    title: str
    level: str
    cost: Figure


def _set_up(material: Material, form: str, level: str) -> Selection:
    rows = material.received(BurdenKind.FACILITY)
    return rows.among("facility_form", {form}).mentioning("facility_level", (level,))


def count_township_rooms(material: Material) -> tuple[Asked, Figure | None]:
    """Rooms asked of townships, and those that must stand on their own."""
    rows = _set_up(material, "阵地", "乡")
    asked = _count_asked(("ZD01", "ZD02", "ZD03"), rows)
    return asked, count_kinds("ZD04", rows.flagged("separate_room"))


def count_village_plaques(material: Material) -> Asked:
    """Plaques asked of villages."""
    return _count_asked(("ZD05", "ZD06", "ZD07"), _set_up(material, "牌子", "村"))


def _count_asked(ids: tuple[str, str, str], rows: Selection) -> Asked:
    count, issuers = count_kinds(ids[0], rows), count_issuers(ids[1], rows)
    return Asked(count, issuers, divide(ids[2], count, issuers))


def find_largest_asker(material: Material) -> LargestAsker | None:
    """The organ that asks villages for most rooms, if it asks for more than one."""
    rows = named(_set_up(material, "阵地", "村"))
    issuers = group(rows, rows.codes("issuer"))
    counts = issuers.count_different(rows.codes("title_key"))
    if not len(issuers) or counts.max() < 2:
        return None
    index = next(issuers.largest_first(counts, 1))
    asked = issuers[index]
    count = figure("ZD08", int(counts[index]), asked)
    return count and LargestAsker(count, first_word(asked, "issuer"), tuple(words_in(asked, "title")))


def sum_cost(material: Material) -> Figure | None:
    """What the rooms and plaques cost, where the register says."""
    return total("ZD09", material.received(BurdenKind.FACILITY), "cost_fen", scale=1 / FEN_PER_YUAN)


def list_least_costs(material: Material) -> tuple[LeastCost, ...]:
    """The least that one room of the costliest kind cost, at townships and at villages."""
    rows = material.received(BurdenKind.FACILITY).among("facility_form", {"阵地"}).answered("cost_fen")
    kinds = group(rows, rows.codes("title_key"))
    if not len(kinds):
        return ()
    sums = np.add.reduceat(rows.column("cost_fen")[kinds.order], kinds.starts)
    costliest = kinds[next(kinds.largest_first(sums, 1))]
    found = []
    for part, level in (("01", "乡"), ("02", "村")):
        at_level = costliest.mentioning("facility_level", (level,)).where(
            costliest.mentioning("facility_level", (level,)).column("cost_fen") > 0
        )
        least = float(at_level.column("cost_fen").min()) / FEN_PER_YUAN if len(at_level) else None
        cost = figure("ZD10", least, at_level, part=part, label=first_word(at_level, "title"))
        if cost is not None:
            found.append(LeastCost(first_word(at_level, "title"), "乡镇" if level == "乡" else "村", cost))
    return tuple(found)


def count_idle(material: Material) -> Figure | None:
    """Rooms and plaques that the register itself calls idle."""
    return count_rows("ZD11", material.received(BurdenKind.FACILITY).mentioning("use", _IDLE))

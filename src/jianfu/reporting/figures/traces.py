"""打卡留痕: photographs, punch-ins and uploads as proof of work."""

from dataclasses import dataclass

import numpy as np

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import TOP, count_kinds, count_rows, figure, first_word
from jianfu.reporting.grouping import group
from jianfu.reporting.material import Material
from jianfu.vocabulary.burden_kind import BurdenKind


@dataclass(frozen=True, slots=True)
class FrequentTrace:
    """A task with the times a year that it has to be done."""

    times: Figure
    issuer: str
    title: str
    frequency: str
    performer: str


def count_traces(material: Material) -> tuple[Figure | None, Figure | None]:
    """Receipts of trace tasks, and different tasks."""
    rows = material.received(BurdenKind.TRACE)
    return count_rows("LH01", rows), count_kinds("LH02", rows)


def count_photo_tasks(material: Material) -> tuple[Figure | None, Figure | None]:
    """Tasks that want photographs, and tasks that want uploads."""
    rows = material.received(BurdenKind.TRACE)
    photos, items = rows.column("photos_per_time") >= 1, rows.column("items_per_time") >= 1
    return count_kinds("LH03", rows.where(photos)), count_kinds("LH04", rows.where(items))


def average_times_a_year(material: Material) -> Figure | None:
    """Times a year that a receiving organ has to leave traces, over the tasks whose frequency is known."""
    rows = material.received(BurdenKind.TRACE).answered("times_per_year")
    bodies = rows.count_distinct("receiver_id")
    return figure("LH05", round(float(rows.column("times_per_year").sum()) / bodies), rows) if bodies else None


def list_most_frequent(material: Material) -> tuple[FrequentTrace, ...]:
    """The five tasks that have to be done most often."""
    rows = material.received(BurdenKind.TRACE).answered("times_per_year")
    tasks = group(rows, rows.keys("issuer", "title_key"))
    times = rows.column("times_per_year")
    highest = np.maximum.reduceat(times[tasks.order], tasks.starts) if len(tasks) else times
    found = []
    for rank, index in enumerate(tasks.largest_first(highest, TOP), start=1):
        task = tasks[index]
        title = first_word(task, "title")
        count = figure("LH06", float(highest[index]), task, part=f"{rank:02d}", label=title)
        if count is not None:
            words = (first_word(task, "issuer"), title, first_word(task, "frequency"), first_word(task, "performer"))
            found.append(FrequentTrace(count, *words))
    return tuple(found)

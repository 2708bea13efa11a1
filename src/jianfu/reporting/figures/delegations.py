"""属地管理: tasks and quotas that are handed down."""

from dataclasses import dataclass

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.making import TOP, count_kinds, figure, first_word
from jianfu.reporting.grouping import group
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection
from jianfu.vocabulary.burden_kind import BurdenKind


@dataclass(frozen=True, slots=True)
class Quota:
    """One task: its total, how many bear it, how much each, and how much is done."""

    title: str
    issuer: str
    unit: str
    total: Figure
    bodies: Figure
    average: Figure
    completed: Figure | None


def count_delegations(material: Material) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Tasks handed down, those tied to assessment, those with rewards or penalties."""
    rows = material.received(BurdenKind.DELEGATION)
    tied, penalised = rows.flagged("tied_to_assessment"), rows.answered("penalties")
    return count_kinds("SD01", rows), count_kinds("SD02", tied), count_kinds("SD03", penalised)


def list_quotas(material: Material) -> tuple[Quota, ...]:
    """The five tasks with a quota that most organs bear."""
    rows = material.at_bodies(BurdenKind.DELEGATION).answered("quota")
    tasks = group(rows, rows.keys("issuer", "title_key", "quota_unit"))
    bearers = tasks.count_different(rows.column("receiver_id"))
    places = enumerate(tasks.largest_first(bearers, TOP), start=1)
    return tuple(filter(None, (_describe(tasks[index], f"{rank:02d}") for rank, index in places)))


def _describe(rows: Selection, part: str) -> Quota | None:
    title = first_word(rows, "title")
    total = figure("SD04", float(rows.column("quota").sum()), rows, part=part, label=title)
    bodies = figure("SD05", rows.count_distinct("receiver_id"), rows, part=part, label=title)
    if total is None or bodies is None:
        return None
    average = figure("SD06", total.value / bodies.value, rows, part=part, label=title)
    if average is None:
        return None
    words = (title, first_word(rows, "issuer"), first_word(rows, "quota_unit"))
    return Quota(*words, total, bodies, average, _completed_share(rows, part, title))


def _completed_share(rows: Selection, part: str, title: str) -> Figure | None:
    known = rows.answered("completed")
    quota = float(known.column("quota").sum())
    share = float(known.column("completed").sum()) / quota if quota else None
    return figure("SD07", share, known, part=part, label=title)

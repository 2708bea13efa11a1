"""资料台账: ledgers, forms and reports that are asked for."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.due_today import find_due_today
from jianfu.reporting.figures.making import (
    TOP,
    count_kinds,
    count_rows,
    divide,
    figure,
    first_word,
    named,
    words_in,
)
from jianfu.reporting.grouping import Groups, group
from jianfu.reporting.material import Material
from jianfu.reporting.rows import OBSERVATIONS, Selection
from jianfu.reporting.wording import judge_loose_words
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.interval import Period

_MANY_ISSUERS, _MANY_SYSTEMS, _MANY_VERSIONS = 3, 2, 3
_SHEET_UNITS = frozenset({"张", "页"})


@dataclass(frozen=True, slots=True)
class Named:
    """A figure about one thing, with the thing's name and the names of those involved."""

    count: Figure
    subject: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DueToday:
    """The shortest deadline: who set it, for what, when it came and when it fell due."""

    hours: Figure
    issuer: str
    title: str
    received_at: object
    due_at: object
    tied: bool


@dataclass(frozen=True, slots=True)
class PaperUse:
    """Sheets that one organ stated, and the average over the working days of the statement's own period."""

    organ: str
    sheets: Figure
    average: Figure | None
    period: Period | None
    loose: str | None
    """What is wrong with the words of the statement's note, if anything."""


def count_requests(material: Material) -> tuple[Figure | None, Figure | None]:
    """Receipts of requests, and different ledgers."""
    rows = material.received(BurdenKind.DATA_REQUEST)
    return count_rows("ZL01", rows), count_kinds("ZL02", rows)


def find_topics_of_many(material: Material) -> tuple[Figure | None, tuple[Named, ...]]:
    """How many topics three or more organs ask about, and those with most organs."""
    rows = named(material.received(BurdenKind.DATA_REQUEST))
    return _find_shared(("ZL03", "ZL04"), rows, ("topic", "issuer"), _MANY_ISSUERS)


def find_topics_in_systems(material: Material) -> tuple[Figure | None, tuple[Named, ...]]:
    """How many topics have to be typed into two or more systems, and those with most systems."""
    rows = material.received(BurdenKind.DATA_REQUEST).answered("system")
    return _find_shared(("ZL05", "ZL06"), rows, ("topic", "system"), _MANY_SYSTEMS)


def _find_shared(
    ids: tuple[str, str], rows: Selection, columns: tuple[str, str], least: int
) -> tuple[Figure | None, tuple[Named, ...]]:
    topics = group(rows, rows.keys(columns[0]))
    counts = topics.count_different(rows.codes(columns[1]))
    shared = counts >= least
    if not shared.any():
        return None, ()
    examples = _name_largest(ids[1], topics, counts, columns, least)
    return figure(ids[0], int(shared.sum()), topics.select(shared)), examples


def _name_largest(
    id: str, groups: Groups, counts: "np.ndarray[tuple[int], np.dtype[np.int64]]", columns: tuple[str, str], least: int
) -> tuple[Named, ...]:
    examples = []
    for rank, index in enumerate(groups.largest_first(counts, TOP), start=1):
        rows = groups[index]
        subject = first_word(rows, columns[0])
        count = figure(id, int(counts[index]), rows, part=f"{rank:02d}", label=subject)
        if count is not None and counts[index] >= least:
            examples.append(Named(count, subject, tuple(words_in(rows, columns[1]))))
    return tuple(examples)


def count_double_filings(material: Material) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Requests that say in what form, those that want both files and signed paper, and the share."""
    known = material.received(BurdenKind.DATA_REQUEST).answered("electronic").answered("signed_paper")
    whole = count_rows("ZL07", known)
    part = count_rows("ZL08", known.flagged("electronic").flagged("signed_paper"))
    return whole, part, divide("ZL09", part, whole)


def find_requests_due_today(material: Material) -> tuple[Figure | None, Figure | None, DueToday | None]:
    """Requests due on the day they came, those tied to assessment, and the shortest (tied ones first)."""
    rows, hours = find_due_today(material, BurdenKind.DATA_REQUEST)
    count, tied = count_rows("ZL10", rows), count_rows("ZL11", rows.flagged("tied_to_assessment"))
    if count is None:
        return None, None, None
    shortest = int(np.lexsort((hours, hours == 0, -rows.column("tied_to_assessment")))[0])
    row = rows.where(np.arange(len(rows)) == shortest)
    given = figure("ZL12", float(hours[shortest]), row)
    example = given and DueToday(
        given,
        first_word(row, "issuer"),
        first_word(row, "title"),
        row.column("received_at")[0],
        row.column("due_at")[0],
        bool(row.column("tied_to_assessment")[0] == 1),
    )
    return count, tied, example


def find_changing_templates(material: Material) -> tuple[Figure | None, tuple[Named, ...]]:
    """Ledgers whose template had three or more versions, and those with most."""
    rows = named(material.received(BurdenKind.DATA_REQUEST)).answered("template_version")
    ledgers = group(rows, rows.keys("issuer", "title_key"))
    counts = ledgers.count_different(rows.codes("template_version"))
    changing = counts >= _MANY_VERSIONS
    if not changing.any():
        return None, ()
    examples = _name_largest("ZL14", ledgers, counts, ("title", "issuer"), _MANY_VERSIONS)
    return figure("ZL13", int(changing.sum()), ledgers.select(changing)), examples


def list_paper_use(material: Material) -> tuple[PaperUse, ...]:
    """Sheets of paper as stated, one entry a statement."""
    rows = material.observations().among("unit", _SHEET_UNITS).mentioning("measure", ("纸", "打印", "复印"))
    return tuple(filter(None, (_read_paper_use(material, rows, place) for place in range(len(rows)))))


def _read_paper_use(material: Material, rows: Selection, place: int) -> PaperUse | None:
    row = Selection(rows.source, rows.positions[place : place + 1])
    organ, part = first_word(row, "organ"), f"{place + 1:02d}"
    sheets = figure("ZL15", float(row.column("quantity")[0]), row, part=part, label=organ)
    if sheets is None:
        return None
    period = read_period(row)
    workdays = material.count_workdays(period)
    average = figure("ZL16", sheets.value / workdays, row, part=part, label=organ) if workdays else None
    daily = average.value if average else None
    loose = judge_loose_words(first_word(row, "note"), first_word(row, "unit"), sheets.value, daily)
    return PaperUse(organ, sheets, average, period, loose)


def read_period(row: Selection) -> Period | None:
    """The half-open period of one observation; None where it gives none."""
    start, end = row.column("period_start")[0], row.column("period_end")[0]
    if np.isnat(start) or np.isnat(end):
        return None
    return Period(_as_date(start), _as_date(end))


def _as_date(day: np.datetime64) -> date:
    return date.fromisoformat(str(day.astype("datetime64[D]")))


def is_paper_use(row: Selection) -> bool:
    """Whether an observation is told among the figures of paper use."""
    assert row.source.key == OBSERVATIONS
    return len(row.among("unit", _SHEET_UNITS).mentioning("measure", ("纸", "打印", "复印"))) > 0

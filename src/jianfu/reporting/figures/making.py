"""The ways of making a figure that all eight burdens share."""

import numpy as np
from numpy.typing import NDArray

from jianfu.burden.simulating import Estimate
from jianfu.reporting.definitions import DEFINITIONS
from jianfu.reporting.figure import Figure, make_figure
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection

NAMELESS = "（未注明单位）"
"""The ledger's name for the issuer of a row that names none; it is never named or counted as an organ."""

FEN_PER_YUAN = 100
TOP = 5


def figure(id: str, value: float | None, *rows: Selection, part: str = "", label: str = "") -> Figure | None:
    """The figure of this id in the catalogue; None without a value or without rows."""
    return make_figure(DEFINITIONS[id], value, *rows, part=part, label=label)


def estimate(id: str, found: Estimate | None, *rows: Selection, part: str = "", label: str = "") -> Figure | None:
    """The same for a number that is known as an interval."""
    if found is None:
        return None
    return make_figure(DEFINITIONS[id], found.mean, *rows, part=part, label=label, span=(found.low, found.high))


def count_rows(id: str, rows: Selection) -> Figure | None:
    """How many rows there are."""
    return figure(id, len(rows), rows)


def count_kinds(id: str, rows: Selection) -> Figure | None:
    """How many different things one issuer's title stands for."""
    return figure(id, rows.count_distinct("issuer", "title_key"), rows)


def count_titles(id: str, rows: Selection) -> Figure | None:
    """How many different titles there are, whoever issued them."""
    return figure(id, rows.count_distinct("title_key"), rows)


def named(rows: Selection) -> Selection:
    """Rows whose issuer is named."""
    return rows.matching("issuer", lambda name: name != NAMELESS)


def count_issuers(id: str, rows: Selection) -> Figure | None:
    """How many organs issued the rows."""
    issued = named(rows)
    return figure(id, issued.count_distinct("issuer"), issued)


def average_per_workday(id: str, rows: Selection, bodies: int, material: Material) -> Figure | None:
    """Rows a body and working day; None where the calendar does not know the year."""
    if not material.workdays or not bodies:
        return None
    return figure(id, len(rows) / bodies / material.workdays, rows)


def divide(id: str, part: Figure | None, whole: Figure | None) -> Figure | None:
    """One figure over another, resting on the rows of both; None where one is missing or the divisor is nought."""
    if part is None or whole is None or not whole.value:
        return None
    return figure(id, part.value / whole.value, *merge(part.selections + whole.selections))


def merge(selections: tuple[Selection, ...]) -> tuple[Selection, ...]:
    """One selection a source: the union of the rows, each once."""
    by_source: dict[str, list[Selection]] = {}
    for selection in selections:
        by_source.setdefault(selection.source.key, []).append(selection)
    return tuple(
        same[0] if len(same) == 1 else Selection(same[0].source, _union([s.positions for s in same]))
        for same in by_source.values()
    )


def _union(parts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.unique(np.concatenate(parts))


def total(id: str, rows: Selection, column: str, *, scale: float = 1.0) -> Figure | None:
    """The sum of a numeric column over the rows that have it, times `scale`."""
    answered = rows.answered(column)
    return figure(id, float(answered.column(column).sum()) * scale, answered)


def first_word(rows: Selection, column: str) -> str:
    """The text of this column in the first row that has it; '' where none has."""
    codes = rows.codes(column)
    known = codes[codes >= 0]
    return rows.words(column)[known[0]] if len(known) else ""


def words_in(rows: Selection, column: str) -> list[str]:
    """The different texts of a column in the rows, in order of first appearance."""
    codes = rows.codes(column)
    _, first = np.unique(codes, return_index=True)
    words = rows.words(column)
    return [words[code] for code in codes[np.sort(first)] if code >= 0]


def days_of(rows: Selection, *columns: str) -> NDArray[np.datetime64]:
    """One day a row: of the first of the columns that is not absent; NaT where all are."""
    days = np.full(len(rows), "NaT", dtype="datetime64[D]")
    for column in columns:
        values = rows.column(column)
        found = values if values.dtype.kind == "M" else np.array(values.tolist(), dtype="datetime64[us]")
        days = np.where(np.isnat(days), found.astype("datetime64[D]"), days)
    return days

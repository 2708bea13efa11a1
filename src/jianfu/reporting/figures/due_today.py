"""Demands that came and fell due on the same day, in less than a working day's hours."""

import numpy as np
from numpy.typing import NDArray

from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection
from jianfu.vocabulary.burden_kind import BurdenKind

HOURS_OF_A_DAY = 8.0


def find_due_today(material: Material, kind: BurdenKind) -> tuple[Selection, NDArray[np.float64]]:
    """The rows, and the working hours that each was given. Rows whose moments are not known are left out."""
    rows = _due_on_the_day(material.received(kind))
    hours = np.array([_hours_given(material, rows, place) for place in range(len(rows))], dtype=np.float64)
    short = hours < HOURS_OF_A_DAY
    return rows.where(short), hours[short]


def _due_on_the_day(rows: Selection) -> Selection:
    due = np.array(rows.column("due_at").tolist(), dtype="datetime64[us]").astype("datetime64[D]")
    received = rows.column("received_on")
    return rows.where(~np.isnat(due) & (due == received))


def _hours_given(material: Material, rows: Selection, place: int) -> float:
    """Working hours from receipt to the deadline, by the clock; else as the register states them; else NaN."""
    position = rows.positions[place]
    received_at, due_at = rows.source["received_at"][position], rows.source["due_at"][position]
    if received_at is not None:
        hours = material.standards.calendar.working_hours_between(received_at, due_at)
        return np.nan if hours is None else hours
    if rows.source.key == BurdenKind.DATA_REQUEST.value:
        return float(rows.source["hours_allowed"][position])
    return np.nan

"""What rows of the ledger ask, as work: one line for each activity of each receipt, counted, not yet timed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.organ import ABOVE_GRASSROOTS

Column = npt.NDArray[Any]
MEASURED = ""
"""The activity of work whose hours the register states itself."""
GRADES = tuple(Grade)


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of one kind of demand; `name` MEASURED for hours that were registered."""

    kind: BurdenKind
    name: str


@dataclass(frozen=True, slots=True)
class Work:
    """Columns of equal length, a line for an activity of a receipt.

    `activities`: into `catalogue`. `quantities` float64: how often it is done by all together in the period; hours
    where the activity is MEASURED. `grades`: of the row, into GRADES. `receipts`, `demands`: ids.
    `issuers`: names. `months` datetime64[M], NaT where no day is known. `townships`: names, None outside one.
    """

    catalogue: tuple[Activity, ...]
    activities: Column
    quantities: Column
    grades: Column
    receipts: Column
    demands: Column
    issuers: Column
    months: Column
    townships: Column

    def __len__(self) -> int:
        return len(self.activities)

    def where(self, mask: Column) -> "Work":
        """The lines for which `mask` (booleans, or line numbers) holds."""
        columns = {name: getattr(self, name)[mask] for name in _COLUMNS}
        return Work(self.catalogue, **columns)

    @property
    def kinds(self) -> Column:
        """The kind of each line's demand, as words."""
        words = np.array([activity.kind.value for activity in self.catalogue] or [""], dtype=object)
        return words[self.activities]

    @staticmethod
    def joined(parts: Sequence["Work"]) -> "Work":
        """All lines of the parts."""
        catalogue = tuple(dict.fromkeys(activity for part in parts for activity in part.catalogue))
        places = {activity: place for place, activity in enumerate(catalogue)}
        columns: dict[str, Column] = {
            name: np.concatenate([_EMPTY[name], *(getattr(part, name) for part in parts)]) for name in _COLUMNS
        }
        renumbered = [np.array([places[a] for a in part.catalogue], np.int64)[part.activities] for part in parts]
        columns["activities"] = np.concatenate([_EMPTY["activities"], *renumbered])
        return Work(catalogue, **columns)


_EMPTY: Mapping[str, Column] = {
    "activities": np.zeros(0, np.int64),
    "quantities": np.zeros(0, np.float64),
    "grades": np.zeros(0, np.int64),
    "receipts": np.zeros(0, np.int64),
    "demands": np.zeros(0, np.int64),
    "issuers": np.zeros(0, object),
    "months": np.zeros(0, "datetime64[M]"),
    "townships": np.zeros(0, object),
}
_COLUMNS = tuple(_EMPTY)


@dataclass(frozen=True, slots=True)
class Missing:
    """A datum that rows of one kind lack, so that an activity of theirs is not counted, or is counted by a norm.

    `instead` says in Chinese what was done instead; `receipts` are ids of the rows.
    """

    kind: BurdenKind
    datum: str
    instead: str
    receipts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """Everything that a place bears in a period: work, paper, purchases, and what could not be counted.

    `sheets` paper; `trips` of one person to a meeting and back; `purchases_fen` money that subscriptions and rooms cost
    by their registers; `days` of the period.
    """

    work: Work
    sheets: float
    trips: float
    purchases_fen: float
    missing: tuple[Missing, ...]
    days: int

    @property
    def weeks(self) -> float:
        """Weeks of the period."""
        return self.days / 7


def sum_staff(levels: Column, staff: Column) -> float | None:
    """The staff of those organs that bear burden, by the level and the staff of each; None where none of them says."""
    borne = np.array([level not in ABOVE_GRASSROOTS for level in levels.tolist()], np.bool_)
    known = staff[borne & ~np.isnan(staff)]
    return float(known.sum()) if len(known) else None

"""Figures: numbers of the report, each with the rows that it rests on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import final

import numpy as np

from jianfu.reporting.rows import Selection
from jianfu.vocabulary.evidence import Grade


class Form(StrEnum):
    """How a figure's value is written."""

    COUNT = "count"
    """A whole number of things; value in the definition's unit."""
    RATE = "rate"
    """An average, two decimals."""
    SHARE = "share"
    """A ratio 0–1, written in per cent."""
    MONEY = "money"
    """Yuan, written in 万 from ten thousand up."""
    HOURS = "hours"
    """Hours, whole from ten up, else one decimal."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What one number of the report means. `version` goes up whenever `method` changes its outcome."""

    id: str
    name: str
    unit: str
    form: Form
    method: str
    version: str = "1"


@final
@dataclass(frozen=True, eq=False)
class Figure:
    """One number with the rows behind it. `value` is in the definition's unit (a share is a ratio 0–1).

    `part` numbers the cells of a table ('07'), `label` says what the cell is about; both '' for a number that
    stands alone. `span` is from where to where the number lies with nine chances of ten, None for one that was counted.
    There are always rows: without them `make_figure` makes no figure.
    """

    definition: Definition
    value: float
    selections: tuple[Selection, ...]
    part: str = ""
    label: str = ""
    span: tuple[float, float] | None = None

    @property
    def id(self) -> str:
        """The number's id, unique within a report: WH03, or BJ01.07 for a cell."""
        return f"{self.definition.id}.{self.part}" if self.part else self.definition.id

    @property
    def name(self) -> str:
        """What the number is, with the cell's label."""
        return f"{self.definition.name}（{self.label}）" if self.label else self.definition.name

    @property
    def row_count(self) -> int:
        """Rows behind the number."""
        return sum(len(selection) for selection in self.selections)

    @property
    def grades(self) -> Mapping[Grade, int]:
        """Rows behind the number by grade, grades without rows left out."""
        counts: Counter[Grade] = Counter()
        for selection in self.selections:
            counts.update(selection.count_grades())
        return {grade: counts[grade] for grade in Grade if counts[grade]}

    @property
    def weakest_grade(self) -> Grade:
        """The grade of the number: that of its weakest rows."""
        return max(self.grades)


def make_figure(
    definition: Definition,
    value: float | None,
    *selections: Selection,
    part: str = "",
    label: str = "",
    span: tuple[float, float] | None = None,
) -> Figure | None:
    """The figure, or None where there is no value or not one row to rest it on."""
    filled = tuple(selection for selection in selections if len(selection))
    if value is None or not filled or not np.isfinite(value):
        return None
    return Figure(definition, float(value), filled, part, label, span)

"""Totals rows 合计、小计: what they state beside what the rows above them add up to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jianfu.intake.registers.headings import ColumnMeaning
from jianfu.vocabulary.fields import Bearer, ValueKind
from jianfu.vocabulary.rows import Value

TOTALS = frozenset({"合计", "小计", "总计", "累计", "共计", "本页合计", "本月合计"})
_ROUNDING = 0.5
"""Less than one copy, one person, one fen."""
_COUNTED_NUMBERS = frozenset({"quota", "completed"})


@dataclass(slots=True)
class _Sum:
    """Of one column: from the table's beginning, and from the last totals row. None: a row of it could not be read."""

    whole: float | None = 0
    part: float | None = 0


@dataclass(slots=True)
class RunningTotals:
    """Sums of the columns that can be added up, while the rows go by."""

    _sums: dict[str, _Sum] = field(default_factory=dict)

    @classmethod
    def over(cls, columns: Sequence[ColumnMeaning]) -> "RunningTotals":
        """For copies, amounts, people, quotas: numbers of one receipt each. Minutes and rates are not added up."""
        summable = {
            column.field.name
            for column in columns
            if column.field.bearer is Bearer.RECEIPT
            and (column.field.value in {ValueKind.COUNT, ValueKind.MONEY} or column.field.name in _COUNTED_NUMBERS)
            and column.field.unit != "年"
        }
        return cls.of(summable)

    @classmethod
    def of(cls, names: Iterable[str]) -> "RunningTotals":
        """For the fields of these names."""
        return cls({name: _Sum() for name in names})

    def __bool__(self) -> bool:
        return bool(self._sums)

    def add(self, values: Mapping[str, Value]) -> None:
        """One row that was read."""
        for name, total in self._sums.items():
            value = values.get(name, 0)
            if isinstance(value, int | float):
                total.whole = None if total.whole is None else total.whole + value
                total.part = None if total.part is None else total.part + value

    def lose(self, name: str | None = None) -> None:
        """A row, or one cell of it, could not be read: what its column adds up to is not known any more."""
        for known, total in self._sums.items():
            if name in (None, known):
                total.whole = total.part = None

    def differs(self, name: str, stated: float) -> float | None:
        """What the column adds up to where `stated` is none of its sums; None where it is one, or nobody can say.

        Whether a row totals the whole table or the rows since the last totals row, its word does not always tell.
        """
        total = self._sums.get(name)
        if total is None or total.whole is None or total.part is None:
            return None
        return None if any(abs(stated - known) < _ROUNDING for known in (total.whole, total.part)) else total.whole

    def pass_total(self) -> None:
        """A totals row went by."""
        for total in self._sums.values():
            total.part = None if total.whole is None else 0

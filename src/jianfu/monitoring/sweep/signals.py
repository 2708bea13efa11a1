"""What a sweep looks for. A signal is a reason to look, never an accusation."""

from dataclasses import dataclass
from enum import StrEnum

ROWS_KEPT = 50
"""Ledger rows that a signal keeps as its evidence."""


class Signal(StrEnum):
    """What a sweep looks for, in the order in which a bulletin tells it."""

    NEW_FORM = "new_form"
    NEW_TOOL = "new_tool"
    NEW_GROUP = "new_group"
    NEW_PLACE = "new_place"
    JUMP = "jump"
    SHIFT = "shift"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _LABELS[self]


_LABELS = {
    Signal.NEW_FORM: "新的表格",
    Signal.NEW_TOOL: "新的应用",
    Signal.NEW_GROUP: "新的工作群",
    Signal.NEW_PLACE: "新的牌子、场所",
    Signal.JUMP: "发文突增",
    Signal.SHIFT: "此消彼长",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is new. `organ_id` is None where no single organ is behind it; `receipts` are ids of rows."""

    signal: Signal
    organ_id: int | None
    words: str
    receipts: tuple[int, ...]

"""Additions and removals of a department, from its numbers: the lines of 只增不减 turned round, one in, one out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jianfu.clearance.models import ClearanceNumber
from jianfu.clearance.numbers.offsetting import Line, Offset, offset
from jianfu.ledger.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Movements:
    """What one department added and took away. Hours are of a year, at all receivers together."""

    organ_id: int
    organ: str
    lines: tuple[Line, ...]
    offsets: tuple[Offset, ...]

    @property
    def added_hours(self) -> float:
        """Hours of all additions."""
        return sum(line.hours for line in self.lines if line.is_addition)

    @property
    def removed_hours(self) -> float:
        """Hours of all removals."""
        return sum(line.hours for line in self.lines if not line.is_addition)

    @property
    def open(self) -> int:
        """Additions that nothing has made up for."""
        return sum(one.by is None for one in self.offsets)

    def late(self, today: date) -> int:
        """Those whose day is over."""
        return sum(one.is_late(today) for one in self.offsets)


def movements_in_reach(viewer: Viewer, today: date) -> list[Movements]:
    """Those of all departments, or of the viewer's own; [] for who has none."""
    if not viewer.sees_all and viewer.organ_id is None:
        return []
    return list_movements(today, organ_id=None if viewer.sees_all else viewer.organ_id)


def list_movements(today: date, *, organ_id: int | None = None) -> list[Movements]:
    """Of each department that ever had a number, those with most open additions first; of one for `organ_id`."""
    numbers = ClearanceNumber.objects.select_related("draft__organ", "succeeds").order_by("since", "pk")
    if organ_id is not None:
        numbers = numbers.filter(draft__organ_id=organ_id)
    lines: dict[tuple[int, str], list[Line]] = {}
    succeeded = set(ClearanceNumber.objects.exclude(succeeds=None).values_list("succeeds_id", flat=True))
    for number in numbers:
        organ = number.draft.organ
        found = lines.setdefault((organ.pk, organ.name), [])
        found += _lines_of(number, number.pk in succeeded, today)
    moved = [Movements(pk, name, tuple(_by_day(found)), tuple(offset(found))) for (pk, name), found in lines.items()]
    return sorted(moved, key=lambda one: (-one.open, -one.added_hours, one.organ))


def _by_day(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.day, line.number, not line.is_addition), reverse=True)


def _lines_of(number: ClearanceNumber, is_succeeded: bool, today: date) -> list[Line]:
    """A number that takes over from another adds nothing, and what was taken over is not removed: only hours move."""
    title, lines = number.draft.title, []
    if number.succeeds_id is None:
        lines.append(Line(number.since, True, number.number, title, number.hours_a_year, _exemption(number)))
    if not is_succeeded and number.last_day_out <= today:
        lines.append(Line(number.last_day_out, False, number.number, title, number.hours_a_year))
    return lines


def _exemption(number: ClearanceNumber) -> str:
    if number.draft.legal_basis:
        return f"法定必须：{number.draft.legal_basis}"
    return "紧急事项" if number.draft.is_emergency else ""

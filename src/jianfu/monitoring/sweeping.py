"""The monthly sweep: what is new since the months before. A signal is a reason to look, never an accusation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, Min

from jianfu.ledger.models import Organ, Receipt
from jianfu.monitoring.panel import list_changes
from jianfu.overlap.matters import find_core
from jianfu.vocabulary.burden_kind import BurdenKind

_MONTHS_BEFORE = 3
JUMP_TIMES, JUMP_AT_LEAST = 2.0, 20
"""A department jumps where a month has twice the mean of the three before, and at least so many receipts more."""
SHIFT = 0.2
"""A burden shrinks or grows where a quarter differs from the one before by a fifth."""
_ROWS_KEPT = 50


class Signal(StrEnum):
    """What a sweep looks for."""

    NEW_FORM = "new_form"
    NEW_TOOL = "new_tool"
    JUMP = "jump"
    SHIFT = "shift"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return {"new_form": "新的表格", "new_tool": "新的应用或群", "jump": "发文突增", "shift": "此消彼长"}[self]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is new. `organ_id` is None where no single organ is behind it."""

    signal: Signal
    organ_id: int | None
    words: str
    receipts: tuple[int, ...]


def sweep_month(month: date, by_month: Mapping[str, Mapping[str, float]]) -> list[Found]:
    """Everything new in the month that begins on `month`. `by_month` as in a panel; months after it are left out."""
    until = {name: line for name, line in by_month.items() if name <= f"{month:%Y-%m}"}
    return [
        *_find_new(month, BurdenKind.DATA_REQUEST, Signal.NEW_FORM),
        *_find_new(month, BurdenKind.DIGITAL_TOOL, Signal.NEW_TOOL),
        *_find_jumps(month),
        *_find_shifts(until),
    ]


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=32)).replace(day=1)


def _find_new(month: date, kind: BurdenKind, signal: Signal) -> Iterator[Found]:
    """Demands of a kind of which nobody received one of the same core and organ before this month."""
    firsts: dict[tuple[int, str], list[tuple[date, int, str, str]]] = {}
    rows = Receipt.objects.filter(demand__kind=kind.value, received_on__lt=next_month(month))
    names = ("demand__issuer_id", "demand__title", "demand__issuer__name", "received_on", "pk")
    for organ, title, name, day, number in rows.values_list(*names).order_by("received_on", "pk"):
        firsts.setdefault((organ, find_core(title) or title), []).append((day, number, title, name))
    for (organ, _), found in firsts.items():
        if found[0][0] >= month:
            words = f"{found[0][3]}：《{found[0][2]}》，到 {len(found)} 处。"
            yield Found(signal, organ, words, tuple(number for _, number, _, _ in found[:_ROWS_KEPT]))


def _find_jumps(month: date) -> Iterator[Found]:
    before = month
    for _ in range(_MONTHS_BEFORE):
        before = (before - timedelta(days=1)).replace(day=1)
    rows = Receipt.objects.filter(received_on__gte=before, received_on__lt=next_month(month))
    earliest = Receipt.objects.aggregate(day=Min("received_on"))["day"]
    if earliest is None or earliest > before + timedelta(days=31):
        return  # the months before are not in the ledger: no rows are no small number
    past = dict(rows.filter(received_on__lt=month).values_list("demand__issuer_id").annotate(Count("pk")))
    names = dict(Organ.objects.values_list("pk", "name"))
    now = rows.filter(received_on__gte=month)
    for organ, count in now.values_list("demand__issuer_id").annotate(count=Count("pk")).order_by("-count"):
        usual = past.get(organ, 0) / _MONTHS_BEFORE
        if count >= JUMP_TIMES * usual and count - usual >= JUMP_AT_LEAST:
            some = tuple(now.filter(demand__issuer_id=organ).values_list("pk", flat=True)[:_ROWS_KEPT])
            yield Found(
                Signal.JUMP, organ, f"{names[organ]}：本月 {count} 件次，此前三个月每月 {usual:.0f} 件次。", some
            )


def _find_shifts(by_month: Mapping[str, Mapping[str, float]]) -> Iterator[Found]:
    changes = [change for change in list_changes(by_month) if change.ratio is not None or change.after > 0]
    fallen = [change for change in changes if change.ratio is not None and change.ratio <= -SHIFT]
    risen = [change for change in changes if change.ratio is None or change.ratio >= SHIFT]
    if fallen and risen:
        down, up = ("、".join(change.mountain.label for change in some) for some in (fallen, risen))
        yield Found(Signal.SHIFT, None, f"近三个月{down}减少，{up}增加。一升一降不等于转移，请看明细。", ())

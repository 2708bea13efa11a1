"""Forms, apps, groups, plaques and rooms that nobody had received when the ledger was swept before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from jianfu.ledger.models import Receipt
from jianfu.monitoring.models import KnownThing
from jianfu.monitoring.sweep.sent_things import next_month
from jianfu.monitoring.sweep.signals import ROWS_KEPT, Found, Signal
from jianfu.overlap.matters import find_core
from jianfu.vocabulary.burden_kind import BurdenKind

_FORM_OF = {BurdenKind.DIGITAL_TOOL: "demand__digitaltooldetail__tool_form"}
_GROUP = "群"


@dataclass(slots=True)
class Thing:
    """One thing that an organ asks, by the core of its name: first day, title then, sender's name, rows, form of it."""

    organ: int
    key: str
    day: date
    title: str
    sender: str
    rows: list[int]
    form: str


@dataclass(frozen=True, slots=True)
class News:
    """What is new; keys of all things known by the end of the month; why something cannot be judged."""

    found: list[Found]
    known: frozenset[str]
    notes: list[str]


def find_news(month: date, *, can_look_back: bool) -> News:
    """New things of the month that begins on `month`: first received in it, or registered late since the last sweep.

    Of a kind of which the ledger held nothing before, nothing is new: perhaps only its register is.
    """
    found, known, notes = [], set(), []
    earlier = set(KnownThing.objects.filter(month__lt=month).values_list("key", flat=True))
    for kind in (BurdenKind.DATA_REQUEST, BurdenKind.DIGITAL_TOOL, BurdenKind.FACILITY):
        things = list(_list_things(kind, month))
        known |= {thing.key for thing in things}
        if not things:
            continue
        if not can_look_back or all(thing.day >= month for thing in things):
            notes.append(f"{kind.label}：台账里没有此前的登记，不判断哪些是新的。")
            continue
        found += [_tell(kind, thing, month) for thing in things if _is_new(thing, month, earlier)]
    return News(found, frozenset(known), notes)


def _is_new(thing: Thing, month: date, earlier: set[str]) -> bool:
    return thing.key not in earlier if earlier else thing.day >= month


def _tell(kind: BurdenKind, thing: Thing, month: date) -> Found:
    late = "" if thing.day >= month else f"（补登，最早收到于 {thing.day}）"
    words = f"{thing.sender}：《{thing.title}》，到 {len(thing.rows)} 处{late}。"
    return Found(_signal(kind, thing), thing.organ, words, tuple(thing.rows[:ROWS_KEPT]))


def _signal(kind: BurdenKind, thing: Thing) -> Signal:
    if kind is BurdenKind.DATA_REQUEST:
        return Signal.NEW_FORM
    if kind is BurdenKind.FACILITY:
        return Signal.NEW_PLACE
    return Signal.NEW_GROUP if _GROUP in thing.form or thing.title.endswith(_GROUP) else Signal.NEW_TOOL


def _list_things(kind: BurdenKind, month: date) -> Iterator[Thing]:
    """Things received before the end of the month, in the order in which they came first."""
    rows = Receipt.objects.filter(demand__kind=kind.value, received_on__lt=next_month(month))
    columns = ["demand__issuer_id", "demand__title", "demand__issuer__name", "received_on", "pk"]
    form_column = _FORM_OF.get(kind, "demand__kind")
    things: dict[str, Thing] = {}
    for organ, title, sender, day, row, form in rows.values_list(*columns, form_column).order_by("received_on", "pk"):
        core = find_core(title) or title
        key = blake2b(f"{kind.value}|{organ}|{core}".encode(), digest_size=16).hexdigest()
        things.setdefault(key, Thing(organ, key, day, title, sender, [], form or "")).rows.append(row)
    return iter(things.values())

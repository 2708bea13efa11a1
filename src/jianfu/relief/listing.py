"""Which receipts are to be looked at for the one list of an organ on a day: open, or still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from jianfu.ledger.dated_demands import list_dated
from jianfu.ledger.models import DETAIL_MODELS, DocumentText, Receipt
from jianfu.relief.models import ONCE, Mark
from jianfu.relief.papers import PaperAsks, read_paper
from jianfu.relief.turns import Turn, find_turn, is_recurring
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.interval import Period

LOOK_BACK_DAYS = 14
"""What came longer ago and names no deadline is no longer on the list; what is overdue for longer is not either."""
_LOOK_AHEAD_DAYS = 400
_AGAIN = (BurdenKind.DATA_REQUEST, BurdenKind.TRACE)
"""Kinds that come once a period."""
_CLOSED = frozenset({"done", "not_ours", "no_number"})


@dataclass(frozen=True, slots=True)
class Item:
    """One receipt that may be work. `due_at` None where nobody says; `is_day` where only its day is meant.

    `asks` is what is to be done in words, '' where nothing is asked: then it is only to be known.
    """

    receipt: Receipt
    asks: str
    due_at: datetime | None
    is_day: bool
    turn: Turn | None
    text: str
    form_fields: tuple[str, ...]

    @property
    def turn_key(self) -> str:
        """What a mark names its turn by."""
        return self.turn.key if self.turn else ONCE


def list_items(organ_id: int, day: date, calendar: WorkCalendar) -> list[Item]:
    """All receipts of the organ that are open on a day, in the order in which they came."""
    receipts = _load(organ_id, day)
    details = _load_details(receipts)
    texts = dict(DocumentText.objects.filter(demand__receipts__in=receipts).values_list("demand_id", "text").distinct())
    marks = _load_marks(receipts)
    items = []
    for receipt in receipts:
        detail = details.get(receipt.demand_id, {})
        item = _make_item(receipt, detail, texts.get(receipt.demand_id, ""), day, calendar)
        if item is not None and not _is_closed(item, marks):
            said = marks.get((receipt.pk, ONCE)) == "to_do"
            items.append(item if item.asks or not said else _as_work(item))
    return items


def _load(organ_id: int, day: date) -> list[Receipt]:
    earliest = day - timedelta(days=LOOK_BACK_DAYS)
    since = datetime.combine(earliest, time())
    to_come = list_dated(Period(day, day + timedelta(days=_LOOK_AHEAD_DAYS)))
    again = Q(demand__kind__in=[kind.value for kind in _AGAIN], due_at=None)
    wanted = Q(due_at__gte=since) | Q(due_at=None, received_on__gte=earliest) | again | Q(demand_id__in=list(to_come))
    arrived = Q(received_on__lte=day) | Q(received_on=None)
    found = Receipt.objects.filter(wanted, arrived, receiver_id=organ_id)
    return list(found.select_related("demand", "demand__issuer").order_by("received_on", "pk"))


def _load_details(receipts: Sequence[Receipt]) -> dict[int, dict[str, object]]:
    names = {
        BurdenKind.MEETING: ("starts_at",),
        BurdenKind.INSPECTION: ("inspected_on",),
        BurdenKind.DATA_REQUEST: ("frequency", "form_fields"),
        BurdenKind.TRACE: ("frequency",),
    }
    found: dict[int, dict[str, object]] = {}
    for kind, columns in names.items():
        ids = [receipt.demand_id for receipt in receipts if receipt.demand.kind == kind]
        rows = DETAIL_MODELS[kind]._default_manager.filter(pk__in=ids).values("pk", *columns) if ids else ()
        found |= {row["pk"]: row for row in rows}
    return found


def _load_marks(receipts: Sequence[Receipt]) -> dict[tuple[int, str], str]:
    marks = Mark.objects.filter(receipt__in=receipts).values_list("receipt_id", "turn", "mark")
    return {(receipt, turn): mark for receipt, turn, mark in marks}


def _is_closed(item: Item, marks: dict[tuple[int, str], str]) -> bool:
    said = {marks.get((item.receipt.pk, ONCE)), marks.get((item.receipt.pk, item.turn_key))}
    return bool(said & _CLOSED)


def _as_work(item: Item) -> Item:
    return Item(item.receipt, "要办", item.due_at, item.is_day, item.turn, item.text, item.form_fields)


def _make_item(
    receipt: Receipt, detail: dict[str, object], text: str, day: date, calendar: WorkCalendar
) -> Item | None:
    """None for what is over, or not due for long."""
    match receipt.demand.kind:
        case BurdenKind.MEETING:
            return _make_meeting(receipt, detail.get("starts_at"), day, text)
        case BurdenKind.INSPECTION:
            return _make_visit(receipt, detail.get("inspected_on"), day, text)
        case BurdenKind.DATA_REQUEST | BurdenKind.TRACE:
            return _make_filing(receipt, detail, day, text, calendar)
        case BurdenKind.DOCUMENT:
            paper = read_paper(receipt.demand.title, text, receipt.received_at or receipt.received_on, calendar)
            return _make_paper(receipt, paper, day, text)
    return Item(receipt, "办理", receipt.due_at, False, None, text, ()) if receipt.due_at else None


def _make_meeting(receipt: Receipt, starts_at: object, day: date, text: str) -> Item | None:
    if isinstance(starts_at, datetime):
        return Item(receipt, "开会", starts_at, False, None, text, ()) if starts_at.date() >= day else None
    return Item(receipt, "开会", receipt.due_at, False, None, text, ())


def _make_visit(receipt: Receipt, inspected_on: object, day: date, text: str) -> Item | None:
    if isinstance(inspected_on, date):
        due = datetime.combine(inspected_on, time(8, 30))
        return Item(receipt, "迎检", due, True, None, text, ()) if inspected_on >= day else None
    return Item(receipt, "迎检", receipt.due_at, False, None, text, ())


def _make_filing(
    receipt: Receipt, detail: dict[str, object], day: date, text: str, calendar: WorkCalendar
) -> Item | None:
    words = "上传" if receipt.demand.kind == BurdenKind.TRACE else "填表"
    frequency = str(detail.get("frequency") or "")
    listed = detail.get("form_fields")
    fields = tuple(str(one) for one in listed) if isinstance(listed, (list, tuple)) else ()
    if receipt.due_at is not None:
        return Item(receipt, words, receipt.due_at, False, None, text, fields)
    turn = find_turn(frequency, day, calendar)
    if turn is not None:
        due = datetime.combine(turn.due_on, calendar.office_hours.afternoon_end)
        return Item(receipt, words, due, True, turn, text, fields)
    is_recent = receipt.received_on is not None and receipt.received_on >= day - timedelta(days=LOOK_BACK_DAYS)
    return Item(receipt, words, None, False, None, text, fields) if is_recent and not is_recurring(frequency) else None


def _make_paper(receipt: Receipt, paper: PaperAsks, day: date, text: str) -> Item | None:
    due = receipt.due_at or paper.due_at
    if due is not None and due.date() < day - timedelta(days=LOOK_BACK_DAYS):
        return None
    return Item(receipt, paper.words or ("办理" if due else ""), due, False, None, text, ())

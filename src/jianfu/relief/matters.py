"""The one list: a line for each matter that is really due at an organ, however many notices speak of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from jianfu.clearance.checks.known_forms import list_known_forms
from jianfu.clearance.numbers.standing import Cleared, NumberBook
from jianfu.clearance.queries import load_number_book
from jianfu.ledger.identity import normalise_title
from jianfu.ledger.models import Receipt
from jianfu.overlap.forms.comparing import MappedForm
from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.relief.folding import Fold, fold_items
from jianfu.relief.listing import Item, list_items
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar


class Section(StrEnum):
    """Where on the list a matter stands."""

    OVERDUE = "已过时限"
    TODAY = "今天"
    TOMORROW = "明天"
    THIS_WEEK = "本周"
    LATER = "以后"
    NO_DEADLINE = "没写时限"


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter: the item to act on, others that say the same again with the reasons, and how it is cleared.

    `due_at` is the earliest deadline of all, None where none names one. `held` of `fields` of its form the county has
    already, `holders` say where.
    """

    head: Item
    fold: Fold
    due_at: datetime | None
    cleared: Cleared
    section: Section
    fields: int
    held: int
    holders: tuple[str, ...]

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """All of them, the head first."""
        return (self.head.receipt, *(repeat.item.receipt for repeat in self.fold.repeats))

    @property
    def issuers(self) -> tuple[str, ...]:
        """Who asks, each once."""
        return tuple(dict.fromkeys(receipt.demand.issuer.name for receipt in self.receipts))


@dataclass(frozen=True, slots=True)
class ToKnow:
    """A paper that asks for nothing, and how many times it came."""

    receipt: Receipt
    copies: int


@dataclass(frozen=True, slots=True)
class TodoList:
    """What is to be done, the nearest first, and what is only to be known, the newest first."""

    matters: tuple[Matter, ...]
    to_know: tuple[ToKnow, ...]

    @property
    def notices(self) -> int:
        """Receipts behind the matters."""
        return sum(len(matter.receipts) for matter in self.matters)

    def sections(self) -> list[tuple[Section, list[Matter]]]:
        """The matters by section, those without any left out."""
        found = [(section, [one for one in self.matters if one.section is section]) for section in Section]
        return [(section, matters) for section, matters in found if matters]


def list_matters(organ_id: int, now: datetime, calendar: WorkCalendar, dictionary: Dictionary) -> TodoList:
    """What is open at the organ now."""
    items = list_items(organ_id, now.date(), calendar)
    work = [item for item in items if item.asks]
    forms = (
        {form.form.id: form for form in list_known_forms(dictionary)} if any(one.form_fields for one in work) else {}
    )
    book = load_number_book(now.date())
    matters = [_make_matter(fold, book, forms, now) for fold in fold_items(work, forms)]
    return TodoList(
        tuple(sorted(matters, key=_order)), _fold_to_know([item.receipt for item in items if not item.asks])
    )


def _fold_to_know(receipts: Sequence[Receipt]) -> tuple[ToKnow, ...]:
    """The same title from the same organ is one line, the newest first."""
    copies: dict[tuple[int, str], list[Receipt]] = {}
    for receipt in receipts:
        key = (receipt.demand.issuer_id, normalise_title(receipt.demand.title))
        copies.setdefault(key, []).append(receipt)
    return tuple(ToKnow(found[-1], len(found)) for found in reversed(copies.values()))


def _make_matter(fold: Fold, book: NumberBook, forms: Mapping[str, MappedForm], now: datetime) -> Matter:
    items = [fold.head, *(repeat.item for repeat in fold.repeats)]
    due = min((item.due_at for item in items if item.due_at is not None), default=None)
    judged = [_judge(item, book) for item in items]
    cleared = next((one for one in judged if one.standing.is_in_order), judged[0])
    # A meeting that has begun is not overdue: until the evening it is what one is at.
    is_day = any(item.is_day or item.receipt.demand.kind == BurdenKind.MEETING for item in items if item.due_at == due)
    asked = len(fold.head.form_fields)
    held, holders = _find_held(fold.head, forms)
    return Matter(fold.head, fold, due, cleared, place(due, now, is_day=is_day), asked, held, holders)


def _judge(item: Item, book: NumberBook) -> Cleared:
    demand, receipt = item.receipt.demand, item.receipt
    words = [word for word in (demand.doc_number, demand.basis, receipt.remark, item.text) if word]
    return book.judge([demand.issuer_id], demand.title, words)


def _find_held(item: Item, forms: Mapping[str, MappedForm]) -> tuple[int, tuple[str, ...]]:
    """How many fields of the form others collect already, and who: of one's own organ's other forms too."""
    own = forms.get(str(item.receipt.demand_id))
    if own is None:
        return 0, ()
    holders: dict[str, None] = {}
    held = 0
    for match in own.matches:
        if match.element is None or match.element.generic:
            continue
        others = [form for name, form in forms.items() if name != own.form.id and match.key in form.asked]
        held += bool(others)
        holders |= dict.fromkeys(f"{form.form.organ or ''}《{form.form.name}》" for form in others[:2])
    return held, tuple(holders)[:4]


def place(due: datetime | None, now: datetime, *, is_day: bool) -> Section:
    """The section of a deadline. What is due on a day is overdue only when the day is over."""
    if due is None:
        return Section.NO_DEADLINE
    day, today = due.date(), now.date()
    if day < today or (due < now and not is_day):
        return Section.OVERDUE
    if day == today:
        return Section.TODAY
    if day == today + timedelta(days=1):
        return Section.TOMORROW
    return Section.THIS_WEEK if day <= last_of_week(today) else Section.LATER


def last_of_week(day: date) -> date:
    """The Sunday of the day's week."""
    return day + timedelta(days=6 - day.weekday())


def _order(matter: Matter) -> tuple[int, float, int]:
    """Deadlines first; without one the newest first."""
    number = matter.head.receipt.pk
    if matter.due_at is not None:
        return 0, matter.due_at.timestamp(), number
    received = matter.head.receipt.received_on
    return 1, float(-received.toordinal()) if received else 0.0, number


def without_answer(receipts: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """Those of which neither a register says what became of them, nor a receiver. That is no proof of neglect."""
    return receipts.filter(Q(status=None) | Q(status=""), marks=None)

"""The one list: a line for each matter that is really due at an organ, however many notices speak of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from jianfu.clearance.models import ClearanceNumber
from jianfu.ledger.identity import normalise_title
from jianfu.ledger.models import Receipt
from jianfu.overlap.notices.grouping import group
from jianfu.overlap.notices.matching import find_relations
from jianfu.overlap.notices.notice import Notice
from jianfu.vocabulary.interval import Period

LOOK_BACK_DAYS = 14
"""What came longer ago and names no deadline is no longer on the list; what is overdue for longer is not either."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter: the receipt to act on, and the others that say the same again.

    `due_at` is the earliest deadline of all, None where none names one; `number` the clearance number, '' without.
    """

    head: Receipt
    repeats: tuple[Receipt, ...]
    due_at: datetime | None
    number: str

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """All of them, the head first."""
        return (self.head, *self.repeats)


def list_matters(organ_id: int, day: date) -> list[Matter]:
    """What is open at the organ on a day: the earliest deadline first, then what names none, newest first."""
    receipts = _open_receipts(organ_id, day)
    numbers = _numbers_on(day)
    matters = [_make_matter(found, numbers) for found in _fold(receipts)]
    return sorted(matters, key=_order)


def _open_receipts(organ_id: int, day: date) -> list[Receipt]:
    earliest = day - timedelta(days=LOOK_BACK_DAYS)
    wanted = Q(due_at__date__gte=earliest) | Q(due_at=None, received_on__gte=earliest)
    open_ones = Receipt.objects.filter(wanted, receiver_id=organ_id, mark=None, received_on__lte=day)
    return list(open_ones.select_related("demand", "demand__issuer", "receiver").order_by("received_on", "pk"))


def _fold(receipts: Sequence[Receipt]) -> list[list[Receipt]]:
    """Receipts of one matter together, in their order: the same demand, and notices that repeat each other."""
    by_demand: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        by_demand.setdefault(str(receipt.demand_id), []).append(receipt)
    notices = [_as_notice(found[0]) for found in by_demand.values()]
    groups = group(notices, find_relations(notices))
    folded = [[one for member in bundle.members for one in by_demand.pop(member)] for bundle in groups]
    return [*folded, *by_demand.values()]


def _as_notice(receipt: Receipt) -> Notice:
    day = receipt.demand.issued_on or receipt.received_on
    period = Period(day, day + timedelta(days=1)) if day else None
    return Notice(str(receipt.demand_id), title=receipt.demand.title, issuer=receipt.demand.issuer.name, date=period)


def _numbers_on(day: date) -> Mapping[tuple[int, str], str]:
    """Issuer and title → number that holds on the day."""
    numbers = ClearanceNumber.objects.filter(since__lte=day, expires_on__gt=day).select_related("draft")
    return {(number.draft.organ_id, normalise_title(number.draft.title)): number.number for number in numbers}


def _make_matter(found: list[Receipt], numbers: Mapping[tuple[int, str], str]) -> Matter:
    due = [receipt.due_at for receipt in found if receipt.due_at is not None]
    keys = [(receipt.demand.issuer_id, normalise_title(receipt.demand.title)) for receipt in found]
    number = next((numbers[key] for key in keys if key in numbers), "")
    return Matter(found[0], tuple(found[1:]), min(due, default=None), number)


def _order(matter: Matter) -> tuple[bool, float, int]:
    """Deadlines first; without one the newest first."""
    if matter.due_at is not None:
        return False, matter.due_at.timestamp(), matter.head.pk
    received = matter.head.received_on
    return True, float(-received.toordinal()) if received else 0.0, matter.head.pk


def without_answer(receipts: QuerySet[Receipt]) -> QuerySet[Receipt]:
    """Those of which neither a register says what became of them, nor a receiver. That is no proof of neglect."""
    return receipts.filter(Q(status=None) | Q(status=""), mark=None)

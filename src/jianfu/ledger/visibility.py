"""Which receipts a viewer may see, and lists of them by what a page asks for."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import F, Q, QuerySet

from jianfu.ledger.models import Demand, Organ, Receipt
from jianfu.ledger.searching import find_demands, find_organs, split_words
from jianfu.ledger.viewer import Role, Viewer
from jianfu.vocabulary.burden_kind import BurdenKind, Mountain


@dataclass(frozen=True, slots=True)
class RowFilter:
    """What a list is restricted to; None and '' do not restrict. `end` is the first day that is out."""

    mountain: Mountain | None = None
    kind: BurdenKind | None = None
    demand_id: int | None = None
    issuer_id: int | None = None
    receiver_id: int | None = None
    """The organ itself and all below it."""
    start: date | None = None
    end: date | None = None
    words: str = ""
    """All of them, parted by blanks: in the title, number, topic or text, or in the name of sender or receiver."""
    due_from: date | None = None
    due_to: date | None = None
    """Deadlines on these days, both included; what names none is out."""


def ids_below(organ_id: int) -> list[int]:
    """The organ and all under it."""
    found, level = [organ_id], [organ_id]
    while level:
        level = list(Organ.objects.filter(parent_id__in=level).exclude(pk__in=found).values_list("pk", flat=True))
        found += level
    return found


def visible_receipts(viewer: Viewer) -> QuerySet[Receipt]:
    """Receipts in the viewer's reach: all, those of demands that one's organ sent, or those that came to it."""
    receipts = Receipt.objects.select_related("demand", "demand__issuer", "receiver")
    if viewer.sees_all:
        return receipts
    if viewer.organ_id is None:
        return receipts.none()
    if viewer.role is Role.DEPARTMENT:
        return receipts.filter(demand__issuer_id=viewer.organ_id)
    return receipts.filter(receiver_id__in=ids_below(viewer.organ_id))


def may_see_organ(viewer: Viewer, organ_id: int) -> bool:
    """Whether the organ's own page is in reach: any for those who see all, else one's own and those below."""
    return viewer.sees_all or (viewer.organ_id is not None and organ_id in ids_below(viewer.organ_id))


def _says(word: str) -> Q:
    """That a demand says a word, or that an organ of that name sent or received it."""
    organs = find_organs(word)
    said = Q(demand__in=find_demands(word))
    if not organs:
        return said
    # Three restrictions of one table, each with an index: a joined one would make the database read every receipt.
    return said | Q(demand__in=Demand.objects.filter(issuer_id__in=organs)) | Q(receiver_id__in=organs)


def list_receipts(viewer: Viewer, wanted: RowFilter) -> QuerySet[Receipt]:
    """The receipts wanted, newest first; rows that name no day come last."""
    rows = visible_receipts(viewer)
    if wanted.mountain is not None:
        rows = rows.filter(demand__kind__in=[kind.value for kind in BurdenKind if kind.mountain is wanted.mountain])
    if wanted.issuer_id is not None:
        rows = rows.filter(demand__issuer_id=wanted.issuer_id)
    if wanted.receiver_id is not None:
        rows = rows.filter(receiver_id__in=ids_below(wanted.receiver_id))
    if wanted.start is not None:
        rows = rows.filter(received_on__gte=wanted.start)
    if wanted.end is not None:
        rows = rows.filter(received_on__lt=wanted.end)
    if wanted.kind is not None:
        rows = rows.filter(demand__kind=wanted.kind.value)
    if wanted.demand_id is not None:
        rows = rows.filter(demand_id=wanted.demand_id)
    if wanted.due_from is not None:
        rows = rows.filter(due_at__gte=datetime.combine(wanted.due_from, time.min))
    if wanted.due_to is not None:
        rows = rows.filter(due_at__lte=datetime.combine(wanted.due_to, time.max))
    for word in split_words(wanted.words):
        rows = rows.filter(_says(word))
    return rows.order_by(F("received_on").desc(nulls_last=True), "-pk")

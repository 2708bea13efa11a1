"""Notices near to one: the same question as the clearance desk asks of a draft, to what was sent."""

from datetime import date, timedelta

from django.db.models import Min

from jianfu.ledger.identity import normalise_title
from jianfu.ledger.models import Demand, Receipt
from jianfu.ledger.viewer import Viewer
from jianfu.ledger.visibility import visible_receipts
from jianfu.overlap.index.errors import IndexProblem
from jianfu.overlap.index.live_check import Match, check
from jianfu.overlap.index.snapshot import Snapshot, open_snapshot
from jianfu.overlap.notices.ledger_notices import ONE_SENDING_DAYS, demand_of
from jianfu.overlap.notices.notice import Notice
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.interval import Period
from jianfu.web.standards import INDEX

_PAPERS = frozenset({BurdenKind.DOCUMENT.value, BurdenKind.MEETING.value})
Near = tuple[int, Match]
"""The demand's id, and what holds between it and the one that was asked about."""


def open_near() -> Snapshot | None:
    """The index of sent notices; None while there is none."""
    try:
        return open_snapshot(INDEX)
    except IndexProblem:
        return None


def find_near(viewer: Viewer, demand: Demand, snapshot: Snapshot | None) -> list[Near]:
    """Notices near to this one that the viewer may see; [] for what is no paper, and while there is no index.

    The same sending, which other receivers registered on other days, is this notice and not one near to it.
    """
    if snapshot is None or demand.kind not in _PAPERS:
        return []
    day = demand.issued_on or Receipt.objects.filter(demand=demand).aggregate(day=Min("received_on"))["day"]
    try:
        matches = [(demand_of(match.notice.id), match) for match in check(snapshot, _as_notice(demand, day))]
    except IndexProblem:
        return []
    found = {number for number, match in matches if not _is_one_sending(demand, day, number, match.notice)}
    if not viewer.sees_all and found:
        found &= set(visible_receipts(viewer).filter(demand_id__in=found).values_list("demand_id", flat=True))
    return [(number, match) for number, match in matches if number in found - {demand.pk}]


def _as_notice(demand: Demand, day: date | None) -> Notice:
    text = getattr(demand, "document_text", None)
    return Notice(
        str(demand.pk),
        title=demand.title,
        body=text.text if text else None,
        issuer=demand.issuer.name,
        date=Period(day, day + timedelta(days=1)) if day else None,
        doc_number=demand.doc_number,
    )


def _is_one_sending(demand: Demand, day: date | None, number: int, notice: Notice) -> bool:
    """Registers date an unnumbered paper by its arrival: same sender and title, days close, no receiver in common."""
    is_numbered = demand.doc_number or notice.doc_number
    same = notice.issuer == demand.issuer.name and normalise_title(notice.title or "") == normalise_title(demand.title)
    if is_numbered or not same or day is None or notice.date is None:
        return False
    is_close = abs((notice.date.start - day).days) <= ONE_SENDING_DAYS
    receivers = Receipt.objects.filter(demand=demand).values("receiver_id")
    return is_close and not Receipt.objects.filter(demand_id=number, receiver_id__in=receivers).exists()

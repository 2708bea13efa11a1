"""The papers of the ledger as notices to compare: the only module of overlap that reads the database for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jianfu.ledger.identity import normalise_title
from jianfu.ledger.queries import Arrival, SentPaper, last_write, list_sent_papers
from jianfu.overlap.notices.notice import Notice
from jianfu.reading.facts import Replacement
from jianfu.reading.titles import read_title
from jianfu.vocabulary.interval import Period

ONE_SENDING_DAYS = 7
"""Registers date one paper by its arrival, which differs by a few days from one receiver to the next."""


def list_ledger_notices() -> list[Notice]:
    """One notice for each time that a paper was sent. The id is the demand's number, with .2, .3 for repeats.

    Unnumbered papers that different receivers registered on different days are one sending; what one receiver
    registered twice was sent twice.
    """
    return [notice for sending in _join_sendings(list_sent_papers()) for notice in _make_notices(sending)]


def demand_of(notice_id: str) -> int:
    """The demand that a notice of `list_ledger_notices` is of."""
    return int(notice_id.split(".", maxsplit=1)[0])


def mark_ledger() -> str:
    """A word that changes with every write to the ledger."""
    return last_write()


@dataclass(slots=True)
class _Sending:
    """Demands that are one sending: same issuer, title and number, days close together, no receiver in common."""

    papers: list[SentPaper]
    receivers: set[str]
    day: date | None

    def takes(self, paper: SentPaper) -> bool:
        day = _first_day(paper)
        close = self.day is not None and day is not None and (day - self.day).days <= ONE_SENDING_DAYS
        return close and self.receivers.isdisjoint(arrival.receiver for arrival in paper.arrivals)


def _join_sendings(papers: Iterable[SentPaper]) -> list[_Sending]:
    sendings: list[_Sending] = []
    open_ones: dict[tuple[str, str], list[_Sending]] = {}
    for paper in sorted(papers, key=lambda paper: (_first_day(paper) or date.max, paper.demand_id)):
        receivers = {arrival.receiver for arrival in paper.arrivals}
        same = open_ones.setdefault((paper.issuer, normalise_title(paper.title)), [])
        found = None if paper.doc_number else next((sending for sending in same if sending.takes(paper)), None)
        if found is None:
            found = _Sending([], set(), _first_day(paper))
            sendings.append(found)
            if not paper.doc_number:
                same.append(found)
        found.papers.append(paper)
        found.receivers |= receivers
    return sendings


def _make_notices(sending: _Sending) -> Iterator[Notice]:
    """One notice for each time that one and the same receiver got the paper on one day."""
    first = sending.papers[0]
    arrivals = [arrival for paper in sending.papers for arrival in paper.arrivals]
    text = next((paper.text for paper in sending.papers if paper.text), None)
    issued = first.issued_on or sending.day
    times = max((arrival.occurrence for arrival in arrivals), default=0) + 1
    for occurrence in range(times):
        yield Notice(
            id=f"{first.demand_id}" if occurrence == 0 else f"{first.demand_id}.{occurrence + 1}",
            title=first.title,
            body=text,
            issuer=first.issuer,
            date=Period(issued, issued + timedelta(days=1)) if issued else None,
            doc_number=first.doc_number,
            replaces=_read_remarks(arrival for arrival in arrivals if arrival.occurrence == occurrence),
        )


def _read_remarks(arrivals: Iterable[Arrival]) -> Replacement | None:
    """What the registers' remarks say of this copy (以此份为准). Read as titles are: remarks speak the same way."""
    for arrival in arrivals:
        if arrival.remark and (said := read_title(arrival.remark).replaces):
            return said.how
    return None


def _first_day(paper: SentPaper) -> date | None:
    days = [arrival.received_on for arrival in paper.arrivals if arrival.received_on]
    return min(days, default=None) or paper.issued_on

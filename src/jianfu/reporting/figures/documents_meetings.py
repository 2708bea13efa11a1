"""文山会海: documents and meetings."""

from dataclasses import dataclass

import numpy as np

from jianfu.reporting.figure import Figure
from jianfu.reporting.figures.due_today import find_due_today
from jianfu.reporting.figures.making import (
    NAMELESS,
    average_per_workday,
    count_rows,
    days_of,
    divide,
    figure,
    first_word,
    total,
    words_in,
)
from jianfu.reporting.grouping import Groups, day_keys, group
from jianfu.reporting.material import Material
from jianfu.reporting.rows import Selection, bare_title, encode, join_keys
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.document import HeaderClass

_WITHOUT_RED_HEADER = frozenset(header.value for header in HeaderClass if header is not HeaderClass.RED_HEADER)
_SUPERSEDING = ("以此份为准", "以此件为准", "以此为准", "以本份为准", "以本次为准", "以此次为准")
_MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class Load:
    """How much of one kind arrives at the bodies: rows, bodies, average; of these for the secretary."""

    count: Figure | None
    bodies: Figure | None
    average: Figure | None
    secretary: Figure | None
    secretary_average: Figure | None


@dataclass(frozen=True, slots=True)
class RepeatedDocument:
    """A document that one organ sent several times on one day."""

    times: Figure
    superseding: Figure | None
    issuer: str
    title: str
    day: np.datetime64


@dataclass(frozen=True, slots=True)
class ForwardedDocument:
    """A document that several organs sent to the same receiver on one day."""

    issuers: Figure
    names: tuple[str, ...]
    title: str
    day: np.datetime64


def measure_documents(material: Material) -> Load:
    """Documents that the townships received."""
    rows = material.at_bodies(BurdenKind.DOCUMENT)
    return _measure_load(material, rows, ("WH02", "WH03", "WH04", "WH05", "WH06"))


def measure_meetings(material: Material) -> Load:
    """Meeting notices that the townships received."""
    rows = material.at_bodies(BurdenKind.MEETING)
    return _measure_load(material, rows, ("WH21", "", "WH22", "WH23", "WH24"))


def _measure_load(material: Material, rows: Selection, ids: tuple[str, str, str, str, str]) -> Load:
    bodies, answered = rows.count_distinct("receiver_id"), rows.answered("for_secretary")
    secretary = answered.flagged("for_secretary")
    return Load(
        count=count_rows(ids[0], rows),
        bodies=figure(ids[1], bodies, rows) if ids[1] else None,
        average=average_per_workday(ids[2], rows, bodies, material),
        secretary=count_rows(ids[3], secretary),
        secretary_average=average_per_workday(ids[4], secretary, answered.count_distinct("receiver_id"), material),
    )


def count_documents(material: Material) -> tuple[Figure | None, Figure | None]:
    """Receipts of documents, and different documents."""
    rows = material.received(BurdenKind.DOCUMENT)
    return count_rows("WH01", rows), figure("WH07", rows.count_distinct("demand_id"), rows)


def count_without_red_header(material: Material) -> tuple[Figure | None, Figure | None, Figure | None]:
    """Documents whose header class is known, those without a red header, and the share."""
    known = material.received(BurdenKind.DOCUMENT).answered("header_class")
    whole, part = count_rows("WH08", known), count_rows("WH09", known.among("header_class", _WITHOUT_RED_HEADER))
    return whole, part, divide("WH10", part, whole)


def find_repeated_documents(material: Material) -> tuple[Figure | None, RepeatedDocument | None]:
    """How many documents one organ sent several times on one day, and the one sent most often."""
    rows = material.received(BurdenKind.DOCUMENT)
    rows = rows.matching("issuer", lambda name: name != NAMELESS)
    sent = rows.keys("issuer", "title_key", "received_on")
    arrivals = group(rows, join_keys(sent, rows.column("receiver_id")))
    repeated = arrivals.sizes > 1
    if not repeated.any():
        return None, None
    first_places = arrivals.order[arrivals.starts]
    documents = len(np.unique(sent[first_places][repeated]))
    count = figure("WH11", documents, arrivals.select(repeated))
    return count, _most_repeated(arrivals)


def _most_repeated(arrivals: Groups) -> RepeatedDocument | None:
    worst = next(arrivals.largest_first(arrivals.sizes, 1))
    rows = arrivals[worst]
    times = figure("WH12", len(rows), rows)
    if times is None:
        return None
    remarks = rows.matching_mask("remark", _supersedes) | rows.matching_mask("replaces", _supersedes)
    return RepeatedDocument(
        times=times,
        superseding=count_rows("WH13", rows.where(remarks)),
        issuer=first_word(rows, "issuer"),
        title=first_word(rows, "title"),
        day=rows.column("received_on")[0],
    )


def _supersedes(words: str) -> bool:
    return any(mark in words for mark in _SUPERSEDING)


def find_forwarded_documents(material: Material) -> tuple[Figure | None, ForwardedDocument | None]:
    """How many documents reached one receiver on one day from several organs, and the one that most sent."""
    rows = material.received(BurdenKind.DOCUMENT)
    rows = rows.matching("issuer", lambda name: name != NAMELESS)
    subjects = subject_keys(rows)
    sent = join_keys(subjects, day_keys(rows.column("received_on")))
    arrivals = group(rows, join_keys(sent, rows.column("receiver_id")))
    issuers = arrivals.count_different(rows.codes("issuer"))
    several = issuers > 1
    if not several.any():
        return None, None
    documents = len(np.unique(sent[arrivals.order[arrivals.starts]][several]))
    worst = arrivals[next(arrivals.largest_first(issuers, 1))]
    names = words_in(worst, "issuer")
    most = figure("WH15", len(names), worst)
    example = most and ForwardedDocument(most, tuple(names), first_word(worst, "title"), worst.column("received_on")[0])
    return figure("WH14", documents, arrivals.select(several)), example


def subject_keys(rows: Selection) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """What each document is about: the title that it forwards, else its own."""
    titles, forwarded = rows.words("title_key"), [bare_title(words) for words in rows.words("forwards")]
    words = encode(np.array([*titles, *forwarded, None], dtype=object)).codes
    own, other = rows.codes("title_key"), rows.codes("forwards")
    places = np.where(other >= 0, len(titles) + other, own)
    return words[places]


def count_due_today(material: Material) -> tuple[Figure | None, Figure | None]:
    """Documents that came and fell due on one day, and those of them tied to assessment."""
    rows, _ = find_due_today(material, BurdenKind.DOCUMENT)
    return count_rows("WH16", rows), count_rows("WH17", rows.flagged("tied_to_assessment"))


def find_fullest_meeting_day(material: Material) -> tuple[Figure | None, str, np.datetime64 | None]:
    """The most meetings of one body on one day, with the body and the day."""
    rows = material.at_bodies(BurdenKind.MEETING)
    days = days_of(rows, "starts_at", "received_on")
    meetings = group(rows, join_keys(rows.column("receiver_id"), day_keys(days)))
    if not len(meetings) or meetings.sizes.max() < 2:
        return None, "", None
    worst = meetings[next(meetings.largest_first(meetings.sizes, 1))]
    day = days_of(worst, "starts_at", "received_on")[0]
    return figure("WH25", len(worst), worst), first_word(worst, "receiver"), day


def sum_meeting_hours(material: Material) -> Figure | None:
    """Hours of the meetings whose length the register gives."""
    return total("WH26", material.at_bodies(BurdenKind.MEETING), "duration_minutes", scale=1 / _MINUTES_PER_HOUR)

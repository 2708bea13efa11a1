"""The ledger's receipts as facts to judge: the only module of the rulebook that reads the database."""

from datetime import date

import numpy as np

from jianfu.ledger.frames import Frame, organ_frame, receipt_frame
from jianfu.rulebook.judging.facts import DAY_FACT, Column, Facts, Words, facts_of, words_of
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import Field, ValueKind
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganKind, OrganLevel

_FEN_PER_YUAN = 100.0


def load_facts(kind: BurdenKind, *, organ: str | None, period: Period | None) -> tuple[Facts, Frame]:
    """The receipts of one kind as facts, and the frame that they were made of, row for row. Money is in yuan."""
    frame = receipt_frame(kind, organ=organ, period=period)
    columns = {label: _column(field, frame) for label, field in facts_of(kind).items() if field.name in frame.columns}
    columns[DAY_FACT] = frame["received_on"]
    columns["发文层级"] = _relabel(frame["issuer_level"], {level.value: level.label for level in OrganLevel})
    columns["收文层级"] = _relabel(frame["receiver_level"], {level.value: level.label for level in OrganLevel})
    columns["发文单位类别"] = _issuer_kinds(frame)
    return Facts(kind, columns, len(frame)), frame


def observed_period(facts: Facts, period: Period | None) -> Period | None:
    """The stretch of time of which the ledger's rows of a kind can be complete: asked for, and between the first and
    the last day that the rows themselves name. None without a dated row.
    """
    days = facts.days[~np.isnat(facts.days)]
    if len(days) == 0:
        return None
    first: date = days.min().item()
    last: date = (days.max() + np.timedelta64(1, "D")).item()
    start, end = (first, last) if period is None else (max(first, period.start), min(last, period.end))
    return Period(start, end) if start < end else None


def _column(field: Field, frame: Frame) -> Column:
    column = frame[field.name]
    if field.value is ValueKind.MONEY:
        return column / _FEN_PER_YUAN
    return words_of(column) if field.value in {ValueKind.TEXT, ValueKind.NAMES} else column


def _relabel(values: np.ndarray, labels: dict[str, str]) -> Words:
    """The same in Chinese; what nobody knows is absent."""
    unknown = OrganLevel.UNKNOWN.value
    return words_of(np.array([None if value == unknown else labels[value] for value in values.tolist()], object))


def _issuer_kinds(frame: Frame) -> Words:
    organs = organ_frame()
    known = dict(zip(organs["name"].tolist(), organs["kind"].tolist(), strict=True))
    labels = {kind.value: kind.label for kind in OrganKind if kind is not OrganKind.UNKNOWN}
    return words_of(np.array([labels.get(known.get(name, "")) for name in frame["issuer"].tolist()], object))

"""The ledger's receipts as facts to judge: the only module of the rulebook that reads the database."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from jianfu.ledger.frames import Frame, organ_frame, receipt_frame
from jianfu.ledger.queries import list_regions
from jianfu.rulebook.cards.card import RuleCard
from jianfu.rulebook.findings import CardResult, Rows, digest_cards, judge
from jianfu.rulebook.judging.facts import (
    DAY_FACT,
    LAST_DAY_FACT,
    STAFF_FACT,
    Column,
    Day,
    Facts,
    Words,
    facts_of,
    observed_period,
    words_of,
)
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import Field, ValueKind
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganKind, OrganLevel

_FEN_PER_YUAN = 100.0
Progress = Callable[[Iterable[BurdenKind]], Iterable[BurdenKind]]


def judge_ledger(
    cards: Sequence[RuleCard], organ: str | None, period: Period | None, progress: Progress = iter
) -> Iterator[CardResult]:
    """What the cards that bind here say of the rows of an organ and all below it; None is the whole ledger.

    UnknownOrgan if the ledger does not know the organ.
    """
    organs = organ_frame()
    here = choose_cards(cards)
    for kind in progress(tuple(dict.fromkeys(card.kind for card in here))):
        yield from _judge_kind(here, kind, receipt_frame(kind, organ=organ, period=period), organs, period)


def judge_frames(
    cards: Sequence[RuleCard], frames: Mapping[BurdenKind, Frame], organs: Frame, period: Period | None
) -> Iterator[CardResult]:
    """The same of frames that were read already: of receipts by kind, and of all organs."""
    here = choose_cards(cards)
    for kind in dict.fromkeys(card.kind for card in here):
        yield from _judge_kind(here, kind, frames[kind], organs, period)


def choose_cards(cards: Sequence[RuleCard]) -> list[RuleCard]:
    """The cards that bind here: of no place, or of one that the directory of organs names."""
    return [card for card in cards if card.region in {"", *list_regions()}]


def _judge_kind(
    cards: Sequence[RuleCard], kind: BurdenKind, frame: Frame, organs: Frame, period: Period | None
) -> Iterator[CardResult]:
    facts = make_facts(kind, frame, organs)
    return judge(
        cards, facts, Rows(frame["receipt_id"], frame["demand_id"]), observed_period(facts, period), digest_cards(cards)
    )


def make_facts(kind: BurdenKind, frame: Frame, organs: Frame) -> Facts:
    """The receipts of one kind as facts, row for row; `organs` are all organs. Money is in yuan."""
    columns = {label: _column(field, frame) for label, field in facts_of(kind).items() if field.name in frame.columns}
    columns[DAY_FACT], columns[LAST_DAY_FACT] = _days_within(frame)
    columns["发文层级"] = _relabel(frame["issuer_level"], {level.value: level.label for level in OrganLevel})
    columns["收文层级"] = _relabel(frame["receiver_level"], {level.value: level.label for level in OrganLevel})
    columns["发文单位类别"] = _issuer_kinds(frame, organs)
    columns[STAFF_FACT] = _receiver_staff(frame, organs)
    return Facts(kind, columns, len(frame))


def _days_within(frame: Frame) -> tuple[Day, Day]:
    """The first and the last day that each row's can be: a row that names only its year lies anywhere in it."""
    days, years = frame["received_on"], frame["year"]
    is_year_only = np.isnat(days) & ~np.isnan(years)
    starts = np.full(len(days), np.datetime64("NaT"), "datetime64[Y]")
    starts[is_year_only] = (years[is_year_only] - 1970).astype(np.int64).astype("datetime64[Y]")
    last = (starts + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.where(is_year_only, starts.astype("datetime64[D]"), days), np.where(is_year_only, last, days)


def _column(field: Field, frame: Frame) -> Column:
    column = frame[field.name]
    if field.value is ValueKind.MONEY:
        return column / _FEN_PER_YUAN
    return words_of(column) if field.value in {ValueKind.TEXT, ValueKind.NAMES} else column


def _relabel(values: np.ndarray, labels: dict[str, str]) -> Words:
    """The same in Chinese; what nobody knows is absent."""
    unknown = OrganLevel.UNKNOWN.value
    return words_of(np.array([None if value == unknown else labels[value] for value in values.tolist()], object))


def _receiver_staff(frame: Frame, organs: Frame) -> Column:
    known = dict(zip(organs["organ_id"].tolist(), organs["staff"].tolist(), strict=True))
    return np.array([known.get(receiver, np.nan) for receiver in frame["receiver_id"].tolist()], np.float64)


def _issuer_kinds(frame: Frame, organs: Frame) -> Words:
    known = dict(zip(organs["name"].tolist(), organs["kind"].tolist(), strict=True))
    labels = {kind.value: kind.label for kind in OrganKind if kind is not OrganKind.UNKNOWN}
    return words_of(np.array([labels.get(known.get(name, "")) for name in frame["issuer"].tolist()], object))

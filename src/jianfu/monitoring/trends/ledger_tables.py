"""The table that the ledger gives: the only module of the trends that reads the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from jianfu.burden.accounting import FEN_A_YUAN, simulate_load
from jianfu.burden.ledger_work import count_load
from jianfu.burden.norms import Norms
from jianfu.ledger.frames import Frame, organ_frame, receipt_frame
from jianfu.monitoring.points.drawing import Places
from jianfu.monitoring.sweep.sent_things import next_month
from jianfu.monitoring.trends.series import Column
from jianfu.monitoring.trends.tables import Table, name_sender, name_way
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import UnknownYear, WorkCalendar
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import ABOVE_GRASSROOTS, OrganLevel

_SEED = 1
_WORKED_SHARE = 2 / 3
_FEATURES = {
    "area_km2": "面积",
    "population": "人口",
    "staff": "编制",
    "village_count": "村数",
    "hours_to_county": "到县城的路程",
}


def read_table(county: str, period: Period, norms: Norms) -> Table:
    """What townships and villages of a county received in a period, of rows that name their day. UnknownOrgan."""
    frames = {kind: receipt_frame(kind, organ=county, period=period) for kind in BurdenKind}
    load = count_load(frames.items(), organ_frame(), period)
    numbers, places = np.unique(load.work.receipts, return_inverse=True)
    hours = np.bincount(places, simulate_load(load, norms, _SEED).usual_hours(), len(numbers))
    by_receipt = dict(zip(numbers.tolist(), hours.tolist(), strict=True))
    parts = [_make_part(kind, frame, by_receipt) for kind, frame in frames.items()]
    names = Table.__dataclass_fields__
    return Table(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _make_part(kind: BurdenKind, frame: Frame, hours: dict[int, float]) -> Table:
    levels, days = frame["receiver_level"].tolist(), frame["received_on"]
    borne = np.array([level not in ABOVE_GRASSROOTS for level in levels], np.bool_) & ~np.isnat(days)
    rows = frame.where(borne)
    issuers, channels = rows["issuer"].tolist(), rows["channel"].tolist()
    yuan = np.zeros(len(rows))
    for name in ("amount_fen", "cost_fen"):
        if name in rows.columns:
            yuan += np.nan_to_num(rows[name]) / FEN_A_YUAN
    return Table(
        rows["received_on"].astype("datetime64[M]"),
        np.full(len(rows), kind.value, object),
        np.array([name_way(kind.value, channel) for channel in channels], object),
        np.array(issuers, object),
        np.array([name_sender(issuer) for issuer in issuers], object),
        rows["receiver_township"],
        rows["grade"],
        np.array([hours.get(number, 0.0) for number in rows["receipt_id"].tolist()], np.float64),
        yuan,
        rows["receipt_id"],
        rows["demand_id"],
    )


def count_workdays(months: Sequence[date], calendar: WorkCalendar) -> Column:
    """Working days of the months; two thirds of the days where the calendar does not know the year."""
    found = []
    for month in months:
        period = Period(month, next_month(month))
        try:
            found.append(float(calendar.count_workdays(period)))
        except UnknownYear:
            found.append((period.end - period.start).days * _WORKED_SHARE)
    return np.array(found, np.float64)


@dataclass(frozen=True, slots=True)
class Townships:
    """All townships that received something: features to balance by, the year's hours, and receipts, known of all."""

    places: Places
    load: Column
    base: Column


def read_townships(table: Table) -> Townships:
    """The townships of a table, in the order of names."""
    names = sorted({str(name) for name in table.townships.tolist() if name is not None})
    known = organ_frame()
    at = {name: place for place, name in enumerate(known["name"].tolist())}
    numbers = np.array(
        [names.index(str(name)) if name is not None else -1 for name in table.townships.tolist()], np.int64
    )
    inside = numbers >= 0
    load = np.bincount(numbers[inside], table.hours[inside], len(names)).astype(np.float64)
    base = np.bincount(numbers[inside], minlength=len(names)).astype(np.float64)
    columns = [
        np.array([known[feature][at[name]] if name in at else np.nan for name in names], np.float64)
        for feature in _FEATURES
    ]
    features = np.column_stack([*columns, load]) if names else np.zeros((0, len(_FEATURES) + 1))
    return Townships(Places(tuple(names), features, (*_FEATURES.values(), "上年用时")), load, base)


def read_villages(township: str) -> Places:
    """The villages of a township with what the directory says of them."""
    known = organ_frame(below=township)
    inside = np.array([level == OrganLevel.VILLAGE for level in known["level"].tolist()], np.bool_)
    villages = known.where(inside)
    features = np.column_stack([villages[name] for name in ("population", "households")])
    return Places(tuple(villages["name"].tolist()), features, ("人口", "户数"))

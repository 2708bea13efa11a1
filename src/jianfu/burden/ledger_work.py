"""The work that the ledger's rows ask: the only module of burden that reads the database."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from jianfu.burden.counting import Rows, count_trips, count_work
from jianfu.burden.work import Column, Load, Missing, Work, sum_staff
from jianfu.ledger.frames import Frame, organ_frame, receipt_frame
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import ABOVE_GRASSROOTS

Progress = Callable[[Iterable[BurdenKind]], Iterable[BurdenKind]]


def read_load(organ: str | None, period: Period, *, progress: Progress = iter) -> Load:
    """What townships and villages bear in the period: the organ and all below it, None for the whole ledger.

    Receivers of unknown level count as theirs. UnknownOrgan if the ledger does not know the organ.
    """
    return count_load(
        ((kind, receipt_frame(kind, organ=organ, period=period)) for kind in progress(tuple(BurdenKind))),
        organ_frame(),
        period,
    )


def count_load(frames: Iterable[tuple[BurdenKind, Frame]], organs: Frame, period: Period) -> Load:
    """The same from frames that were read already."""
    hours_of = dict(zip(organs["organ_id"].tolist(), organs["hours_to_county"].tolist(), strict=True))
    days = (period.end - period.start).days
    works: list[Work] = []
    missing: list[Missing] = []
    sheets = trips = fen = 0.0
    for kind, frame in frames:
        rows = _rows_at_grassroots(kind, frame, hours_of, days)
        work, gaps = count_work(rows)
        works.append(work)
        missing += gaps
        sheets += _count_sheets(rows)
        trips += count_trips(rows)
        fen += float(sum(np.nansum(_numbers(rows, name)) for name in ("amount_fen", "cost_fen")))
    return Load(Work.joined(works), sheets, trips, fen, tuple(missing), days)


def count_staff(organ: str | None) -> tuple[float | None, str]:
    """The staff of townships and villages, the organ and all below it; None and the missing datum where nobody says."""
    organs = organ_frame(below=organ)
    staff = sum_staff(organs["level"], organs["staff"])
    return staff, "" if staff else "编制或在岗人数"


def _count_sheets(rows: Rows) -> float:
    """Sheets that the rows register, each time that they are asked; a row without a number counts none."""
    if "sheets" not in rows.columns:
        return 0.0
    times = rows.times() if "frequency" in rows.columns else np.ones(len(rows))
    return float(np.nansum(rows.number("sheets") * np.where(np.isnan(times), 1.0, times)))


def _rows_at_grassroots(kind: BurdenKind, frame: Frame, hours_of: Mapping[int, float], days: int) -> Rows:
    at_grassroots = np.array([level not in ABOVE_GRASSROOTS for level in frame["receiver_level"].tolist()], np.bool_)
    borne = frame.where(at_grassroots)
    hours = np.array([hours_of.get(receiver, np.nan) for receiver in borne["receiver_id"].tolist()], np.float64)
    return Rows(kind, borne.columns, hours, days)


def _numbers(rows: Rows, name: str) -> Column:
    return np.asarray(rows.columns.get(name, np.zeros(0)), np.float64)

"""Numbers over all rows that share a window and a group: how many, how much, which share, against last year."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.rulebook.cards.card import Aggregate, Window
from jianfu.rulebook.judging.facts import Column, Day, Truth, Words
from jianfu.vocabulary.interval import Period

_A_YEAR = {Window.YEAR: 1, Window.QUARTER: 4, Window.MONTH: 12}
"""How many windows back the same window of the year before lies; weeks and days have none."""
_WEEK_START = 3  # 1970-01-01 was a Thursday: days since then plus 3, by 7, are weeks from Monday


@dataclass(frozen=True, slots=True)
class Counted:
    """For each row the number of its window and group, and what is sure about it.

    `least` and `most` float64[n] are bounds: equal where everything is known, `most` infinite where more rows or
    values may exist that nobody has told. NaN in both where the row's own window or group is unknown. `places` int64[n]
    is the row's group, -1 for none.
    """

    least: npt.NDArray[np.float64]
    most: npt.NDArray[np.float64]
    places: npt.NDArray[np.int64]


def window_numbers(days: Day, window: Window) -> npt.NDArray[np.int64]:
    """Which window each day lies in, counted from 1970; the smallest integer where there is no day."""
    if window is Window.YEAR:
        return days.astype("datetime64[Y]").astype(np.int64)
    if window is Window.WEEK:
        numbers = days.astype("datetime64[D]").astype(np.int64)
        return np.where(np.isnat(days), np.iinfo(np.int64).min, (numbers + _WEEK_START) // 7)
    months = days.astype("datetime64[M]").astype(np.int64)
    if window is Window.QUARTER:
        return np.where(np.isnat(days), np.iinfo(np.int64).min, months // 3)
    return months if window is Window.MONTH else days.astype("datetime64[D]").astype(np.int64)


def first_day(number: npt.NDArray[np.int64], window: Window) -> Day:
    """The first day of windows given by their numbers."""
    if window is Window.YEAR:
        return number.astype("datetime64[Y]").astype("datetime64[D]")
    if window is Window.WEEK:
        return (number * 7 - _WEEK_START).astype("datetime64[D]")
    if window is Window.QUARTER:
        return (number * 3).astype("datetime64[M]").astype("datetime64[D]")
    return number.astype("datetime64[M]" if window is Window.MONTH else "datetime64[D]").astype("datetime64[D]")


def count_over(
    aggregate: Aggregate,
    *,
    days: Day,
    last_days: Day,
    window: Window,
    group: list[Column],
    counts: Truth,
    values: npt.NDArray[np.float64] | None = None,
    among: Truth | None = None,
    observed: Period | None = None,
) -> Counted:
    """The number for each row's window and group, over the rows for which `counts` is yes.

    Rows for which `counts` is unknown widen the bounds. `values` is what 合计 adds up, `among` whose share 占比 takes.
    A row whose window differs between `days` and `last_days` has none. A window that does not lie wholly in `observed`
    may hold more rows than are here: its `most` is infinite.
    """
    numbers = window_numbers(days, window)
    unplaced = np.isnat(days) | (numbers != window_numbers(last_days, window))
    places, size, windows = _place(numbers, unplaced, group)
    rows = places >= 0
    is_sure, may_be = rows & (counts == 1), rows & (counts != 0)
    whole = _is_whole(windows, window, observed)
    if aggregate is Aggregate.SUM:
        assert values is not None
        least, most = _sum(places, size, values, is_sure, may_be)
    else:
        least, most = _tally(places, size, is_sure), _tally(places, size, may_be)
    if aggregate is Aggregate.SHARE:
        assert among is not None
        least, most = _share(places, size, is_sure, may_be, among)
    elif aggregate is Aggregate.YEAR_ON_YEAR:
        least, most = _year_on_year(least, most, numbers, places, size, window, group, whole, rows)
    if aggregate in {Aggregate.COUNT, Aggregate.SUM}:
        most = np.where(whole, most, np.inf)
    elif aggregate is Aggregate.SHARE:
        least, most = np.where(whole, least, np.nan), np.where(whole, most, np.nan)
    return Counted(_spread(least, places), _spread(most, places), places)


def _place(
    numbers: npt.NDArray[np.int64], unplaced: npt.NDArray[np.bool_], group: list[Column]
) -> tuple[npt.NDArray[np.int64], int, npt.NDArray[np.int64]]:
    """The group of each row (-1 where its window or a word of its group is unknown), their number, their windows."""
    known = ~unplaced
    _, combined = np.unique(numbers, return_inverse=True)
    combined = combined.astype(np.int64)
    for column in group:
        codes, is_said = _codes(column)
        known &= is_said
        _, combined = np.unique(combined * (int(codes.max(initial=0)) + 2) + codes + 1, return_inverse=True)
        combined = combined.astype(np.int64)
    kept, places = np.unique(combined[known], return_inverse=True)
    result = np.full(len(numbers), -1, np.int64)
    result[known] = places
    windows = np.zeros(len(kept), np.int64)
    windows[places] = numbers[known]
    return result, len(kept), windows


def _codes(column: Column) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    if isinstance(column, Words):
        return column.codes.astype(np.int64), column.codes >= 0
    if column.dtype == np.int8:
        return column.astype(np.int64), column >= 0
    known = ~(np.isnat(column) if column.dtype.kind == "M" else np.isnan(column))
    _, codes = np.unique(column, return_inverse=True)
    return codes.astype(np.int64), known


def _is_whole(windows: npt.NDArray[np.int64], window: Window, observed: Period | None) -> npt.NDArray[np.bool_]:
    if observed is None:
        return np.zeros(len(windows), np.bool_)
    starts, ends = first_day(windows, window), first_day(windows + 1, window)
    whole: npt.NDArray[np.bool_] = (starts >= np.datetime64(observed.start)) & (ends <= np.datetime64(observed.end))
    return whole


def _tally(places: npt.NDArray[np.int64], size: int, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    return np.bincount(places[rows], minlength=size).astype(np.float64)


def _sum(
    places: npt.NDArray[np.int64],
    size: int,
    values: npt.NDArray[np.float64],
    is_sure: npt.NDArray[np.bool_],
    may_be: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Values are never negative: a row that does not say its value makes the sum at least what the others give."""
    said = ~np.isnan(values)
    least = np.bincount(places[is_sure & said], values[is_sure & said], minlength=size).astype(np.float64)
    most = np.bincount(places[may_be & said], values[may_be & said], minlength=size).astype(np.float64)
    is_open = _tally(places, size, may_be & ~said) > 0
    return least, np.where(is_open, np.inf, most)


def _share(
    places: npt.NDArray[np.int64],
    size: int,
    is_sure: npt.NDArray[np.bool_],
    may_be: npt.NDArray[np.bool_],
    among: Truth,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Bounds of (sure or possible) rows among over all rows. Rows that may count or not are left open both ways."""
    surely, possibly = _tally(places, size, is_sure & (among == 1)), _tally(places, size, may_be & (among != 0))
    surely_not = _tally(places, size, is_sure & (among == 0))
    possibly_not = _tally(places, size, may_be & (among != 1))
    with np.errstate(invalid="ignore"):
        return surely / (surely + possibly_not), possibly / (possibly + surely_not)


def _year_on_year(
    least: npt.NDArray[np.float64],
    most: npt.NDArray[np.float64],
    numbers: npt.NDArray[np.int64],
    places: npt.NDArray[np.int64],
    size: int,
    window: Window,
    group: list[Column],
    whole: npt.NDArray[np.bool_],
    rows: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """This window's count over that of the same window a year before; NaN unless both are wholly observed."""
    sample = np.zeros(size, np.int64)
    sample[places[rows]] = np.flatnonzero(rows)
    names = list(zip(*(_codes(column)[0][sample].tolist() for column in group), numbers[sample].tolist(), strict=True))
    own = {name: place for place, name in enumerate(names)}
    before = np.array([own.get((*name[:-1], name[-1] - _A_YEAR[window]), -1) for name in names], np.int64)
    comparable = (before >= 0) & whole & whole[before]
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = least / most[before], most / least[before]
    return np.where(comparable, low, np.nan), np.where(comparable, high, np.nan)


def _spread(numbers: npt.NDArray[np.float64], places: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The number of each row's group; NaN for rows without one."""
    return np.append(numbers, np.nan)[places]

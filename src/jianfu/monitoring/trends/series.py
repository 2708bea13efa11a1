"""Monthly series, made comparable: by working days always, by season where two years exist.

A month without a register is a gap and stays one; nought is what was registered as nought. See docs/methods/trends.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]
TWO_YEARS = 24
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Series:
    """One quantity by month. `months` are first days, in order without a gap; `values` float64[months], NaN where no
    register says; `workdays` float64[months]. `name` and `unit` in Chinese; `grades` counts rows by grade.
    """

    name: str
    unit: str
    months: tuple[date, ...]
    values: Column
    workdays: Column
    grades: tuple[tuple[str, int], ...] = ()

    @property
    def rows(self) -> int:
        """How many rows the series was made of."""
        return sum(count for _, count in self.grades)

    @property
    def gaps(self) -> list[date]:
        """Months that nothing tells of."""
        return [month for month, value in zip(self.months, self.values.tolist(), strict=True) if np.isnan(value)]

    @property
    def is_silent(self) -> bool:
        """Whether nothing but noughts and gaps is there: nothing can be judged of it."""
        return not bool(np.nansum(np.abs(self.values)))


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A series per usual month: `values` float64[months] as if each month had the mean number of working days and,
    where `seasonal` holds, no season. `season` float64[12] are the factors that were taken out, ones where none was.
    """

    series: Series
    values: Column
    seasonal: bool
    season: Column

    @property
    def words(self) -> str:
        """What was done, in Chinese."""
        season = "并扣除了季节" if self.seasonal else "不满两年，没有扣除季节"
        gaps = "、".join(f"{month:%Y-%m}" for month in self.series.gaps)
        return f"已按工作日折算，{season}。" + (f"缺 {gaps}，不按零算。" if gaps else "")


def adjust(series: Series, breaks: Sequence[int] = ()) -> Adjusted:
    """Working days first, then the season. `breaks`: first months of new levels, not to be taken for a season."""
    usual = float(series.workdays.mean())
    values = np.asarray(series.values * usual / series.workdays, np.float64)
    if not has_seasons(series):
        return Adjusted(series, values, False, np.ones(_MONTHS_A_YEAR))
    places = list_places(series)
    season = _estimate_season(values, places, breaks)
    return Adjusted(series, np.asarray(values / season[places], np.float64), True, season)


def list_places(series: Series) -> npt.NDArray[np.int64]:
    """The calendar month of each month, from 0."""
    return np.array([month.month - 1 for month in series.months], np.int64)


def has_seasons(series: Series) -> bool:
    """Whether a season can be told: two whole years, every calendar month told twice, and no noughts."""
    told = ~np.isnan(series.values)
    counts = np.bincount(list_places(series)[told], minlength=_MONTHS_A_YEAR)
    return len(told) >= TWO_YEARS and int(counts.min()) >= 2 and bool((series.values[told] > 0).all())


def _estimate_season(values: Column, places: npt.NDArray[np.int64], breaks: Sequence[int]) -> Column:
    """Factors of the calendar months, geometric mean one, drawn towards one by how much of them is noise.

    Each month's log distance from its level, averaged by calendar month; the share of it that is no noise comes from
    comparing the averages' spread with that of the years about them.
    """
    distance = np.log(values)
    for start, end in zip([0, *breaks], [*breaks, len(values)], strict=True):
        distance[start:end] -= np.nanmean(distance[start:end])
    by_month = [distance[(places == place) & ~np.isnan(distance)] for place in range(_MONTHS_A_YEAR)]
    means = np.array([one.mean() for one in by_month])
    noise = float(np.mean([one.var(ddof=1) / len(one) for one in by_month]))
    spread = float(means.var(ddof=1))
    share = max(spread - noise, 0.0) / spread if spread > 0 else 0.0
    return np.asarray(np.exp(share * (means - means.mean())), np.float64)

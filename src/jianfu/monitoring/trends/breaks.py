"""Breaks of a series as it was registered: adjusted, and where there is a season tested apart from it.

A season and a break are told apart by comparing like months: the same calendar month of another year. What is left of
each month beside its calendar month's mean is shuffled and loses that mean anew (Freedman & Lane 1983), so that taking
a season out of two years makes no breaks of its own.
"""

from dataclasses import dataclass

import numpy as np

from jianfu.monitoring.trends.change_points import (
    FALSE_ALARMS,
    ORDERS,
    SHORTEST,
    Change,
    Column,
    count_chance,
    find_changes,
)
from jianfu.monitoring.trends.series import Adjusted, Series, adjust, has_seasons, list_places

_SEASON = 11
"""Degrees of freedom of twelve factors whose mean is one."""


@dataclass(frozen=True, slots=True)
class Course:
    """A series adjusted, and its breaks in order. `words` in Chinese say why nothing is judged, '' where it is."""

    adjusted: Adjusted
    changes: tuple[Change, ...]
    words: str


def follow(series: Series, dice: np.random.Generator, false_alarms: float = FALSE_ALARMS) -> Course:
    """The course of a series."""
    if series.is_silent:
        return Course(adjust(series), (), "全是零或没有登记，不判断有没有变化。")
    if not has_seasons(series):
        adjusted = adjust(series)
        return Course(adjusted, tuple(find_changes(adjusted.values, dice, false_alarms=false_alarms)), "")
    place, chance = _try_like_months(series, dice)
    if chance > false_alarms:
        return Course(adjust(series), (), "")
    adjusted = adjust(series, [place])
    found = find_changes(adjusted.values, dice, false_alarms=false_alarms, first=(place, chance), spent=_SEASON)
    return Course(adjusted, tuple(found), "")


def _try_like_months(series: Series, dice: np.random.Generator) -> tuple[int, float]:
    """The best single break beside a season of any shape, and its chance: shares of the sum of squares are compared."""
    told = np.flatnonzero(~np.isnan(series.values))
    calendar = np.eye(12)[list_places(series)[told]]
    centring = np.eye(len(told)) - calendar @ np.linalg.pinv(calendar)
    left = centring @ np.log(series.values[told] / series.workdays[told])
    places = np.arange(SHORTEST, len(told) - SHORTEST + 1)
    steps = (np.arange(len(told))[None, :] >= places[:, None]) @ centring
    shuffled = dice.permuted(np.tile(left, (ORDERS, 1)), axis=1) @ centring
    gains = _measure_gains(np.vstack([left, shuffled]), np.asarray(steps, np.float64))
    return int(told[places[int(gains[0].argmax())]]), count_chance(float(gains[0].max()), gains[1:].max(axis=1))


def _measure_gains(rows: Column, steps: Column) -> Column:
    """The share of each row's sum of squares that each step takes off; nought where there is nothing to take."""
    whole = (rows**2).sum(axis=1, keepdims=True) * (steps**2).sum(axis=1)
    taken = (rows @ steps.T) ** 2
    return np.asarray(np.divide(taken, whole, out=np.zeros_like(taken), where=whole > 1e-12), np.float64)

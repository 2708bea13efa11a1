"""Shares of an indicator's points that values earn: arrays whose last axis is the townships, NaN missing.

Source: docs/methods/assessment.md.
"""

import numpy as np

from jianfu.assessment.plans.plan import SHARE_AT_TARGET, Indicator, Scoring, Target
from jianfu.assessment.scoring.data import Floats


def earn(indicator: Indicator, values: Floats, before: Floats) -> Floats:
    """Shares 0–1 of the points, NaN where the value is missing. `values` float64[..., townships], `before` alike."""
    sign = 1.0 if indicator.is_higher_better else -1.0
    if indicator.scoring is Scoring.RANK:
        return by_rank(sign * values)
    if indicator.scoring is Scoring.ALL_OR_NOTHING:
        return np.where(np.isnan(values), np.nan, (values > 0).astype(np.float64))
    assert indicator.target is not None  # the loader refuses others
    return by_target(indicator.target, values, before, sign)


def by_rank(values: Floats) -> Floats:
    """The share of townships that one is better than, ties counted half, oneself among them (Hazen's position).

    Ties get the same; a missing value takes no place and pushes nobody down. In a small group the ends stay away from 0
    and 1: of two, the better one earns 0.75, for little speaks for more. All alike earn one half.
    """
    mine, other = values[..., :, None], values[..., None, :]
    better = (mine > other).sum(axis=-1) + 0.5 * (mine == other).sum(axis=-1)
    known = (~np.isnan(values)).sum(axis=-1, keepdims=True)
    shares = np.divide(better, known, out=np.full(values.shape, np.nan), where=~np.isnan(values))
    return np.asarray(shares, np.float64)


def by_target(target: Target, values: Floats, before: Floats, sign: float) -> Floats:
    """Piecewise linear between floor, target and stretch; a share of it by the way made from last year to the target.

    Who was at the target already keeps the whole of that share by staying there; without last year's number the level
    alone counts.
    """
    level = _level(target, values, sign)
    if target.progress_share == 0:
        return level
    way = sign * (target.target - before)
    made = np.divide(sign * (values - before), way, out=np.ones_like(values), where=way > 0)
    reached = np.where(way > 0, made, (sign * (values - target.target) >= 0).astype(np.float64))
    progress = np.where(np.isnan(before), level, np.clip(reached, 0.0, 1.0))
    return level + target.progress_share * (progress - level)


def _level(target: Target, values: Floats, sign: float) -> Floats:
    points = [(target.floor, 0.0), (target.target, 1.0 if target.stretch is None else SHARE_AT_TARGET)]
    if target.stretch is not None:
        points.append((target.stretch, 1.0))
    places, shares = zip(*((sign * place, share) for place, share in points), strict=True)
    level = np.interp(sign * values, places, shares)
    return np.asarray(np.where(np.isnan(values), np.nan, level), np.float64)

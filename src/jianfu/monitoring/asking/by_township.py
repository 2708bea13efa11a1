"""A number that few people told, for every township: those with few answers borrow from the others."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jianfu.monitoring.inference.expanding import CannotInfer
from jianfu.monitoring.inference.small_areas import fit_areas
from jianfu.vocabulary.published.small_cells import SMALLEST_SHOWN

FEWEST_TOWNSHIPS = 5


@dataclass(frozen=True, slots=True)
class Township:
    """The estimate of one township. `answers`: None where one to four, which are not told. `own` 0–1: how much of it is
    what the township itself said, the rest is the model of the others.
    """

    name: str
    answers: int | None
    mean: float
    low: float
    high: float
    own: float


def estimate_townships(told: Sequence[tuple[str, float]], known: Mapping[str, float]) -> list[Township]:
    """`told`: township and number, one an answer; `known`: what is known of every township (receipts), by name.

    Fay and Herriot's model over the logs of what is known. Every answer is taken to be as uncertain as the answers
    within townships are on average. CannotInfer with fewer than five townships that answered, or where none has two
    answers.
    """
    by_name: dict[str, list[float]] = defaultdict(list)
    for name, number in told:
        if name in known:
            by_name[name].append(number)
    names = sorted(known)
    if len(by_name) < FEWEST_TOWNSHIPS:
        raise CannotInfer(f"答卷只来自 {len(by_name)} 个乡镇，{FEWEST_TOWNSHIPS} 个以上才估计各乡镇。")
    within, degrees = _pool([np.array(values) for values in by_name.values()])
    if not degrees:
        raise CannotInfer("没有一个乡镇有两份以上的答卷，看不出答得准不准。")
    y = np.array([np.mean(by_name[name]) if name in by_name else np.nan for name in names], np.float64)
    d = np.array([within / len(by_name[name]) if name in by_name else np.nan for name in names], np.float64)
    x = np.column_stack([np.ones(len(names)), np.log([known[name] + 1 for name in names])])
    fitted = fit_areas(y, x, d)
    low, high = fitted.intervals()
    columns = zip(names, fitted.estimates.tolist(), low.tolist(), high.tolist(), fitted.own.tolist(), strict=True)
    return [
        Township(name, _show(len(by_name.get(name, ()))), mean, max(least, 0.0), most, own)
        for name, mean, least, most, own in columns
    ]


def _pool(groups: Sequence[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]) -> tuple[float, int]:
    """The variance within groups and its degrees; the least that is not nought where all answers agree."""
    degrees = sum(len(group) - 1 for group in groups)
    squares = float(sum(((group - group.mean()) ** 2).sum() for group in groups))
    return max(squares / degrees, 1e-6) if degrees else 0.0, degrees


def _show(count: int) -> int | None:
    return None if 0 < count < SMALLEST_SHOWN else count

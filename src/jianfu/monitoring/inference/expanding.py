"""From points to all places: by the chances of the draw alone, and by what is known of all (ratio, regression).

Two or three points say next to nothing by their chances alone (Student's t is 6.3 and 2.9 at nine of ten): the interval
that is shown rests on a model, says so, and stands beside the bare one. See docs/methods/monitoring-inference.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.monitoring.inference.quantiles import NINE_OF_TEN, student_quantile

Column = npt.NDArray[np.float64]


class CannotInfer(ValueError):
    """Why nothing can be inferred, in Chinese, with what to do."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """A number with the standard error and the interval in which it lies with nine chances of ten."""

    value: float
    error: float
    low: float
    high: float

    @staticmethod
    def of(value: float, error: float, degrees: int) -> "Bounded":
        """Symmetric, by Student's t."""
        width = student_quantile((1 + NINE_OF_TEN) / 2, degrees) * error
        return Bounded(value, error, value - width, value + width)


def expand_with_replacement(values: Sequence[float], chances: Sequence[float]) -> Bounded:
    """The total by Hansen and Hurwitz (1943): draws with replacement, `chances` of each in one draw. At least two."""
    shares = np.asarray(values, np.float64) / np.asarray(chances, np.float64)
    _need(len(shares) >= 2, "至少要两个点。")
    error = float(np.sqrt(shares.var(ddof=1) / len(shares)))
    return Bounded.of(float(shares.mean()), error, len(shares) - 1)


def expand(values: Sequence[float], chances: Column, joint: Column) -> Bounded:
    """The total by Horvitz and Thompson, its error by Sen, Yates and Grundy; a sample of fixed size.

    `chances` float64[sample], `joint` float64[sample, sample]. A joint chance of nought has no unbiased error: such
    pairs are left out, which the method page tells. A negative variance counts as nought.
    """
    y = np.asarray(values, np.float64)
    _need(len(y) >= 2, "至少要两个点。")
    ratio = y / chances
    weights = np.divide(np.outer(chances, chances) - joint, joint, out=np.zeros_like(joint), where=joint > 0)
    variance = float((weights * np.subtract.outer(ratio, ratio) ** 2).sum()) / 2
    return Bounded.of(float(ratio.sum()), float(np.sqrt(max(variance, 0.0))), len(y) - 1)


def regress_total(y: Column, x: Column, weights: Column, totals: Column) -> tuple[float, Column]:
    """The generalised regression estimator: Σwy + (X − Σwx)'b, and the weights that it gives each point.

    `y` float64[sample], `x` float64[sample, k], `totals` float64[k] known of all places. With one column and weights
    over it this is the ratio estimator. Särndal, Swensson & Wretman (1992), 6.4. CannotInfer where the points cannot
    tell the columns apart.
    """
    inside = x.T @ (weights[:, None] * x)
    _need(np.linalg.matrix_rank(inside) == x.shape[1], "监测点太少，分不清各项已知数的作用。请少用几项。")
    factor = np.linalg.solve(inside, totals - x.T @ weights)
    calibrated = np.asarray(weights * (1 + x @ factor), np.float64)
    return float(calibrated @ y), calibrated


@dataclass(frozen=True, slots=True)
class Inferred:
    """A total of all places from a few. `shown` is the interval to show; `bare` that of the draw alone, None for one
    point.

    `observed` share of the total was measured at the points, the rest is predicted; of the shown interval's variance
    `by_level` comes from the mean ratio, which the points tell, `by_places` from how single places differ, which last
    year's spread tells (model), `by_measuring` from what measuring at the points is off.
    """

    shown: Bounded
    bare: Bounded | None
    observed: float
    by_level: float
    by_places: float
    by_measuring: float

    @property
    def words(self) -> str:
        """Which part is model, in Chinese."""
        bare = (
            f"只凭抽到的点本身，区间是 {max(self.bare.low, 0):,.0f}—{self.bare.high:,.0f}，几乎说明不了问题；"
            if self.bare
            else "单凭抽样给不出区间；"
        )
        return (
            f"{bare}这里的区间靠模型：各地每件耗时围绕同一水平上下，幅度同上年全部乡镇之间一样。"
            f"总数里 {self.observed:.0%} 是点上量的，{1 - self.observed:.0%} 是推算的；"
            f"区间宽度里，点少占 {self.by_level:.0%}，各地有差别（模型）占 {self.by_places:.0%}，"
            f"点上量得不准占 {self.by_measuring:.0%}。"
        )


def infer_total(
    y: Column,
    x: Column,
    points: Sequence[int],
    spread: float,
    spread_degrees: int,
    *,
    measuring: float = 0.0,
    draw: tuple[Column, Column] | None = None,
) -> Inferred:
    """The total of what was measured at `points`, over all places whose counts `x` float64[places] are known.

    Model: y = βx(1 + e), e with standard deviation `spread`, known from last year with `spread_degrees`; the points'
    own spread is pooled with it. `measuring`: standard error of a point's y over itself. `draw`: chances and joint
    chances of the points, for the bare interval. CannotInfer without points or counts there.
    """
    inside = np.asarray(points, np.int64)
    _need(len(inside) > 0, "没有监测点的数据。请先收一期周记，或从台账导入。")
    _need(bool((x[inside] > 0).all()), "有的监测点台账里一件也没有，不能推算。请先导入该点的登记表。")
    ratios = y / x[inside]
    level, count = float(ratios.mean()), len(inside)
    own = float(((ratios / level - 1) ** 2).sum())
    degrees = spread_degrees + count - 1
    _need(degrees > 0, "只有一个点，又没有上年的数，给不出区间。请再加一个点，或导入上年的登记表。")
    variance = (spread**2 * spread_degrees + own) / degrees
    rest = np.delete(x, inside)
    parts = np.array([variance * rest.sum() ** 2 / count, variance * (rest**2).sum(), 0.0]) * level**2
    weight = x[inside] + rest.sum() / count
    parts[2] = float(((measuring * level * weight) ** 2).sum())
    total = float(y.sum() + level * rest.sum())
    shown = Bounded.of(total, float(np.sqrt(parts.sum())), degrees)
    bare = expand(y.tolist(), *draw) if draw and count > 1 else None
    shares = parts / parts.sum() if parts.sum() > 0 else np.zeros(3)
    return Inferred(shown, bare, float(y.sum()) / total if total else 0.0, *shares.tolist())


def measure_spread(load: Column, base: Column) -> tuple[float, int]:
    """How places differed last year: standard deviation of load over base about its mean, relative, and its degrees.

    Places without base are left out. CannotInfer with fewer than three places.
    """
    told = base > 0
    _need(int(told.sum()) >= 3, "上年有登记的乡镇不到三个，看不出各地差别有多大。请先导入上年的登记表。")
    _need(
        bool(load[told].sum() > 0), "上年的登记都算不出用时，看不出各地差别有多大。请补上工时定额，或导入能计时的登记。"
    )
    ratios = load[told] / base[told]
    return float(ratios.std(ddof=1) / ratios.mean()), int(told.sum()) - 1


def _need(holds: bool, words: str) -> None:
    if not holds:
        raise CannotInfer(words)

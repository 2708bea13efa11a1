"""Are the watched townships spared? Their counts against the rest, before and since; the draw itself is the test."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]
_CLEAR = 0.05


@dataclass(frozen=True, slots=True)
class PanelEffect:
    """`ratio`: growth at the points over growth elsewhere, 1 for no difference. `chance`: share of the panels that
    could have been drawn whose ratio is as low or lower; `panels` how many those are.
    """

    ratio: float
    chance: float
    panels: int

    @property
    def words(self) -> str:
        """What it means, in Chinese."""
        said = f"监测点的登记数变化是其余乡镇的 {self.ratio:.2f} 倍"
        if self.chance <= _CLEAR and self.ratio < 1:
            return (
                f"{said}，在 {self.panels} 组本来可能抽到的里低到这样的只有 {self.chance:.1%}："
                "监测点可能被照顾了，其结果不能直接代表全县。"
            )
        return f"{said}，在 {self.panels} 组本来可能抽到的里不算少见（{self.chance:.0%}）：看不出监测点被照顾。"


def judge_panel(before: Column, after: Column, kept: npt.NDArray[np.int64], number: int) -> PanelEffect | None:
    """Counts float64[places] of the same length of time before the draw and since; `kept[number]` is the panel.

    None where the points or the rest had nothing before or since: no ratio can be told.
    """
    ratios = np.array([_compare(before, after, panel) for panel in kept])
    mine = ratios[number]
    if np.isnan(mine):
        return None
    told = ratios[~np.isnan(ratios)]
    return PanelEffect(float(mine), float((told <= mine + 1e-12).mean()), len(told))


def _compare(before: Column, after: Column, panel: npt.NDArray[np.int64]) -> float:
    inside = np.zeros(len(before), np.bool_)
    inside[panel] = True
    sums = [float(column[mask].sum()) for mask in (inside, ~inside) for column in (after, before)]
    return sums[0] / sums[1] / (sums[2] / sums[3]) if min(sums) > 0 else float("nan")

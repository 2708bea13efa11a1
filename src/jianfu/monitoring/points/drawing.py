"""Every panel of a few of many is looked at, the balanced ones are kept, and one of them is drawn by a published seed.

Because every panel is enumerated, the chance of each place to be in it is no approximation: it is a count over a count.
See docs/methods/monitoring-points.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations
from math import comb, isnan

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]
Panels = npt.NDArray[np.int64]
MOST_PANELS = 200_000
KEPT_SHARE = 0.1
"""Of all panels the best balanced tenth is kept."""
FEWEST_KEPT = 20
OWN_PANELS = 2
"""Of each place its so many best panels are kept as well, so that none is left without a chance."""


class CannotDraw(ValueError):
    """Why no panel can be drawn, in Chinese, with what to do."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places to choose from. `names` in a fixed order; `features` float64[places, features]: endowments and last
    year's load, NaN where nobody says; `labels` of the features, in Chinese.
    """

    names: tuple[str, ...]
    features: Column
    labels: tuple[str, ...]

    def complete(self) -> "Places":
        """The same with only those features that are known for every place and differ between places."""
        differs = [
            len(set(column)) > 1 and not any(isnan(one) for one in column) for column in self.features.T.tolist()
        ]
        known = np.array(differs, np.bool_)
        labels = tuple(label for label, is_known in zip(self.labels, known, strict=True) if is_known)
        return Places(self.names, self.features[:, known], labels)


@dataclass(frozen=True, slots=True)
class Draw:
    """Panels that were kept and the one that was drawn.

    `kept` int64[panels, size] holds place numbers, in the order of `combinations`; `imbalance` float64[panels] the root
    mean square of their standardised differences from the mean of all; `looked_at` how many there were. `digest` names
    the list that was drawn from: whoever has it and the seed finds the same panel.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    left_out: tuple[str, ...]
    kept: Panels
    imbalance: Column
    looked_at: int
    seed: str
    digest: str
    number: int

    @property
    def panel(self) -> tuple[str, ...]:
        """The names that were drawn."""
        return tuple(self.names[place] for place in self.kept[self.number])

    def chances(self) -> Column:
        """The chance of each place to be in the panel: float64[places], adding up to the size of a panel."""
        return count_chances(self.kept, len(self.names))

    def joint_chances(self) -> Column:
        """The chance of each two places to be in it together: float64[places, places], own chances on the diagonal."""
        inside = _mark(self.kept, len(self.names))
        return np.asarray(inside.T @ inside / len(self.kept), np.float64)


def draw_panel(places: Places, size: int, seed: str) -> Draw:
    """Draw `size` of the places. CannotDraw where there are too few places, too many panels, or no seed."""
    if not seed.strip():
        raise CannotDraw("没有种子。请写一串事先说好、谁也不能左右的数字（如某日公布的彩票号码），抽取后公布。")
    if not 1 <= size <= len(places.names):
        raise CannotDraw(f"要抽 {size} 个，只有 {len(places.names)} 个可选。请改抽取的个数。")
    if comb(len(places.names), size) > MOST_PANELS:
        raise CannotDraw(f"{len(places.names)} 个里抽 {size} 个，组合太多，列不完。请少抽几个，或先分片。")
    used = places.complete()
    kept, imbalance, count = keep_balanced(used.features, size)
    digest = _name_list(places.names, kept)
    left_out = tuple(label for label in places.labels if label not in used.labels)
    number = choose(seed, digest, len(kept))
    return Draw(places.names, used.labels, left_out, kept, imbalance, count, seed, digest, number)


def keep_balanced(features: Column, size: int) -> tuple[Panels, Column, int]:
    """The kept panels, their imbalance, and how many panels there are. Without a feature all are kept."""
    panels = np.array(list(combinations(range(len(features)), size)), np.int64).reshape(-1, size)
    if not features.shape[1]:
        return panels, np.zeros(len(panels)), len(panels)
    standard = (features - features.mean(axis=0)) / features.std(axis=0)
    imbalance = np.sqrt((standard[panels].mean(axis=1) ** 2).mean(axis=1))
    order = np.argsort(imbalance, kind="stable")
    chosen = np.zeros(len(panels), np.bool_)
    chosen[order[: max(FEWEST_KEPT, int(len(panels) * KEPT_SHARE))]] = True
    for place in range(len(features)):
        own = order[(panels[order] == place).any(axis=1)]
        chosen[own[:OWN_PANELS]] = True
    return panels[chosen], imbalance[chosen], len(panels)


def count_chances(kept: Panels, places: int) -> Column:
    """The share of panels that each of so many places is in."""
    return np.asarray(_mark(kept, places).mean(axis=0), np.float64)


def choose(seed: str, digest: str, count: int) -> int:
    """A number below `count` that seed and list alone decide: SHA-256 of both, taken as a whole number, modulo."""
    return int(sha256(f"{seed.strip()}|{digest}".encode()).hexdigest(), 16) % count


def _mark(kept: Panels, places: int) -> Column:
    inside = np.zeros((len(kept), places))
    np.put_along_axis(inside, kept, 1.0, axis=1)
    return inside


def _name_list(names: Sequence[str], kept: Panels) -> str:
    lines = ["、".join(names[place] for place in panel) for panel in kept.tolist()]
    return sha256("\n".join(lines).encode()).hexdigest()


def draw_villages(places: Places, size: int, seed: str, township: str, chance: float) -> tuple[Draw, Column]:
    """Villages within a drawn township, in the same way, and the chance of each to be in at all.

    `chance` is the township's own. A township with fewer villages than wanted gives all of them. CannotDraw as before.
    """
    draw = draw_panel(places, min(size, len(places.names)), f"{seed.strip()}·{township}")
    return draw, draw.chances() * chance

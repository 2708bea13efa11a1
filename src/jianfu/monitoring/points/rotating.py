"""The next round's panel: some points stay so that change can be seen, others go so that none is burdened for ever."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from jianfu.monitoring.points.drawing import CannotDraw, Column, Draw, Panels, choose, count_chances


@dataclass(frozen=True, slots=True)
class Rotation:
    """The next panel. `candidates` int64[panels, size]: kept panels that share exactly `overlap` places with the
    present one and hold nobody who must rest. `chances` float64[places] from the present panel on.
    """

    panel: tuple[str, ...]
    stays: tuple[str, ...]
    candidates: Panels
    chances: Column


def rotate(draw: Draw, present: Collection[str], overlap: int, seed: str, *, resting: Collection[str] = ()) -> Rotation:
    """Draw the next panel among those that were kept. `resting` served long enough. CannotDraw where none fits."""
    candidates = _list_candidates(draw, present, overlap, resting)
    if not len(candidates):
        raise CannotDraw(f"没有一组既留下 {overlap} 个旧点、又不含应当轮休的点。请少留一个，或放宽轮休。")
    chosen = candidates[choose(seed, f"{draw.digest}|{'、'.join(sorted(present))}", len(candidates))]
    panel = tuple(draw.names[place] for place in chosen)
    stays = tuple(name for name in panel if name in set(present))
    return Rotation(panel, stays, candidates, count_chances(candidates, len(draw.names)))


def _list_candidates(draw: Draw, present: Collection[str], overlap: int, resting: Collection[str]) -> Panels:
    now = np.array([draw.names.index(name) for name in present if name in draw.names], np.int64)
    tired = np.array([draw.names.index(name) for name in resting if name in draw.names], np.int64)
    shared = np.isin(draw.kept, now).sum(axis=1)
    fresh = ~np.isin(draw.kept, tired).any(axis=1)
    return np.asarray(draw.kept[(shared == overlap) & fresh], np.int64)


def count_second_chances(draw: Draw, overlap: int) -> Column:
    """The chance of each place to be in the second round's panel, before the first is drawn, with nobody resting.

    Exact: the mean over all first panels. A first panel from which none leads on has the list itself as its next.
    """
    total = np.zeros(len(draw.names))
    for first in draw.kept:
        shared = np.isin(draw.kept, first).sum(axis=1) == overlap
        total += count_chances(draw.kept[shared] if shared.any() else draw.kept, len(draw.names))
    return total / len(draw.kept)

"""A panel drawn for the county as its ledger has it: townships, villages within, chances, and the trial on last
year.
"""

from collections.abc import Collection

import numpy as np

from jianfu.monitoring.points.drawing import Draw, draw_panel, draw_villages
from jianfu.monitoring.points.rotating import rotate
from jianfu.monitoring.points.trying import try_panels
from jianfu.monitoring.record.actions.points import Drawing
from jianfu.monitoring.trends.ledger_tables import Townships, read_villages
from jianfu.monitoring.trends.series import Column

VILLAGES_A_TOWNSHIP = 3


def choose_points(
    townships: Townships,
    size: int,
    seed: str,
    *,
    villages: int = VILLAGES_A_TOWNSHIP,
    present: Collection[str] = (),
    overlap: int | None = None,
    resting: Collection[str] = (),
) -> Drawing:
    """Draw `size` townships and so many villages in each. With `overlap` so many of the `present` points stay, and
    nobody of the `resting` ones.

    CannotDraw with the reason. Villages that the directory does not name are not drawn.
    """
    draw = draw_panel(townships.places, size, seed)
    panel, chances = draw.panel, draw.chances()
    if overlap is not None:
        following = rotate(draw, present, overlap, seed, resting=resting)
        panel, chances = following.panel, following.chances
    inside = [draw.names.index(name) for name in panel]
    by_township = {}
    for place, name in zip(inside, panel, strict=True):
        found = read_villages(name)
        if found.names and villages:
            drawn, own = draw_villages(found, villages, seed, name, float(chances[place]))
            by_township[name] = {village: float(own[found.names.index(village)]) for village in drawn.panel}
    load = townships.load if townships.load.any() else townships.base  # no row could be timed: counts stand for hours
    trial = try_panels(draw.kept, load, townships.base)
    named = dict(zip(draw.names, chances.tolist(), strict=True))
    return Drawing(draw, panel, named, _joint(draw, inside).tolist(), by_township, trial)


def _joint(draw: Draw, inside: list[int]) -> Column:
    return np.asarray(draw.joint_chances()[np.ix_(inside, inside)], np.float64)

"""Which notices are worth comparing: those that share a block, a bounded number for each.

Pairs depend on the set of notices alone, never on the order in which they came.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from jianfu.overlap.kernels.near import find_near
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.notices.profile import Profile

NEIGHBOURS = 32
"""In a block of more notices each is compared with this many that follow it by date: large blocks stay linear, and
connected."""
NEAR_JACCARD, NEAR_CONTAINMENT = 0.7, 0.8
"""What two bodies must share to be looked at where their titles have nothing in common."""
_EDGE = 12
_SHORTEST_EDGED = 16

Block = tuple[str, str]


def blocks_of(profile: Profile) -> set[Block]:
    """The blocks that a notice stands in: its matter, what it passes on, its outline, both ends of its title.

    Titles reworded in one place keep the beginning or the end. A notice without a matter stands in none.
    """
    parts = profile.parts
    found: set[Block] = {("key", key) for key in parts.keys}
    found |= {("key", key) for passed in parts.passed for key in passed.keys}
    if parts.keys:
        found.add(("outline", parts.outline))
        local = parts.keys[-1]
        if len(local) >= _SHORTEST_EDGED:
            found |= {("head", local[:_EDGE]), ("tail", local[-_EDGE:])}
    return found


def pairs_in(ordered: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of ids in one block whose members come in order; all of them while the block is small."""
    if len(ordered) <= NEIGHBOURS + 1:
        yield from combinations(ordered, 2)
        return
    for place, first in enumerate(ordered):
        for second in ordered[place + 1 : place + 1 + NEIGHBOURS]:
            yield first, second


def near_bodies(bodies: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places whose bodies share much, by the kernels in this process."""
    pairs = find_near(Texts.of(bodies), min_jaccard=NEAR_JACCARD, min_containment=NEAR_CONTAINMENT)
    return list(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))

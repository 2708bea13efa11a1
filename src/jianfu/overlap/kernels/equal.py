"""Equal texts: found by their digests before anything else, so that copies of one notice cost one notice."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.compiling import compiled
from jianfu.overlap.kernels.sorting import order_by

FULL_GROUP = 8
LEFT_OUT = np.uint32(0xFFFFFFFF)

_TOP_BITS = 33  # three digits of the radix sort
_TOP_SHIFT = np.uint64(64 - _TOP_BITS)


@dataclass(frozen=True, slots=True)
class Contents:
    """The different contents of m texts, in an order that depends on contents only.

    Content c is that of `members[starts[c]:starts[c + 1]]`, int64 places in rising order; `ranks` uint32[m] is the
    content of a text that is the first of its content, LEFT_OUT for its copies and for texts in which nothing counts.
    """

    members: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    ranks: npt.NDArray[np.uint32]

    @property
    def heads(self) -> npt.NDArray[np.int64]:
        """The first text of each content."""
        return self.members[self.starts[:-1]]


def group_equal(digests: npt.NDArray[np.uint64], grams: npt.NDArray[np.int64]) -> Contents:
    """The contents behind digests uint64[m, 2]; texts of 0 grams have none."""
    members = np.flatnonzero(grams > 0)
    members = members[order_by(digests[members, 0] >> _TOP_SHIFT, _TOP_BITS)]
    high, low = digests[members, 0], digests[members, 1]
    _settle_ties(high, low, members)
    is_first = np.ones(len(members), np.bool_)
    is_first[1:] = (high[1:] != high[:-1]) | (low[1:] != low[:-1])
    starts = np.append(np.flatnonzero(is_first), len(members)).astype(np.int64)
    ranks = np.full(len(grams), LEFT_OUT)
    ranks[members[starts[:-1]]] = np.arange(len(starts) - 1, dtype=np.uint32)
    return Contents(members, starts, ranks)


@compiled
def _settle_ties(high: npt.NDArray[np.uint64], low: npt.NDArray[np.uint64], members: npt.NDArray[np.int64]) -> None:
    """Finish a sort by the top bits by inserting: those of different contents are hardly ever equal."""
    for i in range(1, len(high)):
        one, other, member = high[i], low[i], members[i]
        j = i
        while j > 0 and (high[j - 1] > one or (high[j - 1] == one and low[j - 1] > other)):
            high[j], low[j], members[j] = high[j - 1], low[j - 1], members[j - 1]
            j -= 1
        high[j], low[j], members[j] = one, other, member


@compiled
def put_rows(rows: npt.NDArray[np.uint64], ranks: npt.NDArray[np.uint32], ordered: npt.NDArray[np.uint64]) -> None:
    """Write each row to its rank in `ordered`; those LEFT_OUT nowhere."""
    for i in range(len(rows)):
        if ranks[i] != LEFT_OUT:
            ordered[ranks[i]] = rows[i]


def pair_equal(contents: Contents) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs a < b of equal texts: all of a group of up to FULL_GROUP, of a larger one the first with each other."""
    sizes = np.diff(contents.starts)
    pairs = np.where(sizes <= FULL_GROUP, sizes * (sizes - 1) // 2, sizes - 1)
    a, b = np.empty(int(pairs.sum()), np.int64), np.empty(int(pairs.sum()), np.int64)
    _pair_groups(contents.members, contents.starts, a, b)
    return a, b


@compiled
def _pair_groups(
    members: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    a: npt.NDArray[np.int64],
    b: npt.NDArray[np.int64],
) -> None:
    count = 0
    for group in range(len(starts) - 1):
        start, stop = starts[group], starts[group + 1]
        centres = stop if stop - start <= FULL_GROUP else start + 1
        for i in range(start, centres):
            for j in range(i + 1, stop):
                a[count], b[count] = members[i], members[j]
                count += 1


def spread(
    contents: Contents, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pairs of contents as pairs of texts a < b, and from which pair each came.

    A pair stands for every text of the one with every text of the other, while these are at most
    FULL_GROUP * FULL_GROUP; else for the first of each.
    """
    sizes = np.diff(contents.starts)
    counts = sizes[one] * sizes[other]
    counts[counts > FULL_GROUP * FULL_GROUP] = 1
    total = int(counts.sum())
    a, b = np.empty(total, np.int64), np.empty(total, np.int64)
    _spread(contents.members, contents.starts, one, other, counts, a, b)
    return np.minimum(a, b), np.maximum(a, b), np.repeat(np.arange(len(one)), counts)


@compiled
def _spread(
    members: npt.NDArray[np.int64],
    starts: npt.NDArray[np.int64],
    one: npt.NDArray[np.int64],
    other: npt.NDArray[np.int64],
    counts: npt.NDArray[np.int64],
    a: npt.NDArray[np.int64],
    b: npt.NDArray[np.int64],
) -> None:
    written = 0
    for pair in range(len(one)):
        width = 1 if counts[pair] == 1 else starts[other[pair] + 1] - starts[other[pair]]
        for i in range(counts[pair]):
            a[written] = members[starts[one[pair]] + i // width]
            b[written] = members[starts[other[pair]] + i % width]
            written += 1

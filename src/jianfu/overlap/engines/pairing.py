"""Which notices are worth judging: pairs from blocks of titles and from near bodies, each once, kept on disk."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jianfu.overlap.engines.notice_store import Column, Places, Words64
from jianfu.overlap.engines.spill import Buckets
from jianfu.overlap.kernels.near import split_pairs
from jianfu.overlap.kernels.sorting import order_by
from jianfu.overlap.notices.candidates import NEIGHBOURS

PART_BITS = 6
RANGES = 64

_32 = np.uint64(32)


class PairSpill:
    """Pairs of places, dealt by the lower one into ranges that fit into memory."""

    def __init__(self, folder: Path, count: int) -> None:
        self._buckets = Buckets(folder, "pairs")
        self._range_size = count // RANGES + 1

    def append(self, a: Places, b: Places) -> None:
        """Take in pairs, whichever way round."""
        pairs = np.unique((np.minimum(a, b).astype(np.uint64) << _32) | np.maximum(a, b).astype(np.uint64))
        edges = np.arange(RANGES + 1, dtype=np.uint64) * np.uint64(self._range_size) << _32
        cuts = np.searchsorted(pairs, edges).tolist()
        for number, (start, stop) in enumerate(pairwise(cuts)):
            if start < stop:
                self._buckets.append(number, pairs[start:stop].data)

    def ranges(self) -> Iterator[Words64]:
        """Sorted pairs `low << 32 | high`, each once, range by range; a range leaves the disk as it is read."""
        for number in range(RANGES):
            pairs = np.unique(np.frombuffer(self._buckets.read(number), np.uint64))
            self._buckets.remove(number)
            yield pairs


def pair_blocks(blocks: Column, is_kept: npt.NDArray[np.bool_], turns: Places) -> Iterator[tuple[Places, Places]]:
    """The pairs that `candidates.pairs_in` gives for each block, over the notices that are kept, in order of `turns`.

    All pairs of a small block, and of a larger one those NEIGHBOURS apart at most, are in both cases those of which
    the one follows the other within NEIGHBOURS places. Part by part of the blocks; one pair may come from several.
    """
    kept = is_kept[blocks.places]
    words, places = blocks.words[kept], blocks.places[kept]
    part_of = words >> np.uint64(64 - PART_BITS)
    order = order_by(part_of, PART_BITS)
    cuts = np.searchsorted(part_of[order], np.arange((1 << PART_BITS) + 1)).tolist()
    for start, stop in pairwise(cuts):
        yield _pair_part(words[order[start:stop]], places[order[start:stop]], turns)


def _pair_part(words: Words64, places: Places, turns: Places) -> tuple[Places, Places]:
    order = np.lexsort((turns[places], words))
    words, places = words[order], places[order]
    ones, others = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for apart in range(1, NEIGHBOURS + 1):
        is_pair = words[apart:] == words[:-apart]
        if not is_pair.any():
            break
        ones.append(places[:-apart][is_pair])
        others.append(places[apart:][is_pair])
    return np.concatenate(ones), np.concatenate(others)


def cut(pairs: Words64, size: int) -> Iterator[tuple[Places, Places]]:
    """Both ends of the pairs, so many at a time."""
    for start in range(0, len(pairs), size):
        yield split_pairs(pairs[start : start + size])

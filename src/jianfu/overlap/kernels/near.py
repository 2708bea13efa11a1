"""Near-equal texts: all pairs that share much, each verified. See docs/methods/overlap-kernels.md."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.banding import PARTITIONS, Keys, Population, find_candidates, needed_bits, partition
from jianfu.overlap.kernels.compiling import run_blocks
from jianfu.overlap.kernels.equal import Contents, group_equal, pair_equal, put_rows, spread
from jianfu.overlap.kernels.signing import SKETCH_WORDS, Signatures, sign_block
from jianfu.overlap.kernels.sorting import bits_of, order_by, sort_words
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.verifying import compare

MIN_JACCARD = 0.7
MIN_CONTAINMENT = 0.9
TEXTS_PER_BLOCK = 16384

_32, _LOW32 = np.uint64(32), np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class NearPairs:
    """Verified pairs, sorted by `a`, then `b`: int64 places of texts with a < b, and two float32 ratios.

    `jaccard`: 4-grams in both over 4-grams in either. `containment`: the share of the smaller text's 4-grams that the
    larger has. Both exact. How copies of equal texts are paired is said in `equal`.
    """

    a: npt.NDArray[np.int64]
    b: npt.NDArray[np.int64]
    jaccard: npt.NDArray[np.float32]
    containment: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.a)


def find_near(
    texts: Texts,
    *,
    min_jaccard: float = MIN_JACCARD,
    min_containment: float = MIN_CONTAINMENT,
    workers: int | None = None,
) -> NearPairs:
    """All pairs of texts with at least `min_jaccard` or at least `min_containment`, of those that share a key.

    The same pairs whatever the order of the texts. Texts in which nothing counts (empty, only punctuation) are in no
    pair. `workers` threads, None: one a core.
    """
    return NearIndex(min_jaccard=min_jaccard, min_containment=min_containment, workers=workers).extend(texts)


@dataclass
class NearIndex:
    """Texts that grow: after each `extend` the pairs are those that `find_near` gives for all texts so far."""

    min_jaccard: float = MIN_JACCARD
    min_containment: float = MIN_CONTAINMENT
    workers: int | None = None
    _texts: Texts = field(default_factory=lambda: Texts.of(()), init=False)
    _signatures: list[Signatures] = field(default_factory=list, init=False)
    _pieces: list[list[Keys]] = field(default_factory=lambda: [[] for _ in range(PARTITIONS)], init=False)
    _compared: npt.NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64), init=False)
    _ratios: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros((2, 0), np.float32), init=False)

    def extend(self, texts: Texts) -> NearPairs:
        """Add texts behind those that are there; returns all pairs. Only pairs not compared before are compared."""
        self._sign(texts)
        self._texts = Texts.joined([self._texts, texts]) if len(self._texts) else texts
        contents = group_contents(self._signatures)
        sketches = order_sketches(self._signatures, contents, workers=self.workers)
        needed = needed_bits(self.min_jaccard, self.min_containment)
        population = Population(contents.ranks, sketches, needed)
        found = find_candidates(self._pieces.__getitem__, population, workers=self.workers)
        self._compare(place_pairs(found, contents))
        good = (self._ratios[0] >= self.min_jaccard) | (self._ratios[1] >= self.min_containment)
        return spread_pairs(contents, self._compared[good], self._ratios[:, good])

    def _sign(self, texts: Texts) -> None:
        starts = range(0, len(texts), TEXTS_PER_BLOCK)
        blocks = [(start, min(start + TEXTS_PER_BLOCK, len(texts))) for start in starts]
        first_owner = len(self._texts)

        def work(start: int, stop: int) -> tuple[Signatures, list[Keys]]:
            signatures = sign_block(texts, start, stop, first_owner=first_owner)
            return signatures.without_keys(), partition(signatures.keys, signatures.owners)

        for signatures, parts in run_blocks(work, blocks or [(0, 0)], self.workers):
            self._signatures.append(signatures)
            for pieces, part in zip(self._pieces, parts, strict=True):
                pieces.append(part)

    def _compare(self, pairs: npt.NDArray[np.uint64]) -> None:
        """Make `_compared` these sorted pairs and `_ratios` theirs; what is known is kept."""
        ratios = np.zeros((2, len(pairs)), np.float32)
        is_known = np.isin(pairs, self._compared, assume_unique=True)
        ratios[:, is_known] = self._ratios[:, np.isin(self._compared, pairs, assume_unique=True)]
        a, b = split_pairs(pairs[~is_known])
        ratios[:, ~is_known] = compare(
            self._texts,
            a,
            b,
            min_jaccard=self.min_jaccard,
            min_containment=self.min_containment,
            workers=self.workers,
        )
        self._compared, self._ratios = pairs, ratios


def group_contents(signatures: list[Signatures]) -> Contents:
    """The different contents of all texts that the signatures are of."""
    digests = np.concatenate([part.digests for part in signatures])
    return group_equal(digests, np.concatenate([part.grams for part in signatures]))


def order_sketches(
    signatures: list[Signatures], contents: Contents, *, workers: int | None = None
) -> npt.NDArray[np.uint64]:
    """The sketch of each content, in the order of contents."""
    sketches = np.empty((len(contents.starts) - 1, SKETCH_WORDS), np.uint64)
    ends = np.cumsum([len(part.grams) for part in signatures])
    ranks = np.split(contents.ranks, ends[:-1])

    def place(part: Signatures, ranks: npt.NDArray[np.uint32]) -> None:
        put_rows(part.sketches, ranks, sketches)

    run_blocks(place, list(zip(signatures, ranks, strict=True)), workers)
    return sketches


def place_pairs(candidates: npt.NDArray[np.uint64], contents: Contents) -> npt.NDArray[np.uint64]:
    """Pairs `low << 32 | high` of ranks as sorted pairs of the places of first texts."""
    ranks_one, ranks_other = split_pairs(candidates)
    one, other = contents.heads[ranks_one].astype(np.uint64), contents.heads[ranks_other].astype(np.uint64)
    return sort_words((np.minimum(one, other) << _32) | np.maximum(one, other), 32 + bits_of(len(contents.ranks)))


def split_pairs(pairs: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The two ends of pairs `low << 32 | high`."""
    return (pairs >> _32).astype(np.int64), (pairs & _LOW32).astype(np.int64)


def spread_pairs(contents: Contents, pairs: npt.NDArray[np.uint64], ratios: npt.NDArray[np.float32]) -> NearPairs:
    """Near pairs of first texts, with float32[2, pairs] ratios, as pairs of all texts; equal texts among them."""
    one, other = split_pairs(pairs)
    a, b, source = spread(contents, contents.ranks[one].astype(np.int64), contents.ranks[other].astype(np.int64))
    equal_a, equal_b = pair_equal(contents)
    a, b = np.concatenate([a, equal_a]), np.concatenate([b, equal_b])
    order = order_by((a.astype(np.uint64) << _32) | b.astype(np.uint64), 32 + bits_of(len(contents.ranks)))
    all_ratios = np.concatenate([ratios[:, source], np.ones((2, len(equal_a)), np.float32)], axis=1)[:, order]
    return NearPairs(a[order], b[order], all_ratios[0], all_ratios[1])

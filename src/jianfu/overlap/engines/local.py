"""All near-equal texts of a source that does not fit into memory, in one process.

Three passes. Texts are signed block by block: digests, sketches and lengths stay in memory (about 100 bytes a text),
keys go to disk. Candidates are found part by part of the key space. Then the source is read once more, and the texts
that stand in a candidate pair are dealt into chunks, family by family, in which pairs are compared. The same kernels
as `kernels.near`, hence the same pairs. See docs/methods/overlap-kernels.md.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jianfu.overlap.engines.sources import Source
from jianfu.overlap.engines.spill import KeySpill, TextSpill, open_scratch
from jianfu.overlap.engines.workers import run_in_threads
from jianfu.overlap.kernels.banding import Keys, Population, find_candidates, needed_bits, partition
from jianfu.overlap.kernels.near import (
    MIN_CONTAINMENT,
    MIN_JACCARD,
    NearPairs,
    group_contents,
    order_sketches,
    place_pairs,
    split_pairs,
    spread_pairs,
)
from jianfu.overlap.kernels.signing import Signatures, sign_block
from jianfu.overlap.kernels.sorting import bits_of, order_by
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.union_find import find_heads
from jianfu.overlap.kernels.verifying import compare

CHUNK_BYTES = 512 << 20
Progress = Callable[[str, int], None]


def find_near_in(
    source: Source,
    *,
    scratch_folder: Path,
    min_jaccard: float = MIN_JACCARD,
    min_containment: float = MIN_CONTAINMENT,
    workers: int | None = None,
    progress: Progress = lambda step, texts: None,
) -> NearPairs:
    """The pairs that `find_near` gives for all texts of the source; places count through its blocks.

    The scratch folder needs about 330 bytes a text and room for those texts that have a likeness; NoRoom where that
    is not there. `progress` is told the step's name and the number of texts done in it.
    """
    with open_scratch(scratch_folder) as scratch:
        keys = KeySpill(scratch / "keys")
        signatures, lengths = _sign_all(source, keys, workers, progress)
        contents = group_contents(signatures)
        sketches = order_sketches(signatures, contents, workers=workers)
        population = Population(contents.ranks, sketches, needed_bits(min_jaccard, min_containment))
        del signatures
        pairs = place_pairs(find_candidates(keys.read, population, workers=workers), contents)
        del population, sketches
        keys.remove()
        progress("candidates", len(lengths))
        spill = TextSpill(scratch, deal_chunks(len(lengths), pairs, lengths), lengths)
        _deal_texts(source, spill, progress)
        ratios = np.zeros((2, len(pairs)), np.float32)
        for chunk in range(len(spill)):
            _compare_chunk(spill, chunk, pairs, ratios, (min_jaccard, min_containment), workers)
            progress("compared", chunk + 1)
        good = (ratios[0] >= min_jaccard) | (ratios[1] >= min_containment)
        return spread_pairs(contents, pairs[good], ratios[:, good])


def _sign_all(
    source: Source, keys: KeySpill, workers: int | None, progress: Progress
) -> tuple[list[Signatures], npt.NDArray[np.int64]]:
    signatures, lengths = [], [np.zeros(0, np.int64)]
    done = 0
    for signed, parts, block_lengths in run_in_threads(_sign_one, _number_blocks(source), workers):
        signatures.append(signed)
        keys.append(parts)
        lengths.append(block_lengths)
        done += len(block_lengths)
        progress("signed", done)
    keys.close()
    return signatures or [sign_block(Texts.of(()), 0, 0)], np.concatenate(lengths)


def _sign_one(block: tuple[int, Texts]) -> tuple[Signatures, list[Keys], npt.NDArray[np.int64]]:
    first, texts = block
    signatures = sign_block(texts, 0, len(texts), first_owner=first)
    return signatures.without_keys(), partition(signatures.keys, signatures.owners), np.diff(texts.offsets)


def _number_blocks(source: Source) -> Iterator[tuple[int, Texts]]:
    first = 0
    for texts in source.blocks():
        yield first, texts
        first += len(texts)


def deal_chunks(
    count: int, pairs: npt.NDArray[np.uint64], lengths: npt.NDArray[np.int64], chunk_bytes: int = CHUNK_BYTES
) -> npt.NDArray[np.int32]:
    """int32[count]: the chunk of each text that stands in a pair, -1 for others.

    Texts that are connected by pairs are in one chunk. A chunk is closed once it has `chunk_bytes`; only a family
    that is larger by itself makes a larger one.
    """
    a, b = split_pairs(pairs)
    heads = find_heads(count, a, b)
    chunk_of = np.full(count, -1, np.int32)
    members = np.unique(np.concatenate([a, b]))
    if not len(members):
        return chunk_of
    members = members[order_by(heads[members].astype(np.uint64), bits_of(count))]
    is_first = np.append(True, heads[members][1:] != heads[members][:-1])
    before = np.cumsum(lengths[members]) - lengths[members]
    chunk_of[members] = (before[is_first] // chunk_bytes)[np.cumsum(is_first) - 1]
    chunk_of[members] = np.unique(chunk_of[members], return_inverse=True)[1]
    return chunk_of


def _deal_texts(source: Source, spill: TextSpill, progress: Progress) -> None:
    for first, texts in _number_blocks(source):
        spill.append(texts, first)
        progress("dealt", first + len(texts))


def _compare_chunk(
    spill: TextSpill,
    chunk: int,
    pairs: npt.NDArray[np.uint64],
    ratios: npt.NDArray[np.float32],
    minima: tuple[float, float],
    workers: int | None,
) -> None:
    places, texts = spill.read(chunk)
    low = split_pairs(pairs)[0]
    inside = np.flatnonzero(np.isin(low, places, assume_unique=False))
    a, b = split_pairs(pairs[inside])
    ratios[:, inside] = compare(
        texts,
        np.searchsorted(places, a),
        np.searchsorted(places, b),
        min_jaccard=minima[0],
        min_containment=minima[1],
        workers=workers,
    )
    spill.remove(chunk)

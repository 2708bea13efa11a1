"""Near-equal texts on Spark: the three passes of the local engine as a plan over Arrow batches, with the same kernels.

Every step is a pure function of its rows, so a lost worker's part is computed again with the same result. Contents
meet in the order of their digests, which is the order of ranks in `kernels.equal`: each part of the key space ranks
those that it holds by itself, and no global numbering is needed. See docs/methods/overlap-engines.md.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
from pyspark import StorageLevel
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from jianfu.overlap.kernels.banding import Population, needed_bits, pair_partition, partition
from jianfu.overlap.kernels.equal import FULL_GROUP, group_equal
from jianfu.overlap.kernels.near import MIN_CONTAINMENT, MIN_JACCARD, split_pairs
from jianfu.overlap.kernels.signing import SKETCH_WORDS, sign_block
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.verifying import compare

pa: Any = import_module("pyarrow")  # it brings no types
pc: Any = import_module("pyarrow.compute")
PART_BITS = 8
_BIG_ENDIAN = np.dtype(">u8")


def pair_near(
    texts: DataFrame,
    *,
    min_jaccard: float = MIN_JACCARD,
    min_containment: float = MIN_CONTAINMENT,
    part_bits: int = PART_BITS,
) -> DataFrame:
    """Rows a, b, jaccard, containment, in no order: the pairs of `kernels.near.find_near` for the texts.

    `texts` has a column `place`, numbers or words, each once, and `text`, string or binary. A pair names two places,
    a < b, and places take the role of positions: the first text of a content is the one with the least place. A task
    that pairs holds about 1 / 2**part_bits of all keys, 4 KB a text, in memory.
    """
    place = texts.schema["place"].dataType.simpleString()
    signed = texts.select("place", "text").mapInArrow(
        sign_batches, f"place {place}, digest binary, sketch binary, keys array<bigint>"
    )
    signed = signed.persist(StorageLevel.MEMORY_AND_DISK)
    families = _group_equal(signed).persist(StorageLevel.MEMORY_AND_DISK)
    copies = families.select(sql.expr("explode(slice(members, 2, size)) as place"))
    heads = signed.join(copies, "place", "left_anti")
    keys = heads.select("place", "digest", "sketch", sql.explode("keys").alias("key"))
    parts = keys.withColumn("part", sql.shiftrightunsigned("key", 64 - part_bits)).groupBy("part")
    pair_part = _pair_parts(needed_bits(min_jaccard, min_containment))
    candidates = parts.applyInArrow(pair_part, f"a {place}, b {place}").distinct()
    near = _verify(candidates, texts, place, min_jaccard, min_containment)
    return _spread(near, families).union(_pair_equal(families))


def sign_batches(batches: Iterator[Any]) -> Iterator[Any]:
    """Rows (place, digest, sketch, keys) of rows (place, text); those in which nothing counts are left out."""
    for batch in batches:
        texts = Texts.from_arrow(batch.column(1))
        signed = sign_block(texts, 0, len(texts))
        ends = np.searchsorted(signed.owners, np.arange(len(texts) + 1)).astype(np.int32)
        columns = {
            "place": batch.column(0),
            "digest": _pack(signed.digests.astype(_BIG_ENDIAN)),
            "sketch": _pack(signed.sketches),
            "keys": pa.ListArray.from_arrays(ends, signed.keys.view(np.int64)),
        }
        yield pa.RecordBatch.from_pydict(columns).filter(pa.array(signed.grams > 0))


def _pair_parts(needed: npt.NDArray[np.int16]) -> Callable[[Any], Any]:
    """From rows (place, digest, sketch, key) of one part of the key space to its candidate pairs of places."""

    def pair_part(rows: Any) -> Any:
        digests = _unpack(rows["digest"], 2).view(_BIG_ENDIAN).astype(np.uint64)
        contents = group_equal(digests, np.ones(len(digests), np.int64))
        owners = np.empty(len(digests), np.uint32)
        owners[contents.members] = np.repeat(np.arange(len(contents.heads), dtype=np.uint32), np.diff(contents.starts))
        ranks = np.arange(len(contents.heads), dtype=np.uint32)
        population = Population(ranks, _unpack(rows["sketch"], SKETCH_WORDS)[contents.heads], needed)
        parts = partition(rows["key"].to_numpy().view(np.uint64), owners)
        found = [pair_partition([part], population) for part in parts if len(part.keys)]
        pairs = np.concatenate([piece for pieces in found for piece in pieces])
        one, other = split_pairs(np.unique(pairs))
        places = rows["place"].combine_chunks().take(pa.array(contents.heads))
        one, other = places.take(pa.array(one)), places.take(pa.array(other))
        is_ordered = pc.less(one, other)
        return pa.table({"a": pc.if_else(is_ordered, one, other), "b": pc.if_else(is_ordered, other, one)})

    return pair_part


def _verify(
    candidates: DataFrame, texts: DataFrame, place: str, min_jaccard: float, min_containment: float
) -> DataFrame:
    def compare_batches(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            jaccard, containment = _compare_rows(batch, min_jaccard, min_containment)
            found = pa.RecordBatch.from_pydict(
                {"a": batch["a"], "b": batch["b"], "jaccard": jaccard, "containment": containment}
            )
            yield found.filter(pa.array((jaccard >= min_jaccard) | (containment >= min_containment)))

    one = texts.selectExpr("place as a", "text as text_a")
    other = texts.selectExpr("place as b", "text as text_b")
    paired = candidates.join(one, "a").join(other, "b").select("a", "b", "text_a", "text_b")
    return paired.mapInArrow(compare_batches, f"a {place}, b {place}, jaccard float, containment float")


def _compare_rows(
    batch: Any, min_jaccard: float, min_containment: float
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Ratios of the two texts of each row. The join leaves rows of one `b` side by side: its grams are read once."""
    count = batch.num_rows
    rows = np.arange(count, dtype=np.int64)
    is_new = np.ones(count, np.bool_)
    is_new[1:] = pc.not_equal(batch["b"].slice(1), batch["b"].slice(0, max(count - 1, 0))).to_numpy(
        zero_copy_only=False
    )
    first_of_run = np.maximum.accumulate(np.where(is_new, rows, 0))
    texts = Texts.joined([Texts.from_arrow(batch["text_a"]), Texts.from_arrow(batch["text_b"])])
    return compare(
        texts, first_of_run + count, rows, min_jaccard=min_jaccard, min_containment=min_containment, workers=1
    )


def _group_equal(signed: DataFrame) -> DataFrame:
    """Rows head, members, size: texts that are equal, in the order of places, where there are two or more."""
    members = signed.groupBy("digest").agg(sql.sort_array(sql.collect_list("place")).alias("members"))
    return members.where("size(members) > 1").selectExpr("members[0] as head", "members", "size(members) as size")


def _spread(near: DataFrame, families: DataFrame) -> DataFrame:
    """Pairs of heads as pairs of texts, as `kernels.equal.spread` does it."""
    most = FULL_GROUP * FULL_GROUP
    small = f"if(size <= {most}, members, null)"
    sized = (
        near.join(families.selectExpr("head as a", "size as size_a", f"{small} as all_a"), "a", "left")
        .join(families.selectExpr("head as b", "size as size_b", f"{small} as all_b"), "b", "left")
        .withColumn("is_small", sql.expr(f"bigint(ifnull(size_a, 1)) * ifnull(size_b, 1) <= {most}"))
    )
    ratios = "jaccard", "containment"
    ones = sized.selectExpr("explode(if(is_small, ifnull(all_a, array(a)), array(a))) as one", "*")
    both = ones.selectExpr("one", "explode(if(is_small, ifnull(all_b, array(b)), array(b))) as other", *ratios)
    return both.selectExpr("least(one, other) as a", "greatest(one, other) as b", *ratios)


def _pair_equal(families: DataFrame) -> DataFrame:
    """Pairs of equal texts, as `kernels.equal.pair_equal` does it."""
    ones = families.selectExpr(f"explode(if(size <= {FULL_GROUP}, members, array(head))) as a", "members")
    pairs = ones.selectExpr("a", "explode(members) as b").where("a < b")
    return pairs.selectExpr("a", "b", "float(1) as jaccard", "float(1) as containment")


def _pack(words: npt.NDArray[Any]) -> Any:
    """Each row of 8-byte words as one binary value."""
    count, width = words.shape
    offsets = np.arange(count + 1, dtype=np.int32) * np.int32(8 * width)
    return pa.BinaryArray.from_buffers(
        pa.binary(), count, [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(words))]
    )


def _unpack(column: Any, width: int) -> npt.NDArray[np.uint64]:
    """Binary values of `width` words each as uint64[rows, width]."""
    texts = Texts.from_arrow(column)
    return texts.data[texts.offsets[0] : texts.offsets[-1]].view(np.uint64).reshape(-1, width)

"""Relations between notices on Spark: the steps of `notices.matching.Matcher` as a plan over rows, judged by its rules.

A notice travels as a pickle from Python to Python within one run. Ids, blocks and uses are compared as words: Spark's
order of UTF-8 bytes is Python's order of code points.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any

from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from jianfu.overlap.engines.findings import Findings
from jianfu.overlap.engines.spark.near import pair_near
from jianfu.overlap.notices.candidates import NEAR_CONTAINMENT, NEAR_JACCARD, pairs_in
from jianfu.overlap.notices.matching import (
    FULLY_COMPARED,
    RECURRING_DAYS,
    RECURRING_SPAN_DAYS,
    Related,
    RepeatedId,
    relate,
)
from jianfu.overlap.notices.notice import Notice
from jianfu.overlap.notices.preparing import prepare
from jianfu.overlap.notices.profile import Profile
from jianfu.overlap.notices.tables import COLUMNS, UnreadableTable, check_columns, make_notice

pa: Any = import_module("pyarrow")  # it brings no types

Batches = Iterator[Any]
_NOTICE_ROW = "id string, notice binary"
_PREPARED_ROW = (
    "id string, notice binary, content binary, day int, body string, blocks array<string>, uses array<string>, "
    "dated boolean, pinned boolean"
)
_JUDGED_ROW = "first string, second string, related binary"
_PAIR_ROW = "a string, b string"
_CACHED_PROFILES = 4096


def find_relations(session: SparkSession, source: Path | Sequence[Notice]) -> Findings:
    """What `notices.matching.find_relations` finds, in the same order. A Parquet file, or a folder of such files, is
    read by the cluster; other notices are sent to it. UnreadableTable as `notices.tables.read_notices`,
    RepeatedId where two notices share an id."""
    try:
        if isinstance(source, Path):
            rows = _read_parquet(session, source).persist(StorageLevel.MEMORY_AND_DISK)
            _check_ids(rows, source)
        else:
            rows = _send(session, source)
        return _collect(rows)
    finally:
        session.catalog.clearCache()


def _collect(rows: DataFrame) -> Findings:
    found = relate_notices(rows).persist(StorageLevel.MEMORY_AND_DISK)
    ordered = found.orderBy("first", "second").select("related")
    related: list[Related] = [_unpickle(row.related) for row in ordered.toLocalIterator(prefetchPartitions=True)]
    ids = found.selectExpr("first as id").union(found.selectExpr("second as id")).distinct()
    dated = rows.join(ids, "id", "left_semi").mapInArrow(_strip_notices, "notice binary")
    return Findings(rows.count(), related, [_unpickle(row.notice) for row in dated.toLocalIterator()])


def relate_notices(rows: DataFrame) -> DataFrame:
    """Rows first, second, related: the pickled `Related` of each pair, in no order.

    `rows` has a column `id`, each once, and `notice`, the pickled `Notice`.
    """
    prepared = rows.mapInArrow(_prepare_notices, _PREPARED_ROW).persist(StorageLevel.MEMORY_AND_DISK)
    copies = prepared.groupBy("content").agg(sql.sort_array(sql.collect_list("id")).alias("ids"))
    many = copies.where(f"size(ids) > {FULLY_COMPARED}").selectExpr(
        "ids[0] as a", "ids[1] as b", f"slice(ids, {FULLY_COMPARED + 1}, size(ids)) as others"
    )
    many = many.persist(StorageLevel.MEMORY_AND_DISK)
    kept = prepared.join(many.select(sql.explode("others").alias("id")), "id", "left_anti")
    bodied = kept.where("body is not null").selectExpr("id as place", "body as text")
    near = pair_near(bodied, min_jaccard=NEAR_JACCARD, min_containment=NEAR_CONTAINMENT).select("a", "b")
    pairs = _pair_blocks(kept).union(near).distinct().withColumn("is_candidate", sql.lit(True))
    return _judge(pairs.join(many, ["a", "b"], "full_outer"), _mark_recurring(kept, prepared))


def _read_parquet(session: SparkSession, path: Path) -> DataFrame:
    try:
        table = session.read.parquet(str(path))
    except PySparkException as error:
        raise UnreadableTable(f"{path.name} 不是完好的 Parquet 文件，请重新导出。") from error
    check_columns(path, table.columns)
    return table.select(*(name for name in COLUMNS if name in table.columns)).mapInArrow(_read_rows, _NOTICE_ROW)


def _send(session: SparkSession, notices: Sequence[Notice]) -> DataFrame:
    ids, pickled = [notice.id for notice in notices], [pickle.dumps(notice) for notice in notices]
    return session.createDataFrame(
        pa.table({"id": pa.array(ids, pa.string()), "notice": pa.array(pickled, pa.binary())})
    )


def _check_ids(rows: DataFrame, path: Path) -> None:
    nameless = rows.where("id is null").count()
    if nameless:
        raise UnreadableTable(f"{path.name} 有{nameless}份通知没有 id，请补上后重试。")
    repeated = [row.id for row in rows.groupBy("id").count().where("count > 1").select("id").orderBy("id").collect()]
    if repeated:
        raise RepeatedId(repeated)


def _read_rows(batches: Batches) -> Batches:
    for batch in batches:
        notices = [make_notice(row) for row in batch.to_pylist()]
        yield _rows(_NOTICE_ROW, [(notice and notice.id, pickle.dumps(notice)) for notice in notices])


def _strip_notices(batches: Batches) -> Batches:
    for batch in batches:
        notices = [_unpickle(cell.as_py()) for cell in batch["notice"]]
        yield _rows("notice binary", [(pickle.dumps(Notice(notice.id, date=notice.date)),) for notice in notices])


def _prepare_notices(batches: Batches) -> Batches:
    """Everything that the plan must know of a notice, so that its profile is made here and when it is judged."""
    for batch in batches:
        yield _rows(_PREPARED_ROW, [_prepare(_unpickle(cell.as_py())) for cell in batch["notice"]])


def _prepare(raw: Notice) -> tuple[Any, ...]:
    one = prepare(raw)
    return (
        one.notice.id, pickle.dumps(one.notice), one.content, one.day, one.notice.body,
        list(one.blocks), list(one.uses), one.counts_days, one.is_pinned,
    )  # fmt: skip


def _mark_recurring(kept: DataFrame, prepared: DataFrame) -> DataFrame:
    """Rows id, notice, recurs: whether its sender uses its title again and again, as `Matcher` decides it."""
    days = prepared.where("dated").select(sql.explode("uses").alias("use"), "day").groupBy("use")
    spans = days.agg(sql.countDistinct("day").alias("days"), sql.expr("max(day) - min(day)").alias("span"))
    again = spans.where(f"days >= {RECURRING_DAYS} and span >= {RECURRING_SPAN_DAYS}").select("use")
    titled = kept.where("not pinned").select("id", sql.explode("uses").alias("use"))
    marks = titled.join(again, "use", "left_semi").select("id").distinct().withColumn("mark", sql.lit(True))
    return kept.join(marks, "id", "left").selectExpr("id", "notice", "mark is not null as recurs")


def _pair_blocks(kept: DataFrame) -> DataFrame:
    rows = kept.select(sql.explode("blocks").alias("block"), "day", "id")
    return rows.repartition("block").sortWithinPartitions("block", "day", "id").mapInArrow(_pair_in_blocks, _PAIR_ROW)


def _pair_in_blocks(batches: Batches) -> Batches:
    rows = (row for batch in batches for row in zip(batch["block"].to_pylist(), batch["id"].to_pylist(), strict=True))
    for _, members in groupby(rows, key=lambda row: row[0]):
        pairs = [(min(pair), max(pair)) for pair in pairs_in([name for _, name in members])]
        if pairs:
            yield _rows(_PAIR_ROW, pairs)


def _judge(pairs: DataFrame, profiled: DataFrame) -> DataFrame:
    one = profiled.selectExpr("id as a", "notice as one", "recurs as one_recurs")
    other = profiled.selectExpr("id as b", "notice as other", "recurs as other_recurs")
    rows = pairs.join(one, "a").join(other, "b")
    rows = rows.selectExpr("one", "other", "one_recurs or other_recurs as recurs", "is_candidate", "others")
    return rows.mapInArrow(_judge_rows, _JUDGED_ROW)


def _judge_rows(batches: Batches) -> Batches:
    profile_of: Callable[[bytes], Profile] = lru_cache(_CACHED_PROFILES)(lambda pickled: Profile(_unpickle(pickled)))
    for batch in batches:
        found: list[Related] = []
        for one, other, recurs, is_candidate, others in zip(*(cells.to_pylist() for cells in batch), strict=True):
            related = relate(profile_of(one), profile_of(other), recurring=recurs)
            if related and is_candidate:
                found.append(related)
            if related:  # copies beyond the few that are compared belong to the first as the second does
                found += [replace(related, second=name) for name in others or ()]
        yield _rows(_JUDGED_ROW, [(related.first, related.second, pickle.dumps(related)) for related in found])


def _unpickle(cell: bytes) -> Any:
    return pickle.loads(cell)  # noqa: S301 - what this very run pickled


def _rows(fields: str, rows: Sequence[tuple[Any, ...]]) -> Any:
    """Rows as an Arrow batch of these Spark fields."""
    names, kinds = zip(*(field.split() for field in fields.split(", ")), strict=True)
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    arrays = [pa.array(column, _KINDS[kind]) for column, kind in zip(columns, kinds, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, names)


_KINDS = {
    "string": pa.string(),
    "binary": pa.binary(),
    "int": pa.int32(),
    "boolean": pa.bool_(),
    "array<string>": pa.list_(pa.string()),
}

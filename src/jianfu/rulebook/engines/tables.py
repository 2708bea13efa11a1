"""Receipts as Parquet tables, one a kind, with facts under their Chinese names.

A folder holds `<kind>.parquet`, or a folder `<kind>` of such files: 文件.parquet, 会议/…. 登记编号 and 要求编号 are
whole numbers that name the receipt and the demand; every other column is a fact, absent ones nobody says.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from jianfu.rulebook.findings import Rows
from jianfu.rulebook.judging.facts import Column, Facts, Words, facts_of
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import ValueKind

pa: Any = import_module("pyarrow")  # it brings no types
pq: Any = import_module("pyarrow.parquet")

RECEIPT, DEMAND = "登记编号", "要求编号"


class UnreadableFacts(Exception):
    """A table that cannot be judged; the message says in Chinese why."""


def list_tables(folder: Path) -> Iterator[tuple[BurdenKind, Path]]:
    """The tables of a folder, in the order of the kinds. UnreadableFacts where it has none."""
    found = [
        (kind, path)
        for kind in BurdenKind
        for path in (folder / f"{kind.label}.parquet", folder / kind.label)
        if path.exists()
    ]
    if not found:
        names = "、".join(f"{kind.label}.parquet" for kind in BurdenKind)
        raise UnreadableFacts(f"{folder} 中没有可核对的表。表按种类命名：{names}。")
    yield from found


def choose_columns(kind: BurdenKind, names: list[str], path: Path) -> list[str]:
    """The columns to read: the two numbers, and those that are facts. UnreadableFacts without the numbers."""
    missing = [name for name in (RECEIPT, DEMAND) if name not in names]
    if missing:
        raise UnreadableFacts(f"{path.name} 缺少“{'、'.join(missing)}”列。请补上后重试。")
    return [RECEIPT, DEMAND, *(name for name in names if name in facts_of(kind))]


def read_table(kind: BurdenKind, path: Path) -> tuple[Facts, Rows]:
    """All rows of one kind, by receipt."""
    try:
        names = pq.ParquetDataset(path).schema.names
        table = pq.read_table(path, columns=choose_columns(kind, names, path))
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFacts(f"{path.name} 不是完好的 Parquet 文件，请重新导出。") from error
    return make_facts(kind, table)


def make_facts(kind: BurdenKind, table: Any) -> tuple[Facts, Rows]:
    """An Arrow table as facts, sorted by receipt."""
    receipts, demands = (_whole_numbers(table.column(name), name) for name in (RECEIPT, DEMAND))
    columns = {
        label: _column(table.column(label), field.value)
        for label, field in facts_of(kind).items()
        if label in table.column_names
    }
    facts, rows = Facts(kind, columns, len(receipts)), Rows(receipts, demands)
    if bool((np.diff(receipts) > 0).all()):
        return facts, rows
    order = np.argsort(receipts, kind="stable")
    return facts.take(order), Rows(receipts[order], demands[order])


def _whole_numbers(column: Any, name: str) -> "np.ndarray[Any, np.dtype[np.int64]]":
    try:
        if column.null_count:
            raise UnreadableFacts(f"“{name}”列有{column.null_count}行是空的。每行都要有编号。")
        return np.asarray(column.cast(pa.int64()).to_numpy(), np.int64)
    except pa.ArrowException as error:
        raise UnreadableFacts(f"“{name}”列应是整数。") from error


def _column(column: Any, value: ValueKind) -> Column:
    try:
        return _READERS[value](column)
    except pa.ArrowException as error:
        raise UnreadableFacts(f"有一列读不出来：{error}。文字、是否、数、日期各按其类型存放。") from error


def _read_words(column: Any) -> Words:
    encoded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    values = tuple(encoded.dictionary.to_pylist())
    if "" in values:
        codes[codes == values.index("")] = -1
    return Words(codes, values)


def _read_flags(column: Any) -> Column:
    return np.asarray(column.cast(pa.bool_()).cast(pa.int8()).fill_null(-1).to_numpy(), np.int8)


def _read_numbers(column: Any) -> Column:
    return np.asarray(column.cast(pa.float64()).fill_null(float("nan")).to_numpy(), np.float64)


def _read_days(column: Any) -> Column:
    return np.asarray(column.cast(pa.date32()).to_numpy().astype("datetime64[D]"))


def _read_moments(column: Any) -> Column:
    return np.asarray(column.cast(pa.timestamp("s")).to_numpy().astype("datetime64[s]"))


_READERS = {
    ValueKind.TEXT: _read_words,
    ValueKind.NAMES: _read_words,
    ValueKind.FLAG: _read_flags,
    ValueKind.COUNT: _read_numbers,
    ValueKind.NUMBER: _read_numbers,
    ValueKind.MONEY: _read_numbers,
    ValueKind.DATE: _read_days,
    ValueKind.MOMENT: _read_moments,
}

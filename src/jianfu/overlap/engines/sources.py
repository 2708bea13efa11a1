"""Texts out of files, block by block, as often as wanted: Parquet, JSON lines, CSV. Needs pyarrow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from jianfu.overlap.kernels.texts import Texts

ROWS_PER_BLOCK = 32_768
BYTES_PER_BLOCK = 64 << 20


class UnreadableSource(Exception):
    """A file cannot be read as texts; the message says in Chinese where and what to do."""


class Source(Protocol):
    """Anything that gives the same blocks of texts, in the same order, each time it is asked."""

    def blocks(self) -> Iterator[Texts]:
        """All texts, in portions that fit into memory many times over."""
        ...


@dataclass(frozen=True, slots=True)
class FileSource:
    """The texts of tables: one row a text, its `columns` one behind the other. Files in the order given."""

    paths: Sequence[Path]
    columns: Sequence[str] = ("title", "body")

    def blocks(self) -> Iterator[Texts]:
        """Texts of each file in turn; columns that a file lacks are left out. UnreadableSource where there are none."""
        for path in self.paths:
            for batch in _read_batches(path, self.columns):
                yield Texts.from_arrow(_join_columns(batch))

    def ids(self) -> Any:
        """The `id` column of all files as one Arrow array of strings. UnreadableSource for a missing or repeated id."""
        arrow, compute = _load("pyarrow"), _load("pyarrow.compute")
        parts = [batch.column(0) for path in self.paths for batch in _read_batches(path, ("id",))]
        ids = arrow.chunked_array([part.cast("large_string") for part in parts], "large_string").combine_chunks()
        if ids.null_count:
            raise UnreadableSource(f"有{ids.null_count}行没有 id。请补上后重试。")
        counts = ids.value_counts()
        repeated = compute.filter(counts.field(0), compute.greater(counts.field(1), 1))
        if len(repeated):
            shown = "、".join(repeated[:5].to_pylist())
            raise UnreadableSource(f"有{len(repeated)}个 id 出现了不止一次：{shown}。请让编号各不相同。")
        return ids


def _read_batches(path: Path, columns: Sequence[str]) -> Iterator[Any]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableSource(f"不认识 {path.name} 的格式。请给出 .parquet、.jsonl 或 .csv 文件。")
    if not path.is_file():
        raise UnreadableSource(f"没有找到文件 {path}。请核对路径。")
    invalid = _load("pyarrow").ArrowInvalid
    try:
        yield from reader(path, columns)
    except invalid as error:
        raise UnreadableSource(f"{path.name} 读不下去，可能没有导出完整或编码不是 UTF-8：{error}") from error


def _read_parquet(path: Path, columns: Sequence[str]) -> Iterator[Any]:
    file = _load("pyarrow.parquet").ParquetFile(path)
    wanted = _pick(path, columns, file.schema_arrow.names)
    yield from file.iter_batches(batch_size=ROWS_PER_BLOCK, columns=wanted)


def _read_csv(path: Path, columns: Sequence[str]) -> Iterator[Any]:
    """As bytes: what is no UTF-8 in one cell does not stop the file."""
    csv, arrow = _load("pyarrow.csv"), _load("pyarrow")
    reading = csv.ReadOptions(block_size=BYTES_PER_BLOCK)
    with csv.open_csv(path, read_options=reading) as head:
        wanted = _pick(path, columns, head.schema.names)
    options = csv.ConvertOptions(include_columns=wanted, column_types=dict.fromkeys(wanted, arrow.binary()))
    parsing = csv.ParseOptions(newlines_in_values=True)
    with csv.open_csv(path, read_options=reading, parse_options=parsing, convert_options=options) as batches:
        yield from batches


def _read_lines(path: Path, columns: Sequence[str]) -> Iterator[Any]:
    json, arrow = _load("pyarrow.json"), _load("pyarrow")
    reading = json.ReadOptions(block_size=BYTES_PER_BLOCK)
    schema = arrow.schema([(name, arrow.large_string()) for name in columns if name != "id"])  # ids may be numbers
    parsing = json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="infer")
    with_words: set[str] = set()
    for batch in json.open_json(path, read_options=reading, parse_options=parsing):
        chosen = batch.select([name for name in columns if name in batch.schema.names])
        with_words |= {name for name in chosen.schema.names if chosen[name].null_count < len(chosen)}
        yield chosen
    _pick(path, columns, sorted(with_words))


_READERS = {".parquet": _read_parquet, ".csv": _read_csv, ".jsonl": _read_lines}


def _pick(path: Path, columns: Sequence[str], names: Sequence[str]) -> list[str]:
    wanted = [name for name in columns if name in names]
    if not wanted:
        raise UnreadableSource(f"{path.name} 没有 {'、'.join(columns)} 列，无从比对。请核对表头。")
    return wanted


def _join_columns(batch: Any) -> Any:
    if batch.num_columns == 1:
        return batch.column(0)
    arrow, compute = _load("pyarrow"), _load("pyarrow.compute")
    columns = [column.cast("large_binary") for column in batch.columns]
    between = arrow.scalar(b"\n", arrow.large_binary())
    return compute.binary_join_element_wise(*columns, between, null_handling="replace", null_replacement=b"")


def _load(name: str) -> Any:
    """Arrow is an extra of the installation."""
    try:
        return import_module(name)
    except ImportError as error:
        raise UnreadableSource("读取大批文件需要另装组件：pip install jianfu[parquet]。") from error

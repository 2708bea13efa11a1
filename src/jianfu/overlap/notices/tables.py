"""Notices from a table and relations into one: Parquet, JSON lines or CSV, by the file's name."""

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from jianfu.overlap.notices.grouping import Group
from jianfu.overlap.notices.matching import Related
from jianfu.overlap.notices.notice import Notice, read_issued

COLUMNS = ("id", "title", "body", "issuer", "date", "doc_number")
RELATION_COLUMNS = ("id_a", "id_b", "relation", "confidence", "reasons")
GROUP_COLUMNS = ("group", "id", "head", "size")
Row = Mapping[str, Any]
_PARQUET_ROWS = 4_096
csv.field_size_limit(1 << 30)  # a notice's body may be longer than the library's limit for a cell


class UnreadableTable(Exception):
    """A table cannot be read or written; the message says in Chinese where and what to do."""


def read_notices(path: Path) -> Iterator[Notice]:
    """The notices of a table with a column id and any of title body issuer date doc_number; further columns are left.

    Row by row: a table may be larger than memory. Empty cells are absent. UnreadableTable, where that can be seen
    before the first notice, for a missing file, a kind of file that is not known, bytes that are not UTF-8, a missing
    id or text column; on the way for an empty id. That ids differ is not checked.
    """
    if not path.is_file():
        raise UnreadableTable(f"没有找到文件 {path}。请核对路径。")
    names, rows = _open(path)
    check_columns(path, names)
    return (_demand_notice(path, number, row) for number, row in enumerate(rows, start=1))


def make_notice(row: Row) -> Notice | None:
    """The notice that a row tells of; None where it has no id. Empty cells are absent."""
    cells = {name: _as_text(row.get(name)) for name in COLUMNS}
    if cells["id"] is None:
        return None
    return Notice(
        cells["id"], cells["title"], cells["body"], cells["issuer"], read_issued(cells["date"]), cells["doc_number"]
    )


def check_columns(path: Path, names: Sequence[str]) -> None:
    """UnreadableTable where the table has no id or nothing to compare."""
    if "id" not in names:
        raise UnreadableTable(f"{path.name} 缺少 id 列。每份通知要有各不相同的编号。")
    if not {"title", "body"} & set(names):
        raise UnreadableTable(f"{path.name} 既没有 title（标题）列，也没有 body（正文）列，无从比对。")


def write_relations(path: Path, related: Iterable[Related]) -> None:
    """One row a pair, whole or not at all. UnreadableTable where the file cannot be written."""
    rows = (
        {
            "id_a": found.first,
            "id_b": found.second,
            "relation": found.judgement.relation.value,
            "confidence": found.judgement.confidence,
            "reasons": "；".join(reason.words for reason in found.judgement.reasons),
        }
        for found in related
    )
    write_rows(path, RELATION_COLUMNS, rows)


def write_groups(path: Path, groups: Sequence[Group]) -> None:
    """One row a member: the number of its group from 1, its id, the head's id, the size of the group."""
    rows = [
        {"group": number, "id": member, "head": found.head, "size": len(found.members)}
        for number, found in enumerate(groups, start=1)
        for member in found.members
    ]
    write_rows(path, GROUP_COLUMNS, rows)


def _open(path: Path) -> tuple[Sequence[str], Iterable[Row]]:
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return _open_parquet(path)
    if suffix not in {".csv", ".jsonl"}:
        raise UnreadableTable(f"不认识 {path.name} 的格式。请给出 .parquet、.jsonl 或 .csv 文件。")
    return _open_csv(path) if suffix == ".csv" else _open_lines(path)


def _open_parquet(path: Path) -> tuple[Sequence[str], Iterable[Row]]:
    _, parquet = _load_parquet()
    try:
        file = parquet.ParquetFile(path)
    except (ValueError, OSError) as error:  # what Arrow raises for a broken file is one of the two
        raise UnreadableTable(f"{path.name} 不是完好的 Parquet 文件，请重新导出。") from error
    names = file.schema_arrow.names
    wanted = [name for name in COLUMNS if name in names]
    return names, _read_parquet(path, file, wanted)


def _read_parquet(path: Path, file: Any, wanted: Sequence[str]) -> Iterator[Row]:
    pyarrow, _ = _load_parquet()
    try:
        for batch in file.iter_batches(batch_size=_PARQUET_ROWS, columns=wanted):
            yield from batch.to_pylist()
    except (pyarrow.ArrowException, UnicodeDecodeError, OSError) as error:
        raise UnreadableTable(f"{path.name} 读到一半读不下去，可能不完整或文字不是 UTF-8。请重新导出。") from error


def _open_csv(path: Path) -> tuple[Sequence[str], Iterable[Row]]:
    for _ in _decode_lines(path):
        pass  # what is wrong is told before anything is done
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = csv.DictReader(file).fieldnames or ()
    return tuple(names), _read_csv(path)


def _read_csv(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _open_lines(path: Path) -> tuple[Sequence[str], Iterable[Row]]:
    names = {name for row in _read_lines(path) for name in row}
    return tuple(names), _read_lines(path)


def _read_lines(path: Path) -> Iterator[Row]:
    for number, line in _decode_lines(path):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise UnreadableTable(f"{path.name} 第{number}行不是一条完整的 JSON，请检查。") from error
        if not isinstance(row, dict):
            raise UnreadableTable(f'{path.name} 第{number}行应是带列名的一条记录，如 {{"id": …, "title": …}}。')
        yield row


def _decode_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file, with their numbers from 1. UnreadableTable where one is no UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise UnreadableTable(f"{path.name} 第{number}行不是 UTF-8 编码。请另存为 UTF-8 后重试。") from error


def _demand_notice(path: Path, number: int, row: Row) -> Notice:
    notice = make_notice(row)
    if notice is None:
        raise UnreadableTable(f"{path.name} 第{number}份通知没有 id，请补上后重试。")
    return notice


def _as_text(cell: Any) -> str | None:
    words = "" if cell is None else str(cell).strip()
    return words or None


def write_rows(path: Path, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Into a file beside the wanted one that takes its place when complete: a full disk leaves nothing half-written."""
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UnreadableTable(f"不认识 {path.name} 的格式。请把结果写成 .parquet、.jsonl 或 .csv 文件。")
    handle = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, handle = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(number)
        writer(Path(handle), names, rows)
        Path(handle).replace(path)
    except OSError as error:
        raise UnreadableTable(f"写不进 {path}：{error.strerror or error}。请检查磁盘空间和权限。") from error
    finally:
        if handle is not None:
            Path(handle).unlink(missing_ok=True)


def _write_csv(path: Path, names: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, names)
        table.writeheader()
        table.writerows(rows)


def _write_lines(path: Path, names: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_lines_of(rows))


def _lines_of(rows: Iterable[Row]) -> Iterator[str]:
    return (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _write_parquet(path: Path, names: Sequence[str], rows: Iterable[Row]) -> None:
    pyarrow, parquet = _load_parquet()
    types = {"confidence": pyarrow.float64(), "group": pyarrow.int64(), "size": pyarrow.int64()}
    schema = pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in names])
    rest = iter(rows)
    with parquet.ParquetWriter(path, schema) as file:
        while portion := list(islice(rest, _PARQUET_ROWS)):
            file.write_table(pyarrow.Table.from_pylist(portion, schema))


def _load_parquet() -> tuple[Any, Any]:
    """Arrow and its Parquet half. They are an extra: a county that keeps to CSV needs neither."""
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise UnreadableTable(
            "读写 Parquet 需要另装组件：pip install jianfu[parquet]。也可以改用 .csv 或 .jsonl。"
        ) from error


_WRITERS: Mapping[str, Callable[[Path, Sequence[str], Iterable[Row]], None]] = {
    ".csv": _write_csv,
    ".jsonl": _write_lines,
    ".parquet": _write_parquet,
}

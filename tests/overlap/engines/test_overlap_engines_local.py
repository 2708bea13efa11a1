"""The local engine: files in, the same pairs as in memory, nothing left behind."""

import csv
import json
import resource
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jianfu.overlap.engines.local import deal_chunks, find_near_in
from jianfu.overlap.engines.sources import FileSource, UnreadableSource
from jianfu.overlap.engines.spill import NoRoom
from jianfu.overlap.kernels.near import NearPairs, find_near
from jianfu.overlap.kernels.texts import Texts


def _make_strings(count: int) -> list[str]:
    dice = Random(11)
    strings = ["".join(chr(0x4E00 + dice.randrange(2000)) for _ in range(dice.randrange(300))) for _ in range(count)]
    edited = [string[:100] + "改" + string[101:] for string in strings[: count // 3]]
    return [*strings, *edited, *strings[:5], "", strings[0][40:200]]


class _Blocks:
    """A source of given blocks."""

    def __init__(self, strings: list[str], size: int) -> None:
        self._blocks = [Texts.of(strings[i : i + size]) for i in range(0, len(strings), size)]

    def blocks(self) -> Iterator[Texts]:
        yield from self._blocks


def _columns(pairs: NearPairs) -> list[list[float]]:
    return [getattr(pairs, name).tolist() for name in ("a", "b", "jaccard", "containment")]


def test_files_and_memory_give_the_same_pairs(tmp_path: Path) -> None:
    strings = _make_strings(300)

    streamed = find_near_in(_Blocks(strings, 37), scratch_folder=tmp_path)

    whole = find_near(Texts.of(strings))
    assert len(whole) > 100
    assert _columns(streamed) == _columns(whole)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_source_has_no_pairs(tmp_path: Path) -> None:
    assert len(find_near_in(_Blocks([], 10), scratch_folder=tmp_path)) == 0


@pytest.mark.parametrize("suffix", [".parquet", ".jsonl", ".csv"])
def test_each_kind_of_file_is_read(suffix: str, tmp_path: Path) -> None:
    strings = _make_strings(40)
    path = tmp_path / f"通知{suffix}"
    _write(path, strings)

    source = FileSource([path])
    read = Texts.joined(list(source.blocks()))

    assert [read.text(i).strip() for i in range(len(read))] == [f"标题{i}\n{s}".strip() for i, s in enumerate(strings)]
    assert source.ids().to_pylist() == [str(i) for i in range(len(strings))]


def _write(path: Path, strings: list[str]) -> None:
    rows = [{"id": str(i), "title": f"标题{i}", "body": string} for i, string in enumerate(strings)]
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, ["id", "title", "body"])
            table.writeheader()
            table.writerows(rows)


def test_bytes_that_are_no_utf_8_do_not_stop_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "通知.csv"
    path.write_bytes("id,body\n1,关于防汛的通知\n2,关于".encode() + b"\xff\xfe" + "防汛的通知\n".encode())

    pairs = find_near_in(FileSource([path]), scratch_folder=tmp_path)

    assert _columns(pairs) == [[0], [1], [1.0], [1.0]]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("通知.csv", "id,标题\n1,甲\n", "没有 title、body 列"),
        ("通知.jsonl", '{"id": 1, "标题": "甲"}\n', "没有 title、body 列"),
        ("通知.txt", "甲", "不认识"),
        ("通知.jsonl", '{"id": 1, "body": ', "读不下去"),
        ("通知.parquet", "不是 Parquet", "读不下去"),
    ],
)
def test_files_that_cannot_be_read_are_named(name: str, content: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UnreadableSource, match=words):
        find_near_in(FileSource([path]), scratch_folder=tmp_path)

    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="没有找到文件"):
        list(FileSource([tmp_path / "无.csv"]).blocks())


def test_repeated_and_missing_ids_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "通知.csv"
    path.write_text("id,body\n1,甲\n2,乙\n1,丙\n", encoding="utf-8")

    with pytest.raises(UnreadableSource, match="有1个 id 出现了不止一次：1。"):
        FileSource([path]).ids()


@pytest.mark.parametrize("room", [5_000, 150_000], ids=["for keys", "for texts"])
def test_a_full_disk_is_told_and_leaves_nothing(room: int, tmp_path: Path) -> None:
    texts = _make_strings(400)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))  # writing beyond it fails as on a full disk
    try:
        with pytest.raises(NoRoom, match="请腾出磁盘空间"):
            find_near_in(_Blocks(texts, 100), scratch_folder=tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert list(tmp_path.iterdir()) == []


def test_a_scratch_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoRoom, match="写不进去"):
        find_near_in(_Blocks(["甲"], 1), scratch_folder=tmp_path / "无")


def test_chunks_keep_families_together_and_close_when_full() -> None:
    lengths = np.full(10, 40, np.int64)
    pairs = np.array([0 << 32 | 9, 1 << 32 | 8, 2 << 32 | 7, 3 << 32 | 7], np.uint64)

    chunks = deal_chunks(10, pairs, lengths, chunk_bytes=100)

    assert chunks.tolist() == [0, 0, 1, 1, -1, -1, -1, 1, 0, 0]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []

    find_near_in(
        _Blocks(_make_strings(20), 10), scratch_folder=tmp_path, progress=lambda step, done: told.append((step, done))
    )

    assert {step for step, _ in told} == {"signed", "candidates", "dealt", "compared"}
    assert max(done for step, done in told if step == "signed") == len(_make_strings(20))

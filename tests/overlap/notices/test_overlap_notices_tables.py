"""Tables in and out: three formats, bad input, nothing half-written."""

import csv
import json
from pathlib import Path

import pytest

from jianfu.overlap.notices.grouping import group
from jianfu.overlap.notices.matching import Related, find_relations
from jianfu.overlap.notices.notice import Notice, read_issued
from jianfu.overlap.notices.tables import UnreadableTable, read_notices, write_groups, write_relations

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

ROWS = [
    {"id": "1", "title": "关于开展消防安全排查的通知", "issuer": "青岚县应急局", "date": "2023-03-01", "other": "x"},
    {"id": "2", "title": "关于开展消防安全排查的通知", "issuer": "青岚县应急局", "date": "2023-03-02", "other": ""},
]
EXPECTED = [Notice(row["id"], row["title"], None, row["issuer"], read_issued(row["date"])) for row in ROWS]


def _write(path: Path) -> Path:
    if path.suffix == ".parquet":
        parquet.write_table(pyarrow.Table.from_pylist(ROWS), path)
    elif path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(row) for row in ROWS) + "\n\n", encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.DictWriter(file, ROWS[0].keys())
            table.writeheader()
            table.writerows(ROWS)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_every_format_gives_the_same_notices(tmp_path: Path, suffix: str) -> None:
    assert list(read_notices(_write(tmp_path / f"in{suffix}"))) == EXPECTED


def test_numbers_and_days_of_a_parquet_file_are_read_as_words(tmp_path: Path) -> None:
    from datetime import date

    rows = [{"id": 7, "title": "关于开展消防安全排查的通知", "date": date(2023, 3, 1)}]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "in.parquet")

    assert list(read_notices(tmp_path / "in.parquet")) == [
        Notice("7", rows[0]["title"], date=read_issued("2023-03-01"))
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "title\n通知\n".encode(), "缺少 id 列"),
        ("a.csv", "id,issuer\n1,某局\n".encode(), "无从比对"),
        ("a.csv", "id,title\n,甲\n".encode(), "第1份通知没有 id"),
        ("a.csv", "id,title\n1,消防安全\n".encode("gb18030"), "第2行不是 UTF-8"),
        ("a.csv", b"", "缺少 id 列"),
        ("a.jsonl", '{"id": 1, "title": "甲"}\n{"id":\n'.encode(), "第2行不是一条完整的 JSON"),
        ("a.jsonl", b"[1]\n", "应是带列名的一条记录"),
        ("a.parquet", b"PAR1 nothing", "不是完好的 Parquet"),
        ("a.docx", b"", "不认识"),
    ],
)
def test_bad_tables_are_refused_in_plain_words(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableTable, match=said):
        list(read_notices(path))


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="没有找到文件"):
        read_notices(tmp_path / "none.csv")


@pytest.fixture
def related() -> list[Related]:
    return find_relations(EXPECTED)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_relations_and_groups_are_written_whole(tmp_path: Path, related: list[Related], suffix: str) -> None:
    write_relations(tmp_path / f"out{suffix}", related)
    write_groups(tmp_path / f"groups{suffix}", group(EXPECTED, related))

    (row,) = _read(tmp_path / f"out{suffix}")
    assert (row["id_a"], row["id_b"], row["relation"]) == ("1", "2", "resent")
    assert "日期不同：2023-03-01／2023-03-02" in row["reasons"]
    assert [(str(row["group"]), row["id"], row["head"]) for row in _read(tmp_path / f"groups{suffix}")] == [
        ("1", "1", "1"),
        ("1", "2", "1"),
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"groups{suffix}", f"out{suffix}"]


def _read(path: Path) -> list[dict[str, object]]:
    if path.suffix == ".parquet":
        return parquet.read_table(path).to_pylist()
    text = path.read_text(encoding="utf-8-sig")
    return (
        [json.loads(line) for line in text.splitlines()]
        if path.suffix == ".jsonl"
        else list(csv.DictReader(text.splitlines()))
    )


def test_a_disk_that_fills_leaves_the_old_file(
    tmp_path: Path, related: list[Related], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")

    def fill(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("csv.DictWriter.writerows", fill)
    with pytest.raises(UnreadableTable, match="写不进"):
        write_relations(tmp_path / "out.csv", related)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"


def test_an_unknown_kind_of_output_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable, match="不认识"):
        write_relations(tmp_path / "out.xlsx", [])

"""A backup restored is the same record; a bad one changes nothing; one that is written while others write is whole."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from zipfile import ZipFile

import pytest

JIANFU = Path(sys.executable).parent / "jianfu"


def _environment(home: Path, database: str = "") -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name != "JIANFU_DATABASE_URL"}
    return environment | {"JIANFU_HOME": str(home)} | ({"JIANFU_DATABASE_URL": database} if database else {})


def _run(home: Path, *arguments: object, database: str = "") -> "subprocess.CompletedProcess[str]":
    command = [str(JIANFU), *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=_environment(home, database))


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with evaluation and sweep, an upload, its own mapping; backed up."""
    folder = tmp_path_factory.mktemp("original")
    assert _run(folder / "数据", "county", "make", folder / "文件", "--scale", "0.02").returncode == 0
    assert _run(folder / "数据", "import", folder / "文件").returncode in {0, 1}
    assert _run(folder / "数据", "accounts", "invite", "张三").returncode == 0
    assert _run(folder / "数据", "sweep", "--month", "2023-11").returncode == 0
    with sqlite3.connect(folder / "数据" / "ledger.sqlite3") as connection:  # less than a millisecond past the second
        connection.execute("UPDATE monitoring_sweep SET made_at = '2023-12-01 09:30:00.000457'")
    (folder / "数据" / "uploads" / "7" / "000").mkdir(parents=True)
    (folder / "数据" / "uploads" / "7" / "000" / "收文.xlsx").write_bytes(b"upload")
    (folder / "数据" / "registers").mkdir()
    (folder / "数据" / "registers" / "本县.yaml").write_text("# 本县的对照\n", encoding="utf-8")
    assert _run(folder / "数据", "backup", folder / "备份").returncode == 0
    return folder


def _parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _backup(folder: Path) -> Path:
    (path,) = (folder / "备份").glob("*.zip")
    return path


def test_what_was_restored_backs_up_to_the_same_bytes(original: Path, tmp_path: Path) -> None:
    restored = _run(tmp_path / "新", "restore", _backup(original))
    assert restored.returncode == 0, restored.stderr
    assert "逐行一致" in restored.stdout
    assert "前后一致" in restored.stdout
    assert _run(tmp_path / "新", "backup", tmp_path / "备份").returncode == 0
    assert b"2023-12-01T09:30:00.000457" in _parts(_backup(original))["tables/monitoring.sweep.jsonl"]

    first, second = _parts(_backup(original)), _parts(_backup(tmp_path))
    assert len(first["tables/ledger.receipt.jsonl"]) > 1000
    assert {"files/uploads/7/000/收文.xlsx", "files/registers/本县.yaml", "files/secret.key"} <= set(first)
    assert {name for name in first if first[name] != second.get(name)} == set()
    assert (tmp_path / "新" / "overlap_index").is_dir()
    assert _run(tmp_path / "新", "audit", "checkpoint", "-o", tmp_path / "点.txt").returncode == 0
    assert _run(tmp_path / "新", "audit", "verify", tmp_path / "点.txt").returncode == 0


def test_the_manifest_counts_and_digests_every_table(original: Path) -> None:
    parts = _parts(_backup(original))
    tables = json.loads(parts["manifest.json"])["tables"]

    assert set(tables) == {name[len("tables/") : -len(".jsonl")] for name in parts if name.startswith("tables/")}
    for label, told in tables.items():
        lines = parts[f"tables/{label}.jsonl"]
        assert told == {"rows": lines.count(b"\n"), "digest": hashlib.sha256(lines).hexdigest()}, label


@pytest.mark.skipif(
    "JIANFU_DATABASE_URL" not in os.environ, reason="PostgreSQL 只在 JIANFU_TEST_DATABASE=postgres 时测"
)
def test_sqlite_and_postgresql_restore_each_others_backups(original: Path, tmp_path: Path) -> None:
    base, _, _ = os.environ["JIANFU_DATABASE_URL"].rpartition("/")
    import psycopg

    with psycopg.connect(os.environ["JIANFU_DATABASE_URL"], autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS restored")
        connection.execute("CREATE DATABASE restored")
    there = f"{base}/restored"

    restored = _run(tmp_path / "新", "restore", _backup(original), database=there)
    assert restored.returncode == 0, restored.stderr
    assert _run(tmp_path / "新", "backup", tmp_path / "备份", database=there).returncode == 0
    back = _run(tmp_path / "回", "restore", _backup(tmp_path))

    assert back.returncode == 0, back.stderr
    first, second = _parts(_backup(original)), _parts(_backup(tmp_path))
    assert {name for name in first if first[name] != second.get(name)} == set()


def test_a_backup_while_the_server_writes_is_of_one_moment_and_holds_nobody_up(original: Path, tmp_path: Path) -> None:
    """Somebody writes pairs of rows without pause; the backup holds both of a pair or none."""
    over, written = threading.Event(), []
    database = original / "数据" / "ledger.sqlite3"

    def write() -> None:
        with sqlite3.connect(database, timeout=30, isolation_level=None) as connection:
            while not over.is_set():
                number = len(written)
                connection.execute("BEGIN IMMEDIATE")
                for table in ("甲", "乙"):
                    row = (f"{table}{number}", "unknown", "unknown", False, "")
                    connection.execute(
                        "INSERT INTO ledger_organ (name, level, kind, known, code) VALUES (?,?,?,?,?)", row
                    )
                connection.execute("COMMIT")
                written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert _run(original / "数据", "backup", tmp_path / "备份").returncode == 0
    finally:
        over.set()
        writer.join()
        with sqlite3.connect(database) as connection:
            connection.execute("DELETE FROM ledger_organ WHERE name GLOB '[甲乙][0-9]*'")

    lines = _parts(_backup(tmp_path))["tables/ledger.organ.jsonl"].decode().splitlines()
    names = {json.loads(line)["fields"]["name"] for line in lines}
    pairs = [{f"{table}{number}" for table in ("甲", "乙")} & names for number in written]
    assert all(len(pair) in {0, 2} for pair in pairs)
    assert any(pairs)
    assert not all(pairs)


def test_a_ledger_is_never_overwritten(original: Path) -> None:
    refused = _run(original / "数据", "restore", _backup(original))

    assert refused.returncode == 2
    assert "已有台账" in refused.stderr


@pytest.mark.parametrize("damage", ["cut", "foreign", "rows gone", "file changed", "part gone", "path outside"])
def test_a_damaged_backup_is_refused_in_words_and_leaves_nothing(original: Path, tmp_path: Path, damage: str) -> None:
    bad = tmp_path / "bad.zip"
    parts = _parts(_backup(original))
    if damage == "cut":
        bad.write_bytes(_backup(original).read_bytes()[:-5000])
    elif damage == "foreign":
        bad.write_bytes(b"PK not a backup")
    else:
        lines = parts["tables/ledger.evidencerow.jsonl"].splitlines(keepends=True)
        changes = {
            "rows gone": {"tables/ledger.evidencerow.jsonl": b"".join(lines[:-3])},
            "file changed": {"files/uploads/7/000/收文.xlsx": b"other"},
            "part gone": {},
            "path outside": {"manifest.json": parts["manifest.json"].replace(b"files/uploads/7", b"files/../../evil")},
        }[damage]
        with ZipFile(bad, "w") as archive:
            for name, content in (parts | changes).items():
                if not (damage == "part gone" and name == "tables/ledger.demand.jsonl"):
                    archive.writestr(name, content)

    refused = _run(tmp_path / "新", "restore", bad)

    assert refused.returncode == 2
    assert "备份" in refused.stderr or "损坏" in refused.stderr
    assert not (tmp_path / "新" / "uploads").exists()
    assert not (tmp_path / "新" / "ledger.sqlite3").exists()

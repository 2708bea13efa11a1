"""A backup restored is the same record; a bad one changes nothing."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

JIANFU = Path(sys.executable).parent / "jianfu"


def _run(home: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name != "JIANFU_DATABASE_URL"}
    environment["JIANFU_HOME"] = str(home)
    command = [str(JIANFU), *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original")
    assert _run(folder / "数据", "county", "make", folder / "文件", "--scale", "0.02").returncode == 0
    assert _run(folder / "数据", "import", folder / "文件").returncode in {0, 1}
    assert _run(folder / "数据", "accounts", "invite", "张三").returncode == 0
    assert _run(folder / "数据", "backup", folder / "备份").returncode == 0
    return folder


def _tables(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_was_restored_backs_up_to_the_same_bytes(original: Path, tmp_path: Path) -> None:
    (backup,) = (original / "备份").glob("*.zip")

    restored = _run(tmp_path / "新", "restore", backup)
    assert restored.returncode == 0, restored.stderr
    assert _run(tmp_path / "新", "backup", tmp_path / "再备份").returncode == 0

    (again,) = (tmp_path / "再备份").glob("*.zip")
    first, second = _tables(backup), _tables(again)
    assert len(first["tables/ledger.receipt.jsonl"]) > 1000
    assert {name for name in first if first[name] != second.get(name)} == set()
    assert _run(tmp_path / "新", "audit", "checkpoint", "-o", tmp_path / "点.txt").returncode == 0


def test_a_ledger_is_never_overwritten(original: Path) -> None:
    (backup,) = (original / "备份").glob("*.zip")

    refused = _run(original / "数据", "restore", backup)

    assert refused.returncode == 2
    assert "已有台账" in refused.stderr


@pytest.mark.parametrize("damage", ["cut", "foreign", "rows gone"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(original: Path, tmp_path: Path, damage: str) -> None:
    (backup,) = (original / "备份").glob("*.zip")
    bad = tmp_path / "bad.zip"
    if damage == "cut":
        bad.write_bytes(backup.read_bytes()[:-5000])
    elif damage == "foreign":
        bad.write_bytes(b"PK not a backup")
    else:
        with ZipFile(bad, "w") as archive:
            for name, content in _tables(backup).items():
                is_cut = name == "tables/ledger.evidencerow.jsonl"
                archive.writestr(name, b"".join(content.splitlines(keepends=True)[:-3]) if is_cut else content)

    assert _run(tmp_path / "新", "restore", bad).returncode == 2
    assert _run(tmp_path / "新", "files", "list").stdout.count("xlsx") == 0

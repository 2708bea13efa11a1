"""What must not stand in the repository: registry hosts, the workplace, real offices' papers."""

import re

import pytest
from source_tree import ROOT, list_files, name_of

TEXT_SUFFIXES = (".py", ".md", ".toml", ".yaml", ".yml", ".lock", ".html", ".css", ".js", ".txt", "")
REGISTRY_HOSTS = re.compile(r"pypi\.(org|python)|pythonhosted|npmjs\.|crates\.io|conda\.anaconda|/simple/?\b", re.I)
WORKPLACE = re.compile(
    r"/work/(main|shared)|/tmp/claim|\bissue #?\d|\bissues (show|new|list|close|comment)\b|\bengineer \d"
    r"|\b(this|the|a) session (has|had|is limited|ended)\b|\bhelper session|\bAI[- ](assistant|generated)",
    re.I,
)
LOCKS = ("requirements.lock", "requirements-dev.lock")


def _find(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in list_files(*TEXT_SUFFIXES):
        if path.name == "test_architecture_repository.py" or path.name.endswith(LOCKS):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{name_of(path)}:{number} {line.strip()[:80]}")
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_every_package_by_hash_and_name_no_host(name: str) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^[\w.\[\]-]+==", lock, re.M)

    assert "://" not in lock
    assert len(pinned) > 30
    assert all("--hash=sha256:" in block for block in re.split(r"^(?=[\w.\[\]-]+==)", lock, flags=re.M)[1:])


def test_no_package_registry_is_named() -> None:
    assert _find(REGISTRY_HOSTS) == []


def test_nothing_of_the_workplace_is_told() -> None:
    assert _find(WORKPLACE) == []


def test_no_foreign_paper_lies_in_the_repository() -> None:
    papers = list_files(".doc", ".docx", ".wps", ".pdf", ".ofd", ".xls", ".xlsx", ".parquet", ".sqlite3", ".key")

    assert [name_of(path) for path in papers] == []


def test_no_file_is_large() -> None:
    own = [path for path in list_files(*TEXT_SUFFIXES, ".ttf", ".png") if path.parent.name != "vendor"]
    large = {name_of(path): path.stat().st_size for path in own if path.stat().st_size > 300_000}

    assert large == {}


def test_the_licence_is_there() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence

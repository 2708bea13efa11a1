"""The demonstration county: the same bytes for the same seed, nobody real, every habit of real offices."""

from hashlib import sha256
from pathlib import Path

import pytest

from county.making import make_county
from county.names import COUNTY, DEPARTMENTS, TOWNSHIPS


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    make_county(tmp_path / "a", seed=7, scale=0.02)
    make_county(tmp_path / "b", seed=7, scale=0.02)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_another_seed_gives_other_papers(tmp_path: Path) -> None:
    make_county(tmp_path / "a", seed=7, scale=0.02)
    make_county(tmp_path / "b", seed=8, scale=0.02)
    first, second = digests(tmp_path / "a"), digests(tmp_path / "b")
    assert first.keys() & second.keys()
    assert first["乡镇/松溪镇/松溪镇2023年全年收文登记表.xlsx"] != second["乡镇/松溪镇/松溪镇2023年全年收文登记表.xlsx"]


def test_files_come_in_the_formats_of_a_county(tmp_path: Path) -> None:
    facts = make_county(tmp_path, seed=1, scale=0.02)
    endings = {path.suffix for path in tmp_path.rglob("*")}
    assert {".xlsx", ".csv", ".docx", ".pdf", ".ofd", ".png", ".txt", ".zip"} <= endings
    assert facts.townships == len(TOWNSHIPS) == 28


def test_facts_count_the_files(tmp_path: Path) -> None:
    facts = make_county(tmp_path, seed=1, scale=0.02)
    assert facts.files == sum(1 for path in tmp_path.rglob("*") if path.is_file())


def test_progress_sees_every_step(tmp_path: Path) -> None:
    seen: list[int] = []
    make_county(tmp_path, seed=1, scale=0.02, wrap=lambda steps: (seen.append(len(steps)), steps)[1])
    assert seen == [len(TOWNSHIPS) - 1 + 5]


def test_departments_and_townships_are_told_apart() -> None:
    assert len({department.name for department in DEPARTMENTS}) == len(DEPARTMENTS) == 40
    assert len({department.code for department in DEPARTMENTS}) == len(DEPARTMENTS)
    assert len(set(TOWNSHIPS)) == len(TOWNSHIPS)


def test_county_is_none_of_the_corpus(corpora: Path) -> None:
    """The names are invented: no issuer of the real documents bears the county's name."""
    parquet = pytest.importorskip("pyarrow.parquet")
    issuers = parquet.read_table(corpora / "official.parquet", columns=["issuer"])["issuer"].to_pylist()
    assert not any(COUNTY in issuer for issuer in issuers if issuer)

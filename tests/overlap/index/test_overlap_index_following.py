"""The index follows the ledger: made when missing, grown when the ledger grew, built anew when a paper changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from jianfu.overlap.index import following
from jianfu.overlap.index.following import Followed, follow_ledger
from jianfu.overlap.index.snapshot import open_snapshot
from jianfu.overlap.notices.notice import Notice

PAPERS = [Notice(f"{number}", f"关于开展第{number}项排查的通知", issuer="青岚县应急局") for number in range(4)]


class Ledger:
    """Stands for the ledger's two reads."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.papers: list[Notice] = []
        self.writes = 0
        monkeypatch.setattr(following, "mark_ledger", lambda: str(self.writes))
        monkeypatch.setattr(following, "list_ledger_notices", lambda: self.papers)

    def write(self, papers: list[Notice]) -> None:
        self.papers = papers
        self.writes += 1


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    return Ledger(monkeypatch)


def held_by(index: Path) -> list[Notice]:
    return sorted(open_snapshot(index).notices(), key=lambda notice: notice.id)


def test_it_is_made_and_grows_with_the_ledger(tmp_path: Path, ledger: Ledger) -> None:
    index = tmp_path / "i"
    assert follow_ledger(index) is Followed.REBUILT
    for count in (1, 3, 4):
        ledger.write(PAPERS[:count])
        assert follow_ledger(index) is Followed.ADDED
        assert follow_ledger(index) is Followed.NOTHING
        assert held_by(index) == PAPERS[:count]


def test_a_write_that_concerns_no_paper_adds_nothing(tmp_path: Path, ledger: Ledger) -> None:
    ledger.write(PAPERS)
    follow_ledger(tmp_path)
    ledger.write(PAPERS)

    assert follow_ledger(tmp_path) is Followed.ADDED
    assert held_by(tmp_path) == PAPERS


@pytest.mark.parametrize("later", [PAPERS[1:], [replace(PAPERS[0], issuer="青岚县商务局"), *PAPERS[1:]], []])
def test_a_paper_that_changed_or_went_needs_a_new_index(tmp_path: Path, ledger: Ledger, later: list[Notice]) -> None:
    ledger.write(PAPERS)
    follow_ledger(tmp_path)
    ledger.write(later)

    assert follow_ledger(tmp_path) is Followed.REBUILT
    assert held_by(tmp_path) == sorted(later, key=lambda notice: notice.id)


@pytest.mark.parametrize("pattern", ["manifest.json", "*/notices.journal", "*/*.keys"])
def test_a_damaged_index_is_built_anew(tmp_path: Path, ledger: Ledger, pattern: str) -> None:
    ledger.write(PAPERS)
    follow_ledger(tmp_path)
    next(tmp_path.glob(pattern)).write_bytes(b"?")

    assert follow_ledger(tmp_path) is Followed.REBUILT
    assert held_by(tmp_path) == PAPERS

"""The index of the ledger's papers: made when it is missing, brought up to date when the ledger went on."""

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from jianfu.overlap.index.errors import MustRebuild
from jianfu.overlap.index.manifest import load_manifest
from jianfu.overlap.index.snapshot import Snapshot, open_snapshot
from jianfu.overlap.index.writing import open_writer, rebuild
from jianfu.overlap.notices.ledger_notices import list_ledger_notices, mark_ledger
from jianfu.overlap.notices.notice import Notice
from jianfu.overlap.notices.profile import complete


class Followed(Enum):
    """What had to be done."""

    NOTHING = "nothing"
    ADDED = "added"
    REBUILT = "rebuilt"


def follow_ledger(index: Path) -> Followed:
    """Bring an index up to what the ledger holds; a missing or damaged one is built anew. IndexBusy, NotWritten."""
    snapshot = _open(index)
    if snapshot is not None and _source_mark(index) == mark_ledger():
        return Followed.NOTHING
    mark, papers = list_papers()
    if snapshot is None or not _still_stands(snapshot, papers):
        rebuild(index, papers, mark)
        return Followed.REBUILT
    with open_writer(index) as writer:
        known = writer.snapshot.known_ids([paper.id for paper in papers])
        writer.add(paper for paper in papers if paper.id not in known)
        writer.save(mark)
    return Followed.ADDED


def list_papers() -> tuple[str, list[Notice]]:
    """The ledger's papers, and the mark that it had before: what is written meanwhile is read again next time."""
    mark = mark_ledger()
    return mark, list_ledger_notices()


def _open(index: Path) -> Snapshot | None:
    try:
        return open_snapshot(index)
    except MustRebuild:
        return None


def _source_mark(index: Path) -> str:
    manifest = load_manifest(index)
    return manifest.source_mark if manifest else ""


def _still_stands(snapshot: Snapshot, papers: Iterable[Notice]) -> bool:
    """Whether every paper of the index says the same in the ledger. An index only grows: a change needs a new one."""
    by_id = {paper.id: paper for paper in papers}
    try:
        return all(notice.id in by_id and complete(by_id[notice.id]) == notice for notice in snapshot.notices())
    except MustRebuild:
        return False

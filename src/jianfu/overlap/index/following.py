"""The index of the ledger's papers: made when it is missing, brought up to date when the ledger went on."""

from collections.abc import Iterable
from enum import Enum
from pathlib import Path

from jianfu.overlap.index.errors import MustRebuild
from jianfu.overlap.index.manifest import load_manifest
from jianfu.overlap.index.snapshot import open_snapshot
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
    """Bring an index up to what the ledger holds. IndexBusy, NotWritten.

    The mark is taken before the papers are read: what is written meanwhile is read again next time.
    """
    mark = mark_ledger()
    try:
        snapshot = open_snapshot(index)
        if _source_mark(index) == mark:
            return Followed.NOTHING
        held = snapshot.notices()
    except MustRebuild:
        return rebuild_from_ledger(index)
    papers = list_ledger_notices()
    if not _still_stand(held, papers):
        rebuild(index, papers, mark)
        return Followed.REBUILT
    known = {notice.id for notice in held}
    with open_writer(index) as writer:
        writer.add(notice for notice in papers if notice.id not in known)
        writer.save(mark)
    return Followed.ADDED


def rebuild_from_ledger(index: Path) -> Followed:
    """Build an index of all the ledger's papers. IndexBusy, NotWritten."""
    mark = mark_ledger()
    rebuild(index, list_ledger_notices(), mark)
    return Followed.REBUILT


def _source_mark(index: Path) -> str:
    manifest = load_manifest(index)
    return manifest.source_mark if manifest else ""


def _still_stand(held: Iterable[Notice], papers: Iterable[Notice]) -> bool:
    """Whether every paper of the index says the same in the ledger. Notices are added, not changed: else build anew."""
    papers_by_id = {paper.id: paper for paper in papers}
    return all(notice.id in papers_by_id and complete(papers_by_id[notice.id]) == notice for notice in held)

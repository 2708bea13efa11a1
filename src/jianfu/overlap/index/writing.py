"""The one writer of an index: adds in place, keeps the segments few, builds anew beside the old.

Order of writes: the notices go to the journal and are safe; sorted keys follow in files of their own; the manifest,
replaced last, makes these count. Killed in between, opening finds the notices in the journal and sorts them again.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from jianfu.overlap.index.durable import explaining_failures, only_writer, sync_folder
from jianfu.overlap.index.journal import Journal, encode_notice
from jianfu.overlap.index.keys import probe_keys
from jianfu.overlap.index.manifest import Manifest, load_manifest, save_manifest
from jianfu.overlap.index.segments import Segment, make_segment, map_file, merge_in_memory, merge_to_file, write_segment
from jianfu.overlap.index.snapshot import JOURNAL_NAME, Snapshot, incomplete, read_snapshot
from jianfu.overlap.notices.matching import RepeatedId
from jianfu.overlap.notices.notice import Notice
from jianfu.overlap.notices.profile import Profile, complete

PORTION = 4096
"""Notices in one frame: a portion is added whole or not at all."""
KEPT_IN_MEMORY = 1024
"""Notices whose keys are sorted again at opening; more go to a file."""


@contextmanager
def open_writer(index: Path) -> Iterator["IndexWriter"]:
    """The writer of an index, made if there is none; a torn end is cut off. IndexBusy, MustRebuild, NotWritten."""
    with only_writer(index):
        with explaining_failures(index):
            writer = _open(index, load_manifest(index) or _begin_published(index))
            writer.drop_strangers()
        try:
            yield writer
        finally:
            writer.close()


def rebuild(index: Path, notices: Iterable[Notice], source_mark: str = "") -> int:
    """Build an index anew beside the old one, which serves until the new one is complete; returns how many notices.

    IndexBusy, NotWritten, RepeatedId leave the old one in place.
    """
    with only_writer(index), explaining_failures(index):
        writer = _open(index, _begin(index, _next_build(index)), is_published=False)
        try:
            writer.add(notices)
            writer.is_published = True
            writer.save(source_mark)
            return len(writer.snapshot)
        finally:
            writer.close()


@dataclass
class IndexWriter:
    """Adds to an index. `snapshot` is always what stands in it now. Made by `open_writer`."""

    index: Path
    manifest: Manifest
    snapshot: Snapshot
    journal: Journal
    is_published: bool = True

    @property
    def folder(self) -> Path:
        """Where the files of this build lie."""
        return self.index / self.manifest.folder

    def add(self, notices: Iterable[Notice]) -> None:
        """Add notices, a portion at a time, each on the disk when it counts.

        RepeatedId where an id is known, NotWritten where the disk is full: the portion is not added, those before it
        are.
        """
        rest = iter(notices)
        while portion := list(islice(rest, PORTION)):
            self._refuse_repeated(portion)
            with explaining_failures(self.index):
                self._add_portion([Profile(complete(notice)) for notice in portion])

    def save(self, source_mark: str) -> None:
        """Put everything into files and note up to where the source was read."""
        with explaining_failures(self.index):
            self._settle(kept=0)
            self._save(source_mark)

    def drop_strangers(self) -> None:
        """Delete files that are no part of the index: merged away, left by a killed writer, of earlier builds."""
        if self.is_published:
            for path in self.index.glob("build-*"):
                if path != self.folder:
                    shutil.rmtree(path)
        named = {JOURNAL_NAME, *(segment.name for segment in self.snapshot.segments)}
        for path in self.folder.iterdir():
            if path.name not in named:
                path.unlink()

    def close(self) -> None:
        """Let go of the files."""
        self.journal.close()

    def _refuse_repeated(self, portion: list[Notice]) -> None:
        met = self.snapshot.known_ids([notice.id for notice in portion])
        for notice in portion:
            if notice.id in met:
                raise RepeatedId([notice.id])
            met.add(notice.id)

    def _add_portion(self, profiles: list[Profile]) -> None:
        places = self.journal.append([encode_notice(profile.notice) for profile in profiles])
        added = make_segment(len(self.snapshot), places, profiles)
        log = map_file(self.folder / JOURNAL_NAME)
        self.snapshot = Snapshot(log, (*self.snapshot.segments, added))
        # The notices are safe already: a disk too full for their keys makes the next opening slower, nothing worse.
        with suppress(OSError):
            self._settle(kept=KEPT_IN_MEMORY)

    def _settle(self, *, kept: int) -> None:
        """Merge segments until each is more than twice the next, so that there are few; write what memory outgrew."""
        segments = list(self.snapshot.segments)
        filed = [segment for segment in segments if segment.name is not None]
        loose = [segment for segment in segments if segment.name is None]
        while len(loose) > 1 and (len(loose[-2]) <= 2 * len(loose[-1]) or not kept):
            loose[-2:] = [merge_in_memory(loose[-2], loose[-1])]
        outgrown = sum(map(len, loose)) > kept
        if outgrown:
            while len(loose) > 1:
                loose[-2:] = [merge_in_memory(loose[-2], loose[-1])]
            filed.append(self._file(filed, loose.pop()))
        self.snapshot = replace(self.snapshot, segments=(*filed, *loose))
        if outgrown:
            self._save(self.manifest.source_mark)

    def _file(self, filed: list[Segment], segment: Segment) -> Segment:
        """Write a segment, merged with those before it that are not much larger; these leave `filed`."""
        while filed and len(filed[-1]) <= 2 * len(segment):
            before = filed[-1]
            segment = merge_to_file(self.folder, before, segment)
            filed.pop()
        return segment if segment.name is not None else write_segment(self.folder, segment)

    def _save(self, source_mark: str) -> None:
        names = tuple(segment.name for segment in self.snapshot.segments if segment.name is not None)
        self.manifest = replace(self.manifest, segments=names, journal_bytes=self.journal.size, source_mark=source_mark)
        if self.is_published:
            sync_folder(self.folder)
            save_manifest(self.index, self.manifest)
        self.drop_strangers()


def _open(index: Path, manifest: Manifest, *, is_published: bool = True) -> IndexWriter:
    try:
        snapshot = read_snapshot(index, manifest)
    except FileNotFoundError as error:
        raise incomplete(index) from error
    journal = Journal(index / manifest.folder / JOURNAL_NAME, len(snapshot.log))
    return IndexWriter(index, manifest, snapshot, journal, is_published)


def _begin_published(index: Path) -> Manifest:
    manifest = _begin(index, _next_build(index))
    save_manifest(index, manifest)
    return manifest


def _begin(index: Path, number: str) -> Manifest:
    """An empty build; what an unfinished one of that number left is deleted."""
    manifest = Manifest(f"build-{number}", (), 0, probe_keys())
    folder = index / manifest.folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / JOURNAL_NAME).touch()
    sync_folder(folder)
    sync_folder(index)
    return manifest


def _next_build(index: Path) -> str:
    """A number that no build in the folder has: the manifest may be too damaged to tell which one counts."""
    numbers = [int(path.name.removeprefix("build-")) for path in index.glob("build-*") if path.is_dir()]
    return str(max(numbers, default=0) + 1)

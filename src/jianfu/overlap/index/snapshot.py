"""An index as it was at one moment: what is added later is not seen, what is merged away stays readable."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jianfu.overlap.index.errors import MustRebuild
from jianfu.overlap.index.journal import Bytes, read_id, read_notice, read_tail
from jianfu.overlap.index.keys import key_of_id, probe_keys
from jianfu.overlap.index.manifest import Manifest, load_manifest
from jianfu.overlap.index.segments import Segment, damaged, make_segment, map_file, open_segment
from jianfu.overlap.notices.notice import Notice
from jianfu.overlap.notices.profile import Profile

JOURNAL_NAME = "notices.journal"
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Located:
    """Columns of some notices: place in the journal, salt, first day."""

    places: npt.NDArray[np.int64]
    salts: npt.NDArray[np.uint32]
    days: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The journal as bytes, and segments in order of arrival without gaps. `torn_bytes` at the journal's end are a
    notice that was being written when the power went."""

    log: Bytes
    segments: tuple[Segment, ...]
    torn_bytes: int = 0

    def __len__(self) -> int:
        return self.segments[-1].end if self.segments else 0

    def locate(self, numbers: npt.NDArray[np.int64]) -> Located:
        """Where the records of the notices begin, and what orders them."""
        found = Located(
            np.zeros(len(numbers), np.int64), np.zeros(len(numbers), np.uint32), np.zeros(len(numbers), np.int32)
        )
        for segment in self.segments:
            inside = np.flatnonzero((numbers >= segment.first) & (numbers < segment.end))
            own = numbers[inside] - segment.first
            found.places[inside], found.salts[inside] = segment.places[own], segment.salts[own]
            found.days[inside] = segment.days[own]
        return found

    def notice(self, number: int) -> Notice:
        """One notice by its number. MustRebuild where its record is damaged."""
        return read_notice(self.log, int(self.locate(np.array([number], np.int64)).places[0]))

    def notices(self) -> list[Notice]:
        """All notices by arrival. MustRebuild where a record is damaged."""
        return [read_notice(self.log, int(place)) for segment in self.segments for place in segment.places]

    def known_ids(self, names: Sequence[str]) -> set[str]:
        """Those of the ids that stand in the index."""
        wanted = np.sort(np.array([key_of_id(name) for name in names], np.uint64))
        found = set()
        for segment in self.segments:
            starts = np.searchsorted(segment.keys, wanted)
            stops = np.searchsorted(segment.keys, wanted, side="right")
            for start, stop in zip(starts[starts < stops], stops[starts < stops], strict=True):
                found |= {read_id(self.log, int(place)) for place in segment.places[segment.owners[start:stop]]}
        return found & set(names)


def open_snapshot(index: Path) -> Snapshot:
    """The index as it is now. MustRebuild where there is none or it is damaged. Changes nothing on the disk.

    A writer may merge files away between the manifest and their opening; then the new manifest is read.
    """
    for _ in range(_ATTEMPTS):
        manifest = load_manifest(index)
        if manifest is None:
            raise MustRebuild(f"{index} 里没有索引。请先运行 jianfu overlap index rebuild。")
        try:
            return read_snapshot(index, manifest)
        except FileNotFoundError:
            continue
    raise incomplete(index)


def read_snapshot(index: Path, manifest: Manifest) -> Snapshot:
    """What a manifest names, and whole frames behind it. FileNotFoundError, MustRebuild as `open_snapshot`."""
    if manifest.key_mark != probe_keys():
        raise MustRebuild(f"索引 {index} 是另一版本的软件建的。请运行 jianfu overlap index rebuild 重建索引。")
    folder = index / manifest.folder
    segments = [open_segment(folder, name) for name in manifest.segments]
    if any(one.end != other.first for one, other in pairwise(segments)):
        raise damaged(manifest.folder)
    log = map_file(folder / JOURNAL_NAME)
    if len(log) < manifest.journal_bytes:
        raise damaged(JOURNAL_NAME)
    tail = read_tail(log, manifest.journal_bytes)
    if tail.places:
        first = segments[-1].end if segments else 0
        segments.append(segment_of_records(first, log, tail.places))
    return Snapshot(log[: tail.end], tuple(segments), len(log) - tail.end)


def segment_of_records(first: int, log: Bytes, places: Sequence[int]) -> Segment:
    """A segment in memory of records that stand in the journal."""
    return make_segment(first, places, [Profile(read_notice(log, place)) for place in places])


def incomplete(index: Path) -> MustRebuild:
    """What to say where a file that the manifest names is gone."""
    return MustRebuild(f"索引 {index} 缺少文件。请运行 jianfu overlap index rebuild 重建索引。")

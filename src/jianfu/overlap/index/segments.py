"""Sorted keys of a run of notices, in memory or mapped from a file that never changes.

File: a header of 64 bytes with checksums, then keys uint64, places int64, owners uint32, salts uint32, days int32.
"""

import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jianfu.overlap.index.errors import MustRebuild
from jianfu.overlap.index.keys import Words64, day_of, file_keys, salt_of
from jianfu.overlap.kernels.compiling import compiled
from jianfu.overlap.notices.profile import Profile

_HEADER = struct.Struct("<8sQQQI")
_CHECK = struct.Struct("<I")
_HEADER_BYTES = 64
_MAGIC = b"JFKEYS1\n"
_MERGED_AT_ONCE = 1 << 20
Words32 = npt.NDArray[np.uint32]
Chunk = tuple[Words64, Words32]


@dataclass(frozen=True, slots=True)
class Segment:
    """Notices `first` to `first + len`, by arrival. For each: place in the journal, salt and first day.

    `keys` are sorted, and where equal by the salt of their notice; `owners` count from `first`. `name` of its file,
    None while in memory.
    """

    first: int
    places: npt.NDArray[np.int64]
    salts: Words32
    days: npt.NDArray[np.int32]
    keys: Words64
    owners: Words32
    name: str | None = None

    def __len__(self) -> int:
        return len(self.places)

    @property
    def end(self) -> int:
        """The number of the first notice behind it."""
        return self.first + len(self)


def make_segment(first: int, places: Sequence[int], profiles: Sequence[Profile]) -> Segment:
    """A segment in memory of notices whose records lie at the places."""
    keys, owners = file_keys(profiles)
    salts = np.array([salt_of(profile.notice.id) for profile in profiles], np.uint32)
    days = np.array([day_of(profile) for profile in profiles], np.int32)
    order = np.lexsort((salts[owners], keys))
    return _freeze(Segment(first, np.array(places, np.int64), salts, days, keys[order], owners[order]))


def merge_in_memory(one: Segment, other: Segment) -> Segment:
    """Two neighbours as one, in memory."""
    chunks = list(_merge_keys(one, other))
    keys, owners = (np.concatenate(column) for column in zip(*chunks, strict=True))
    return _freeze(Segment(one.first, *_join_tables(one, other), keys, owners))


def _freeze(segment: Segment) -> Segment:
    """Read-only, as those from files are: kernels are compiled for one kind of arrays."""
    for values in (segment.places, segment.salts, segment.days, segment.keys, segment.owners):
        values.flags.writeable = False
    return segment


def write_segment(folder: Path, segment: Segment) -> Segment:
    """Write a segment to a file of its own; returns it mapped. OSError leaves no file."""
    tables = (segment.places, segment.salts, segment.days)
    return _write(folder, segment.first, tables, len(segment.keys), iter([(segment.keys, segment.owners)]))


def merge_to_file(folder: Path, one: Segment, other: Segment) -> Segment:
    """Two neighbours as one file; theirs stay. OSError leaves no file; MustRebuild where one of them is damaged."""
    for part in (one, other):
        if part.name is not None:
            verify_segment(folder, part.name)
    count = len(one.keys) + len(other.keys)
    return _write(folder, one.first, _join_tables(one, other), count, _merge_keys(one, other))


def _join_tables(one: Segment, other: Segment) -> tuple[npt.NDArray[np.int64], Words32, npt.NDArray[np.int32]]:
    return (
        np.concatenate([one.places, other.places]),
        np.concatenate([one.salts, other.salts]),
        np.concatenate([one.days, other.days]),
    )


def _merge_keys(one: Segment, other: Segment) -> Iterator[Chunk]:
    """The keys of both in order, a bounded number at a time; at least one chunk."""
    shift = np.uint32(other.first - one.first)
    i = j = 0
    while True:
        room = min(_MERGED_AT_ONCE, len(one.keys) - i + len(other.keys) - j)
        keys, owners = np.empty(room, np.uint64), np.empty(room, np.uint32)
        i, j = _merge(
            one.keys, one.owners, one.salts, other.keys, other.owners, other.salts, shift, i, j, keys, owners
        )  # fmt: skip
        yield keys, owners
        if i == len(one.keys) and j == len(other.keys):
            return


@compiled
def _merge(
    keys_a: Words64,
    owners_a: Words32,
    salts_a: Words32,
    keys_b: Words64,
    owners_b: Words32,
    salts_b: Words32,
    shift: np.uint32,
    i: int,
    j: int,
    keys: Words64,
    owners: Words32,
) -> tuple[int, int]:
    for k in range(len(keys)):
        take_b = i == len(keys_a)
        if not take_b and j < len(keys_b):
            take_b = keys_b[j] < keys_a[i]
            if keys_b[j] == keys_a[i]:
                take_b = salts_b[owners_b[j]] < salts_a[owners_a[i]]
        if take_b:
            keys[k], owners[k] = keys_b[j], owners_b[j] + shift
            j += 1
        else:
            keys[k], owners[k] = keys_a[i], owners_a[i]
            i += 1
    return i, j


def _write(
    folder: Path,
    first: int,
    tables: tuple[npt.NDArray[np.int64], Words32, npt.NDArray[np.int32]],
    key_count: int,
    chunks: Iterator[Chunk],
) -> Segment:
    places, salts, days = tables
    name = f"{first:010d}-{first + len(places):010d}.keys"
    path = folder / name
    try:
        with path.open("wb") as file:
            checksum = _write_arrays(file, key_count, places, [salts, days], chunks)
            header = _HEADER.pack(_MAGIC, first, len(places), key_count, checksum)
            file.seek(0)
            file.write(header + _CHECK.pack(zlib.crc32(header)))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return open_segment(folder, name)


def _write_arrays(
    file: Any, key_count: int, places: npt.NDArray[np.int64], rest: list[npt.NDArray[Any]], chunks: Iterator[Chunk]
) -> int:
    """Write all arrays behind the header. Keys and owners come in turns and go to two places of the file."""
    keys_at = _HEADER_BYTES
    owners_at = keys_at + 8 * (key_count + len(places))
    checks = [0, 0]
    for keys, owners in chunks:
        file.seek(keys_at)
        file.write(keys.data)
        file.seek(owners_at)
        file.write(owners.data)
        checks = [zlib.crc32(keys.data, checks[0]), zlib.crc32(owners.data, checks[1])]
        keys_at, owners_at = keys_at + keys.nbytes, owners_at + owners.nbytes
    file.seek(owners_at)
    for values in rest:
        file.write(values.data)
    file.seek(keys_at)
    file.write(places.data)
    return _combine(checks, [places, *rest])


def _combine(checks: list[int], tables: list[npt.NDArray[Any]]) -> int:
    words = [*checks, *(zlib.crc32(np.ascontiguousarray(values).data) for values in tables)]
    return zlib.crc32(struct.pack(f"<{len(words)}I", *words))


def open_segment(folder: Path, name: str) -> Segment:
    """Map a segment. FileNotFoundError where it is gone; MustRebuild where its header or its length are wrong."""
    content = map_file(folder / name)
    first, count, key_count, _ = _read_header(content, name)
    sizes = (8 * key_count, 8 * count, 4 * key_count, 4 * count, 4 * count)
    ends = np.cumsum([_HEADER_BYTES, *sizes]).tolist()
    if ends[-1] != len(content):
        raise damaged(name)
    parts = [content[start:end] for start, end in pairwise(ends)]
    types = (np.uint64, np.int64, np.uint32, np.uint32, np.int32)
    keys, places, owners, salts, days = (part.view(kind) for part, kind in zip(parts, types, strict=True))
    return Segment(first, places, salts, days, keys, owners, name)


def _read_header(content: npt.NDArray[np.uint8], name: str) -> tuple[int, int, int, int]:
    if len(content) < _HEADER_BYTES:
        raise damaged(name)
    header = content[: _HEADER.size].tobytes()
    magic, first, count, key_count, checksum = _HEADER.unpack(header)
    if magic != _MAGIC or _CHECK.unpack_from(content.data, _HEADER.size)[0] != zlib.crc32(header):
        raise damaged(name)
    return first, count, key_count, checksum


def verify_segment(folder: Path, name: str) -> None:
    """Read a segment whole. MustRebuild where a byte is not what was written."""
    segment = open_segment(folder, name)
    content = map_file(folder / name)
    checks = [zlib.crc32(segment.keys.data), zlib.crc32(segment.owners.data)]
    if _combine(checks, [segment.places, segment.salts, segment.days]) != _read_header(content, name)[3]:
        raise damaged(name)


def map_file(path: Path) -> npt.NDArray[np.uint8]:
    """A file's bytes, read when touched; none where it is empty. FileNotFoundError."""
    if path.stat().st_size == 0:
        return np.zeros(0, np.uint8)
    return np.asarray(np.memmap(path, np.uint8, mode="r"))


def damaged(name: str) -> MustRebuild:
    """What to say of a file whose bytes are not those that were written."""
    return MustRebuild(f"索引文件 {name} 已损坏。请运行 jianfu overlap index rebuild 重建索引。")

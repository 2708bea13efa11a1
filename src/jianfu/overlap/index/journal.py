"""The notices themselves: one file that only grows, in frames that are whole or not there.

Frame: header (magic, notices, payload bytes, checksum of the payload, checksum of the header), then one record after
the other. Record: checksum, three lengths, then what is known of the notice as JSON, its title, its body, both UTF-8.
"""

import json
import os
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jianfu.overlap.index.errors import MustRebuild
from jianfu.overlap.kernels.compiling import compiled
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.notices.notice import Notice
from jianfu.reading.facts import Replacement
from jianfu.vocabulary.interval import Period

Bytes = npt.NDArray[np.uint8]
_FRAME = struct.Struct("<4sIQI")
_FRAME_CHECK = struct.Struct("<I")
_RECORD = struct.Struct("<IIII")
_MAGIC = b"JFN1"
FRAME_HEADER_BYTES = _FRAME.size + _FRAME_CHECK.size


class Journal:
    """The writing side: appends frames, each on the disk before it counts."""

    def __init__(self, path: Path, size: int) -> None:
        """`size`: bytes of whole frames. What lies behind is a frame that was not finished, and is cut off."""
        self.size = size
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, size)

    def append(self, records: Sequence[bytes]) -> list[int]:
        """Add one frame; returns where each record begins. OSError leaves the file as it was."""
        payload = b"".join(records)
        header = _FRAME.pack(_MAGIC, len(records), len(payload), zlib.crc32(payload))
        frame = header + _FRAME_CHECK.pack(zlib.crc32(header)) + payload
        try:
            _write_all(self._file, frame, self.size)
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, self.size)
            raise
        first = self.size + FRAME_HEADER_BYTES
        self.size += len(frame)
        return _places(first, records)

    def close(self) -> None:
        """Let go of the file; everything is on the disk already."""
        os.close(self._file)


def _write_all(file: int, content: bytes, place: int) -> None:
    rest = memoryview(content)
    while rest:
        written = os.pwrite(file, rest, place)
        rest, place = rest[written:], place + written


def _places(first: int, records: Sequence[bytes]) -> list[int]:
    places = []
    for record in records:
        places.append(first)
        first += len(record)
    return places


@dataclass(frozen=True, slots=True)
class Tail:
    """Whole frames behind a place: the place of each notice, and where the last frame ends."""

    places: list[int]
    end: int


def read_tail(log: Bytes, start: int) -> Tail:
    """Walk the frames from `start` up to the first that is not whole."""
    places: list[int] = []
    while (found := _read_frame(log, start)) is not None:
        count, end = found
        place = start + FRAME_HEADER_BYTES
        for _ in range(count):
            places.append(place)
            place += record_bytes(log, place)
        start = end
    return Tail(places, start)


def _read_frame(log: Bytes, start: int) -> tuple[int, int] | None:
    """Notices and end of the frame at `start`; None where it is torn or not there."""
    content = start + FRAME_HEADER_BYTES
    if content > len(log):
        return None
    header = log[start : start + _FRAME.size].tobytes()
    magic, count, length, checksum = _FRAME.unpack(header)
    (header_checksum,) = _FRAME_CHECK.unpack(log[start + _FRAME.size : content].tobytes())
    if magic != _MAGIC or header_checksum != zlib.crc32(header) or content + length > len(log):
        return None
    return (count, content + length) if zlib.crc32(log[content : content + length].data) == checksum else None


def encode_notice(notice: Notice) -> bytes:
    """One record. Lone surrogates in title and body become '?'."""
    facts = {
        "id": notice.id,
        "issuer": notice.issuer,
        "date": [notice.date.start.toordinal(), notice.date.end.toordinal()] if notice.date else None,
        "doc_number": notice.doc_number,
        "replaces": notice.replaces.value if notice.replaces else None,
    }
    parts = [json.dumps({name: value for name, value in facts.items() if value is not None}).encode()]
    parts += [(words or "").encode(errors="replace") for words in (notice.title, notice.body)]
    content = b"".join(parts)
    return _RECORD.pack(zlib.crc32(content), *map(len, parts)) + content


def record_bytes(log: Bytes, place: int) -> int:
    """How long the record at a place is."""
    return _RECORD.size + sum(_lengths(log, place))


class Part(IntEnum):
    """A text in a record."""

    TITLE = 0
    BODY = 1


def gather_texts(log: Bytes, places: npt.NDArray[np.int64], part: Part, before: bytes) -> Texts:
    """`before` as the first text, then that part of each record; empty where a notice has none."""
    starts, offsets = np.zeros(len(places), np.int64), np.zeros(len(places) + 2, np.int64)
    offsets[1] = len(before)
    _find_spans(log, places, int(part), starts, offsets[2:])
    np.cumsum(offsets, out=offsets)
    data = np.empty(offsets[-1], np.uint8)
    data[: len(before)] = np.frombuffer(before, np.uint8)
    _copy_spans(log, starts, data, offsets[1:])
    return Texts(data, offsets)


@compiled
def _find_spans(
    log: Bytes,
    places: npt.NDArray[np.int64],
    part: int,
    starts: npt.NDArray[np.int64],
    lengths: npt.NDArray[np.int64],
) -> None:
    for i in range(len(places)):
        start = places[i] + 16
        for field in range(2 + part):
            start += lengths[i]
            at = places[i] + 4 + 4 * field
            lengths[i] = np.int64(log[at]) | np.int64(log[at + 1]) << 8 | np.int64(log[at + 2]) << 16
            lengths[i] |= np.int64(log[at + 3]) << 24
        starts[i] = start


@compiled
def _copy_spans(log: Bytes, starts: npt.NDArray[np.int64], data: Bytes, ends: npt.NDArray[np.int64]) -> None:
    for i in range(len(starts)):
        length = ends[i + 1] - ends[i]
        data[ends[i] : ends[i + 1]] = log[starts[i] : starts[i] + length]


def read_id(log: Bytes, place: int) -> str:
    """The id in the record at a place."""
    start = place + _RECORD.size
    return str(json.loads(log[start : start + _lengths(log, place)[0]].tobytes())["id"])


def read_notice(log: Bytes, place: int) -> Notice:
    """The notice of the record at a place. MustRebuild where its bytes are not those that were written."""
    checksum, facts_bytes, title_bytes, body_bytes = _RECORD.unpack_from(log.data, place)
    start = place + _RECORD.size
    content = log[start : start + facts_bytes + title_bytes + body_bytes].tobytes()
    if zlib.crc32(content) != checksum:
        raise MustRebuild(f"索引中第 {place} 字节处的通知已损坏。请运行 jianfu overlap index rebuild 重建索引。")
    title = content[facts_bytes : facts_bytes + title_bytes].decode()
    return _make_notice(json.loads(content[:facts_bytes]), title, content[facts_bytes + title_bytes :].decode())


def _make_notice(facts: dict[str, Any], title: str, body: str) -> Notice:
    days, replaces = facts.get("date"), facts.get("replaces")
    return Notice(
        id=facts["id"],
        title=title or None,
        body=body or None,
        issuer=facts.get("issuer"),
        date=Period(date.fromordinal(days[0]), date.fromordinal(days[1])) if days else None,
        doc_number=facts.get("doc_number"),
        replaces=Replacement(replaces) if replaces else None,
    )


def _lengths(log: Bytes, place: int) -> tuple[int, int, int]:
    _, facts, title, body = _RECORD.unpack_from(log.data, place)
    return facts, title, body

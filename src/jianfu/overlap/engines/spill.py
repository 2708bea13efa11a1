"""What does not fit into memory, in a scratch folder that is gone afterwards, whatever happens."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jianfu.overlap.kernels.banding import PARTITIONS, Keys
from jianfu.overlap.kernels.texts import Texts

KEY_BYTES, OWNER_BYTES = 8, 4


class NoRoom(Exception):
    """The scratch folder cannot be written; the message says in Chinese where and what to do."""


@contextmanager
def open_scratch(folder: Path) -> Iterator[Path]:
    """A new folder inside `folder`, removed at the end. NoRoom where none can be made."""
    with _writing(folder):
        scratch = tempfile.TemporaryDirectory(prefix="jianfu-overlap-", dir=folder)
    with scratch as path:
        yield Path(path)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NoRoom(
            f"比对要在 {folder} 暂存中间结果，但写不进去：{error.strerror or error}。"
            "请腾出磁盘空间或换一个暂存文件夹后重试；原有文件没有改动。"
        ) from error


class KeySpill:
    """Keys on disk, block behind block, each already parted. One file; where each part of each block begins is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._blocks: list[tuple[int, npt.NDArray[np.int64]]] = []
        self._written = 0

    def append(self, parts: list[Keys]) -> None:
        """Write one block's parts. They are views of two arrays, which go out as they are."""
        ends = np.zeros(PARTITIONS + 1, np.int64)
        np.cumsum([len(part.keys) for part in parts], out=ends[1:])
        self._blocks.append((self._written, ends))
        with _writing(self._path.parent.parent):
            self._file.writelines(part.keys.data for part in parts)
            self._file.writelines(part.owners.data for part in parts)
        self._written += int(ends[-1]) * (KEY_BYTES + OWNER_BYTES)

    def close(self) -> None:
        """No more will come."""
        with _writing(self._path.parent.parent):
            self._file.close()

    def read(self, part: int) -> list[Keys]:
        """The pieces of one part, in the order of the blocks."""
        pieces = []
        with self._path.open("rb") as file:
            for start, ends in self._blocks:
                first, count = int(ends[part]), int(ends[part + 1] - ends[part])
                file.seek(start + KEY_BYTES * first)
                keys = np.frombuffer(file.read(KEY_BYTES * count), np.uint64)
                file.seek(start + KEY_BYTES * int(ends[-1]) + OWNER_BYTES * first)
                pieces.append(Keys(keys, np.frombuffer(file.read(OWNER_BYTES * count), np.uint32)))
        return pieces

    def remove(self) -> None:
        """Free the room."""
        self._path.unlink()


class TextSpill:
    """Some of the texts, dealt into chunks, so that each chunk fits into memory. `chunk_of` int32[m]: -1 is not
    kept."""

    def __init__(self, folder: Path, chunk_of: npt.NDArray[np.int32], lengths: npt.NDArray[np.int64]) -> None:
        self._chunk_of = chunk_of
        self._lengths = lengths
        self._paths = [folder / f"texts-{number}" for number in range(int(chunk_of.max(initial=-1)) + 1)]

    def __len__(self) -> int:
        return len(self._paths)

    def append(self, texts: Texts, first: int) -> None:
        """Deal a block of texts, of which the first stands at place `first`. Blocks come in order."""
        chunks = self._chunk_of[first : first + len(texts)]
        for chunk in np.unique(chunks[chunks >= 0]):
            path = self._paths[chunk]
            with _writing(path.parent.parent), path.open("ab") as file:
                file.write(texts.take(np.flatnonzero(chunks == chunk)).data.data)

    def read(self, chunk: int) -> tuple[npt.NDArray[np.int64], Texts]:
        """The places of a chunk's texts, rising, and the texts."""
        places = np.flatnonzero(self._chunk_of == chunk)
        offsets = np.zeros(len(places) + 1, np.int64)
        np.cumsum(self._lengths[places], out=offsets[1:])
        return places, Texts(np.fromfile(self._paths[chunk], np.uint8), offsets)

    def remove(self, chunk: int) -> None:
        """Free the room of a chunk that is done."""
        self._paths[chunk].unlink()


class Cells:
    """Byte strings in one file, read again by their number, by any process that has this object."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._lengths = [np.zeros(0, np.int64)]
        self._offsets = np.zeros(1, np.int64)
        self._data = np.zeros(0, np.uint8)

    def append(self, cells: Sequence[bytes]) -> None:
        """Write cells behind those that are there."""
        self._lengths.append(np.array([len(cell) for cell in cells], np.int64))
        with _writing(self._path.parent.parent):
            self._file.writelines(cells)

    def close(self) -> None:
        """No more will come; from now on they can be read."""
        with _writing(self._path.parent.parent):
            self._file.close()
        self._offsets = np.cumsum(np.concatenate([np.zeros(1, np.int64), *self._lengths]))
        self._lengths.clear()
        if self._offsets[-1]:
            self._data = np.asarray(np.memmap(self._path, np.uint8, "r"))

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """How many bytes each cell has."""
        return np.diff(self._offsets)

    def read(self, number: int) -> bytes:
        """One cell."""
        return self._data[self._offsets[number] : self._offsets[number + 1]].tobytes()

    def texts(self) -> Texts:
        """All cells, on the disk."""
        return Texts(self._data, self._offsets)


class Buckets:
    """Byte strings dealt into numbered files, each of which fits into memory."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name

    def append(self, bucket: int, content: bytes | memoryview) -> None:
        """Write behind what is there."""
        with _writing(self._folder.parent), self._path(bucket).open("ab") as file:
            file.write(content)

    def read(self, bucket: int) -> bytes:
        """All of one file; b"" where nothing was written."""
        path = self._path(bucket)
        return path.read_bytes() if path.exists() else b""

    def remove(self, bucket: int) -> None:
        """Free its room."""
        self._path(bucket).unlink(missing_ok=True)

    def _path(self, bucket: int) -> Path:
        return self._folder / f"{self._name}-{bucket}"

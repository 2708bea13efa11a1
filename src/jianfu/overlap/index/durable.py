"""Files that are whole or absent after a power cut, and the lock of the one writer."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jianfu.overlap.index.errors import IndexBusy, NotWritten

LOCK_NAME = "lock"


def replace_file(path: Path, content: bytes) -> None:
    """Put a whole file in the place of another. OSError leaves the old one as it was."""
    draft = path.with_name(f"{path.name}.new")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder outlive a power cut."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Hold the folder's writing lock. The system gives it back when the process ends, however it ends.

    IndexBusy where another holds it, in this process or another.
    """
    with explaining_failures(folder):
        folder.mkdir(parents=True, exist_ok=True)
        number = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise IndexBusy(f"另一个程序正在更新索引 {folder}。请等它完成后再试；比对草稿不受影响。") from None
        yield
    finally:
        os.close(number)


@contextmanager
def explaining_failures(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into NotWritten with words for a clerk."""
    try:
        yield
    except OSError as error:
        raise NotWritten(f"索引写不进 {folder}：{error.strerror or error}。请检查磁盘空间和权限，再重试。") from error

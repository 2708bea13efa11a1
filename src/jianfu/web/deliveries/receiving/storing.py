"""Uploaded files onto the disk: whole in their folder before the record names it, or not there at all."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from jianfu.overlap.index.durable import sync_folder
from jianfu.web.deliveries.models import uploads_folder
from jianfu.web.deliveries.receiving.limits import KEPT_FREE_BYTES

PASTED = "粘贴的消息.txt"
_LONGEST_NAME_BYTES = 200
_STAGING = ".staging-"
_FORGOTTEN_SECONDS = 24 * 3600
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


class RefusedDelivery(Exception):
    """What cannot be taken; the message says in Chinese why."""


def safe_name(name: str) -> str:
    """A name that a folder takes: its last part, without control characters and marks that turn text around."""
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    room = _LONGEST_NAME_BYTES - len((dot + suffix).encode())
    if not dot or room < 1:
        return kept.encode()[:_LONGEST_NAME_BYTES].decode(errors="ignore") or "文件"
    return f"{stem.encode()[:room].decode(errors='ignore')}{dot}{suffix}"


def is_left_by_system(name: str) -> bool:
    """Files that systems and office programs leave in folders, which nobody means to bring."""
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1].lower()
    return last.startswith((".", "~$")) or last in _SYSTEM_FILES


@contextmanager
def staged(files: "Sequence[UploadedFile[Any]]", words: str) -> Iterator[Path]:
    """A folder with the files, one folder a file as names may repeat; it goes where nobody `adopt`s it.

    RefusedDelivery where the disk has no room.
    """
    uploads = uploads_folder()
    uploads.mkdir(parents=True, exist_ok=True)
    _refuse_without_room(uploads, sum(file.size or 0 for file in files))
    folder = uploads / f"{_STAGING}{secrets.token_hex(8)}"
    try:
        for place, file in enumerate(files):
            _write(folder / f"{place:03}" / safe_name(file.name or ""), file)
        if words.strip():
            write_words(folder / "words" / PASTED, words)
        yield folder
    except OSError as error:
        raise RefusedDelivery(f"文件写不进服务器的磁盘（{error.strerror}），没有收下。请告诉管理员。") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def adopt(staging: Path, folder: Path) -> None:
    """Give staged files to a delivery. What a transaction that was cut off left under its number goes."""
    shutil.rmtree(folder, ignore_errors=True)
    staging.rename(folder)
    sync_folder(folder.parent)


def write_words(path: Path, words: str) -> None:
    """Words as a file of their own."""
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8") as target:
        target.write(words)
        target.flush()
        os.fsync(target.fileno())


def _write(path: Path, file: "UploadedFile[Any]") -> None:
    path.parent.mkdir(parents=True)
    with path.open("wb") as target:
        shutil.copyfileobj(file, target)
        target.flush()
        os.fsync(target.fileno())


def _refuse_without_room(folder: Path, wanted_bytes: int) -> None:
    if shutil.disk_usage(folder).free < wanted_bytes + KEPT_FREE_BYTES:
        raise RefusedDelivery("服务器的磁盘快满了，没有收下。请告诉管理员，腾出空间后再交。")


def sweep_staging() -> None:
    """Remove what uploads that were cut off left behind."""
    for folder in uploads_folder().glob(f"{_STAGING}*"):
        if time.time() - folder.stat().st_mtime > _FORGOTTEN_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)

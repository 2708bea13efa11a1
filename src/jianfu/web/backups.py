"""Backups: one zip with every table as JSON lines and the files of the data folder, the same for SQLite and PostgreSQL.

Tables are read in one snapshot, so that a backup is the state of one moment however much is written meanwhile, and
nobody who writes waits for it. The manifest, written last, holds the digest of each part: a part that was cut off or
changed is found before anything is restored.
"""

import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from hashlib import sha256
from io import TextIOWrapper
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers import deserialize, serialize
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction

from jianfu.web.settings import JIANFU_HOME

_FORMAT = "jianfu-backup-3"
_MANIFEST = "manifest.json"
_LEFT_OUT = ("ledger.sqlite3", "static", "overlap_index", "worker.", "last_backup.json")
"""The database itself, what is made again by itself, and what tells of this machine only."""
_PASSING = {"sessions.session", "contenttypes.contenttype", "auth.permission", "queue.workerlease"}
"""What ends with the server, and what Django makes by itself."""
_MADE_ANEW = {"ledger.searchedwords", "ledger.searchedpair"}
"""The index of words: it follows from the rows."""
_CHUNK = 2000
_BROKEN = "备份文件不完整或被改动过，没有还原。请换一个备份。"


class CannotBackUp(Exception):
    """A backup that cannot be written or restored; the message says in Chinese why."""


class _WholeTimes(DjangoJSONEncoder):
    """Times to the microsecond: Django's own are cut to milliseconds, so what was restored would not be the same."""

    def default(self, o: object) -> Any:
        """The JSON value of what json itself cannot write."""
        return o.isoformat() if isinstance(o, (datetime, time)) else super().default(o)


@dataclass(frozen=True, slots=True)
class TablePart:
    """One table of a backup: how many rows, and SHA-256 of its lines."""

    rows: int
    digest: str


def write_backup(folder: Path, *, now: datetime) -> Path:
    """Write a backup into the folder, whole or not at all. Returns its path."""
    path = folder / f"jianfu-{now:%Y%m%d-%H%M%S}.zip"
    partial = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ZipFile(partial, "w", ZIP_DEFLATED) as archive, _snapshot():
            tables = {model._meta.label_lower: _write_table(archive, model) for model in _models()}
            files = dict(_write_files(archive, folder.resolve()))
            parts = {label: {"rows": part.rows, "digest": part.digest} for label, part in tables.items()}
            archive.writestr(_MANIFEST, json.dumps({"format": _FORMAT, "tables": parts, "files": files}))
        partial.chmod(0o600)
        partial.replace(path)
        note = {"at": now.isoformat(), "bytes": path.stat().st_size}
        (JIANFU_HOME / "last_backup.json").write_text(json.dumps(note), encoding="utf-8")
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise CannotBackUp(f"备份写不进 {folder}（{error.strerror}）。请核对空间和权限。") from error
    return path


@contextmanager
def _snapshot() -> Iterator[None]:
    """All that is read inside is of one moment. Readers of SQLite's log hold up no writer, other than a transaction of
    the settings' mode would."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _models() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    left_out = _PASSING | _MADE_ANEW
    return [model for model in every if model._meta.managed and model._meta.label_lower not in left_out]


def _write_table(archive: ZipFile, model: type[models.Model]) -> TablePart:
    with archive.open(_name(model._meta.label_lower), "w", force_zip64=True) as lines:
        return _send_rows(model, lines.write)


def _send_rows(model: type[models.Model], send: Callable[[bytes], object]) -> TablePart:
    """Every row of a table as JSON lines, a chunk at a time; what was sent."""
    count, digest = 0, sha256()
    rows = model._base_manager.order_by("pk").iterator(chunk_size=_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        lines = serialize("jsonl", chunk, ensure_ascii=False, cls=_WholeTimes).encode()
        send(lines)
        digest.update(lines)
        count += len(chunk)
    return TablePart(count, digest.hexdigest())


def _name(label: str) -> str:
    return f"tables/{label}.jsonl"


def _write_files(archive: ZipFile, target: Path) -> Iterator[tuple[str, str]]:
    """Path inside the backup and digest of each file of the data folder; one that is removed meanwhile is left out."""
    for path in sorted(JIANFU_HOME.rglob("*")):
        top = path.relative_to(JIANFU_HOME).parts[0]
        if path.is_symlink() or not path.is_file() or top.startswith(_LEFT_OUT) or path.is_relative_to(target):
            continue
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        name = f"files/{path.relative_to(JIANFU_HOME).as_posix()}"
        archive.writestr(name, content)
        yield name, sha256(content).hexdigest()


def restore_files(path: Path) -> None:
    """Put the files back, the keys among them; before the database is opened. CannotBackUp where a ledger stands.

    The whole backup is checked first: of a broken one nothing is written.
    """
    with _open(path) as archive:
        if (JIANFU_HOME / "ledger.sqlite3").exists():
            raise CannotBackUp(f"数据文件夹 {JIANFU_HOME} 里已有台账，没有还原。请把 JIANFU_HOME 设为空文件夹。")
        _check(archive)
        for name in _manifest(archive)["files"]:
            target = JIANFU_HOME.joinpath(*PurePosixPath(name).parts[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
            target.chmod(0o600)


def _check(archive: ZipFile) -> None:
    """CannotBackUp where a part is missing, differs from its digest, or would lie outside the data folder."""
    manifest = _manifest(archive)
    digests = dict(manifest["files"])
    digests |= {_name(label): part["digest"] for label, part in manifest["tables"].items()}
    for name, digest in digests.items():
        parts = PurePosixPath(name).parts
        if parts[0] not in {"files", "tables"} or ".." in parts or _digest(archive, name) != digest:
            raise CannotBackUp(_BROKEN)


def _digest(archive: ZipFile, name: str) -> str:
    found = sha256()
    try:
        with archive.open(name) as part:
            while block := part.read(1 << 20):
                found.update(block)
    except (KeyError, BadZipFile, EOFError, OSError, zlib.error):
        return ""
    return found.hexdigest()


@transaction.atomic
def restore_tables(path: Path) -> int:
    """Put every row back into empty tables, all or none. How many. CannotBackUp where tables hold rows."""
    with _open(path) as archive:
        _check(archive)
        parts = _manifest(archive)["tables"]
        if any(model._base_manager.exists() for model in _models() if model._meta.app_label == "ledger"):
            raise CannotBackUp("数据库里已有台账，没有还原。请用空的数据库。")
        # Foreign keys are checked at the end of the transaction: the order of tables does not matter.
        restored = {label: _restore_table(archive, label) for label in parts}
        _reset_sequences()
        _index_words()
    if restored != {label: part["rows"] for label, part in parts.items()}:
        raise CannotBackUp(_BROKEN)
    return sum(restored.values())


def _restore_table(archive: ZipFile, label: str) -> int:
    count = 0
    try:
        model = apps.get_model(label)
        with archive.open(_name(label)) as part:
            rows: Iterator[Any] = deserialize("jsonl", TextIOWrapper(part, encoding="utf-8"))
            while chunk := list(islice(rows, _CHUNK)):
                model._base_manager.bulk_create([row.object for row in chunk])
                count += len(chunk)
    except LookupError as error:
        raise CannotBackUp(f"备份里的 {label} 这个版本不认识，没有还原。请用写出它的版本，或更新的版本。") from error
    except (DeserializationError, DatabaseError) as error:
        raise CannotBackUp(_BROKEN) from error
    return count


def _index_words() -> None:
    from jianfu.ledger.searching import index_demands  # noqa: PLC0415  # files come back before there are models

    index_demands(list(apps.get_model("ledger", "Demand")._base_manager.values_list("pk", flat=True)))


def _reset_sequences() -> None:
    """PostgreSQL goes on counting behind the restored rows."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def find_differences(path: Path) -> list[str]:
    """Tables that do not hold what the backup holds, by label; [] where all do."""
    with _open(path) as archive:
        parts = _manifest(archive)["tables"]
    found = {model._meta.label_lower: _send_rows(model, len) for model in _models()}
    return [label for label, part in parts.items() if found.get(label) != TablePart(part["rows"], part["digest"])]


def _manifest(archive: ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    return manifest


def _open(path: Path) -> ZipFile:
    try:
        archive = ZipFile(path)
        if _manifest(archive)["format"] != _FORMAT:
            raise CannotBackUp(f"{path} 是别的版本写的备份，这里不能还原。")
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise CannotBackUp(f"{path} 不是 jianfu backup 写出的文件，或已损坏。") from error
    return archive

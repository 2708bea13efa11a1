"""Backups: one zip with every table as JSON lines and the files of the data folder, the same for SQLite and PostgreSQL.

Tables are read in one transaction, so that a backup is the state of one moment however much is written meanwhile.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers import deserialize, serialize
from django.core.serializers.base import DeserializationError
from django.db import connection, models, transaction

from jianfu.web.settings import JIANFU_HOME

_FORMAT = "jianfu-backup-1"
_LEFT_OUT = ("ledger.sqlite3", "static", "overlap_index")
"""The database itself, and what is made again by itself."""
_PASSING = {"sessions.session", "contenttypes.contenttype", "auth.permission", "django_tasks_database.dbtaskresult"}
"""What ends with the server, and what Django makes by itself."""
_MADE_ANEW = {"ledger.searchedwords", "ledger.searchedpair"}
"""The index of words: it follows from the rows."""
_CHUNK = 2000


class CannotBackUp(Exception):
    """A backup that cannot be written or restored; the message says in Chinese why."""


def write_backup(folder: Path, *, now: datetime) -> Path:
    """Write a backup into the folder, whole or not at all. Returns its path."""
    path = folder / f"jianfu-{now:%Y%m%d-%H%M%S}.zip"
    partial = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ZipFile(partial, "w", ZIP_DEFLATED) as archive, transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            counts = {model._meta.label_lower: _write_table(archive, model) for model in _models()}
            for file in _own_files():
                archive.write(file, f"files/{file.relative_to(JIANFU_HOME).as_posix()}")
            archive.writestr("manifest.json", json.dumps({"format": _FORMAT, "rows": counts}))
        partial.chmod(0o600)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise CannotBackUp(f"备份写不进 {folder}（{error.strerror}）。请核对空间和权限。") from error
    return path


def _models() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    left_out = _PASSING | _MADE_ANEW
    return [model for model in every if model._meta.managed and model._meta.label_lower not in left_out]


def _write_table(archive: ZipFile, model: type[models.Model]) -> int:
    """One table as JSON lines; how many rows."""
    count = 0
    with archive.open(f"tables/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as lines:
        rows = model._base_manager.order_by("pk").iterator(chunk_size=_CHUNK)
        while chunk := list(islice(rows, _CHUNK)):
            lines.write(serialize("jsonl", chunk, ensure_ascii=False).encode())
            count += len(chunk)
    return count


def _own_files() -> Iterator[Path]:
    for path in sorted(JIANFU_HOME.rglob("*")):
        top = path.relative_to(JIANFU_HOME).parts[0]
        if path.is_file() and not top.startswith(_LEFT_OUT):
            yield path


def restore_files(path: Path) -> None:
    """Put the files back, the keys among them; before the database is opened. CannotBackUp where a ledger stands."""
    with _open(path) as archive:
        if (JIANFU_HOME / "ledger.sqlite3").exists():
            raise CannotBackUp(f"数据文件夹 {JIANFU_HOME} 里已有台账，没有还原。请把 JIANFU_HOME 设为空文件夹。")
        for name in archive.namelist():
            inner = PurePosixPath(name)
            if inner.parts[0] != "files" or ".." in inner.parts:
                continue
            target = JIANFU_HOME.joinpath(*inner.parts[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
            target.chmod(0o600)


@transaction.atomic
def restore_tables(path: Path) -> int:
    """Put every row back into empty tables, all or none. How many. CannotBackUp where tables hold rows."""
    with _open(path) as archive:
        counts: dict[str, int] = json.loads(archive.read("manifest.json"))["rows"]
        if any(model._base_manager.exists() for model in _models() if model._meta.app_label == "ledger"):
            raise CannotBackUp("数据库里已有台账，没有还原。请用空的数据库。")
        # Foreign keys are checked at the end of the transaction: the order of tables does not matter.
        restored = {label: _restore_table(archive, label) for label in counts}
        _reset_sequences()
        _index_words()
    if restored != counts:
        raise CannotBackUp("备份文件不完整，没有还原。请换一个备份。")
    return sum(counts.values())


def _restore_table(archive: ZipFile, label: str) -> int:
    model = apps.get_model(label)
    lines = archive.read(f"tables/{label}.jsonl").decode()
    rows: Iterator[Any] = deserialize("jsonl", lines)
    count = 0
    try:
        while chunk := [row.object for row in islice(rows, _CHUNK)]:
            model._base_manager.bulk_create(chunk)
            count += len(chunk)
    except DeserializationError as error:
        raise CannotBackUp("备份文件已损坏，没有还原。请换一个备份。") from error
    return count


def _index_words() -> None:
    from jianfu.ledger.searching import index_demands  # noqa: PLC0415  # files come back before there are models

    index_demands(list(apps.get_model("ledger", "Demand")._base_manager.values_list("pk", flat=True)))


def _reset_sequences() -> None:
    """PostgreSQL goes on counting behind the restored rows."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _open(path: Path) -> ZipFile:
    try:
        archive = ZipFile(path)
        if json.loads(archive.read("manifest.json"))["format"] != _FORMAT:
            raise CannotBackUp(f"{path} 是别的版本写的备份，这里不能还原。")
    except (OSError, BadZipFile, KeyError, ValueError) as error:
        raise CannotBackUp(f"{path} 不是 jianfu backup 写出的文件，或已损坏。") from error
    return archive

"""What leaves the channel's machine: public files, and backups in which the order of writing cannot be read."""

import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connections

from jianfu.voice.record.models import Batch, Handler, Publication
from jianfu.voice.record.shuffling import blur_file_times
from jianfu.voice.record.tree import public_key_hex

READERS_FILE = "受理人公钥.json"
_MIDNIGHT = (0, 0, 0)


class CannotLeave(Exception):
    """A backup that cannot be made; the message says in Chinese why."""


def write_public_files(folder: Path) -> list[Path]:
    """The last checkpoint, everything that was published, and the handlers' public keys."""
    folder.mkdir(parents=True, exist_ok=True)
    batch = Batch.objects.order_by("-pk").first()
    published = {one.period: one.table for one in Publication.objects.order_by("pk")}
    readers = [
        {"id": one.pk, "name": one.name, "unit": one.unit, "signing_key": one.signing_key}
        for one in Handler.objects.order_by("pk")
    ]
    files = {
        "校验点.txt": batch.checkpoint if batch else "",
        "公开的总数.json": json.dumps(published, ensure_ascii=False, indent=1, sort_keys=True),
        READERS_FILE: json.dumps(
            {"checkpoint_key": public_key_hex(), "readers": readers}, ensure_ascii=False, indent=1, sort_keys=True
        ),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def write_voice_backup(folder: Path, *, today: date, is_keys: bool) -> Path:
    """One zip: the record with salt and signing key, or the content keys alone. CannotLeave on PostgreSQL.

    The copy is written in the order of the random keys, and every time in it is midnight.
    """
    alias = settings.KEYS if is_keys else "default"
    if connections[alias].vendor == "postgresql":
        raise CannotLeave("数据库在 PostgreSQL 里，请用 pg_dump 备份；内容密钥和盐值另用 jianfu voice backup --keys。")
    source = Path(str(settings.DATABASES[alias]["NAME"]))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"voice-{'keys-' if is_keys else ''}{today:%Y%m%d}.zip"
    copy = Path(settings.VOICE_HOME) / f"{source.stem}.copying"
    copy.unlink(missing_ok=True)
    try:
        with sqlite3.connect(source) as connection:
            connection.execute("VACUUM INTO ?", [str(copy)])
        extra = () if is_keys else ("salt.key", "secret.key", "checkpoint.key")
        _zip(target, {source.name: copy, **{name: Path(settings.VOICE_HOME) / name for name in extra}}, today)
    finally:
        copy.unlink(missing_ok=True)
        blur_file_times()
    return target


def _zip(target: Path, files: dict[str, Path], today: date) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for name, path in files.items():
            if path.exists():
                entry = zipfile.ZipInfo(name, (today.year, today.month, today.day, *_MIDNIGHT))
                entry.external_attr = 0o600 << 16
                archive.writestr(entry, path.read_bytes())

"""Writes to deliveries."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.web.deliveries.models import Delivery

_LONGEST_NAME_BYTES = 200
_MOST_FILES = 200
PASTED = "粘贴的消息.txt"


class RefusedDelivery(Exception):
    """An upload that cannot be taken; the message says in Chinese why."""


def safe_name(name: str) -> str:
    """A name that a folder takes: its last part, without control characters and marks that turn text around."""
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*').strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    room = _LONGEST_NAME_BYTES - len((dot + suffix).encode())
    stem = (stem if dot else kept).encode()[: max(room, 1)].decode(errors="ignore")
    return f"{stem}{dot}{suffix}" if dot else stem or "文件"


def bring(
    files: "Sequence[UploadedFile[Any]]", words: str, *, organ_id: int | None, actor: str, now: datetime
) -> Delivery:
    """Keep uploaded files and pasted words, to be looked at. RefusedDelivery for nothing, or too many."""
    if not files and not words.strip():
        raise RefusedDelivery("没有收到文件，也没有粘贴内容。")
    if len(files) > _MOST_FILES:
        raise RefusedDelivery(f"一次最多 {_MOST_FILES} 个文件，这次有 {len(files)} 个。请分几次，或打成压缩包。")
    with transaction.atomic():
        lock_ledger()
        count = len(files) + bool(words.strip())
        delivery = Delivery.objects.create(organ_id=organ_id, brought_by=actor, brought_at=now, files=count)
        append(actor=actor, action="bring_files", now=now, change={"delivery": delivery.pk, "files": count})
        _write(delivery, files, words)
    return delivery


def _write(delivery: Delivery, files: "Sequence[UploadedFile[Any]]", words: str) -> None:
    """One folder a file: names may repeat."""
    shutil.rmtree(delivery.folder, ignore_errors=True)  # left by a transaction that was cut off
    for place, file in enumerate(files):
        folder = delivery.folder / f"{place:03}"
        folder.mkdir(parents=True)
        with (folder / safe_name(file.name or "")).open("wb") as target:
            shutil.copyfileobj(file, target)
    if words.strip():
        folder = delivery.folder / "words"
        folder.mkdir(parents=True)
        (folder / PASTED).write_text(words, encoding="utf-8")


@transaction.atomic
def order_import(delivery: Delivery, *, actor: str, now: datetime) -> bool:
    """Say that what was looked at shall be imported. False where somebody else said so, or cancelled, before."""
    lock_ledger()
    changed = Delivery.objects.filter(pk=delivery.pk, state__in=["looked_at", "failed"]).update(state="ordered", seen=0)
    if changed:
        append(actor=actor, action="order_import", now=now, change={"delivery": delivery.pk})
    return bool(changed)


@transaction.atomic
def cancel(delivery: Delivery, *, actor: str, now: datetime) -> None:
    """Stop before the next file; what was imported stays, each file whole."""
    lock_ledger()
    Delivery.objects.filter(pk=delivery.pk).exclude(state="done").update(state="cancelled")
    append(actor=actor, action="cancel_import", now=now, change={"delivery": delivery.pk})

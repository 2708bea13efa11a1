"""Writes to deliveries. Each puts what the worker has to do into the queue in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.web.deliveries import signals
from jianfu.web.deliveries.models import Delivery
from jianfu.web.deliveries.receiving.limits import MOST_FILES
from jianfu.web.deliveries.receiving.storing import RefusedDelivery, adopt, is_left_by_system, staged
from jianfu.web.deliveries.tasks import import_delivery, look_at_delivery

__all__ = ["RefusedDelivery", "bring", "bring_dropped", "cancel", "look_again", "order_import"]


def bring(
    files: "Sequence[UploadedFile[Any]]", words: str, *, organ_id: int | None, actor: str, now: datetime
) -> Delivery:
    """Keep uploaded files and pasted words, to be looked at. RefusedDelivery for nothing, too many, or a full disk."""
    wanted = [file for file in files if not is_left_by_system(file.name or "")]
    if not wanted and not words.strip():
        raise RefusedDelivery("没有收到文件，也没有粘贴内容。")
    if len(wanted) > MOST_FILES:
        raise RefusedDelivery(f"一次最多 {MOST_FILES} 个文件，这次有 {len(wanted)} 个。请分几次，或打成压缩包。")
    made = Delivery(organ_id=organ_id, brought_by=actor, brought_at=now, files=len(wanted) + bool(words.strip()))
    return _keep(made, wanted, words, now=now)


def bring_dropped(file: "UploadedFile[Any]", *, origin: str, drop_key: str, actor: str, now: datetime) -> Delivery:
    """Keep a file that was put into a watched folder. RefusedDelivery for a full disk."""
    made = Delivery(brought_by=actor, brought_at=now, origin=origin, drop_key=drop_key, filed=False, files=1)
    return _keep(made, [file], "", now=now)


def _keep(made: Delivery, files: "Sequence[UploadedFile[Any]]", words: str, *, now: datetime) -> Delivery:
    with staged(files, words) as folder, transaction.atomic():
        lock_ledger()
        made.save(force_insert=True)
        change = {"delivery": made.pk, "files": made.files, "origin": made.origin}
        append(actor=made.brought_by, action="bring_files", now=now, change=change)
        signals.clear(made.pk)
        adopt(folder, made.folder)
        look_at_delivery.enqueue(made.pk)
    return made


@transaction.atomic
def order_import(delivery: Delivery, *, actor: str, now: datetime) -> bool:
    """Say that what was looked at shall be imported, or that a stopped import shall go on.

    False where somebody else said so, or cancelled, before.
    """
    lock_ledger()
    ready = Delivery.objects.filter(pk=delivery.pk, state__in=["looked_at", "failed", "stopped"], looked__isnull=False)
    changed = Delivery.objects.filter(pk__in=ready.values("pk")).update(
        state="ordered", seen=0, failure="", ordered_at=now
    )
    if changed:
        append(actor=actor, action="order_import", now=now, change={"delivery": delivery.pk})
        signals.clear(delivery.pk)
        import_delivery.enqueue(delivery.pk)
    return bool(changed)


@transaction.atomic
def look_again(delivery: Delivery, *, actor: str, now: datetime) -> bool:
    """Make the preview anew: after a heading was mapped, a picture typed, or the worker failed.

    False where the worker has it in hand, or somebody cancelled it.
    """
    lock_ledger()
    idle = Delivery.objects.filter(pk=delivery.pk, state__in=["looked_at", "failed", "stopped", "done", "refused"])
    changed = idle.update(state="waiting", seen=0, failure="")
    if changed:
        append(actor=actor, action="look_again", now=now, change={"delivery": delivery.pk})
        signals.clear(delivery.pk)
        look_at_delivery.enqueue(delivery.pk)
    return bool(changed)


def cancel(delivery: Delivery, *, actor: str, now: datetime) -> str:
    """Say no, or stop: the state afterwards. Files that were imported before stay, each whole; the rest can go on."""
    signals.ask_to_stop(delivery.pk)  # first: a running import holds the ledger until it hears of it
    with transaction.atomic():
        lock_ledger()
        same = Delivery.objects.filter(pk=delivery.pk)
        stopped = same.filter(state__in=["ordered", "importing"]).update(state="stopped")
        ended = stopped or same.filter(state__in=["waiting", "looked_at", "failed"]).update(state="cancelled")
        state = same.values_list("state", flat=True).get()
        if ended:
            append(actor=actor, action="cancel_import", now=now, change={"delivery": delivery.pk, "state": state})
    return str(state)

"""The import of a delivery: one file after the other, each whole or not at all, each told as soon as it is in."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jianfu.intake.importing import ImportOrder, import_each
from jianfu.intake.summary import FileSummary, Outcome
from jianfu.ledger.bulk import refresh_statistics
from jianfu.ledger.models import AuditEntry, ImportedFile
from jianfu.web.deliveries.looking import Brought, list_brought, make_wrap, open_files
from jianfu.web.deliveries.models import DeliveredFile, Delivery
from jianfu.web.deliveries.telling import name_file, tell_recorded

_CHANGED = "交来的文件与预览时不同，没有导入。请重新预览。"


class FilesChanged(Exception):
    """What lies in the folder is not what was looked at; the message says in Chinese what to do."""


def take(delivery: Delivery, order: ImportOrder) -> bool:
    """Import what is not imported yet. False where somebody stopped it meanwhile. FilesChanged since the preview."""
    brought = list_brought(delivery, order.limits)
    rows = _match(delivery, brought)

    def begin(place: int) -> None:
        if rows[place].state == "waiting":
            DeliveredFile.objects.filter(pk=rows[place].pk).update(state="importing")

    files = open_files(delivery, brought, order.limits)
    for row, one, summary in zip(
        rows, brought, import_each(files, order, wrap=make_wrap(delivery, begin)), strict=True
    ):
        if row.state != "done":
            _keep(row, one.source.file.digest, summary, delivery.ordered_at)
    refresh_statistics()
    return _finish(delivery)


def _match(delivery: Delivery, brought: Sequence[Brought]) -> list[DeliveredFile]:
    """The row of each file. Of classified papers there are rows, which say so, and no files any more."""
    waiting: dict[tuple[str, str], list[DeliveredFile]] = {}
    for row in delivery.looked.exclude(found__classified=True).order_by("place"):
        waiting.setdefault((row.digest, row.name), []).append(row)
    try:
        found = [waiting[one.source.file.digest, name_file(one.source.full_name)].pop(0) for one in brought]
    except (KeyError, IndexError) as error:
        raise FilesChanged(_CHANGED) from error
    if any(waiting.values()):
        raise FilesChanged(_CHANGED)
    return found


def _keep(row: DeliveredFile, digest: str, summary: FileSummary, ordered_at: datetime | None) -> None:
    """Tell what became of a file. One that a killed import had taken just before is told by the audit log."""
    told = tell_recorded(summary)
    if row.state == "importing" and summary.outcome is Outcome.ALREADY_KNOWN:
        told |= _recall(digest, ordered_at)
    if row.found.get("outcome") == Outcome.TYPED:
        told |= {"outcome": Outcome.TYPED.value, "reason": "", "remedy": ""}
    row.found |= told
    row.state = "done"
    row.save(update_fields=["found", "state"])


def _recall(digest: str, ordered_at: datetime | None) -> dict[str, Any]:
    """What the audit log says of a file that came in since the import was ordered; nothing for one from before."""
    file = ImportedFile.objects.filter(digest=digest).first()
    if file is None or ordered_at is None or file.imported_at < ordered_at:
        return {}
    entry = AuditEntry.objects.filter(body__contains=digest).order_by("-index").first()
    if entry is None:
        return {}
    change = json.loads(entry.body)["change"]
    outcome = Outcome.READ_AGAIN if change.get("read_again") else Outcome.RECORDED
    return {
        "outcome": outcome.value,
        "new_receipts": change.get("new_receipts", 0),
        "repeated": change.get("repeated_receipts", 0),
    }


def _finish(delivery: Delivery) -> bool:
    files = delivery.looked.count()
    ended = Delivery.objects.filter(pk=delivery.pk, state="importing")
    return bool(ended.update(state="done", seen=files, files=files, failure=""))

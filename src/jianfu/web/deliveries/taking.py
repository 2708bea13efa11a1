"""The import of a delivery: one file after the other, each whole or not at all, each told as soon as it is in."""

import json
from datetime import datetime
from typing import Any

from jianfu.intake.importing import ImportOrder, import_each
from jianfu.intake.summary import FileSummary, Outcome
from jianfu.ledger.bulk import refresh_statistics
from jianfu.ledger.models import AuditEntry, ImportedFile
from jianfu.web.deliveries.looking import list_brought, make_wrap, open_files
from jianfu.web.deliveries.models import DeliveredFile, Delivery
from jianfu.web.deliveries.telling import tell_file, tell_recorded


def take(delivery: Delivery, order: ImportOrder) -> bool:
    """Import what is not imported yet. False where somebody stopped it meanwhile."""
    rows = {row.place: row for row in delivery.looked.all()}
    brought = list_brought(delivery, order.limits)

    def begin(place: int) -> None:
        if place not in rows:
            name = brought[place].source.full_name
            rows[place] = DeliveredFile.objects.create(delivery=delivery, place=place, name=name)
        if rows[place].state == "waiting":
            DeliveredFile.objects.filter(pk=rows[place].pk).update(state="importing")

    files = open_files(delivery, brought, order.limits)
    for place, summary in enumerate(import_each(files, order, wrap=make_wrap(delivery, begin))):
        if rows[place].state != "done":
            _keep(rows[place], brought[place].source.file.digest, summary, delivery.ordered_at)
    refresh_statistics()
    return _finish(delivery)


def _keep(row: DeliveredFile, digest: str, summary: FileSummary, ordered_at: datetime | None) -> None:
    """Tell what became of a file. One that a killed import had taken just before is told by the audit log."""
    told: dict[str, Any] = tell_recorded(summary) if row.found else tell_file(summary)
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

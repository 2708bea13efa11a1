"""What the worker does with deliveries. A task that was cut off may run again: a known file is not taken twice."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django_tasks import task

from jianfu.casework.actions import hold_to_ledger
from jianfu.intake.errors_workbook import write_errors
from jianfu.intake.importing import ImportOrder, import_paths
from jianfu.intake.reading_files import Source
from jianfu.intake.registers.mappings import load_registers
from jianfu.intake.summary import FileSummary, ImportSummary
from jianfu.monitoring.evaluating import NoCounty, evaluate_ledger, is_stale, sweep_last_month
from jianfu.overlap.index.following import follow_ledger
from jianfu.reporting.standards import Standards
from jianfu.vocabulary.packaged import packaged_folder
from jianfu.web.clock import last_twelve_months, now, today
from jianfu.web.deliveries.models import Delivery
from jianfu.web.reminding import remind_departments
from jianfu.web.settings import JIANFU_HOME
from jianfu.web.standards import desk_rules

_PROBLEMS_KEPT = 20
_ACTOR = "后台核算"


@task()
def look_at_delivery(delivery_id: int) -> None:
    """Read the files and tell what they are and what would be taken; nothing is written to the ledger."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.state != "waiting":
        return
    summary = _import(delivery, dry_run=True)
    _remove_classified(delivery, summary)
    _finish(delivery, "waiting", "looked_at", summary)


@task()
def import_delivery(delivery_id: int) -> None:
    """Import the files, one after the other, each whole or not at all."""
    begun = Delivery.objects.filter(pk=delivery_id, state__in=["ordered", "importing"]).update(state="importing")
    if begun:
        delivery = Delivery.objects.get(pk=delivery_id)
        _finish(delivery, "importing", "done", _import(delivery, dry_run=False))
        reckon_again.enqueue()


def _import(delivery: Delivery, *, dry_run: bool) -> ImportSummary:
    order = ImportOrder(
        actor=delivery.brought_by,
        now=now(),
        registers=load_registers([packaged_folder("registers"), JIANFU_HOME / "registers"]),
        calendar=desk_rules().calendar,
        received_by=delivery.organ.name if delivery.organ else "",
        dry_run=dry_run,
    )

    def follow(sources: Sequence[Source]) -> Iterator[Source]:
        for place, source in enumerate(sources):
            if Delivery.objects.filter(pk=delivery.pk, state="cancelled").exists():
                return
            Delivery.objects.filter(pk=delivery.pk).update(seen=place, files=len(sources))
            yield source

    return import_paths([delivery.folder], order, wrap=follow)


def _remove_classified(delivery: Delivery, summary: ImportSummary) -> None:
    """Of a paper with a secrecy mark nothing is kept, its name included: the whole delivery goes."""
    if any(file.classified for file in summary.files):
        for path in sorted(delivery.folder.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()


def _finish(delivery: Delivery, before: str, after: str, summary: ImportSummary) -> None:
    if any(file.rejected_rows or file.reason for file in summary.files):
        write_errors(summary, delivery.errors_path)
    told = [_tell(file) for file in summary.files]
    Delivery.objects.filter(pk=delivery.pk).update(summary=told, seen=len(told))
    Delivery.objects.filter(pk=delivery.pk, state=before).update(state=after)


def _tell(file: FileSummary) -> dict[str, Any]:
    """One file's summary as JSON."""
    return {
        "name": "（涉密文件，已删除）" if file.classified else Path(file.name).name,
        "outcome": file.outcome.value,
        "registers": list(dict.fromkeys(file.registers)),
        "rows": file.rows_seen,
        "fields": list(dict.fromkeys(file.fields_found)),
        "unknown_headings": file.unknown_headings,
        "warnings": file.warnings,
        "reason": file.reason,
        "remedy": file.remedy,
        "rejected": file.rejected_rows,
        "problems": [asdict(problem) for problem in file.problems[:_PROBLEMS_KEPT]],
        "new_receipts": file.recorded.new_receipts,
        "repeated": file.recorded.repeated_receipts,
    }


@task()
def reckon_again() -> None:
    """Evaluate the ledger where it went on, hold cases to it, and bring the index of sent notices up to date."""
    rules = desk_rules()
    period = last_twelve_months()
    if is_stale(period):
        standards = Standards(rules.calendar, rules.cards, rules.norms)
        with suppress(NoCounty):  # the directory of organs may come with the next delivery
            evaluate_ledger(period, standards, actor=_ACTOR, now=now())
            sweep_last_month(today(), actor=_ACTOR, now=now())
            hold_to_ledger(now=now())
    remind_departments()
    follow_ledger(rules.index)

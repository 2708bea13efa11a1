"""The preview of a delivery: what its files are and what would be taken. Nothing is written to the ledger."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from jianfu.intake.errors import ClassifiedFile, UnreadableFile
from jianfu.intake.errors_workbook import write_errors
from jianfu.intake.formats import Format
from jianfu.intake.importing import ImportOrder, import_each
from jianfu.intake.read_ahead import FilesAhead, is_no_directory
from jianfu.intake.readers.photo import draw_picture
from jianfu.intake.reading_files import Limits, Source, open_sources
from jianfu.intake.sandbox import run_confined
from jianfu.intake.summary import FileSummary, ImportSummary, Outcome
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.vocabulary.evidence import SourceFile
from jianfu.web.deliveries import signals
from jianfu.web.deliveries.models import DeliveredFile, Delivery
from jianfu.web.deliveries.telling import is_clean, is_takeable, tell_file
from jianfu.web.deliveries.typed import typed_folder

_MARK = ".removed"
_REMOVED = "同一份压缩包或邮件里有带密级标志的文件，已一并删除，没有留存。"


@dataclass(frozen=True, slots=True)
class Brought:
    """One file to read, and the folder of the upload that it came in."""

    source: Source
    folder: Path


def list_brought(delivery: Delivery, limits: Limits) -> list[Brought]:
    """All files of a delivery, those inside archives too, directories of organs first."""
    folders = sorted(path for path in delivery.folder.glob("*") if path.is_dir())
    found = [Brought(source, folder) for folder in folders for source in open_sources(folder, limits=limits)]
    return sorted(found, key=lambda one: is_no_directory(one.source))


def _list_removed(delivery: Delivery) -> list[Brought]:
    """Classified papers that an earlier look removed, or had begun to remove."""
    removed = []
    for mark in sorted(delivery.folder.glob(f"*{_MARK}")):
        folder = mark.with_suffix("")
        shutil.rmtree(folder, ignore_errors=True)
        error = ClassifiedFile("文件带有密级标志，不得导入，内容没有留存。", "请按保密规定处理这份文件。")
        removed.append(Brought(Source(SourceFile("", "", 0, Format.UNKNOWN.value), error=error), folder))
    return removed


def make_wrap(
    delivery: Delivery, begin: Callable[[int], None] = lambda place: None
) -> Callable[[Sequence[Source]], Iterator[Source]]:
    """Goes over the files, tells how far it is, and stops where somebody asked. `begin` hears of each file."""

    def follow(sources: Sequence[Source]) -> Iterator[Source]:
        for place, source in enumerate(sources):
            signals.stop_if_asked(delivery.pk)
            Delivery.objects.filter(pk=delivery.pk).update(seen=place, files=len(sources))
            signals.tell_rows(delivery.pk, 0)
            begin(place)
            yield source

    return follow


def open_files(delivery: Delivery, brought: Sequence[Brought], limits: Limits) -> FilesAhead:
    """The files with their rows counted for the page."""
    files = FilesAhead([one.source for one in brought], limits)

    def count(rows: int) -> None:
        signals.stop_if_asked(delivery.pk)
        signals.tell_rows(delivery.pk, rows)

    files.on_rows = count
    return files


def look(delivery: Delivery, order: ImportOrder) -> bool:
    """Read everything and keep what it is. Whether it was ordered to be imported at once: nothing needs a look."""
    brought = [*_list_removed(delivery), *list_brought(delivery, order.limits)]
    shutil.rmtree(delivery.pictures, ignore_errors=True)
    summaries = list(import_each(open_files(delivery, brought, order.limits), order, wrap=make_wrap(delivery)))
    for place, (one, summary) in enumerate(zip(brought, summaries, strict=True)):
        if summary.needs_eyes:
            _keep_picture(delivery, place, one, summary, order.limits)
    _remove_classified(brought, summaries)
    _write_errors(delivery, summaries)
    return _finish(delivery, brought, summaries, now=order.now)


def _keep_picture(delivery: Delivery, place: int, one: Brought, summary: FileSummary, limits: Limits) -> None:
    """Draw what a person shall read, unless somebody has typed it already."""
    if typed_folder(delivery, one.source.file.digest).exists():
        summary.needs_eyes, summary.outcome, summary.reason, summary.remedy = False, Outcome.TYPED, "", ""
        return
    data = one.source.read_bytes()
    try:
        picture = run_confined(lambda: draw_picture(data), limits)
    except UnreadableFile as error:
        summary.needs_eyes, summary.reason, summary.remedy = False, error.reason, error.remedy
        return
    delivery.pictures.mkdir(exist_ok=True)
    (delivery.pictures / f"{place}.jpg").write_bytes(picture)


def _remove_classified(brought: Sequence[Brought], summaries: Sequence[FileSummary]) -> None:
    """Of a paper with a secrecy mark nothing is kept, its name included; what it came packed in goes with it.

    That there was one is noted first: whoever looks again after a kill must not take the empty place for harmless.
    """
    gone = {one.folder for one, summary in zip(brought, summaries, strict=True) if summary.classified}
    for folder in gone:
        folder.with_suffix(_MARK).touch()
        shutil.rmtree(folder, ignore_errors=True)
    for one, summary in zip(brought, summaries, strict=True):
        if one.folder in gone and not summary.classified:
            summary.classified, summary.outcome = True, Outcome.UNREADABLE
            summary.reason, summary.remedy = _REMOVED, "其余文件请单独交来。"
            summary.samples, summary.problems, summary.unplaced = [], [], []


def _write_errors(delivery: Delivery, summaries: Sequence[FileSummary]) -> None:
    delivery.errors_path.unlink(missing_ok=True)
    if any(summary.problems or summary.reason for summary in summaries):
        draft = delivery.errors_path.with_suffix(".new")
        write_errors(ImportSummary(summaries), draft)
        draft.replace(delivery.errors_path)


@transaction.atomic
def _finish(delivery: Delivery, brought: Sequence[Brought], summaries: Sequence[FileSummary], *, now: datetime) -> bool:
    """Keep what was found, and decide whether somebody must say yes: for uploads always, for dropped files by need."""
    lock_ledger()
    state = _next_state(delivery, summaries)
    changed = Delivery.objects.filter(pk=delivery.pk, state="waiting").update(
        state=state,
        seen=len(summaries),
        files=len(summaries),
        failure="",
        ordered_at=now if state == "ordered" else None,
    )
    if not changed:
        return False
    DeliveredFile.objects.filter(delivery=delivery).delete()
    DeliveredFile.objects.bulk_create(
        DeliveredFile(
            delivery=delivery,
            place=place,
            name=(told := tell_file(summary))["name"],
            state="done" if summary.classified else "waiting",
            digest="" if summary.classified else one.source.file.digest,
            needs_attention=not is_clean(summary),
            found=told,
        )
        for place, (one, summary) in enumerate(zip(brought, summaries, strict=True))
    )
    if any(summary.classified for summary in summaries):
        append(actor=delivery.brought_by, action="remove_classified", now=now, change={"delivery": delivery.pk})
    if state == "ordered":
        append(actor=delivery.brought_by, action="order_import", now=now, change={"delivery": delivery.pk})
    return state == "ordered"


def _next_state(delivery: Delivery, summaries: Sequence[FileSummary]) -> str:
    if delivery.origin == "browser":
        return "looked_at"
    if all(map(is_clean, summaries)) and any(map(is_takeable, summaries)):
        return "ordered"
    is_hopeless = not any(is_takeable(one) or one.needs_eyes or one.unplaced for one in summaries)
    return "refused" if is_hopeless else "looked_at"

"""Imports files: directories of organs first, then registers, then notices and chats; each file all or nothing."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from jianfu.intake.content import Content
from jianfu.intake.errors import ClassifiedFile, UnreadableFile
from jianfu.intake.notices import name_channel, read_messages, read_notice
from jianfu.intake.read_ahead import FilesAhead, list_sources
from jianfu.intake.reading_files import Limits, Source
from jianfu.intake.registers import Register
from jianfu.intake.rows import RowContext, find_organ, find_year, read_rows, split_tables
from jianfu.intake.summary import FileSummary, ImportSummary, Outcome
from jianfu.ledger.actions import record_batch
from jianfu.ledger.queries import is_file_known, list_known_names
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.rows import Batch

_LONGEST_REGISTER_NAME = 60
_FEWEST_ROWS = 3
Wrap = Callable[[Sequence[Source]], Iterable[Source]]


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What the person who imports asks for. `received_by` is whose registers these are, '' if the files say so."""

    actor: str
    now: datetime
    registers: Sequence[Register]
    calendar: WorkCalendar
    received_by: str = ""
    grade: Grade | None = None
    """Grade of every row; None leaves it to the register and its 来源 column."""
    dry_run: bool = False
    limits: Limits = field(default_factory=Limits)


def import_paths(paths: Sequence[Path], order: ImportOrder, *, wrap: Wrap = iter) -> ImportSummary:
    """Import all files at the paths; see `import_files`."""
    return import_files(FilesAhead(list_sources(paths, order.limits), order.limits), order, wrap=wrap)


def import_files(files: FilesAhead, order: ImportOrder, *, wrap: Wrap = iter) -> ImportSummary:
    """Import files that have begun to be read. One that cannot be taken is told in the summary; the rest goes on.

    `wrap` may show progress over the files.
    """
    files.is_wanted = lambda source: not is_file_known(source.file.digest)
    known_names = list_known_names()
    summaries: list[FileSummary] = []
    try:
        for place, source in enumerate(wrap(files.sources)):
            with _collection_paused():
                summaries.append(_import_source(files, place, source, order, known_names))
            if summaries[-1].recorded.new_organs:
                known_names = list_known_names()
    finally:
        files.close()
    return ImportSummary(summaries)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """A file makes millions of small values and frees them together; looking for cycles among them is in vain."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _import_source(
    files: FilesAhead, place: int, source: Source, order: ImportOrder, known_names: frozenset[str]
) -> FileSummary:
    summary = FileSummary(source.full_name, Outcome.PREVIEWED, source.file.format)
    if is_file_known(source.file.digest):
        files.skip(place)
        summary.outcome = Outcome.ALREADY_KNOWN
        return summary
    try:
        content = files.read(place)
    except UnreadableFile as error:
        summary.outcome, summary.reason, summary.remedy = Outcome.UNREADABLE, error.reason, error.remedy
        summary.classified = isinstance(error, ClassifiedFile)
        return summary
    summary.warnings += content.warnings
    batch = _make_batch(source, content, order, known_names, summary)
    if batch is None:
        summary.outcome = Outcome.NOT_RECOGNISED
        summary.reason, summary.remedy = _why_not_recognised(content)
    elif not order.dry_run:
        summary.recorded = record_batch(batch, actor=order.actor, now=order.now)
        summary.outcome = Outcome.RECORDED
    return summary


def _why_not_recognised(content: Content) -> tuple[str, str]:
    if content.text.strip() and not content.messages:
        return "没有读出标题和发文单位，不像一份通知。", "请核对是否完整；表格请用表格软件的文件导入。"
    return "不像登记表，也不像通知。", "如是登记表，请核对表头，或在数据文件夹的 registers 里加一份对照。"


def _make_batch(
    source: Source, content: Content, order: ImportOrder, known_names: frozenset[str], summary: FileSummary
) -> Batch | None:
    batch = Batch(source.file, "", [], [], [], [])
    _add_tables(batch, content, order, known_names, summary)
    if not summary.registers and content.messages:
        channel = name_channel(f"{source.full_name} {content.chat_name}")
        receiver = find_organ(content.chat_name, known_names) or order.received_by
        batch.demands += read_messages(content, receiver=receiver, channel=channel, calendar=order.calendar)
        summary.registers, summary.rows_seen = ["工作群消息"], len(content.messages)
    elif not summary.registers and content.text.strip():
        grade = order.grade or Grade.B
        notice = read_notice(content, receiver=order.received_by, grade=grade, calendar=order.calendar)
        if notice is not None:
            batch.notices.append(notice)
            summary.registers, summary.rows_seen = ["通知"], 1
    batch.register = _name_registers(list(dict.fromkeys(summary.registers)))
    return batch if summary.registers else None


def _name_registers(names: Sequence[str]) -> str:
    joined = "、".join(names)
    return joined if len(joined) <= _LONGEST_REGISTER_NAME else f"{names[0]}等 {len(names)} 种"


def _add_tables(
    batch: Batch, content: Content, order: ImportOrder, known_names: frozenset[str], summary: FileSummary
) -> None:
    unknown: list[str] = []
    for table in content.tables:
        blocks = list(split_tables(table, order.registers))
        if not blocks and len(table.rows) >= _FEWEST_ROWS:
            unknown.append(table.sheet)
        for found, end in blocks:
            title = f"{found.title} {table.sheet} {summary.name} {content.text[:200]}"
            context = RowContext(
                receiver=next(_receivers([found.title, table.sheet, summary.name], known_names), order.received_by),
                year=find_year(found.title) or find_year(title),
                grade=order.grade or found.register.grade,
            )
            rows = read_rows(table, found, end, context)
            batch.demands += rows.demands
            batch.organs += rows.organs
            batch.observations += rows.observations
            summary.problems += rows.problems
            summary.rows_seen += rows.rows_seen
            summary.registers.append(found.register.name)
            summary.fields_found += [column.field.label for column in found.columns]
            if found.unknown_headings:
                summary.unknown_headings.setdefault(found.register.name, []).extend(found.unknown_headings)
    if summary.registers:
        # Beside registers, a sheet that nobody recognised is one that somebody expects to be counted.
        summary.warnings += [f"工作表“{sheet}”没有认出，没有导入。" for sheet in unknown]


def _receivers(places: Sequence[str], known_names: frozenset[str]) -> Iterator[str]:
    for words in places:
        if organ := find_organ(words, known_names):
            yield organ

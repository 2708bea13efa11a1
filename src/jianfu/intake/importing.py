"""Imports files: directories of organs first, then registers, then notices and chats; each file all or nothing."""

import gc
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

from jianfu.intake.content import Content, Table
from jianfu.intake.errors import ClassifiedFile, UnreadableFile, UnreadScan
from jianfu.intake.formats import PICTURES
from jianfu.intake.notices import name_channel, read_messages, read_notice
from jianfu.intake.read_ahead import FilesAhead, list_sources
from jianfu.intake.readers.mail import MAIL_BODY
from jianfu.intake.reading_files import Limits, Source
from jianfu.intake.registers.headings import Recognition, recognise
from jianfu.intake.registers.mappings import Register, digest_registers
from jianfu.intake.registers.rows import RowContext, find_organ, find_year, read_rows
from jianfu.intake.samples import show_cell, take_samples
from jianfu.intake.summary import FileSummary, ImportSummary, Outcome, UnplacedTable
from jianfu.ledger.actions import record_file
from jianfu.ledger.bulk import refresh_statistics
from jianfu.ledger.queries import is_file_known, list_known_names
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.rows import Batch, Heading
from jianfu.vocabulary.text import squeeze

_FEWEST_ROWS = 3
_HEADER_WITHIN = 5
_FEWEST_HEADINGS, _LONGEST_HEADING, _MOST_UNPLACED = 3, 30, 20
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
    summaries = list(import_each(files, order, wrap=wrap))
    refresh_statistics()
    return ImportSummary(summaries)


def import_each(files: FilesAhead, order: ImportOrder, *, wrap: Wrap = iter) -> Iterator[FileSummary]:
    """One file after the other, each recorded before it is told. The reading ends with the iteration."""
    mapping = digest_registers(order.registers)
    files.is_wanted = lambda source: not is_file_known(source.file.digest, mapping)
    known_names = list_known_names()
    try:
        for place, source in enumerate(wrap(files.sources)):
            with _collection_paused():
                summary = _import_source(files, place, source, order, mapping, known_names)
            yield summary
            if summary.recorded.new_organs:
                known_names = list_known_names()
    finally:
        files.close()


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
    files: FilesAhead, place: int, source: Source, order: ImportOrder, mapping: str, known_names: frozenset[str]
) -> FileSummary:
    summary = FileSummary(source.full_name, Outcome.PREVIEWED, source.file.format)
    if is_file_known(source.file.digest, mapping):
        files.skip(place)
        summary.outcome = Outcome.ALREADY_KNOWN
        return summary
    try:
        content = files.read(place)
        summary.warnings += content.warnings
        parts = _read_parts(source, content, order, known_names, summary)
        first = next(parts, None)
        if first is None:
            _explain(source, content, summary)
        elif order.dry_run:
            summary.samples = take_samples(chain((first,), parts))
        else:
            summary.recorded = record_file(
                source.file, chain((first,), parts), mapping=mapping, actor=order.actor, now=order.now
            )
            summary.outcome = Outcome.READ_AGAIN if summary.recorded.read_again else Outcome.RECORDED
    except UnreadableFile as error:
        # It may come after thousands of rows: none of them was taken.
        summary = FileSummary(source.full_name, Outcome.UNREADABLE, source.file.format)
        summary.reason, summary.remedy = error.reason, error.remedy
        summary.classified = isinstance(error, ClassifiedFile)
        summary.needs_eyes = isinstance(error, UnreadScan)
    return summary


def _explain(source: Source, content: Content, summary: FileSummary) -> None:
    """Say what became of a file in which nothing was found."""
    if source.file.inner_path.endswith(MAIL_BODY):
        summary.outcome = Outcome.COVER_NOTE
        return
    summary.outcome = Outcome.NOT_RECOGNISED
    summary.reason, summary.remedy = _why_not_recognised(content)
    summary.needs_eyes = source.file.format in PICTURES


def _why_not_recognised(content: Content) -> tuple[str, str]:
    if content.text.strip() and not content.messages:
        return "没有读出标题和发文单位，不像一份通知。", "请核对是否完整；表格请用表格软件的文件导入。"
    return "不像登记表，也不像通知。", "如是登记表，请核对表头，或在数据文件夹的 registers 里加一份对照。"


def _read_parts(
    source: Source, content: Content, order: ImportOrder, known_names: frozenset[str], summary: FileSummary
) -> Iterator[Batch]:
    """What the file gives, in parts; nothing where it is neither a register nor messages nor a notice."""
    unknown: list[str] = []
    for table in content.tables:
        found = recognise(table, order.registers)
        if found is None and table.row(_FEWEST_ROWS - 1) is not None:
            unknown.append(table.sheet)
            _keep_unplaced(table, summary)
        while found is not None:
            context = _find_context(found, table, content, order, known_names, summary)
            end = yield from _read_block(table, found, order, context, summary)
            found = recognise(table, order.registers, start=end)
    if summary.registers:
        # Beside registers, a sheet that nobody recognised is one that somebody expects to be counted.
        summary.warnings += [f"工作表“{sheet}”没有认出，没有导入。" for sheet in unknown]
    else:
        yield from _read_words(source, content, order, known_names, summary)


def _keep_unplaced(table: Table, summary: FileSummary) -> None:
    """Remember the row that looks most like a header: the first of those with the most words in their cells."""
    rows = [row for row in map(table.row, range(_HEADER_WITHIN)) if row is not None]
    words_in = [sum(isinstance(cell, str) and bool(squeeze(cell)) for cell in row) for row in rows]
    top = words_in.index(max(words_in))
    headings = [squeeze(cell) if isinstance(cell, str) else "" for cell in rows[top]]
    places = [place for place, heading in enumerate(headings) if 0 < len(heading) <= _LONGEST_HEADING]
    if len(places) >= _FEWEST_HEADINGS and len(summary.unplaced) < _MOST_UNPLACED:
        below = rows[top + 1] if top + 1 < len(rows) else ()
        examples = tuple(show_cell(below[place] if place < len(below) else None) for place in places)
        summary.unplaced.append(UnplacedTable(table.sheet, tuple(headings[place] for place in places), examples))


def _read_block(
    table: Table, found: Recognition, order: ImportOrder, context: RowContext, summary: FileSummary
) -> Generator[Batch, None, int]:
    """The rows of one register; returns where it ends in the table. Its findings are added to the summary."""
    summary.registers.append(found.register.name)
    summary.fields_found += [column.field.label for column in found.columns]
    if found.unknown_headings:
        summary.unknown_headings.setdefault(found.register.name, []).extend(found.unknown_headings)
        below = table.row(found.first_data_row) or ()
        for heading, column in zip(found.unknown_headings, found.unknown_columns, strict=True):
            summary.examples.setdefault(heading, show_cell(below[column] if column < len(below) else None))
    parts = read_rows(table, found, order.registers, context)
    while True:
        try:
            part = next(parts)
        except StopIteration as stop:
            return int(stop.value)
        summary.problems += part.problems
        summary.warnings += part.warnings
        summary.rows_seen += part.rows_seen
        head = Heading(table.sheet, found.headings)
        yield Batch(found.register.name, part.demands, part.organs, part.observations, heading=head)


def _find_context(
    found: Recognition,
    table: Table,
    content: Content,
    order: ImportOrder,
    known_names: frozenset[str],
    summary: FileSummary,
) -> RowContext:
    title = f"{found.title} {table.sheet} {summary.name} {content.text[:200]}"
    return RowContext(
        receiver=next(_receivers([found.title, table.sheet, summary.name], known_names), order.received_by),
        year=find_year(found.title) or find_year(title),
        grade=order.grade or found.register.grade,
    )


def _read_words(
    source: Source, content: Content, order: ImportOrder, known_names: frozenset[str], summary: FileSummary
) -> Iterator[Batch]:
    """Messages of a group, or the one notice that a text is."""
    if content.messages:
        channel = name_channel(f"{source.full_name} {content.chat_name}")
        receiver = find_organ(content.chat_name, known_names) or order.received_by
        summary.registers, summary.rows_seen = ["工作群消息"], len(content.messages)
        yield Batch("工作群消息", read_messages(content, receiver=receiver, channel=channel, calendar=order.calendar))
    elif content.text.strip():
        grade = order.grade or Grade.B
        notice = read_notice(content, receiver=order.received_by, grade=grade, calendar=order.calendar)
        if notice is not None:
            summary.registers, summary.rows_seen = ["通知"], 1
            yield Batch("通知", notices=[notice])


def _receivers(places: Sequence[str], known_names: frozenset[str]) -> Iterator[str]:
    for words in places:
        if organ := find_organ(words, known_names):
            yield organ

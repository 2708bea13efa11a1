"""What a department uploads instead of typing: a notice fills title, text and day, a form's template its fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from jianfu.intake.content import Content
from jianfu.intake.reading_files import Limits, read_file
from jianfu.overlap.forms.form import Form
from jianfu.overlap.forms.template import read_template
from jianfu.reading.facts import AskKind, Reading
from jianfu.reading.reader import read
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar

LARGEST_UPLOAD_BYTES = 20 * 1024 * 1024
_LIMITS = Limits(cpu_seconds=15, wall_seconds=20.0, rows_per_sheet=2_000, ocr_pages=5)
"""Somebody waits for the page: what takes longer is told, not waited for."""
_LONGEST_TITLE, _LONGEST_TEXT = 200, 100_000
_MEETINGS = ("会议", "推进会", "调度会", "例会", "培训会", "视频会", "座谈会")
_KIND_OF_ASK = (
    (AskKind.RECEIVE_VISIT, BurdenKind.INSPECTION),
    (AskKind.INSTALL_OR_LOGIN, BurdenKind.DIGITAL_TOOL),
    (AskKind.HANG_PLAQUE, BurdenKind.FACILITY),
    (AskKind.MEET_QUOTA, BurdenKind.DELEGATION),
)


@dataclass(frozen=True, slots=True)
class Upload:
    """What a file says of the draft: `values` by the names of the draft's inputs, and Chinese notes on what was read
    and what was not."""

    kind: BurdenKind
    values: Mapping[str, Any]
    notes: tuple[str, ...]


def read_upload(name: str, data: bytes, *, calendar: WorkCalendar, now: datetime) -> Upload:
    """Read one file in the sandbox. UnreadableFile, or ClassifiedFile for one with a secrecy mark, in words."""
    content = read_file(name, data, limits=_LIMITS)
    forms = _read_forms(content, PurePath(name).stem)
    reading = read(content.text, received_at=now, calendar=calendar, header_red=content.header_red)
    best = max(forms, key=lambda form: len(form.fields), default=None)
    values, notes = _read_words(content, reading, best)
    if best is not None:
        values["form_fields"] = [field.heading for field in best.fields]
        notes.append(f"从表头读出 {len(best.fields)} 个字段。")
        if len(forms) > 1:
            notes.append(f"文件里有 {len(forms)} 张表，只取字段最多的《{best.name}》；其余请分别起草。")
    if not values:
        notes.append("没有读出标题、正文或表头，请手工填写。")
    return Upload(_judge_kind(str(values.get("title", "")), reading, best), values, (*notes, *content.warnings))


def _read_forms(content: Content, stem: str) -> list[Form]:
    found = (
        read_template(table, id=str(place), name=table.sheet or stem, source=stem)
        for place, table in enumerate(content.tables)
    )
    return [form for form in found if form is not None]


def _read_words(content: Content, reading: Reading, form: Form | None) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    notes: list[str] = []
    title = reading.identity.title
    if title is not None or form is not None:
        values["title"] = (title.value if title is not None else form.name if form else "")[:_LONGEST_TITLE]
    if content.text.strip():
        values["text"] = content.text.strip()[:_LONGEST_TEXT]
    due = [deadline for deadline in reading.deadlines if deadline.at is not None and deadline.period is None]
    if due and due[0].at is not None:
        values["due_on"] = due[0].at.date()
        notes.append(f"时限读自“{due[0].text}”，请核对。")
    frequency = next((ask.frequency.value for ask in reading.asks if ask.frequency is not None), None)
    told = {
        "frequency": frequency,
        "electronic": reading.submission.electronic and reading.submission.electronic.value,
        "signed_paper": reading.submission.signed and reading.submission.signed.value,
        "tied_to_assessment": True if reading.tied_to_assessment else None,
    }
    return values | {name: value for name, value in told.items() if value is not None}, notes


def _judge_kind(title: str, reading: Reading, form: Form | None) -> BurdenKind:
    """The kind that the title or the asks show; a notice where nothing does. The department may choose another."""
    if any(word in title for word in _MEETINGS) and "会议纪要" not in title:
        return BurdenKind.MEETING
    if form is not None:
        return BurdenKind.DATA_REQUEST
    asked = {ask.kind for ask in reading.asks}
    return next((kind for ask, kind in _KIND_OF_ASK if ask in asked), BurdenKind.DOCUMENT)

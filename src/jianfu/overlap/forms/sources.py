"""Forms from files: templates in any format that intake reads, or a JSONL of forms."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jianfu.intake.errors import ClassifiedFile, UnreadableFile
from jianfu.intake.reading_files import Limits, Source, open_sources, read_file
from jianfu.overlap.forms.form import Form, make_fields
from jianfu.overlap.forms.template import read_template
from jianfu.overlap.forms.versions import find_version


class UnusableForms(Exception):
    """Nothing that could be compared. The message says in Chinese what, where and what to do."""


@dataclass(slots=True)
class ReadForms:
    """The forms of a path, and a Chinese sentence for each file or table that gave none."""

    forms: list[Form] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_forms(path: Path) -> ReadForms:
    """All forms at a path: a folder, one template, or a .jsonl with one form a line. UnusableForms for none at all."""
    if not path.exists():
        raise UnusableForms(f"找不到 {path}。请核对路径；要比对台账里的表格，请写 ledger。")
    found = ReadForms()
    if path.suffix.lower() == ".jsonl":
        _read_lines(path, found)
    else:
        for source in open_sources(path):
            _read_source(source, found)
    if not found.forms:
        raise UnusableForms("没有读到任何表格。" + "".join(found.problems[:3]))
    return found


def _read_source(source: Source, found: ReadForms) -> None:
    name = source.full_name
    try:
        content = read_file(source.file.name, source.read_bytes(), limits=Limits())
    except ClassifiedFile as error:
        found.problems.append(f"（涉密文件，名称不留存）：{error}")
        return
    except UnreadableFile as error:
        found.problems.append(f"{name}：{error}")
        return
    forms = []
    for number, table in enumerate(content.tables, start=1):
        place, stem = f"{name}#{table.sheet or number}", Path(name).stem
        form = read_template(table, id=place, name=stem, source=f"{name} {table.sheet}".strip())
        if form is not None:
            forms.append(replace(form, version=find_version(form.name) or find_version(stem)))
    found.forms += forms
    if not forms:
        found.problems.append(f"{name}：没有找到表头。请确认是表格，且表头至少有三格文字。")


class _UnusableLine(Exception):
    """One line that is no form; the others go on."""


def _read_lines(path: Path, found: ReadForms) -> None:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (UnicodeDecodeError, OSError) as error:
        raise UnusableForms(f"{path.name} 读不了，或不是 UTF-8 编码。请另存后重试。") from error
    ids: set[str] = set()
    for number, line in enumerate(lines, start=1):
        try:
            form = _make_form(path, number, line) if line.strip() else None
        except _UnusableLine as error:
            found.problems.append(str(error))
            continue
        if form is not None and form.id in ids:
            found.problems.append(f"{path.name} 第{number}行的编号“{form.id}”前面用过了，没有比对。请让编号各不相同。")
        elif form is not None:
            ids.add(form.id)
            found.forms.append(form)


def _make_form(path: Path, number: int, line: str) -> Form:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise _UnusableLine(f"{path.name} 第{number}行不是一条完整的 JSON，请检查。") from error
    headings = row.get("fields") if isinstance(row, dict) else None
    if not isinstance(headings, list) or not all(_is_path(heading) for heading in headings):
        raise _UnusableLine(f"{path.name} 第{number}行缺少 fields（字段名的列表）。")
    told = {key: str(row[key]) for key in ("organ", "system", "matter", "version") if row.get(key)}
    return Form(
        id=str(row.get("form_id") or row.get("id") or number),
        name=str(row.get("title") or row.get("name") or f"第{number}行的表"),
        fields=make_fields([[heading] if isinstance(heading, str) else heading for heading in headings]),
        receivers=frozenset(str(receiver) for receiver in row.get("receivers") or ()),
        source=f"{path.name} 第{number}行",
        **told,
    )


def _is_path(heading: Any) -> bool:
    return isinstance(heading, str) or (isinstance(heading, list) and all(isinstance(part, str) for part in heading))

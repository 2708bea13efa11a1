"""Writes what was found of forms: a workbook for people, and lines of JSON beside it for programs."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import xlsxwriter

from jianfu.overlap.forms.comparing import MappedForm
from jianfu.overlap.forms.finding import FormRelation, RelatedForms, RepeatedForms
from jianfu.overlap.forms.merging import MergedForm
from jianfu.overlap.forms.versions import compare_versions, sort_versions

Line = tuple[Any, ...]


class UnwritableResult(Exception):
    """The result could not be written; nothing half-written is left. The message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class FormsResult:
    """All that one run found of forms."""

    forms: Sequence[MappedForm]
    related: Sequence[RelatedForms]
    groups: Sequence[RepeatedForms]
    plan: Sequence[MergedForm]


def write_result(path: Path, result: FormsResult) -> Path:
    """The workbook at `path` (.xlsx) and the pairs beside it as .jsonl. Returns where the pairs are."""
    if path.suffix.lower() != ".xlsx":
        raise UnwritableResult(f"不认识 {path.name} 的格式。请把结果写成 .xlsx 文件。")
    pairs = path.with_suffix(".jsonl")
    _replace(path, lambda target: _write_workbook(target, result))
    _replace(pairs, lambda target: _write_pairs(target, result))
    return pairs


def _replace(path: Path, write: Callable[[Path], None]) -> None:
    """Into a file beside the wanted one that takes its place when complete."""
    handle = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, handle = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(number)
        write(Path(handle))
        Path(handle).replace(path)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise UnwritableResult(f"写不进 {path}：{error}。请检查磁盘空间和权限，并关闭正在打开它的程序。") from error
    finally:
        if handle is not None:
            Path(handle).unlink(missing_ok=True)


def _write_pairs(path: Path, result: FormsResult) -> None:
    with path.open("w", encoding="utf-8") as file:
        for pair in result.related:
            row = {
                "id_a": pair.first.form.id,
                "id_b": pair.second.form.id,
                "relation": pair.relation.value,
                "shared": pair.overlap.shared,
                "share_of_both": pair.overlap.share_of_both,
                "share_of_a": pair.overlap.share_of_first,
                "share_of_b": pair.overlap.share_of_second,
                "reasons": pair.reason,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _write_workbook(path: Path, result: FormsResult) -> None:
    sheets: tuple[tuple[str, Line, Iterator[Line]], ...] = (
        ("重复的表", ("类别", "说明", "表名", "要求单位", "系统", "版次", "出处"), _group_lines(result.groups)),
        (
            "两两比对",
            ("关系", "甲表", "乙表", "共有字段", "占两表", "占甲表", "占乙表", "理由"),
            _pair_lines(result.related),
        ),
        ("合并方案", ("合并表", "字段", "由谁取用", "原表", "每行分钟", "每行省下分钟"), _plan_lines(result.plan)),
        ("版本变化", ("表名", "旧版", "新版", "增加", "删去", "改名", "调换次序"), _version_lines(result.groups)),
        ("字段对照", ("表名", "要求单位", "序", "表头", "数据元", "把握", "依据"), _field_lines(result.forms)),
    )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, options) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for name, headings, lines in sheets:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, headings, bold)
            sheet.set_column(0, len(headings) - 1, 24, wrapped)
            sheet.freeze_panes(1, 0)
            for number, line in enumerate(lines, start=1):
                sheet.write_row(number, 0, line)


def _group_lines(groups: Sequence[RepeatedForms]) -> Iterator[Line]:
    for group in groups:
        for item in group.forms:
            form = item.form
            told = (form.organ or "", form.system or "", form.version or "")
            yield (group.relation.label, group.words, form.name, *told, form.source)


def _pair_lines(related: Sequence[RelatedForms]) -> Iterator[Line]:
    for pair in related:
        overlap = pair.overlap
        shares = (overlap.share_of_both, overlap.share_of_first, overlap.share_of_second)
        names = (_name(pair.first), _name(pair.second))
        yield (pair.relation.label, *names, "、".join(overlap.shared), *shares, pair.reason)


def _plan_lines(plan: Sequence[MergedForm]) -> Iterator[Line]:
    for number, merged in enumerate((merged for merged in plan if len(merged.members) > 1), start=1):
        for field in merged.fields:
            users = [member for member in merged.members if field.key in member.asked]
            organs = "、".join(dict.fromkeys(member.form.organ or member.form.name for member in users))
            names = "、".join(_name(member) for member in users)
            minutes = (round(merged.minutes, 2), round(merged.saved_minutes, 2))
            yield (f"合并表{number}", field.label, organs, names, *minutes)


def _version_lines(groups: Sequence[RepeatedForms]) -> Iterator[Line]:
    for group in groups:
        if group.relation is FormRelation.VERSION:
            by_id = {item.form.id: item for item in group.forms}
            ordered = [by_id[form.id] for form in sort_versions([item.form for item in group.forms])]
            for old, new in pairwise(ordered):
                yield _version_line(old, new)


def _version_line(old: MappedForm, new: MappedForm) -> Line:
    change = compare_versions(old, new)
    fields = old.form.fields
    return (
        new.form.name,
        old.form.version or "",
        new.form.version or "",
        "、".join(field.heading for field in change.added),
        "、".join(fields[place].heading for place in change.removed),
        "、".join(f"{fields[place].heading}→{field.heading}" for place, field in change.renamed),
        "、".join(fields[place].heading for place in change.moved) or ("字段没有变化" if change.is_nothing else ""),
    )


def _field_lines(forms: Sequence[MappedForm]) -> Iterator[Line]:
    for item in forms:
        for match in item.matches:
            meant = match.element.name if match.element else "（新的数据元）"
            place = (_name(item), item.form.organ or "", match.field.position + 1, match.field.heading)
            yield (*place, meant, match.confidence, match.reason)


def _name(item: MappedForm) -> str:
    return f"{item.form.organ}《{item.form.name}》" if item.form.organ else f"《{item.form.name}》"

"""Headings mapped by clicking: they become a mapping file of the county's own, see docs/how-to/registers.md."""

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from django.db import transaction

from jianfu.intake.registers.mappings import BrokenRegister, Register, load_registers
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.overlap.index.durable import replace_file
from jianfu.vocabulary.packaged import packaged_folder
from jianfu.vocabulary.text import squeeze
from jianfu.web.deliveries.models import registers_folder
from jianfu.web.deliveries.receiving.storing import safe_name

LEFT_OUT = "忽略"
"""Chosen for a column that shall not be imported."""
# A tilde of full width stands behind all Chinese letters: files are read in the order of their names, and what was
# clicked adds to what the county wrote by hand.
_PREFIX = "～网页上对照-"
_HEAD = "# 在工作台上点选写成；可以手工修改，也可以删去。\n"
_LONGEST_HEADING = 60


class RefusedMapping(Exception):
    """A mapping that cannot be kept; the message says in Chinese why."""


def load_county_registers() -> tuple[Register, ...]:
    """All registers as imports use them. BrokenRegister for a mistake in one of them."""
    return load_registers([packaged_folder("registers"), registers_folder()])


@transaction.atomic
def map_headings(
    register_name: str, choices: Mapping[str, str], *, sheet: Collection[str] = (), actor: str, now: datetime
) -> int:
    """Remember which headings mean which field of a register, or nothing (`LEFT_OUT`). How many were new.

    `choices`: heading → the field's Chinese label. `sheet` are all headings of a sheet that shall become this register.
    RefusedMapping where a register or field is none, where the sheet would still be no such register, or a mapping file
    of the county is broken.
    """
    lock_ledger()
    register = _find_register(register_name)
    wanted = {squeeze(heading): label for heading, label in choices.items() if squeeze(heading) and label}
    _check(register, wanted)
    if sheet and wanted:
        _check_sheet(register, wanted, sheet)
    path = registers_folder() / f"{_PREFIX}{safe_name(register_name)}.yaml"
    old = _read(path)
    new = _merge(register_name, old, wanted)
    if new == old or not wanted:
        return 0
    content = (_HEAD + yaml.safe_dump(new, allow_unicode=True, sort_keys=False)).encode()
    _try_out(path.name, content)
    append(actor=actor, action="map_headings", now=now, change={"register": register_name, "old": old, "new": new})
    # Last of all, so that a write that fails takes the audit entry with it.
    path.parent.mkdir(exist_ok=True)
    replace_file(path, content)
    return len(wanted)


def _find_register(name: str) -> Register:
    try:
        found = next((one for one in load_county_registers() if one.name == name), None)
    except BrokenRegister as problem:
        raise RefusedMapping(str(problem)) from problem
    if found is None:
        raise RefusedMapping("没有这种登记表。")
    return found


def _check(register: Register, wanted: Mapping[str, str]) -> None:
    labels = {field.label for field in register.fields.values()} | {LEFT_OUT}
    for heading, label in wanted.items():
        if label not in labels:
            raise RefusedMapping(f"{register.name}没有“{label}”这个字段。")
        if len(heading) > _LONGEST_HEADING:
            raise RefusedMapping(f"表头超过 {_LONGEST_HEADING} 字，不像表头。")


def _check_sheet(register: Register, wanted: Mapping[str, str], sheet: Collection[str]) -> None:
    """A sheet is a register by fields that all must have and by one that others have not."""
    known = {register.headings[squeeze(word)].label for word in sheet if squeeze(word) in register.headings}
    reached = known | set(wanted.values())
    required = [register.fields[name].label for name in register.required]
    typical = [field.label for field in register.fields.values() if field.name in register.typical]
    if missing := [label for label in required if label not in reached]:
        raise RefusedMapping(f"还没有选哪一列是“{'、'.join(missing)}”，{register.name}不能没有它。")
    if not reached & set(typical):
        raise RefusedMapping(f"要认得出是{register.name}，还要选上其中至少一项：{'、'.join(typical)}。")


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # strings only
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RefusedMapping(f"{path.name} 写法有误，请先改好。") from error
    return table if isinstance(table, dict) else {}


def _merge(name: str, old: Mapping[str, Any], wanted: Mapping[str, str]) -> dict[str, Any]:
    """The old file with these headings where they belong now; each stands in one place."""
    given = {label: [word for word in words if word not in wanted] for label, words in (old.get("表头") or {}).items()}
    left_out = [word for word in old.get(LEFT_OUT) or [] if word not in wanted]
    for heading, label in wanted.items():
        (left_out if label == LEFT_OUT else given.setdefault(label, [])).append(heading)
    return {"名称": name, "表头": {label: words for label, words in given.items() if words}, LEFT_OUT: left_out}


def _try_out(name: str, content: bytes) -> None:
    """RefusedMapping where the registers could not be read with this file among them."""
    with TemporaryDirectory() as scratch:
        for path in (registers_folder()).glob("*.yaml"):
            (Path(scratch) / path.name).write_bytes(path.read_bytes())
        (Path(scratch) / name).write_bytes(content)
        try:
            load_registers([packaged_folder("registers"), Path(scratch)])
        except BrokenRegister as problem:
            raise RefusedMapping(str(problem).replace(f"{scratch}/", "")) from problem

"""Register mappings 登记表对照: which headings mean which field. Files of Chinese YAML that a county can extend."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from jianfu.intake.registers.catalogue import MARK_FIELDS, OBSERVATION_FIELDS, ORGAN_FIELDS
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.fields import Field, fields_of
from jianfu.vocabulary.text import squeeze

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the same in C, where the wheel has it


class Target(StrEnum):
    """What the rows of a register become."""

    DEMAND = "要求"
    ORGAN = "机关"
    OBSERVATION = "情况"


class BrokenRegister(Exception):
    """A mapping file that cannot be used: it stops the run. The message names file, key and remedy in Chinese."""


@dataclass(frozen=True, slots=True)
class Register:
    """One kind of register. `headings` maps a squeezed heading to its field; `ignored` headings carry nothing."""

    name: str
    target: Target
    kind: BurdenKind | None
    """The kind of demand; None for organs and observations."""
    fields: Mapping[str, Field]
    """Field name → field."""
    headings: Mapping[str, Field]
    required: tuple[str, ...]
    """Names of fields without which a table is not this register."""
    typical: frozenset[str]
    """Names of fields of which at least one must be there: they tell it from other registers."""
    ignored: frozenset[str]
    grade: Grade


_KEYS = frozenset({"名称", "记入", "种类", "表头", "必备", "特征", "忽略", "等级"})
_KIND_BY_LABEL = {kind.label: kind for kind in BurdenKind}


def load_registers(folders: Sequence[Path]) -> tuple[Register, ...]:
    """All mappings of the folders, in file order. A later file of the same 名称 adds its headings to the earlier.

    Such a file need not repeat what the earlier one says.

    BrokenRegister for any mistake: a wrong mapping would file rows under wrong fields.
    """
    registers: dict[str, Register] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            table = _load(path)
            known = registers.get(_text(path, table, "名称"))
            register = _read_register(path, _complete(path, table, known) if known else table)
            registers[register.name] = _extend(known, register) if known else register
    if not registers:
        raise BrokenRegister("没有找到任何登记表对照文件。请确认安装完整。")
    return tuple(registers.values())


def digest_registers(registers: Sequence[Register]) -> str:
    """SHA-256 of what the mappings say: a file that was read with other mappings may give other rows."""
    said = [
        [
            register.name,
            register.target.value,
            {heading: field.name for heading, field in register.headings.items()},
            list(register.required),
            sorted(register.typical),
            sorted(register.ignored),
            register.grade.value,
        ]
        for register in registers
    ]
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _complete(path: Path, table: Mapping[str, Any], known: Register) -> dict[str, Any]:
    said = {"记入": known.target.value, "等级": known.grade.value}
    if known.kind is not None:
        said["种类"] = known.kind.label
    for key in ("记入", "种类"):
        if key in table and table[key] != said.get(key):
            raise BrokenRegister(
                f"{path}：已有的“{known.name}”的“{key}”是“{said.get(key, '')}”，这里不能改。"
                "请删去这一项，或另起一个名称。"
            )
    return {**said, **table}


def _extend(known: Register, more: Register) -> Register:
    return Register(
        known.name,
        known.target,
        known.kind,
        known.fields,
        {**known.headings, **more.headings},
        known.required,
        known.typical,
        known.ignored | more.ignored,
        known.grade,
    )


def _read_register(path: Path, table: Mapping[str, Any]) -> Register:
    unknown = set(table) - _KEYS
    if unknown:
        raise BrokenRegister(
            f"{path}：不认识的项“{'、'.join(sorted(unknown))}”。可用的项：{'、'.join(sorted(_KEYS))}。"
        )
    target = _choose(path, table, "记入", {item.value: item for item in Target})
    kind = _choose(path, table, "种类", _KIND_BY_LABEL) if target is Target.DEMAND else None
    fields = {field.name: field for field in (*_fields_for(target, kind), *MARK_FIELDS)}
    by_label = {field.label: field for field in fields.values()}
    return Register(
        name=_text(path, table, "名称"),
        target=target,
        kind=kind,
        fields=fields,
        headings=_read_headings(path, table, by_label),
        required=tuple(_fields_named(path, table, "必备", by_label)),
        typical=frozenset(_fields_named(path, table, "特征", by_label)),
        ignored=frozenset(squeeze(word) for word in _words(path, table, "忽略")),
        grade=_choose(path, table, "等级", {grade.value: grade for grade in Grade}),
    )


def _fields_for(target: Target, kind: BurdenKind | None) -> tuple[Field, ...]:
    if target is Target.ORGAN:
        return ORGAN_FIELDS
    return OBSERVATION_FIELDS if kind is None else fields_of(kind)


def _load(path: Path) -> dict[str, Any]:
    # It keeps every scalar a string: 010, no and 2024-08-06 stay what the clerk wrote.
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506
    except UnicodeDecodeError as error:
        raise BrokenRegister(f"{path}：不是 UTF-8 编码。请用记事本另存为 UTF-8。") from error
    except OSError as error:
        raise BrokenRegister(f"{path}：打不开（{error.strerror}）。请核对权限。") from error
    except yaml.YAMLError as error:
        raise BrokenRegister(f"{path}：YAML 写法有误（{error}）。请检查缩进和冒号。") from error
    if not isinstance(table, dict):
        raise BrokenRegister(f"{path}：应为“名称: …”这样的各项。")
    return table


def _read_headings(path: Path, table: Mapping[str, Any], by_label: Mapping[str, Field]) -> dict[str, Field]:
    given = table.get("表头") or {}
    if not isinstance(given, dict):
        raise BrokenRegister(f"{path}：“表头”下应为“字段: [写法, …]”。")
    headings = {squeeze(label): field for label, field in by_label.items()}
    for label in given:
        field = _field(path, label, by_label)
        for word in _words(path, given, label):
            other = headings.setdefault(squeeze(word), field)
            if other is not field:
                raise BrokenRegister(f"{path}：“{word}”同时对应“{other.label}”和“{field.label}”。请只留一处。")
    return headings


def _fields_named(path: Path, table: Mapping[str, Any], key: str, by_label: Mapping[str, Field]) -> list[str]:
    return [_field(path, label, by_label).name for label in _words(path, table, key)]


def _field(path: Path, label: str, by_label: Mapping[str, Field]) -> Field:
    if label not in by_label:
        raise BrokenRegister(f"{path}：没有“{label}”这个字段。可用的字段：{'、'.join(by_label)}。")
    return by_label[label]


def _words(path: Path, table: Mapping[str, Any], key: str) -> list[str]:
    words = table.get(key) or []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise BrokenRegister(f"{path}：“{key}”应为列表，如 [{key}甲, {key}乙]。")
    return words


def _text(path: Path, table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise BrokenRegister(f"{path}：缺少“{key}”。")
    return value


def _choose(path: Path, table: Mapping[str, Any], key: str, choices: Mapping[str, Any]) -> Any:
    value = _text(path, table, key)
    if value not in choices:
        raise BrokenRegister(f"{path}：“{key}”不能是“{value}”。可用：{'、'.join(choices)}。")
    return choices[value]

"""Which columns a row of evidence shows, and how its cells are written."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from jianfu.reporting.rows import OBSERVATIONS
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import KIND_FIELDS, Field, ValueKind, fields_of

_SHARED = (
    "title",
    "issuer",
    "doc_number",
    "receiver",
    "received_on",
    "received_at",
    "due_at",
    "topic",
    "forwards",
    "replaces",
    "tied_to_assessment",
    "for_secretary",
    "remark",
)
_OBSERVATION_COLUMNS = (
    ("organ", "单位"),
    ("measure", "指标"),
    ("quantity", "数值"),
    ("unit", "计量单位"),
    ("period_start", "期间起"),
    ("period_end", "期间止（不含）"),
    ("note", "说明"),
)
WHERE_COLUMNS = (("grade", "等级"), ("source_name", "来源文件"), ("sheet", "工作表"), ("row", "行"), ("page", "页"))
"""Where a row was read, the last columns of every list of rows."""

WORDS_LABEL = "原文"
"""The very last column: the words that the row was read from."""

_FLAG_WORDS = {-1: "", 0: "否", 1: "是"}


def list_columns(key: str) -> tuple[tuple[str, str], ...]:
    """Names and Chinese labels of the columns that tell a row of this source."""
    if key == OBSERVATIONS:
        return _OBSERVATION_COLUMNS
    kind = BurdenKind(key)
    fields = {field.name: field for field in fields_of(kind)}
    shown: list[Field] = [fields[name] for name in _SHARED] + list(KIND_FIELDS[kind])
    return tuple((field.name, _label(field)) for field in shown)


def _label(field: Field) -> str:
    return f"{field.label}（元）" if field.value is ValueKind.MONEY else field.label


def list_cells(name: str, values: np.ndarray[Any, Any]) -> Sequence[str | float]:
    """One column as cells of text or numbers; '' where the value is absent. Money is turned into yuan."""
    if name.endswith("_fen"):
        values = values / 100
    if values.dtype.kind == "f":
        return ["" if np.isnan(value) else value for value in values.tolist()]
    if values.dtype == np.int8:
        return [_FLAG_WORDS[value] for value in values.tolist()]
    if values.dtype.kind == "i":
        return ["" if value == 0 else value for value in values.tolist()]
    if values.dtype.kind == "M":
        return ["" if value is None else value.isoformat() for value in values.astype("datetime64[D]").tolist()]
    return [_say(value) for value in values.tolist()]


def _say(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)

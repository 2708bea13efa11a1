"""Rows of one kind for tests, with every field absent that a test does not give."""

from typing import Any

import numpy as np

from jianfu.burden.counting import Rows
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import DEMAND_FIELDS, KIND_FIELDS, RECEIPT_FIELDS, ValueKind


def make_rows(kind: BurdenKind, count: int = 1, *, days: int = 365, way: float = np.nan, **fields: Any) -> Rows:
    """`count` rows; a field's value is that of every row, or a list with one for each."""
    fields_of_kind = (*DEMAND_FIELDS, *RECEIPT_FIELDS, *KIND_FIELDS[kind])
    columns: dict[str, Any] = {field.name: _absent(field.value, count) for field in fields_of_kind} | {
        "receipt_id": np.arange(count),
        "demand_id": np.arange(count),
        "grade": np.array(["B"] * count, object),
        "issuer": np.array(["某局"] * count, object),
        "received_on": np.array(["2023-03-01"] * count, "datetime64[D]"),
        "receiver_township": np.array(["某镇"] * count, object),
    }
    for name, value in fields.items():
        values = value if isinstance(value, list) else [value] * count
        columns[name] = np.array(values, columns[name].dtype)
    return Rows(kind, columns, np.full(count, way), days)


def _absent(value: ValueKind, count: int) -> Any:
    if value in {ValueKind.TEXT, ValueKind.NAMES}:
        return np.full(count, None, object)
    if value is ValueKind.FLAG:
        return np.full(count, -1, np.int8)
    if value in {ValueKind.DATE, ValueKind.MOMENT}:
        return np.full(count, np.datetime64("NaT"), "datetime64[D]")
    return np.full(count, np.nan)

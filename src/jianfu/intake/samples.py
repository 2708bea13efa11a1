"""The first rows of each register in words, as the ledger would hold them: what a preview shows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from jianfu.intake.registers.catalogue import OBSERVATION_FIELDS, ORGAN_FIELDS
from jianfu.vocabulary.fields import Field, ValueKind, fields_of
from jianfu.vocabulary.rows import Batch, DemandRow, ObservationRow, OrganRow

_ROWS_SHOWN = 3
_LONGEST_CELL = 60
_PLACE = "出处"


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of one register: `columns` are the Chinese names of the fields, '' in a row where it has no value."""

    register: str
    columns: list[str]
    rows: list[list[str]]


def take_samples(parts: Iterable[Batch]) -> list[Sample]:
    """The first rows of each register among the parts. All parts are gone through."""
    found: dict[str, list[dict[str, str]]] = {}
    for part in parts:
        rows = found.setdefault(part.register, [])
        for row in _rows(part):
            if len(rows) >= _ROWS_SHOWN:
                break
            rows.append(_tell(row))
    return [_arrange(register, rows) for register, rows in found.items() if rows]


def show_cell(value: object) -> str:
    """A value in words, '' for none, cut where it is long."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        # A day without a clock is kept as its first moment.
        return f"{value:%Y-%m-%d}" if value.time() == time(0) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, tuple):
        value = "、".join(map(str, value))
    words = f"{value:g}" if isinstance(value, float) else str(value)
    return words if len(words) <= _LONGEST_CELL else f"{words[:_LONGEST_CELL]}…"


def _rows(part: Batch) -> Iterator[DemandRow | OrganRow | ObservationRow]:
    yield from part.demands
    yield from (notice.demand for notice in part.notices)
    yield from part.organs
    yield from part.observations


def _tell(row: DemandRow | OrganRow | ObservationRow) -> dict[str, str]:
    if isinstance(row, DemandRow):
        named: Mapping[str, object] = {"title": row.title, "issuer": row.issuer, "receiver": row.receiver}
        return _name_values(fields_of(row.kind), {**named, **row.values}) | _place(row)
    if isinstance(row, OrganRow):
        profile = {field.name: getattr(row.profile, field.name, None) for field in ORGAN_FIELDS}
        return _name_values(ORGAN_FIELDS, profile)
    values = {field.name: getattr(row, field.name, None) for field in OBSERVATION_FIELDS}
    return _name_values(OBSERVATION_FIELDS, values) | _place(row)


def _place(row: DemandRow | ObservationRow) -> dict[str, str]:
    found = row.evidence
    return {_PLACE: f"{found.sheet} 第 {found.row} 行".strip()} if found.row else {}


def _name_values(fields: Sequence[Field], values: Mapping[str, object]) -> dict[str, str]:
    told = {}
    for field in fields:
        value = values.get(field.name)
        if field.value is ValueKind.MONEY and isinstance(value, int):
            value = value / 100
        if words := show_cell(value):
            told[field.label] = f"{words} {field.unit}" if field.unit and not isinstance(value, date) else words
    return told


def _arrange(register: str, rows: Sequence[Mapping[str, str]]) -> Sample:
    columns = list(dict.fromkeys(column for row in rows for column in row if column != _PLACE))
    columns += [_PLACE] if any(_PLACE in row for row in rows) else []
    return Sample(register, columns, [[row.get(column, "") for column in columns] for row in rows])

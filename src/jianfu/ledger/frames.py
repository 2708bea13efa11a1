"""The ledger as columns, for analysis: linear in rows, one pass, no objects a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from jianfu.ledger.models import DETAIL_MODELS, Demand, EvidenceRow, ImportedFile, Observation, Organ, Receipt
from jianfu.ledger.queries import get_organ
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import Bearer, Field, ValueKind, fields_of
from jianfu.vocabulary.interval import Period
from jianfu.vocabulary.organ import OrganLevel

Column = np.ndarray[Any, Any]
_CHUNK_ROWS = 50_000
_ENDOWMENTS = (
    "area_km2",
    "population",
    "households",
    "staff",
    "village_count",
    "fiscal_revenue_fen",
    "hours_to_county",
)
_DAY_COLUMNS = frozenset({"received_on", "issued_on", "period_start", "period_end"})


@dataclass(frozen=True, slots=True)
class Frame:
    """Columns of equal length.

    Text, moments and names are object arrays (None = absent); counts, numbers and money float64 (NaN = absent);
    flags int8 (-1 unknown, 0 no, 1 yes); ids int64; days datetime64[D] (NaT = absent).
    """

    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def where(self, mask: Column) -> "Frame":
        """The rows for which `mask` (booleans, or row numbers) holds."""
        return Frame({name: column[mask] for name, column in self.columns.items()})


def receipt_frame(kind: BurdenKind, *, organ: str | None = None, period: Period | None = None) -> Frame:
    """All receipts of one kind, at or below `organ`, that arrived in `period`; None does not restrict.

    Rows that name no day count by their year; rows that name neither stand for the present and always count.
    Columns: every field of the kind, and receipt_id, demand_id, receiver_id, issuer_id, receiver_level,
    issuer_level, receiver_township, grade, source_name, sheet, row, page, evidence_id (for `queries.read_words`).
    UnknownOrgan if there is no `organ`.
    """
    organs = _OrganTable.load()
    receipts = Receipt.objects.filter(demand__kind=kind.value)
    if organ is not None:
        receipts = receipts.filter(receiver_id__in=organs.below(get_organ(organ).pk))
    if period is not None:
        receipts = receipts.filter(_arrived_in(period))
    fields = {field.name: field for field in fields_of(kind)}
    columns = _load_receipts(receipts, fields)
    columns |= _demand_columns(kind, fields, columns["demand_id"])
    columns |= organs.columns_for(columns["receiver_id"], columns["issuer_id"])
    columns |= _evidence_columns(receipts, columns["receipt_id"])
    return Frame(columns)


def observation_frame(*, organ: str | None = None, period: Period | None = None) -> Frame:
    """Numbers that somebody stated: observation_id, organ, measure, quantity, unit, period_start, period_end, note,
    and grade, source_name, sheet, row, page, evidence_id. Without a period a statement always counts.
    """
    rows = Observation.objects.all()
    if organ is not None:
        rows = rows.filter(organ_id__in=_OrganTable.load().below(get_organ(organ).pk))
    if period is not None:
        overlaps = Q(period_start__lt=period.end, period_end__gt=period.start)
        rows = rows.filter(overlaps | Q(period_start=None))
    names = ("id", "organ__name", "measure", "quantity", "unit", "period_start", "period_end", "note")
    values = list(zip(*rows.order_by("id").values_list(*names), strict=True)) or [() for _ in names]
    columns: dict[str, Column] = {
        "observation_id": np.array(values[0], dtype=np.int64),
        "organ": _objects(values[1]),
        "measure": _objects(values[2]),
        "quantity": np.array(values[3], dtype=np.float64),
        "unit": _objects(values[4]),
        "period_start": np.array(values[5], dtype="datetime64[D]"),
        "period_end": np.array(values[6], dtype="datetime64[D]"),
        "note": _objects(values[7]),
    }
    evidence = EvidenceRow.objects.filter(observation__in=rows.values("id"))
    return Frame(columns | _best_evidence(evidence, "observation_id", columns["observation_id"]))


def organ_frame(*, below: str | None = None) -> Frame:
    """Known organs, at or below one: organ_id, name, level, kind, parent_id (-1 for none), population and the rest."""
    organs = Organ.objects.filter(known=True).order_by("id")
    if below is not None:
        organs = organs.filter(pk__in=_OrganTable.load().below(get_organ(below).pk))
    rows = list(zip(*organs.values_list("id", "name", "level", "kind", "parent_id", *_ENDOWMENTS), strict=True))
    rows = rows or [() for _ in range(5 + len(_ENDOWMENTS))]
    columns: dict[str, Column] = {
        "organ_id": np.array(rows[0], dtype=np.int64),
        "name": _objects(rows[1]),
        "level": _objects(rows[2]),
        "kind": _objects(rows[3]),
        "parent_id": np.array([-1 if parent is None else parent for parent in rows[4]], dtype=np.int64),
    }
    return Frame(columns | {name: np.array(rows[5 + i], dtype=np.float64) for i, name in enumerate(_ENDOWMENTS)})


def _arrived_in(period: Period) -> Q:
    dated = Q(received_on__gte=period.start, received_on__lt=period.end)
    by_year = Q(received_on=None, year__gte=period.start.year, year__lte=period.last_day.year)
    return dated | by_year | Q(received_on=None, year=None)


def _load_receipts(receipts: QuerySet[Receipt], fields: Mapping[str, Field]) -> dict[str, Column]:
    own = [f for f in fields.values() if f.bearer is Bearer.RECEIPT and f.name != "receiver"]
    names = ["id", "demand_id", "receiver_id", *(field.name for field in own)]
    chunks: list[list[Column]] = []
    rows = receipts.order_by("id").values_list(*names)
    iterator = rows.iterator(chunk_size=_CHUNK_ROWS)
    while chunk := [row for _, row in zip(range(_CHUNK_ROWS), iterator, strict=False)]:
        by_column = list(zip(*chunk, strict=True))
        ids = [np.array(column, dtype=np.int64) for column in by_column[:3]]
        chunks.append(ids + [_as_column(f, c) for f, c in zip(own, by_column[3:], strict=True)])
    if not chunks:
        empty: list[Column] = [np.array([], dtype=np.int64) for _ in range(3)]
        chunks = [empty + [_as_column(field, ()) for field in own]]
    joined = [np.concatenate(parts) for parts in zip(*chunks, strict=True)]
    return dict(zip(["receipt_id", *names[1:]], joined, strict=True))


def _demand_columns(kind: BurdenKind, fields: Mapping[str, Field], demand_ids: Column) -> dict[str, Column]:
    """Columns of the demands, repeated for each receipt; text is shared, not copied."""
    own = [f for f in fields.values() if f.bearer is Bearer.DEMAND and f.name != "issuer"]
    detail_names = {column.name for column in DETAIL_MODELS[kind]._meta.fields}
    shared = [field for field in own if field.name not in detail_names]
    detail = [field for field in own if field.name in detail_names]
    demands = Demand.objects.filter(kind=kind.value).order_by("id")
    columns = _columns_of(demands, "id", [("issuer_id", None), *((f.name, f) for f in shared)], demand_ids)
    details = DETAIL_MODELS[kind]._default_manager.order_by("demand_id")
    return columns | _columns_of(details, "demand_id", [(f.name, f) for f in detail], demand_ids)


def _columns_of(
    rows: "QuerySet[Any]", id_name: str, wanted: list[tuple[str, Field | None]], ids: Column
) -> dict[str, Column]:
    table = list(zip(*rows.values_list(id_name, *(name for name, _ in wanted)), strict=True))
    table = table or [() for _ in range(len(wanted) + 1)]
    places = np.searchsorted(np.array(table[0], dtype=np.int64), ids)
    return {
        name: (np.array(cells, dtype=np.int64) if field is None else _as_column(field, cells))[places]
        for (name, field), cells in zip(wanted, table[1:], strict=True)
    }


def _as_column(field: Field, cells: "tuple[Any, ...]") -> Column:
    if field.name in _DAY_COLUMNS:
        return np.array(cells, dtype="datetime64[D]")
    if field.value is ValueKind.FLAG:
        return np.array([-1 if cell is None else int(cell) for cell in cells], dtype=np.int8)
    if field.value in {ValueKind.COUNT, ValueKind.NUMBER, ValueKind.MONEY}:
        return np.array(cells, dtype=np.float64)
    return _objects(cells)


def _objects(cells: "tuple[Any, ...]") -> Column:
    column = np.empty(len(cells), dtype=object)
    column[:] = cells
    return column


def _evidence_columns(receipts: QuerySet[Receipt], receipt_ids: Column) -> dict[str, Column]:
    return _best_evidence(EvidenceRow.objects.filter(receipt__in=receipts.values("id")), "receipt_id", receipt_ids)


def _best_evidence(evidence: QuerySet[EvidenceRow], target: str, ids: Column) -> dict[str, Column]:
    """For each id the row of the best grade; among equals the one that came first."""
    grade, source, row, page, number = (np.zeros(len(ids), dtype=np.int64) for _ in range(5))
    sheet = np.full(len(ids), "", dtype=object)
    wanted = (target, "grade", "source_id", "sheet", "row", "page", "id")
    ordered = evidence.order_by("-grade", "-id").values_list(*wanted)
    iterator = ordered.iterator(chunk_size=_CHUNK_ROWS)
    while chunk := [found for _, found in zip(range(_CHUNK_ROWS), iterator, strict=False)]:
        targets, grades, sources, sheets, rows, pages, numbers = zip(*chunk, strict=True)
        places = np.searchsorted(ids, np.array(targets, dtype=np.int64))
        # Later assignments win, and the best grade comes last.
        grade[places] = [ord(letter) for letter in grades]
        source[places], row[places], page[places], number[places] = sources, rows, pages, numbers
        sheet[places] = _objects(sheets)
    names = dict(ImportedFile.objects.values_list("id", "name"))
    return {
        "grade": _objects(tuple(chr(code) if code else None for code in grade)),
        "source_name": _objects(tuple(names.get(int(number), "") for number in source)),
        "sheet": sheet,
        "row": row,
        "page": page,
        "evidence_id": number,
    }


@dataclass(frozen=True, slots=True)
class _OrganTable:
    """All organs by id, with the township each lies in or is."""

    names: Mapping[int, str]
    levels: Mapping[int, str]
    parents: Mapping[int, int | None]

    @classmethod
    def load(cls) -> "_OrganTable":
        rows = list(Organ.objects.values_list("id", "name", "level", "parent_id"))
        return cls(
            {organ_id: name for organ_id, name, _, _ in rows},
            {organ_id: level for organ_id, _, level, _ in rows},
            {organ_id: parent for organ_id, _, _, parent in rows},
        )

    def below(self, top: int) -> list[int]:
        """Ids of the organ and all under it."""
        return [organ_id for organ_id in self.names if top in self._ancestors(organ_id)]

    def _ancestors(self, organ_id: int) -> list[int]:
        line = [organ_id]
        while (parent := self.parents[line[-1]]) is not None and parent not in line:
            line.append(parent)
        return line

    def _township(self, organ_id: int) -> str | None:
        for ancestor in self._ancestors(organ_id):
            if self.levels[ancestor] == OrganLevel.TOWNSHIP:
                return self.names[ancestor]
        return None

    def columns_for(self, receiver_ids: Column, issuer_ids: Column) -> dict[str, Column]:
        """receiver, receiver_level, receiver_township, issuer, issuer_level."""
        townships = {int(organ_id): self._township(int(organ_id)) for organ_id in np.unique(receiver_ids)}
        return {
            "receiver": _look_up(self.names, receiver_ids),
            "receiver_level": _look_up(self.levels, receiver_ids),
            "receiver_township": _look_up(townships, receiver_ids),
            "issuer": _look_up(self.names, issuer_ids),
            "issuer_level": _look_up(self.levels, issuer_ids),
        }


def _look_up(table: Mapping[int, Any], ids: Column) -> Column:
    return _objects(tuple(table[int(number)] for number in ids))

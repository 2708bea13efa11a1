"""Demands and their receipts from register rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jianfu.ledger.actions.merging import fill_blanks, merge_rows
from jianfu.ledger.bulk import in_chunks, insert_rows, restart_sequences
from jianfu.ledger.identity import arrival_day, demand_identity, demand_key, receipt_key
from jianfu.ledger.models import DETAIL_MODELS, Demand, DocumentText, Receipt
from jianfu.ledger.models.details import detail_fields
from jianfu.ledger.organ_names import OrganNames
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.evidence import Evidence
from jianfu.vocabulary.fields import DEMAND_FIELDS, KIND_FIELDS, RECEIPT_FIELDS, Bearer
from jianfu.vocabulary.recorded import Conflict
from jianfu.vocabulary.rows import DemandRow, NoticeText

_SHARED_COLUMNS = frozenset(field.name for field in DEMAND_FIELDS) - {"title", "issuer"}
_RECEIPT_COLUMNS = {
    kind: frozenset(f.name for f in (*RECEIPT_FIELDS, *KIND_FIELDS[kind]) if f.bearer is Bearer.RECEIPT)
    - {"receiver", "received_on"}
    for kind in BurdenKind
}
_DETAIL_COLUMNS = {kind: frozenset(field.name for field in detail_fields(kind)) for kind in BurdenKind}


@dataclass(slots=True)
class _Gathered:
    """Rows of one part by natural key, before they meet the ledger."""

    demands: dict[str, dict[str, Any]] = field(default_factory=dict)
    details: dict[BurdenKind, dict[str, dict[str, Any]]] = field(default_factory=dict)
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    demand_of: dict[str, str] = field(default_factory=dict)
    """Receipt key → demand key."""
    rows: list[tuple[str, str | None, Evidence]] = field(default_factory=list)
    """(demand key, receipt key or None, evidence) of every row, in file order."""


class DemandRecorder:
    """Writes the demands of one file, part after part, and counts what was new.

    The parts of a file are as one: equal rows are counted through all of them, and the first row that names a value
    wins.
    """

    def __init__(self, names: OrganNames) -> None:
        self._names = names
        self._seen: Counter[tuple[object, ...]] = Counter()
        self._met: set[str] = set()
        self._new: set[str] = set()
        self.ids: set[int] = set()
        """Demands that the file tells of, new or known."""
        self.new_receipts = 0
        self.repeated_receipts = 0
        self.conflicts: list[Conflict] = []

    @property
    def new_demands(self) -> int:
        """Demands that the ledger did not have before this file."""
        return len(self._new)

    def take(self, rows: Sequence[DemandRow], notices: Sequence[NoticeText]) -> list[tuple[str, int, Evidence]]:
        """Write demands, details, receipts and texts. Returns the evidence still to be written, with its target."""
        gathered = _gather(rows, self._names, self._seen)
        merged = merge_rows(Demand, gathered.demands)
        for kind, details in gathered.details.items():
            merged.conflicts += _merge_details(kind, details, merged.ids, merged.new)
        self._new |= merged.new
        self.conflicts += [conflict for conflict in merged.conflicts if conflict.key not in self._met]
        self._met.update(gathered.demands)
        self.ids.update(merged.ids.values())
        receipts = self._take_receipts(gathered, merged.ids)
        _record_texts(notices, self._names, merged.ids)
        restart_sequences(Demand, Receipt)
        return [
            ("demand_id", merged.ids[demand], found) if receipt is None else ("receipt_id", receipts[receipt], found)
            for demand, receipt, found in gathered.rows
        ]

    def _take_receipts(self, gathered: _Gathered, demand_ids: Mapping[str, int]) -> dict[str, int]:
        for key, demand in gathered.demand_of.items():
            gathered.receipts[key]["demand_id"] = demand_ids[demand]
        # A receipt can only stand already where its demand did: that spares the look-up of most keys.
        maybe_known = {key for key, demand in gathered.demand_of.items() if demand not in self._new}
        merged = merge_rows(Receipt, gathered.receipts, maybe_known=maybe_known)
        self.new_receipts += len(merged.new)
        self.repeated_receipts += len(merged.ids) - len(merged.new)
        self.conflicts += merged.conflicts
        return merged.ids


def _gather(rows: Iterable[DemandRow], names: OrganNames, seen: Counter[tuple[object, ...]]) -> _Gathered:
    """`seen` counts equal receipts through all parts of the file."""
    gathered = _Gathered()
    keys: dict[tuple[object, ...], str] = {}
    for row in rows:
        shared, detail, received = _split_names(row.kind, tuple(row.values))
        key = _find_key(row, names, gathered, keys)
        _add_values(gathered.demands[key], row.values, shared)
        _add_values(gathered.details[row.kind][key], row.values, detail)
        receipt = _gather_receipt(row, received, key, names, gathered, seen) if row.receiver else None
        gathered.rows.append((key, receipt, row.evidence))
    return gathered


def _find_key(row: DemandRow, names: OrganNames, gathered: _Gathered, keys: dict[tuple[object, ...], str]) -> str:
    """The demand's key, entered with its first columns where it is new. `keys` remembers what rows repeat."""
    identity = demand_identity(row.kind, row.title, row.values)
    known = keys.get((row.issuer, identity))
    if known is not None:
        return known
    issuer = names.find_or_create(row.issuer)
    key = keys[row.issuer, identity] = demand_key(names.canonical(issuer), identity)
    if key not in gathered.demands:
        stored = {"identity": identity, "kind": row.kind.value, "issuer_id": issuer, "title": row.title}
        gathered.demands[key] = stored
        gathered.details.setdefault(row.kind, {})[key] = {}
    return key


def _gather_receipt(
    row: DemandRow,
    columns: frozenset[str],
    demand: str,
    names: OrganNames,
    gathered: _Gathered,
    seen: Counter[tuple[object, ...]],
) -> str:
    receiver = names.find_or_create(row.receiver)
    values = row.values
    day, year, holder = arrival_day(values), values.get("year"), values.get("holder")
    place = (demand, receiver, day, year, holder)
    occurrence = seen[place]
    seen[place] = occurrence + 1
    key = receipt_key(demand, names.canonical(receiver), day, year, holder, occurrence)  # type: ignore[arg-type]
    stored: dict[str, Any] = {name: values[name] for name in columns}
    stored |= {"receiver_id": receiver, "received_on": day, "occurrence": occurrence}
    gathered.receipts[key] = stored
    gathered.demand_of[key] = demand
    return key


@lru_cache(maxsize=4096)  # a register's rows mostly have the same names
def _split_names(kind: BurdenKind, names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Which of `names` are columns of the demand, of its detail, of the receipt."""
    return (
        _SHARED_COLUMNS.intersection(names),
        _DETAIL_COLUMNS[kind].intersection(names),
        _RECEIPT_COLUMNS[kind].intersection(names),
    )


def _add_values(stored: dict[str, Any], values: Mapping[str, Any], names: frozenset[str]) -> None:
    """Take what is not there yet: the first row of a file that names a value wins."""
    if names <= stored.keys():
        return  # as for most of the townships that the same paper came to
    for name in names:
        if name not in stored:
            value = values[name]
            # The ledger gives names back as a list: what is compared with it must be one.
            stored[name] = list(value) if isinstance(value, tuple) else value


def _merge_details(
    kind: BurdenKind, details: Mapping[str, Mapping[str, Any]], ids: Mapping[str, int], new: set[str]
) -> list[Conflict]:
    model = DETAIL_MODELS[kind]
    columns = sorted(_DETAIL_COLUMNS[kind])
    fresh = [(ids[key], *(values.get(name) for name in columns)) for key, values in details.items() if key in new]
    insert_rows(model, ("demand_id", *columns), fresh)
    known = {ids[key]: (key, values) for key, values in details.items() if key not in new and values}
    conflicts: list[Conflict] = []
    for chunk in in_chunks(list(known)):
        for stored in model._default_manager.filter(pk__in=chunk).values():
            key, values = known[stored["demand_id"]]
            conflicts += fill_blanks(model, stored, values, key)
    return conflicts


def _record_texts(notices: Sequence[NoticeText], names: OrganNames, ids: Mapping[str, int]) -> None:
    for notice in notices:
        row = notice.demand
        issuer = names.canonical(names.find_or_create(row.issuer))
        key = demand_key(issuer, demand_identity(row.kind, row.title, row.values))
        DocumentText.objects.get_or_create(demand_id=ids[key], defaults={"text": notice.text})

"""Takes one file's rows into the ledger: all of them or none, and each only once."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from jianfu.ledger.actions.demand_rows import record_demands
from jianfu.ledger.actions.merging import Conflict, describe_conflicts
from jianfu.ledger.actions.observation_rows import record_observations
from jianfu.ledger.actions.organ_rows import record_organs
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.bulk import insert_rows
from jianfu.ledger.models import EvidenceRow, ImportedFile
from jianfu.ledger.organ_names import OrganNames
from jianfu.vocabulary.evidence import Evidence
from jianfu.vocabulary.rows import Batch


@dataclass(frozen=True, slots=True)
class Recorded:
    """What taking one file in did. `already_known`: the very same file was taken before, nothing was written."""

    already_known: bool = False
    new_demands: int = 0
    new_receipts: int = 0
    repeated_receipts: int = 0
    new_organs: int = 0
    new_observations: int = 0
    unknown_organs: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@transaction.atomic
def record_batch(batch: Batch, *, actor: str, now: datetime) -> Recorded:
    """Record all rows of one file with one audit entry.

    A row met before adds its evidence and fills blanks; it never overwrites, a different value is a Conflict.
    """
    lock_ledger()
    if ImportedFile.objects.filter(digest=batch.source.digest).exists():
        return Recorded(already_known=True)
    source = _record_source(batch, now)
    organs = record_organs(batch.organs)
    names = OrganNames()
    demands = record_demands([*batch.demands, *(notice.demand for notice in batch.notices)], batch.notices, names)
    new_observations, observation_evidence = record_observations(batch.observations, names)
    _record_evidence(source.pk, [*organs.evidence, *demands.evidence, *observation_evidence])
    recorded = Recorded(
        new_demands=demands.new_demands,
        new_receipts=demands.new_receipts,
        repeated_receipts=demands.repeated_receipts,
        new_organs=organs.new_organs,
        new_observations=new_observations,
        unknown_organs=tuple(names.created),
        conflicts=(*organs.conflicts, *demands.conflicts),
    )
    append(actor=actor, action="import", now=now, change=_describe(source, recorded))
    return recorded


def _record_source(batch: Batch, now: datetime) -> ImportedFile:
    source = batch.source
    return ImportedFile.objects.create(
        digest=source.digest,
        name=source.name,
        inner_path=source.inner_path,
        size_bytes=source.size_bytes,
        format=source.format,
        register=batch.register,
        rows_digest=_digest_rows(batch),
        imported_at=now,
    )


def _digest_rows(batch: Batch) -> str:
    digest = sha256()
    demands, organs, observations = batch.demands, batch.organs, batch.observations
    for evidence in (
        *(d.evidence for d in demands),
        *(o.evidence for o in organs),
        *(o.evidence for o in observations),
    ):
        digest.update(evidence.words.encode())
    return digest.hexdigest()


EvidenceTarget = tuple[str, int, Evidence]
"""The target's column (receipt_id, demand_id, organ_id, observation_id), its id, and the evidence."""


def _record_evidence(source_id: int, targets: list[EvidenceTarget]) -> None:
    by_column: dict[str, list[tuple[object, ...]]] = {}
    for column, target_id, found in targets:
        by_column.setdefault(column, []).append(
            (source_id, found.sheet, found.row, found.page, found.grade.value, found.words, target_id)
        )
    for column, rows in by_column.items():
        insert_rows(EvidenceRow, ("source_id", "sheet", "row", "page", "grade", "words", column), rows)


def _describe(source: ImportedFile, recorded: Recorded) -> dict[str, object]:
    return {
        "file": source.digest,
        "rows_digest": source.rows_digest,
        "register": source.register,
        "new_demands": recorded.new_demands,
        "new_receipts": recorded.new_receipts,
        "repeated_receipts": recorded.repeated_receipts,
        "new_organs": recorded.new_organs,
        "new_observations": recorded.new_observations,
        "unknown_organs": list(recorded.unknown_organs),
        "conflicts": describe_conflicts(recorded.conflicts),
    }

"""Takes one file's rows into the ledger: all of them or none, and each only once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from jianfu.ledger.actions.demand_rows import DemandRecorder
from jianfu.ledger.actions.merging import describe_conflicts
from jianfu.ledger.actions.observation_rows import record_observations
from jianfu.ledger.actions.organ_rows import record_organs
from jianfu.ledger.actions.withdrawing import take_back
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.bulk import insert_rows
from jianfu.ledger.models import EvidenceRow, ImportedFile
from jianfu.ledger.organ_names import OrganNames
from jianfu.ledger.searching import index_demands
from jianfu.vocabulary.evidence import Evidence, SourceFile
from jianfu.vocabulary.recorded import Conflict, Recorded
from jianfu.vocabulary.rows import Batch, DemandRow, ObservationRow, OrganRow

_LONGEST_REGISTER_NAME = 60
EvidenceTarget = tuple[str, int, Evidence]
"""The target's column (receipt_id, demand_id, organ_id, observation_id), its id, and the evidence."""


@transaction.atomic
def record_file(source: SourceFile, parts: Iterable[Batch], *, mapping: str, actor: str, now: datetime) -> Recorded:
    """Record all rows of one file, part after part, with one audit entry; all of them or, where a part fails, none.

    A row met before adds its evidence and fills blanks; it never overwrites, a different value is a Conflict. `mapping`
    is the digest of the register mappings that it was read with: a known file that is read with others is taken back
    and recorded anew.
    """
    lock_ledger()
    known = ImportedFile.objects.filter(digest=source.digest).first()
    if known is not None and known.mapping == mapping:
        return Recorded(already_known=True)
    if known is not None:
        take_back(known)
    stored = _record_source(source, mapping, now)
    recorder = _FileRecorder(stored.pk)
    for part in parts:
        recorder.take(part)
    recorder.finish()
    stored.headings = recorder.headings
    stored.register, stored.rows_digest = recorder.name_registers(), recorder.digest.hexdigest()
    stored.save(update_fields=["register", "rows_digest", "headings"])
    recorded = replace(recorder.sum_up(), read_again=known is not None)
    append(actor=actor, action="import", now=now, change=_describe(stored, recorded))
    return recorded


def _record_source(source: SourceFile, mapping: str, now: datetime) -> ImportedFile:
    return ImportedFile.objects.create(
        digest=source.digest,
        name=source.name,
        inner_path=source.inner_path,
        size_bytes=source.size_bytes,
        format=source.format,
        mapping=mapping,
        imported_at=now,
    )


class _FileRecorder:
    """Takes the parts of one file and remembers what they did."""

    def __init__(self, source_id: int) -> None:
        self._source_id = source_id
        self._names = OrganNames()
        self._demands = DemandRecorder(self._names)
        self._registers: dict[str, None] = {}
        self._new_organs = self._new_observations = 0
        self._conflicts: list[Conflict] = []
        self.headings: list[list[object]] = []
        self.digest = sha256()

    def take(self, part: Batch) -> None:
        """Write one part."""
        self._registers[part.register] = None
        if part.heading is not None:
            self._keep_heading(part)
        evidence = self._take_organs(part) if part.organs else []
        evidence += self._demands.take([*part.demands, *(notice.demand for notice in part.notices)], part.notices)
        new_observations, observed = record_observations(part.observations, self._names)
        self._new_observations += new_observations
        self._digest([*part.demands, *part.organs, *part.observations])
        _record_evidence(self._source_id, [*evidence, *observed])

    def _keep_heading(self, part: Batch) -> None:
        """Parts of one register have one heading: it goes on down to the last row of them all."""
        assert part.heading is not None
        told: list[DemandRow | OrganRow | ObservationRow] = [*part.demands, *part.organs, *part.observations]
        rows = [row.evidence.row for row in told]
        if rows:
            where = [part.heading.sheet, min(rows), max(rows), list(part.heading.words)]
            if self.headings and self.headings[-1][::3] == where[::3]:
                where[1] = self.headings.pop()[1]
            self.headings.append(where)

    def finish(self) -> None:
        """What follows from all rows together."""
        index_demands(sorted(self._demands.ids))

    def _digest(self, rows: Sequence[DemandRow | OrganRow | ObservationRow]) -> None:
        for row in rows:
            self.digest.update(row.evidence.words.encode())

    def _take_organs(self, part: Batch) -> list[EvidenceTarget]:
        organs = record_organs(part.organs)
        self._new_organs += organs.new_organs
        self._conflicts += organs.conflicts
        self._names.reload()
        return organs.evidence

    def name_registers(self) -> str:
        """The names of the registers in the file; of many only the first and their number."""
        names = list(self._registers)
        joined = "、".join(names)
        return joined if len(joined) <= _LONGEST_REGISTER_NAME else f"{names[0]}等 {len(names)} 种"

    def sum_up(self) -> Recorded:
        """What all parts together did."""
        demands = self._demands
        return Recorded(
            new_demands=demands.new_demands,
            new_receipts=demands.new_receipts,
            repeated_receipts=demands.repeated_receipts,
            new_organs=self._new_organs,
            new_observations=self._new_observations,
            unknown_organs=tuple(self._names.created),
            conflicts=(*self._conflicts, *demands.conflicts),
        )


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
        "read_again": recorded.read_again,
        "register": source.register,
        "new_demands": recorded.new_demands,
        "new_receipts": recorded.new_receipts,
        "repeated_receipts": recorded.repeated_receipts,
        "new_organs": recorded.new_organs,
        "new_observations": recorded.new_observations,
        "unknown_organs": list(recorded.unknown_organs),
        "conflicts": describe_conflicts(recorded.conflicts),
    }

"""Numbers that somebody stated, from 情况统计表 rows."""

from collections.abc import Sequence

from jianfu.ledger.actions.merging import merge_rows
from jianfu.ledger.bulk import restart_sequences
from jianfu.ledger.identity import observation_key
from jianfu.ledger.models import Observation
from jianfu.ledger.organ_names import OrganNames
from jianfu.vocabulary.evidence import Evidence
from jianfu.vocabulary.rows import ObservationRow


def record_observations(
    rows: Sequence[ObservationRow], names: OrganNames
) -> tuple[int, list[tuple[str, int, Evidence]]]:
    """Write observations. Returns how many were new, and the evidence to write."""
    keyed = [(_key(row, names), row) for row in rows]
    merged = merge_rows(Observation, {key: _columns(row, names) for key, row in keyed})
    restart_sequences(Observation)
    return len(merged.new), [("observation_id", merged.ids[key], row.evidence) for key, row in keyed]


def _key(row: ObservationRow, names: OrganNames) -> str:
    organ = names.canonical(names.find_or_create(row.organ))
    return observation_key(organ, row.measure, row.period_start, row.period_end, row.quantity, row.note)


def _columns(row: ObservationRow, names: OrganNames) -> dict[str, object]:
    return {
        "organ_id": names.find_or_create(row.organ),
        "measure": row.measure,
        "quantity": row.quantity,
        "unit": row.unit,
        "period_start": row.period_start,
        "period_end": row.period_end,
        "note": row.note,
    }

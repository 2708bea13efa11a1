"""Takes a file out of the ledger again: what only it told is gone, what others tell too stays."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, models, transaction

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.bulk import in_chunks
from jianfu.ledger.models import Demand, EvidenceRow, ImportedFile, Observation, Receipt


class UnknownFile(Exception):
    """No file of that number was imported; the message says so in Chinese."""


@transaction.atomic
def withdraw_file(number: int, *, reason: str, actor: str, now: datetime) -> ImportedFile:
    """Take the imported file with this number back, with an audit entry that says why. Returns what it was.

    It can be imported again afterwards. Organs that it named stay. UnknownFile if there is none.
    """
    lock_ledger()
    file = ImportedFile.objects.filter(pk=number).first()
    if file is None:
        raise UnknownFile(f"没有编号为 {number} 的已导入文件。用 jianfu files list 查看编号。")
    change = {"file": file.digest, "name": file.name, "rows_digest": file.rows_digest, "reason": reason}
    append(actor=actor, action="withdraw_file", now=now, change=change)
    take_back(file)
    return file


def take_back(file: ImportedFile) -> None:
    """Delete a file with all that rests on it alone. Call inside an action.

    Blanks of shared rows that this file filled stay filled: the ledger does not know who filled them.
    """
    evidence = EvidenceRow.objects.filter(source=file)
    rows = evidence.values_list("receipt_id", "demand_id", "observation_id")
    receipts, demands, observations = ({row[place] for row in rows if row[place]} for place in range(3))
    demands |= set(Receipt.objects.filter(evidence__source=file).values_list("demand_id", flat=True))
    evidence.delete()
    _delete_unproven(Receipt, sorted(receipts), "receipt_id")
    _delete_unproven(Observation, sorted(observations), "observation_id")
    _delete_demands(sorted(demands))
    file.delete()


def _delete_unproven(model: type[models.Model], ids: Sequence[int], evidence_column: str) -> None:
    """Delete those of the rows that no evidence stands behind any more."""
    quote = connection.ops.quote_name
    table, evidence = quote(model._meta.db_table), quote(EvidenceRow._meta.db_table)
    proof = f"SELECT 1 FROM {evidence} WHERE {quote(evidence_column)} = {table}.id"  # noqa: S608
    with connection.cursor() as cursor:
        for chunk in in_chunks(ids):
            marks = ", ".join(["%s"] * len(chunk))
            cursor.execute(f"DELETE FROM {table} WHERE id IN ({marks}) AND NOT EXISTS ({proof})", list(chunk))  # noqa: S608


def _delete_demands(ids: Sequence[int]) -> None:
    for chunk in in_chunks(ids):
        # Its details and its text go with it.
        Demand.objects.filter(pk__in=chunk, receipts=None, evidence=None).delete()

"""Appends entries to the audit log, inside the transaction of the write that they tell of."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from jianfu.ledger.audit.merkle import hash_leaf
from jianfu.ledger.models import AuditEntry

_LOCK_NUMBER = 6962  # any constant: names the audit log among PostgreSQL's advisory locks


def lock_ledger() -> None:
    """Let one writer in at a time until its transaction ends. SQLite does so by itself (IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_NUMBER])


def append(*, actor: str, action: str, now: datetime, change: Mapping[str, Any]) -> AuditEntry:
    """Write the next entry. Call inside the transaction that makes the change, after `lock_ledger`.

    `change` holds what changed, old and new, as JSON values.
    """
    body = canonical_json({"actor": actor, "action": action, "at": now.isoformat(), "change": change})
    last = last_index()
    index = 0 if last is None else last + 1
    return AuditEntry.objects.create(index=index, body=body, leaf_hash=hash_leaf(body.encode()).hex())


def last_index() -> int | None:
    """The number of the newest entry; None before the first. It changes with every write."""
    return AuditEntry.objects.order_by("-index").values_list("index", flat=True).first()


def canonical_json(value: Mapping[str, Any]) -> str:
    """One text for one value: keys sorted, no spaces, Chinese unescaped, dates in ISO 8601."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)

"""The audit log: one entry a write, each a leaf of the audit tree."""

from django.db import models


class AuditEntry(models.Model):
    """Leaf `index` (from 0) of the tree. `body` is the canonical JSON that was hashed; it never changes."""

    index = models.BigIntegerField(primary_key=True)
    body = models.TextField("内容")
    leaf_hash = models.CharField("叶摘要", max_length=64)

    def __str__(self) -> str:
        return self.body[:80]

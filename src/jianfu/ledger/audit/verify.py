"""Recomputes the audit tree and says where it was first changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from jianfu.ledger.audit.checkpoint import BadCheckpoint, read_checkpoint
from jianfu.ledger.audit.merkle import compute_root, hash_leaf
from jianfu.ledger.models import AuditEntry


@dataclass(frozen=True, slots=True)
class Verification:
    """`first_changed` is the index of the first entry that is not what was written; None if unknown or intact."""

    intact: bool
    message: str
    first_changed: int | None = None


def verify(checkpoint_text: str | None = None) -> Verification:
    """Check the log against itself and, where given, against a checkpoint that somebody kept.

    Without a checkpoint only careless changes show: whoever rewrites the whole log can make it agree with
    itself. Any older checkpoint unmasks that.
    """
    leaves: list[bytes] = []
    for expected, (index, body, leaf_hash) in enumerate(_entries()):
        if index != expected:
            return Verification(False, f"第 {expected} 条审计记录不见了。", expected)
        leaf = hash_leaf(body.encode())
        if leaf.hex() != leaf_hash:
            return Verification(False, f"第 {index} 条审计记录被改过。", index)
        leaves.append(leaf)
    if checkpoint_text is None:
        return Verification(True, f"审计记录共 {len(leaves)} 条，前后一致。附上以前的校验点，才能查出整本重写。")
    return _compare(leaves, checkpoint_text)


def _entries() -> Iterator[tuple[int, str, str]]:
    return AuditEntry.objects.order_by("index").values_list("index", "body", "leaf_hash").iterator(chunk_size=5000)


def _compare(leaves: list[bytes], checkpoint_text: str) -> Verification:
    try:
        checkpoint = read_checkpoint(checkpoint_text)
    except BadCheckpoint as error:
        return Verification(False, str(error))
    if len(leaves) < checkpoint.size:
        return Verification(False, f"校验点签发时有 {checkpoint.size} 条记录，现在只剩 {len(leaves)} 条。", len(leaves))
    if compute_root(leaves[: checkpoint.size]) != checkpoint.root:
        return Verification(False, f"与 {checkpoint.made_at} 签发的校验点不符：此前的记录被整本重写过。")
    return Verification(True, f"审计记录共 {len(leaves)} 条，与 {checkpoint.made_at} 签发的校验点相符。")

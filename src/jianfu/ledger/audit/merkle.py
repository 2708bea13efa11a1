"""Merkle tree of RFC 6962 section 2.1: hashes, inclusion and consistency proofs, over SHA-256."""

from collections.abc import Iterable, Sequence
from hashlib import sha256


def hash_leaf(data: bytes) -> bytes:
    """32 bytes: the hash of one entry."""
    return sha256(b"\x00" + data).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """32 bytes: the hash of a node with these two children."""
    return sha256(b"\x01" + left + right).digest()


def compute_root(leaves: Iterable[bytes]) -> bytes:
    """The tree's root from its leaf hashes in order; the hash of nothing for an empty tree.

    Linear in time, logarithmic in memory: `peaks` holds the roots of full subtrees, largest first.
    """
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        size, node = 1, leaf
        while peaks and peaks[-1][0] == size:
            node = hash_children(peaks.pop()[1], node)
            size *= 2
        peaks.append((size, node))
    if not peaks:
        return sha256(b"").digest()
    root = peaks.pop()[1]
    while peaks:
        root = hash_children(peaks.pop()[1], root)
    return root


def prove_inclusion(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(index, leaves): the sibling hashes from the leaf up. IndexError if there is no such leaf."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"树中没有第 {index} 个叶子")
    if len(leaves) == 1:
        return []
    split = _largest_power_below(len(leaves))
    if index < split:
        return [*prove_inclusion(index, leaves[:split]), compute_root(leaves[split:])]
    return [*prove_inclusion(index - split, leaves[split:]), compute_root(leaves[:split])]


def prove_consistency(old_size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PROOF(old_size, leaves): shows that the first `old_size` leaves were left alone. ValueError if out of range."""
    if not 0 < old_size <= len(leaves):
        raise ValueError(f"旧树大小 {old_size} 不在 1 到 {len(leaves)} 之间")
    return _subproof(old_size, leaves, whole=True)


def _subproof(old_size: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if whole else [compute_root(leaves)]
    split = _largest_power_below(len(leaves))
    if old_size <= split:
        return [*_subproof(old_size, leaves[:split], whole=whole), compute_root(leaves[split:])]
    return [*_subproof(old_size - split, leaves[split:], whole=False), compute_root(leaves[:split])]


def _largest_power_below(size: int) -> int:
    return 1 << ((size - 1).bit_length() - 1)

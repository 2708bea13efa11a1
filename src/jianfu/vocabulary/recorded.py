"""What the ledger says it did with one file's rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conflict:
    """A known row was met again with another value: `kept` stands, `offered` was not taken."""

    key: str
    column: str
    kept: object
    offered: object


@dataclass(frozen=True, slots=True)
class Recorded:
    """What taking one file in did. `already_known`: the very same file was taken before, nothing was written.

    `read_again`: it was taken before with other register mappings, and its rows have been replaced.
    """

    already_known: bool = False
    read_again: bool = False
    new_demands: int = 0
    new_receipts: int = 0
    repeated_receipts: int = 0
    new_organs: int = 0
    new_observations: int = 0
    unknown_organs: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

"""Rows that come in chunks: a sheet of a million rows is never in memory as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import overload

from jianfu.intake.content import CellValue

CHUNK_ROWS = 10_000
Row = Sequence[CellValue]


class StreamedRows(Sequence[Row]):
    """Rows to go through once from top to bottom: those last asked for and the chunk before them are at hand.

    An index below the last row is an IndexError, as in a list; an index of a chunk that was let go is a LookupError.
    """

    def __init__(self, chunks: Iterator[list[Row]]) -> None:
        self._coming = chunks
        self._first = 0
        self._before: list[Row] = []
        self._present: list[Row] = []

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            raise TypeError("a stream has no length to slice by")
        while index >= self._first + len(self._before) + len(self._present):
            self._advance()
        place = index - self._first
        if place < 0:
            raise LookupError(f"row {index} was let go")
        return self._before[place] if place < len(self._before) else self._present[place - len(self._before)]

    def _advance(self) -> None:
        chunk = next(self._coming, None)
        if chunk is None:
            raise IndexError("below the last row")
        self._first += len(self._before)
        self._before, self._present = self._present, chunk

    def __len__(self) -> int:
        raise TypeError("nobody knows how many rows are still to come")

    def chunks(self) -> Iterator[list[Row]]:
        """What is at hand and all that is still to come. Leaves nothing."""
        yield from (chunk for chunk in (self._before, self._present) if chunk)
        yield from self._coming


def split_chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows in lists of CHUNK_ROWS; the last may be shorter."""
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK_ROWS)):
        yield chunk

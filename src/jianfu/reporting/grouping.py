"""Grouping rows by what they have in common, in numpy."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jianfu.reporting.rows import Selection

Keys = NDArray[np.int64]


def day_keys(days: NDArray[np.datetime64]) -> Keys:
    """Days as numbers; -1 where absent."""
    return np.where(np.isnat(days), -1, days.astype("datetime64[D]").astype(np.int64))


@dataclass(frozen=True, eq=False)
class Groups:
    """Rows grouped by key, rows without a key left out.

    `order` lists places in the selection, group after group; `starts` are the places in `order` where groups
    begin; `sizes` are the numbers of rows.
    """

    rows: Selection
    order: Keys
    starts: Keys
    sizes: Keys

    def __len__(self) -> int:
        return len(self.sizes)

    def count_different(self, keys: Keys) -> Keys:
        """For each group, how many different values the rows' `keys` (one a selected row) have."""
        group_of = np.repeat(np.arange(len(self)), self.sizes)
        pairs = np.unique(np.stack([group_of, keys[self.order]]), axis=1) if len(self) else np.empty((2, 0), np.int64)
        known = pairs[0][pairs[1] >= 0]
        return np.bincount(known, minlength=len(self))

    def __getitem__(self, index: int) -> Selection:
        """The rows of one group, in time proportional to their number: `order` keeps a group's rows ascending."""
        start = self.starts[index]
        return Selection(self.rows.source, self.rows.positions[self.order[start : start + self.sizes[index]]])

    def select(self, wanted: NDArray[np.bool_]) -> Selection:
        """The rows of all groups for which `wanted` holds."""
        mask = np.zeros(len(self.rows), dtype=np.bool_)
        mask[self.order[np.repeat(wanted, self.sizes)]] = True
        return self.rows.where(mask)

    def largest_first(self, scores: Keys, most: int) -> Iterator[int]:
        """The groups with the highest scores; among equals the one whose rows came first."""
        first_rows = self.order[self.starts] if len(self) else self.starts
        yield from (int(index) for index in np.lexsort((first_rows, -scores))[:most])


def group(rows: Selection, keys: Keys) -> Groups:
    """The rows by key; rows whose key is negative are left out."""
    order = np.argsort(keys, kind="stable")
    order = order[np.searchsorted(keys[order], 0) :]
    _, starts, sizes = np.unique(keys[order], return_index=True, return_counts=True)
    return Groups(rows, order, starts, sizes)

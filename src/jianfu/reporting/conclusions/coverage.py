"""Which registers tell of the whole period, and which of a part of it only."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from jianfu.reporting.material import Material
from jianfu.vocabulary.burden_kind import BurdenKind

_QUIET = timedelta(days=31)
"""A township goes without a paper for some days, at the new year for weeks; a month of silence is a register's end."""


@dataclass(frozen=True, slots=True)
class PartialRegister:
    """A body whose papers are registered from `first` to `last` only."""

    receiver: str
    first: date
    last: date


def find_partial_registers(material: Material) -> tuple[PartialRegister, ...]:
    """Bodies whose first paper comes more than a month after the period's start, or whose last a month before its end.

    By name. Bodies without a dated paper are not among them: nothing is averaged over them.
    """
    rows = material.at_bodies(BurdenKind.DOCUMENT)
    days, codes = rows.column("received_on"), rows.codes("receiver")
    found = []
    for code in np.unique(codes[(codes >= 0) & ~np.isnat(days)]):
        own = days[(codes == code) & ~np.isnat(days)]
        first, last = own.min().item(), own.max().item()
        if first - material.period.start > _QUIET or material.period.last_day - last > _QUIET:
            found.append(PartialRegister(rows.words("receiver")[code], first, last))
    return tuple(sorted(found, key=lambda register: register.receiver))

"""What stands behind all findings of one clause, for the letter upward: rows, townships, hours of the whole county."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from jianfu.burden.simulating import Estimate
from jianfu.monitoring.panel import Span, span_of
from jianfu.reporting.material import Material


@dataclass(frozen=True, slots=True)
class Weight:
    """All findings of a rule card whose mending lies with one level. `rows` are receipts, `hours` theirs a week.

    `townships` names, sorted, those whose rows they are (a village's counts for its township).
    """

    card: str
    level: str
    findings: int
    rows: int
    townships: tuple[str, ...]
    hours: Span


def weigh_cards(material: Material) -> list[Weight]:
    """One weight a card and level that has findings."""
    return list(_weigh(material))


def _weigh(material: Material) -> Iterator[Weight]:
    work = material.load.work
    for result in material.results:
        for level in sorted({one.level for one in result.findings}):
            of_level = [one for one in result.findings if one.level == level]
            receipts = sorted({number for one in of_level for number in one.receipts})
            inside = np.isin(work.receipts, receipts)
            hours = Estimate.of(material.simulation.total(inside)).times(1 / material.load.weeks)
            names = sorted({str(name) for name in work.townships[inside] if name is not None})
            yield Weight(of_level[0].card, level.value, len(of_level), len(receipts), tuple(names), span_of(hours))

"""Hours a week that one finding's mending saves, where registers can say it."""

import numpy as np

from jianfu.burden.work import Column
from jianfu.reporting.material import Material
from jianfu.rulebook.cards.card import Aggregate, Comparison, GroupComparison, Operator, RuleCard
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.finding import Finding

_LENGTH_FACT, _LENGTH_COLUMN = "会议时长", "duration_minutes"
_PAPER_FACT, _PAPER_ACTIVITY = "是否报签字盖章纸质档", "签字盖章送纸质"
_MINUTES_AN_HOUR = 60


def list_saved_hours(material: Material) -> list[tuple[Finding, float | None]]:
    """Every finding with the hours a week that go when it is mended; None where no register says.

    Demands beyond a number go, the lightest of them; a meeting keeps to its length, for all who attend; a form is no
    longer wanted on paper. How much a later deadline or a voluntary app saves, nobody knows.
    """
    return [
        (one, _in_a_week(material, _save(material, result.card, one)))
        for result in material.results
        for one in result.findings
    ]


def choose_excess(material: Material, card: RuleCard, one: Finding) -> frozenset[int]:
    """The receipts beyond what the card allows, the lightest; none where it counts nothing."""
    counted = next((j for j in card.judged if isinstance(j, GroupComparison) and j.aggregate is Aggregate.COUNT), None)
    if counted is None or one.limit is None or counted.operator not in {Operator.GREATER, Operator.AT_LEAST}:
        return frozenset()
    kept = int(one.limit) if counted.operator is Operator.GREATER else int(one.limit) - 1
    heaviest_first = sorted(one.receipts, key=lambda id: -material.hours_of_receipt.get(id, 0.0))
    return frozenset(heaviest_first[max(kept, 0) :])


def _save(material: Material, card: RuleCard, one: Finding) -> float | None:
    excess = choose_excess(material, card, one)
    if excess:
        return sum(material.hours_of_receipt.get(id, 0.0) for id in excess)
    facts = {judgement.fact for judgement in card.judged if isinstance(judgement, Comparison)}
    if _LENGTH_FACT in facts and one.limit is not None:
        return _shorten(material, one, one.limit)
    return _without_paper(material, one) if _PAPER_FACT in facts else None


def _shorten(material: Material, one: Finding, limit: float) -> float:
    """Person-hours of a meeting beyond its length, over all who received it; of an unknown number one attends."""
    rows = material.received(BurdenKind.MEETING)
    rows = rows.where(np.isin(rows.column("demand_id"), _demands(material, one)))
    people, minutes = rows.column("people_attending"), rows.column(_LENGTH_COLUMN)
    beyond = np.nan_to_num(np.maximum(minutes - limit, 0))
    return float((np.where(np.isnan(people), 1.0, people) * beyond).sum()) / _MINUTES_AN_HOUR


def _without_paper(material: Material, one: Finding) -> float | None:
    """Hours of signing and delivering, over all who received it; None where they are in a stated whole."""
    work = material.load.work
    is_paper = np.array([activity.name == _PAPER_ACTIVITY for activity in work.catalogue], np.bool_)[work.activities]
    lines = is_paper & np.isin(work.demands, _demands(material, one))
    return float(material.simulation.usual_hours()[lines].sum()) if lines.any() else None


def _demands(material: Material, one: Finding) -> Column:
    found: Column = material.sources[one.kind.value].at_receipts(one.receipts).column("demand_id")
    return found


def _in_a_week(material: Material, hours: float | None) -> float | None:
    return None if hours is None else hours / material.load.weeks

"""A card over columns: for each row one of four outcomes, and the number that it was judged by."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jianfu.rulebook.cards.card import (
    Aggregate,
    Comparison,
    Condition,
    DatedValue,
    GroupComparison,
    Judgement,
    NamedPredicate,
    Operator,
    Outcome,
    Parameter,
    RuleCard,
)
from jianfu.rulebook.judging.comparing import all_of, any_of, compare_column, compare_numbers, truth
from jianfu.rulebook.judging.counting import count_over
from jianfu.rulebook.judging.facts import Day, Facts, Truth, Words
from jianfu.rulebook.judging.predicates import PREDICATES
from jianfu.vocabulary.interval import Period

OUTCOMES = (Outcome.NOT_APPLICABLE, Outcome.NOT_TRIGGERED, Outcome.TRIGGERED, Outcome.CANNOT_JUDGE)
"""The outcome of each code in `Evaluation.codes`."""
_NOT_APPLICABLE, _NOT_TRIGGERED, _TRIGGERED, _CANNOT_JUDGE = range(4)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one card says of every row.

    `codes` int8[n] into OUTCOMES. `values` float64[n]: the number that the row was judged by, NaN where the card judges
    no number. `groups` int64[n]: rows of one number are one finding; -1 where each row is its own.
    """

    codes: npt.NDArray[np.int8]
    values: npt.NDArray[np.float64]
    groups: npt.NDArray[np.int64]

    def rows(self, outcome: Outcome) -> npt.NDArray[np.int64]:
        """The numbers of the rows with this outcome."""
        return np.flatnonzero(self.codes == OUTCOMES.index(outcome))


def evaluate(card: RuleCard, facts: Facts, *, observed: Period | None = None) -> Evaluation:
    """Judge every row by the version of the clause that was in force on its day.

    `observed` is the stretch of time of which the facts are complete: only inside it can a count be known to be small
    enough. None: it is not known to be complete anywhere.
    """
    bound = _Bound(card, facts, observed)
    in_force = bound.in_force()
    in_scope = all_of([bound.decide(condition) for condition in card.when], facts.length)
    applies = all_of([in_force, in_scope], facts.length)
    exempt = any_of([bound.decide(condition) for condition in card.unless], facts.length)
    broken = all_of([bound.judge(judgement, in_scope, in_force, exempt) for judgement in card.judged], facts.length)
    codes = np.where(broken == 1, _TRIGGERED, np.where(broken == 0, _NOT_TRIGGERED, _CANNOT_JUDGE)).astype(np.int8)
    # A row that does not break the clause is fine whether or not it might have been exempt.
    codes[(codes == _TRIGGERED) & ((applies == -1) | (exempt == -1))] = _CANNOT_JUDGE
    codes[(applies == 0) | (exempt == 1)] = _NOT_APPLICABLE
    return Evaluation(codes, bound.values, bound.groups)


class _Bound:
    """A card bound to columns."""

    def __init__(self, card: RuleCard, facts: Facts, observed: Period | None) -> None:
        self.card, self.facts, self.observed = card, facts, observed
        self.values = np.full(facts.length, np.nan)
        self.groups = np.full(facts.length, -1, np.int64)

    def in_force(self) -> Truth:
        """Whether the clause bound anybody on the row's day."""
        first, last = self._in_force_on(self.facts.days), self._in_force_on(self.facts.last_days)
        return truth(first, ~np.isnat(self.facts.days) & (first == last))

    def _in_force_on(self, days: Day) -> npt.NDArray[np.bool_]:
        inside: npt.NDArray[np.bool_] = days >= np.datetime64(self.card.since)
        return inside if self.card.until is None else inside & (days < np.datetime64(self.card.until))

    def decide(self, condition: Condition) -> Truth:
        """A condition on single rows."""
        if isinstance(condition, NamedPredicate):
            predicate, _ = PREDICATES[condition.name]
            return predicate(self.facts)
        column = self.facts.column(condition.fact)
        if not isinstance(condition.operand, Parameter):
            return compare_column(column, condition.operator, condition.operand)
        return self._by_version(
            self.card.parameters[condition.operand.name],
            lambda value: compare_column(column, condition.operator, value),
        )

    def judge(self, judgement: Judgement, in_scope: Truth, in_force: Truth, exempt: Truth) -> Truth:
        """Whether the row breaks the clause, as far as this judgement goes."""
        if isinstance(judgement, GroupComparison):
            # What it is held against lies a year back, when the clause may not have been there yet.
            dated = [] if judgement.aggregate is Aggregate.YEAR_ON_YEAR else [in_force]
            return self._judge_group(judgement, all_of([in_scope, *dated, _TO_NO[exempt]], self.facts.length))
        if isinstance(judgement, Comparison):
            column = self.facts.column(judgement.fact)
            if not isinstance(column, Words) and column.dtype == np.float64:
                self.values = column
        return self.decide(judgement)

    def _judge_group(self, judgement: GroupComparison, counts: Truth) -> Truth:
        counted = count_over(
            judgement.aggregate,
            days=self.facts.days,
            last_days=self.facts.last_days,
            window=judgement.window,
            group=[self.facts.column(label) for label in judgement.group],
            counts=counts,
            values=self._numbers(judgement),
            among=self._among(judgement),
            observed=self.observed,
        )
        self.values, self.groups = counted.least, counted.places
        if not isinstance(judgement.limit, Parameter):
            return _within_bounds(counted.least, counted.most, judgement.operator, judgement.limit)
        return self._by_version(
            self.card.parameters[judgement.limit.name],
            lambda value: _within_bounds(counted.least, counted.most, judgement.operator, value),
        )

    def _numbers(self, judgement: GroupComparison) -> npt.NDArray[np.float64] | None:
        if judgement.aggregate is not Aggregate.SUM:
            return None
        column = self.facts.column(judgement.fact)
        assert not isinstance(column, Words)
        return column

    def _among(self, judgement: GroupComparison) -> Truth | None:
        if judgement.aggregate is not Aggregate.SHARE:
            return None
        return all_of([self.decide(condition) for condition in judgement.among], self.facts.length)

    def _by_version(self, versions: Sequence[DatedValue], answer: Callable[[Any], Truth]) -> Truth:
        """The answer by the value in force on each row's day; -1 before the first and where no day is known.

        Where the day is known only within bounds, -1 unless both ends give the same.
        """
        first = last = np.full(self.facts.length, -1, np.int8)
        for version in versions:
            since, answered = np.datetime64(version.since), answer(version.value)
            first = np.where(self.facts.days >= since, answered, first)
            last = np.where(self.facts.last_days >= since, answered, last)
        return np.where(first == last, first, np.int8(-1))


_TO_NO = np.array([1, 0, -1], np.int8)
"""Not: no becomes yes, yes no, unknown (index -1) stays."""


def _within_bounds(
    least: npt.NDArray[np.float64], most: npt.NDArray[np.float64], operator: Operator, limit: float
) -> Truth:
    """The comparison where it comes out the same at both bounds, else -1."""
    low, high = compare_numbers(least, operator, limit), compare_numbers(most, operator, limit)
    if operator is Operator.EQUAL:
        return np.where(least == most, low, np.where((least > limit) | (most < limit), np.int8(0), np.int8(-1)))
    return np.where(low == high, low, np.int8(-1))

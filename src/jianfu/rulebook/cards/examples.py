"""Runs the worked examples of a card through the very code that judges the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from jianfu.rulebook.cards.card import Example, Operand, Outcome, RuleCard
from jianfu.rulebook.judging.evaluating import OUTCOMES, evaluate
from jianfu.rulebook.judging.facts import Column, Facts, absent_column, facts_of, words_of
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import Field, ValueKind
from jianfu.vocabulary.interval import Period

_ALWAYS = Period(date(1990, 1, 1), date(2100, 1, 1))


def run_example(card: RuleCard, example: Example) -> Outcome:
    """What the card says of the example's last row."""
    facts = make_facts(card.kind, example.rows)
    found = evaluate(card, facts, observed=_ALWAYS if example.complete else None)
    return OUTCOMES[found.codes[-1]]


def failing_examples(card: RuleCard) -> list[tuple[Example, Outcome]]:
    """The examples that come out otherwise than the card says, each with what came out."""
    outcomes = [(example, run_example(card, example)) for example in card.examples]
    return [(example, outcome) for example, outcome in outcomes if outcome is not example.outcome]


def make_facts(kind: BurdenKind, rows: Sequence[Mapping[str, Operand]]) -> Facts:
    """Rows of facts, by their labels, as columns. An absent fact is missing data."""
    labels = {label for row in rows for label in row}
    fields = facts_of(kind)
    columns = {label: _column(fields[label], [row.get(label) for row in rows]) for label in labels}
    return Facts(kind, columns, len(rows))


def _column(field: Field, cells: list[Any]) -> Column:
    if field.value in {ValueKind.TEXT, ValueKind.NAMES}:
        words = np.empty(len(cells), object)
        words[:] = cells
        return words_of(words)
    column = absent_column(field.value, len(cells))
    assert isinstance(column, np.ndarray)
    for row, cell in enumerate(cells):
        if cell is not None:
            column[row] = cell
    return column

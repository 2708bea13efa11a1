"""Comparisons over columns with three answers: yes, no, nobody says."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from jianfu.rulebook.cards.card import Operand, Operator
from jianfu.rulebook.judging.facts import Column, Truth, Words

_NUMERIC: dict[Operator, Callable[[Any, Any], Any]] = {
    Operator.EQUAL: np.equal,
    Operator.GREATER: np.greater,
    Operator.AT_LEAST: np.greater_equal,
    Operator.LESS: np.less,
    Operator.AT_MOST: np.less_equal,
}


def compare_column(column: Column, operator: Operator, operand: Operand) -> Truth:
    """`column operator operand` for each row, -1 where the row is silent.

    The operand must be of the column's kind, as the checker of cards makes sure.
    """
    if isinstance(column, Words):
        return _compare_words(column, operator, operand)
    if column.dtype == np.int8:
        return _compare_flags(column, operator, operand)
    if isinstance(operand, date):
        operand_value: Any = np.datetime64(operand)
        return truth(_NUMERIC[operator](column, operand_value), ~np.isnat(column))
    if isinstance(operand, tuple):
        return truth(np.isin(column, [float(item) for item in operand]), ~np.isnan(column))
    return compare_numbers(column, operator, operand)


def compare_numbers(numbers: npt.NDArray[np.float64], operator: Operator, limit: Any) -> Truth:
    """`numbers operator limit` (a number or one for each row); -1 where either is NaN."""
    known = ~(np.isnan(numbers) | np.isnan(limit))
    return truth(_NUMERIC[operator](numbers, limit), known)


def _compare_words(column: Words, operator: Operator, operand: Operand) -> Truth:
    wanted = operand if isinstance(operand, tuple) else (str(operand),)
    is_among = np.array([value in wanted for value in column.values], np.int8)
    answers = np.append(is_among, np.int8(-1))  # code -1 picks the last
    return answers[column.codes]


def _compare_flags(column: npt.NDArray[np.int8], operator: Operator, operand: Operand) -> Truth:
    wanted = bool(operand) == (operator is not Operator.IS_NOT)
    return truth(column == int(wanted), column >= 0)


def truth(answer: npt.NDArray[np.bool_], known: npt.NDArray[np.bool_]) -> Truth:
    """Yes and no where known, else -1."""
    return np.where(known, answer.astype(np.int8), np.int8(-1))


def all_of(answers: Sequence[Truth], length: int) -> Truth:
    """Kleene's and: one no decides; without a no, one unknown leaves it open. No answers at all: yes."""
    return reduce(_and, answers, np.ones(length, np.int8))


def any_of(answers: Sequence[Truth], length: int) -> Truth:
    """Kleene's or: one yes decides. No answers at all: no."""
    return reduce(_or, answers, np.zeros(length, np.int8))


def _and(one: Truth, other: Truth) -> Truth:
    # With unknown between no and yes, and is the smaller and or the larger of the two.
    return _unrank(np.minimum(_rank(one), _rank(other)))


def _or(one: Truth, other: Truth) -> Truth:
    return _unrank(np.maximum(_rank(one), _rank(other)))


_RANK_OF = np.array([0, 2, 1], np.int8)  # no, yes, unknown (index -1)
_TRUTH_OF = np.array([0, -1, 1], np.int8)


def _rank(answer: Truth) -> Truth:
    return _RANK_OF[answer]


def _unrank(ranks: Truth) -> Truth:
    return _TRUTH_OF[ranks]

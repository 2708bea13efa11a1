"""Endowments as columns that can be compared: what a township starts from and does not choose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from jianfu.assessment.scoring.data import Floats

_FARTHEST = 2.5
"""Standard deviations: one town far from all others must not bend the line for everybody."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """`matrix` float64[townships, columns], each of mean 0 and deviation 1; `names` of the columns.

    `amounts` float64[townships, helping endowments] in their own units, all above 0. `index` float64[townships]: the
    mean of what helps less what hinders: who starts well is high. `unused` are endowments alike everywhere.
    """

    names: tuple[str, ...]
    matrix: Floats
    amounts: Floats
    index: Floats
    unused: tuple[str, ...]


def make_conditions(endowments: Sequence[Mapping[str, float | str]], favours: Mapping[str, int]) -> Conditions:
    """Columns from one mapping a township, each with all names of `favours` (1 helps, -1 hinders, 0 nobody knows).

    Amounts above 0 go by their logarithm; words become one column a word, the most frequent being the measure.
    """
    columns: list[tuple[str, Floats]] = []
    signs: list[int] = []
    unused: list[str] = []
    for name, favour in favours.items():
        found = _columns_of(name, [one[name] for one in endowments])
        if not found:
            unused.append(name)
        for words, column in found:
            columns.append((words, column))
            signs.append(favour)
    count = len(endowments)
    matrix = np.column_stack([column for _, column in columns]) if columns else np.zeros((count, 0))
    helping = [name for name, favour in favours.items() if favour > 0 and _is_amount([one[name] for one in endowments])]
    amounts = np.array([[float(one[name]) for name in helping] for one in endowments], np.float64).reshape(count, -1)
    sides = np.array(signs, np.float64)
    index = matrix @ sides / max(np.abs(sides).sum(), 1.0)
    return Conditions(tuple(words for words, _ in columns), matrix, amounts, index, tuple(unused))


def _is_amount(values: Sequence[float | str]) -> bool:
    return all(not isinstance(value, str) and value > 0 for value in values)


def _columns_of(name: str, values: Sequence[float | str]) -> list[tuple[str, Floats]]:
    if any(isinstance(value, str) for value in values):
        words = [str(value) for value in values]
        ordered = sorted(set(words), key=lambda word: (-words.count(word), word))
        dummies = [(f"{name}·{word}", np.array([one == word for one in words], np.float64)) for word in ordered[1:]]
        return [(words_of, _standardise(column)) for words_of, column in dummies]
    numbers = np.array(values, np.float64)
    if np.ptp(numbers) == 0:
        return []
    return [(name, _standardise(np.log(numbers) if (numbers > 0).all() else numbers))]


def _standardise(column: Floats) -> Floats:
    z = (column - column.mean()) / column.std()
    z = np.clip(z, -_FARTHEST, _FARTHEST)
    return np.asarray((z - z.mean()) / z.std(), np.float64)

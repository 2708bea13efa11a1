"""Rows of the ledger as the report sees them: whole sources, and selections that stand behind a number."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from jianfu.vocabulary.evidence import Grade
from jianfu.vocabulary.organ import ABOVE_GRASSROOTS, OrganLevel
from jianfu.vocabulary.text import squeeze

GRADES = tuple(Grade)
OBSERVATIONS = "observation"
"""Key of the source that holds stated numbers; the other sources have the value of their `BurdenKind`."""

_WHOLE_NUMBER = re.compile(r"^(\d+)\.0$")


Words = Callable[[Sequence[int]], Sequence[str]]
"""The words of evidence rows, by their ids."""


class Columns(Protocol):
    """What the report needs of a ledger frame: named numpy columns of one length."""

    def __len__(self) -> int: ...

    def __getitem__(self, name: str, /) -> NDArray[Any]: ...


@dataclass(frozen=True, eq=False)
class Coded:
    """A text column as numbers: `codes[i]` is the place of row i's text in `words`, -1 where it is absent."""

    codes: NDArray[np.int64]
    words: tuple[str, ...]


class RowSource:
    """All rows of one kind (or all observations) that a report draws on. Derived columns are made once.

    The words that a row was read from stay in the ledger until they are asked for: `words` gives them for evidence ids.
    """

    def __init__(self, key: str, label: str, columns: Columns, words: Words | None = None) -> None:
        self.key = key
        self.label = label
        self.columns = columns
        self._words = words
        self._coded: dict[str, Coded] = {}

    def __len__(self) -> int:
        return len(self.columns)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    @property
    def has_words(self) -> bool:
        """Whether the words that the rows were read from can be had."""
        return self._words is not None

    def read_words(self, positions: NDArray[np.int64]) -> list[str]:
        """The cells or the line that each of these rows was read from; '' where nobody knows them."""
        if self._words is None:
            return [""] * len(positions)
        words = self._words(self.columns["evidence_id"][positions].tolist())
        return [_show_cells(cells) for cells in words]

    @cached_property
    def grade_codes(self) -> NDArray[np.int8]:
        """Each row's place in `GRADES`; a row without a grade counts as the weakest."""
        coded = self.coded("grade")
        place = {grade.value: index for index, grade in enumerate(GRADES)}
        table = np.array([place.get(word, len(GRADES) - 1) for word in coded.words] + [len(GRADES) - 1], dtype=np.int8)
        return table[coded.codes]

    @cached_property
    def at_grassroots(self) -> NDArray[np.bool_]:
        """True where the receiver is not known to be a county organ or higher."""
        return ~self.all().matching_mask("receiver_level", lambda level: level in ABOVE_GRASSROOTS)

    @cached_property
    def at_village(self) -> NDArray[np.bool_]:
        """True where the receiver is a village or community."""
        return self.all().matching_mask("receiver_level", lambda level: level == OrganLevel.VILLAGE.value)

    def coded(self, name: str) -> Coded:
        """A text column as codes, made at first use."""
        if name not in self._coded:
            self._coded[name] = _encode_titles(self) if name == "title_key" else encode(self.columns[name])
        return self._coded[name]

    def at_receipts(self, ids: Collection[int]) -> "Selection":
        """The rows of these receipts; an id that is none of the source is left out."""
        return self.all().where(np.isin(self["receipt_id"], np.fromiter(ids, np.int64, len(ids))))

    def all(self) -> "Selection":
        """Every row of the source."""
        return Selection(self, np.arange(len(self), dtype=np.int64))


@dataclass(frozen=True, eq=False)
class Selection:
    """Some rows of one source: `positions` are their places in it, ascending."""

    source: RowSource
    positions: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.positions)

    def column(self, name: str) -> NDArray[Any]:
        """The named column of the selected rows."""
        return self.source[name][self.positions]

    def codes(self, name: str) -> NDArray[np.int64]:
        """Codes of a text column (see `Coded`) for the selected rows."""
        return self.source.coded(name).codes[self.positions]

    def words(self, name: str) -> tuple[str, ...]:
        """The texts that the codes of a column stand for."""
        return self.source.coded(name).words

    def where(self, mask: NDArray[np.bool_]) -> "Selection":
        """The selected rows for which `mask` (one value a selected row) holds."""
        return Selection(self.source, self.positions[mask])

    def flagged(self, name: str, value: int = 1) -> "Selection":
        """Rows whose flag is `value` (1 yes, 0 no, -1 nobody said)."""
        return self.where(self.column(name) == value)

    def answered(self, name: str) -> "Selection":
        """Rows where somebody answered the flag or gave the number or the text."""
        values = self.column(name)
        if values.dtype == np.int8:
            return self.where(values >= 0)
        if values.dtype.kind == "f":
            return self.where(~np.isnan(values))
        return self.where(self.codes(name) >= 0)

    def matching_mask(self, name: str, holds: Callable[[str], bool]) -> NDArray[np.bool_]:
        """One truth a selected row: does the text of this column satisfy `holds`? An absent text never does."""
        truths = np.array([holds(word) for word in self.words(name)] + [False], dtype=np.bool_)
        return truths[self.codes(name)]

    def matching(self, name: str, holds: Callable[[str], bool]) -> "Selection":
        """Rows whose text in this column satisfies `holds`."""
        return self.where(self.matching_mask(name, holds))

    def among(self, name: str, words: Collection[str]) -> "Selection":
        """Rows whose text in this column is one of `words`."""
        return self.matching(name, lambda word: word in words)

    def mentioning(self, name: str, parts: Collection[str]) -> "Selection":
        """Rows whose text in this column contains one of `parts`."""
        return self.matching(name, lambda word: any(part in word for part in parts))

    def count_distinct(self, *names: str) -> int:
        """How many different values (of one column or of several together) the rows have; absent ones do not count."""
        keys = self.keys(*names)
        return len(np.unique(keys[keys >= 0]))

    def keys(self, *names: str) -> NDArray[np.int64]:
        """One number a row, equal for rows that agree in all named columns; -1 where one of them is absent."""
        return join_keys(*(self._numbers(name) for name in names))

    def _numbers(self, name: str) -> NDArray[np.int64]:
        values = self.source.columns[name] if name != "title_key" else None
        if values is None or values.dtype == object:
            return self.codes(name)
        selected = values[self.positions]
        if selected.dtype.kind == "M":
            days = selected.astype("datetime64[D]").astype(np.int64)
            return np.where(np.isnat(selected), -1, days)
        return selected.astype(np.int64)

    def count_grades(self) -> Mapping[Grade, int]:
        """Rows of each grade, grades without rows left out."""
        counts = np.bincount(self.source.grade_codes[self.positions], minlength=len(GRADES))
        return {grade: int(count) for grade, count in zip(GRADES, counts, strict=True) if count}


def _show_cells(words: str) -> str:
    """The filled cells with a bar between them, whole numbers without the .0 that a workbook keeps them with."""
    return " ｜ ".join(_WHOLE_NUMBER.sub(r"\1", cell) for cell in words.split("\t") if cell)


def join_keys(*parts: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number a row, equal where all parts are equal; -1 where a part is negative (absent)."""
    joined = np.zeros(len(parts[0]), dtype=np.int64)
    absent = np.zeros(len(parts[0]), dtype=np.bool_)
    for part in parts:
        absent |= part < 0
        _, codes = np.unique(part, return_inverse=True)
        _, joined = np.unique(joined * (int(codes.max(initial=0)) + 1) + codes, return_inverse=True)
    joined = joined.astype(np.int64)
    joined[absent] = -1
    return joined


def encode(values: NDArray[Any]) -> Coded:
    """A column of texts as codes; None and '' are absent."""
    places: dict[str, int] = {}
    codes = np.fromiter(
        (-1 if not value else places.setdefault(value, len(places)) for value in values.tolist()),
        dtype=np.int64,
        count=len(values),
    )
    return Coded(codes, tuple(places))


def _encode_titles(source: RowSource) -> Coded:
    """Titles in the form in which they are compared: no spaces, no outer 《》."""
    raw = source.coded("title")
    keys = encode(np.array([bare_title(word) for word in raw.words] + [None], dtype=object))
    return Coded(keys.codes[raw.codes], keys.words)


def bare_title(title: str) -> str:
    """A title without spaces and without the 《》 around the whole of it."""
    words = squeeze(title)
    inner = words[1:-1]
    return inner if words.startswith("《") and words.endswith("》") and "《" not in inner else words

"""Notices that lie on disk and are read one at a time, and what is kept of each in memory: about 200 bytes."""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from jianfu.overlap.engines.sources import BYTES_PER_BLOCK, ROWS_PER_BLOCK
from jianfu.overlap.engines.spill import Cells
from jianfu.overlap.kernels.sorting import bits_of, order_by
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.verifying import compare
from jianfu.overlap.notices.notice import Notice
from jianfu.overlap.notices.preparing import DIGEST_BYTES, prepare

Words64 = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
Ratios = npt.NDArray[np.float32]
_WORD_BYTES = 8


@dataclass(frozen=True, slots=True)
class Column:
    """Several 64-bit numbers a notice: all of them, and of which notice each is (its place)."""

    words: Words64
    places: Places


@dataclass(frozen=True, slots=True)
class Portion:
    """What a process makes of some notices: columns as long as there are notices, and the bytes to be stored.

    `blocks` and `uses` stand for words by their digests; their places count from the portion's first notice.
    """

    ids: list[str]
    contents: Words64
    days: Places
    blocks: Column
    uses: Column
    counts_days: npt.NDArray[np.bool_]
    is_pinned: npt.NDArray[np.bool_]
    facts: list[bytes]
    bodies: list[bytes]


def prepare_portion(notices: Sequence[Notice]) -> Portion:
    """Take the notices apart."""
    prepared = [prepare(notice) for notice in notices]
    contents = np.frombuffer(b"".join(one.content for one in prepared), np.uint64)
    return Portion(
        [one.notice.id for one in prepared],
        contents.reshape(len(prepared), DIGEST_BYTES // _WORD_BYTES),
        np.array([one.day for one in prepared], np.int64),
        _number_words([one.blocks for one in prepared]),
        _number_words([one.uses for one in prepared]),
        np.array([one.counts_days for one in prepared], np.bool_),
        np.array([one.is_pinned for one in prepared], np.bool_),
        [pickle.dumps(replace(one.notice, body=None)) for one in prepared],
        [(one.notice.body or "").encode(errors="surrogatepass") for one in prepared],
    )


def _number_words(words: Sequence[Sequence[str]]) -> Column:
    digests = [
        blake2b(word.encode(errors="surrogatepass"), digest_size=_WORD_BYTES).digest() for row in words for word in row
    ]
    places = np.repeat(np.arange(len(words)), [len(row) for row in words])
    return Column(np.frombuffer(b"".join(digests), np.uint64), places)


class NoticeStore:
    """All notices of a run. Filled by `extend`; after `close` they are read by their places 0 … len - 1."""

    def __init__(self, folder: Path) -> None:
        self._portions: list[Portion] = []
        self._facts = Cells(folder / "facts")
        self._bodies = Cells(folder / "bodies")

    def __len__(self) -> int:
        return len(self.ids)

    def extend(self, portions: Iterable[Portion]) -> Iterator[int]:
        """Take in portions one after the other; tells after each how many notices there are."""
        count = 0
        for portion in portions:
            self._facts.append(portion.facts)
            self._bodies.append(portion.bodies)
            self._portions.append(replace(portion, facts=[], bodies=[]))
            count += len(portion.ids)
            yield count
        self._facts.close()
        self._bodies.close()

    @cached_property
    def ids(self) -> list[str]:
        """The id of each notice."""
        return [name for portion in self._portions for name in portion.ids]

    @cached_property
    def by_id(self) -> Places:
        """The places in the order of ids."""
        return np.array(sorted(range(len(self)), key=self.ids.__getitem__), np.int64)

    @cached_property
    def ranks(self) -> Places:
        """The number of each notice in the order of ids."""
        return _invert(self.by_id)

    @cached_property
    def turns(self) -> Places:
        """The number of each notice in the order of days, ids among equal days."""
        by_id = self.by_id
        days = self._join("days")[by_id].astype(np.uint64)
        return _invert(by_id[order_by(days, bits_of(int(days.max(initial=0))))])

    def list_repeated_ids(self) -> list[str]:
        """Ids of more than one notice, each once, in order."""
        ordered = [self.ids[place] for place in self.by_id.tolist()]
        return sorted({name for name, following in pairwise(ordered) if name == following})

    def group_copies(self) -> tuple[Places, Places]:
        """The places, notices that differ in their id alone side by side and in the order of ids; where groups start
        in that, and at last its length."""
        contents = self._join("contents").reshape(-1, DIGEST_BYTES // _WORD_BYTES)
        members = np.lexsort((self.ranks, contents[:, 1], contents[:, 0]))
        ordered = contents[members]
        is_first = np.append(True, np.any(ordered[1:] != ordered[:-1], axis=1))[: len(members)]
        return members, np.append(np.flatnonzero(is_first), len(members))

    def mark_recurring(self, *, least_days: int, least_span: int) -> npt.NDArray[np.bool_]:
        """Of each notice whether one of its uses was seen on so many days, the last so long after the first."""
        uses, days = self._column("uses"), self._join("days")
        is_counted = self._join("counts_days")[uses.places]
        words, used_on = uses.words[is_counted], days[uses.places][is_counted]
        order = np.lexsort((used_on, words))
        words, used_on = words[order], used_on[order]
        is_new_word = np.append(True, words[1:] != words[:-1])[: len(words)]
        is_new_day = is_new_word | np.append(True, used_on[1:] != used_on[:-1])[: len(words)]
        starts = np.flatnonzero(is_new_word)
        stops = np.append(starts, len(words))[1:]
        different = np.diff(np.append(np.cumsum(is_new_day)[starts] - 1, is_new_day.sum()))
        again = (different >= least_days) & (used_on[stops - 1] - used_on[starts] >= least_span)
        marks = np.zeros(len(self), np.bool_)
        marks[uses.places[np.isin(uses.words, words[starts[again]])]] = True
        is_pinned: npt.NDArray[np.bool_] = self._join("is_pinned")
        return marks & ~is_pinned

    def blocks(self) -> Column:
        """What each notice is compared by."""
        return self._column("blocks")

    def forget_columns(self) -> None:
        """Free what only pairing needs."""
        self.ids  # noqa: B018 - kept
        self._portions.clear()

    def read(self, place: int) -> Notice:
        """The notice, completed."""
        notice: Notice = pickle.loads(self._facts.read(place))  # noqa: S301 - what this very run pickled
        body = self._bodies.read(place).decode(errors="surrogatepass")
        return replace(notice, body=body or None)

    def read_head(self, place: int) -> Notice:
        """The notice without its body."""
        notice: Notice = pickle.loads(self._facts.read(place))  # noqa: S301 - what this very run pickled
        return notice

    def bodies_of(self, places: Places) -> "Bodies":
        """The bodies of some notices, as texts in this order."""
        return Bodies(self._bodies, places)

    def compare_bodies(self, one: Places, other: Places) -> tuple[Ratios, Ratios]:
        """Jaccard and containment of the bodies of each pair of notices, exact; 0, 0 where one has none."""
        return compare(self._bodies.texts(), one, other, min_jaccard=0.0, min_containment=0.0, workers=1)

    def has_body(self) -> npt.NDArray[np.bool_]:
        """Of each notice whether there is a body."""
        return self._bodies.lengths > 0

    def _join(self, name: str) -> Any:
        empty = getattr(prepare_portion(()), name)
        return np.concatenate([empty, *(getattr(portion, name) for portion in self._portions)])

    def _column(self, name: str) -> Column:
        firsts = np.cumsum([0, *(len(portion.ids) for portion in self._portions)])
        columns = [getattr(portion, name) for portion in self._portions]
        words = np.concatenate([np.zeros(0, np.uint64), *(column.words for column in columns)])
        places = [column.places + first for column, first in zip(columns, firsts, strict=False)]
        return Column(words, np.concatenate([np.zeros(0, np.int64), *places]))


@dataclass(frozen=True, slots=True)
class Bodies:
    """A source of texts: cells of a file, in the order of `places`."""

    cells: Cells
    places: Places

    def blocks(self) -> Iterator[Texts]:
        """All texts, in portions that fit into memory many times over."""
        texts = self.cells.texts()
        ends = np.cumsum(self.cells.lengths[self.places])
        start = 0
        while start < len(self.places):
            before = int(ends[start - 1]) if start else 0
            full = int(np.searchsorted(ends, before + BYTES_PER_BLOCK, side="right"))
            stop = min(start + ROWS_PER_BLOCK, max(full, start + 1), len(self.places))
            yield texts.take(self.places[start:stop])
            start = stop


def _invert(order: Places) -> Places:
    numbers = np.empty_like(order)
    numbers[order] = np.arange(len(order))
    return numbers

"""Relations among notices that do not fit into memory, on this machine: the steps of `notices.matching.Matcher`.

Notices are taken apart on all cores and stored on disk. What they are compared by stays in memory as numbers, about
200 bytes a notice; pairs and findings go to disk in portions. See docs/methods/overlap-engines.md.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from struct import Struct

import numpy as np
import numpy.typing as npt

from jianfu.overlap.engines.findings import Findings
from jianfu.overlap.engines.local import Progress, find_near_in
from jianfu.overlap.engines.notice_store import NoticeStore, Places, prepare_portion
from jianfu.overlap.engines.pairing import PairSpill, cut, pair_blocks
from jianfu.overlap.engines.spill import Buckets, open_scratch
from jianfu.overlap.engines.workers import run_in_processes
from jianfu.overlap.notices.candidates import NEAR_CONTAINMENT, NEAR_JACCARD
from jianfu.overlap.notices.matching import (
    FULLY_COMPARED,
    RECURRING_DAYS,
    RECURRING_SPAN_DAYS,
    Related,
    RepeatedId,
    relate,
)
from jianfu.overlap.notices.notice import Notice
from jianfu.overlap.notices.profile import Profile

NOTICES_PER_PORTION = 2_000
PAIRS_PER_PORTION = 4_000
_RANGES = 64
_CACHED_PROFILES = 4_096
_HEADER = Struct("<QI")


@contextmanager
def find_relations_in(
    notices: Iterable[Notice],
    *,
    scratch_folder: Path,
    workers: int | None = None,
    progress: Progress = lambda step, count: None,
) -> Iterator[Findings]:
    """What `notices.matching.find_relations` finds, in the same order; to be read inside the `with`.

    The scratch folder needs room for the notices once more, their likenesses and the findings. NoRoom where that is
    not there, RepeatedId where two notices share an id, WorkerLost where a process is killed. `progress` is told the
    step's name and how many notices or pairs are done in it.
    """
    with open_scratch(scratch_folder) as scratch:
        store = _store(notices, scratch, workers, progress)
        members, starts = store.group_copies()
        found = _FoundSpill(scratch, store)
        pairs = _pair(store, _keep_first_copies(members, starts), scratch, workers, progress)
        judge = _Judge(store, store.mark_recurring(least_days=RECURRING_DAYS, least_span=RECURRING_SPAN_DAYS))
        store.forget_columns()
        portions = (portion for sorted_pairs in pairs.ranges() for portion in cut(sorted_pairs, PAIRS_PER_PORTION))
        done = 0
        for judged in run_in_processes(judge.relate_pairs, portions, workers):
            found.append(judged.related)
            done += judged.pairs
            progress("judged", done)
        found.append(judge.relate_copies(members, starts))
        yield Findings(len(store), found, found.list_dated())


def _store(notices: Iterable[Notice], scratch: Path, workers: int | None, progress: Progress) -> NoticeStore:
    store = NoticeStore(scratch)
    rest = iter(notices)
    portions = iter(lambda: list(islice(rest, NOTICES_PER_PORTION)), [])
    for count in store.extend(run_in_processes(prepare_portion, portions, workers)):
        progress("read", count)
    repeated = store.list_repeated_ids()
    if repeated:
        raise RepeatedId(repeated)
    return store


def _keep_first_copies(members: Places, starts: Places) -> npt.NDArray[np.bool_]:
    """Of each notice whether it is among the first FULLY_COMPARED of those that say the same."""
    number_in_group = np.arange(len(members)) - np.repeat(starts[:-1], np.diff(starts))
    is_kept = np.zeros(len(members), np.bool_)
    is_kept[members] = number_in_group < FULLY_COMPARED
    return is_kept


def _pair(
    store: NoticeStore, is_kept: npt.NDArray[np.bool_], scratch: Path, workers: int | None, progress: Progress
) -> PairSpill:
    pairs = PairSpill(scratch, len(store))
    for one, other in pair_blocks(store.blocks(), is_kept, store.turns):
        pairs.append(one, other)
    bodied = store.by_id[(is_kept & store.has_body())[store.by_id]]
    if len(bodied):
        near = find_near_in(
            store.bodies_of(bodied), scratch_folder=scratch, min_jaccard=NEAR_JACCARD,
            min_containment=NEAR_CONTAINMENT, workers=workers, progress=progress,
        )  # fmt: skip
        pairs.append(bodied[near.a], bodied[near.b])
    return pairs


@dataclass(frozen=True, slots=True)
class _Found:
    """One finding on its way: `ranks` are its two notices' numbers in the order of ids, `first << 32 | second`;
    `content` is the pickled `Related`."""

    ranks: int
    is_overlap: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class _Judged:
    """What came of so many pairs."""

    pairs: int
    related: list[_Found]


class _Judge:
    """Judges pairs of stored notices. Forked processes each have one."""

    def __init__(self, store: NoticeStore, recurs: npt.NDArray[np.bool_]) -> None:
        self._store = store
        self._ranks = store.ranks
        self._recurs = recurs
        self._profile: Callable[[int], Profile] = lru_cache(_CACHED_PROFILES)(self._make_profile)

    def relate_pairs(self, ends: tuple[Places, Places]) -> _Judged:
        """What holds between the notices at the places; pairs that are nothing to each other are absent."""
        found = []
        shares = zip(*(ratios.tolist() for ratios in self._store.compare_bodies(*ends)), strict=True)
        for one, other, shared in zip(*(places.tolist() for places in ends), shares, strict=True):
            related = self._relate(one, other, shared)
            if related is not None:
                places = (one, other) if related.first == self._store.ids[one] else (other, one)
                found.append(self._pack(related, *places))
        return _Judged(len(ends[0]), found)

    def relate_copies(self, members: Places, starts: Places) -> Iterator[_Found]:
        """Copies beyond the few that are compared with everything belong to the first as the second does."""
        for group in np.flatnonzero(np.diff(starts) > FULLY_COMPARED).tolist():
            first, second, *others = members[starts[group] : starts[group + 1]].tolist()
            related = self._relate(first, second)
            if related is not None:
                for place in others[FULLY_COMPARED - 2 :]:
                    yield self._pack(replace(related, second=self._store.ids[place]), first, place)

    def _relate(self, one: int, other: int, shares: tuple[float, float] | None = None) -> Related | None:
        recurring = bool(self._recurs[one] or self._recurs[other])
        return relate(self._profile(one), self._profile(other), recurring=recurring, shares=shares)

    def _pack(self, related: Related, first: int, second: int) -> _Found:
        ranks = int(self._ranks[first]) << 32 | int(self._ranks[second])
        return _Found(ranks, related.judgement.relation.is_overlap, pickle.dumps(related))

    def _make_profile(self, place: int) -> Profile:
        return Profile(self._store.read(place))


class _FoundSpill:
    """Findings on disk, dealt by the rank of their first notice. Iterates over them in the order of ids, any number of
    times."""

    def __init__(self, folder: Path, store: NoticeStore) -> None:
        self._buckets = Buckets(folder, "found")
        self._store = store
        self._range_size = len(store) // _RANGES + 1
        self._overlaps = np.zeros(len(store), np.bool_)

    def append(self, found: Iterable[_Found]) -> None:
        """Take in findings in any order, each once."""
        parts: dict[int, list[bytes]] = {}
        for one in found:
            first, second = one.ranks >> 32, one.ranks & 0xFFFFFFFF
            self._overlaps[[first, second]] |= one.is_overlap
            part = parts.setdefault(first // self._range_size, [])
            part += (_HEADER.pack(one.ranks, len(one.content)), one.content)
        for number, pieces in parts.items():
            self._buckets.append(number, b"".join(pieces))

    def __iter__(self) -> Iterator[Related]:
        for number in range(_RANGES):
            for _, content in sorted(_unpack(self._buckets.read(number))):
                yield pickle.loads(content)  # noqa: S301 - what this very run pickled

    def list_dated(self) -> list[Notice]:
        """Id and date of each notice that overlaps with another."""
        heads = map(self._store.read_head, self._store.by_id[self._overlaps].tolist())
        return [Notice(head.id, date=head.date) for head in heads]


def _unpack(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(content):
        ranks, length = _HEADER.unpack_from(content, place)
        place += _HEADER.size + length
        yield ranks, content[place - length : place]

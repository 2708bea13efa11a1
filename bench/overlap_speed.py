"""How fast near-equal texts are found, beside rensa, datasketch and gaoya on the same texts, in the same run.

End to end: text in, and out come verified pairs from Jianfu, candidates from the peers. Their ordinary interface takes
lists of 4-grams, which somebody has to make; rensa's flat matrix is given hashes that were made before its clock
starts, and answers with flags only. The physical limit is the time in which Jianfu's own reader hashes every 4-gram
once and does nothing else. Compare by processor time where other work runs on the machine: Jianfu uses all cores, the
peers one.
"""

import argparse
import math
import resource
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from os import cpu_count
from typing import TypeVar

import datasketch
import gaoya
import numba
import numpy as np
import numpy.typing as npt
import rensa

from bench.overlap_texts import Notices, Plant, make_notices
from jianfu.overlap.kernels.lanes import load_word
from jianfu.overlap.kernels.near import MIN_JACCARD, NearPairs, find_near
from jianfu.overlap.kernels.ngrams import ROOM, UNIT_OF_CODE, count_grams, read_units
from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.verifying import compare

T = TypeVar("T")

PERMUTATIONS, BANDS = 128, 16
TEXTS_PER_BLOCK = 16_384
PORTION = 2_500
_FACTOR, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)
PEER_LIMITS = {"datasketch, ordinary": 10_000, "gaoya, ordinary": 10_000}  # slow, and their rate hardly changes
GOAL_RENSA, GOAL_DATASKETCH, GOAL_MATRIX = 20, 100, 3
GOAL_LIMIT, GOAL_EXPONENT, GOAL_RECALL, GOAL_PRECISION = 0.5, 1.1, 0.995, 0.999


@dataclass(frozen=True, slots=True)
class Run:
    """One way to do it: seconds for so many texts, and the share of near plants found (None: not looked at).

    `seconds` by the clock on the wall, `processor_seconds` of all threads together, which other work on the machine
    hardly changes.
    """

    name: str
    texts: int
    seconds: float
    processor_seconds: float
    recall: float | None

    @property
    def texts_a_second(self) -> float:
        return self.texts / self.seconds


@dataclass(frozen=True, slots=True)
class Portion:
    """Some texts as the peers want them: lists of 4-grams, and the hashes of all with where each text begins."""

    start: int
    grams: list[list[str]]
    flat: npt.NDArray[np.uint64]
    offsets: npt.NDArray[np.uint64]


Feed = Callable[[Portion], list[Iterable[int]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", type=int, nargs="+", default=[100_000, 1_000_000], help="texts for Jianfu")
    parser.add_argument("--peer-count", type=int, default=100_000, help="texts for the peers")
    arguments = parser.parse_args()
    warm = make_notices(0, 200).texts  # compiled kernels come from the disk before the clock starts
    find_near(warm)
    hash_all(warm)
    print(", ".join(f"{name} {version(name)}" for name in ("rensa", "datasketch", "gaoya", "numba", "numpy")))
    runs = [run for count in arguments.counts for run in measure_jianfu(count)]
    runs += measure_peers(arguments.peer_count)
    print_table(runs)
    print_goals(runs)


def measure_jianfu(count: int) -> list[Run]:
    """The limit and the whole way, at one size; prints what was found."""
    notices = make_all(count)
    *limit_times, _ = _time(lambda: hash_all(notices.texts))
    limit = Run("limit: each 4-gram hashed once", count, *limit_times, None)
    *times, pairs = _time(lambda: find_near(notices.texts))
    found = Run("jianfu, verified pairs", count, *times, measure_recall(notices, pairs))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    print(f"\n{count:,} texts: {len(pairs):,} pairs, peak {peak:.1f} GiB")
    print_recall_by_plant(notices, pairs)
    return [limit, found]


def make_all(count: int) -> Notices:
    """Notices 0 to `count`, made on all cores."""
    starts = range(0, count, 50_000)
    with ThreadPoolExecutor(cpu_count()) as pool:
        parts = list(pool.map(lambda start: make_notices(start, min(start + 50_000, count)), starts))
    return Notices(
        Texts.joined([part.texts for part in parts]),
        np.concatenate([part.kinds for part in parts]),
        np.concatenate([part.sources for part in parts]),
    )


def hash_all(texts: Texts) -> None:
    starts = range(0, len(texts), TEXTS_PER_BLOCK)
    with ThreadPoolExecutor(cpu_count()) as pool:
        list(pool.map(lambda start: _hash_block(texts, start), starts))


def _hash_block(texts: Texts, start: int) -> int:
    stop = min(start + TEXTS_PER_BLOCK, len(texts))
    return int(_sum_grams(texts.data, texts.offsets, start, stop, UNIT_OF_CODE))


@numba.njit(cache=True, nogil=True)
def _sum_grams(data, offsets, start, stop, unit_of_code):
    longest = 0
    for text in range(start, stop):
        longest = max(longest, offsets[text + 1] - offsets[text])
    units = np.zeros(longest + ROOM, np.uint16)
    total = np.uint64(0)
    for text in range(start, stop):
        count = read_units(data, offsets[text], offsets[text + 1], unit_of_code, units)
        for i in range(np.uint64(count_grams(count))):
            total += (load_word(units, i) * _FACTOR) >> _SHIFT
    return total


def measure_recall(notices: Notices, pairs: NearPairs) -> float:
    """The share of plants that are truly near (Jaccard of at least MIN_JACCARD) and whose pair was found."""
    _, is_found, jaccard = _look_at_plants(notices, pairs)
    return float(is_found[jaccard >= MIN_JACCARD].mean())


def print_recall_by_plant(notices: Notices, pairs: NearPairs) -> None:
    plants, is_found, jaccard = _look_at_plants(notices, pairs)
    for kind in list(Plant)[1:]:
        of_kind = notices.kinds[plants] == kind
        near = of_kind & (jaccard >= MIN_JACCARD)
        print(
            f"  {kind.name.lower():10} {of_kind.sum():6} planted, {is_found[of_kind].mean():.5f} found;"
            f" Jaccard >= {MIN_JACCARD}: {near.sum():6}, {is_found[near].mean():.5f} found"
        )


def _look_at_plants(
    notices: Notices, pairs: NearPairs
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], npt.NDArray[np.float32]]:
    plants = np.flatnonzero(notices.kinds)
    sources, count = notices.sources[plants], len(notices.texts)
    is_found = np.isin(sources * count + plants, pairs.a * count + pairs.b)
    jaccard, _ = compare(notices.texts, sources, plants, min_jaccard=0.0, min_containment=0.0)
    return plants, is_found, jaccard


def measure_peers(count: int) -> list[Run]:
    """Each peer's ordinary way from lists of 4-grams to candidates, and rensa's flat matrix from hashes to flags.

    Portion by portion, because lists of all 4-grams need 8 GB at 100,000 texts; each peer's index grows through all.
    """
    peers: dict[str, Feed] = {
        "rensa, ordinary": _feed_rensa(),
        "rensa, flat matrix, flags only": _feed_rensa_matrix(),
        "datasketch, ordinary": _feed_datasketch(),
        "gaoya, ordinary": _feed_gaoya(),
    }
    times = {name: np.zeros(2) for name in peers}
    candidates: dict[str, list[Iterable[int]]] = {name: [] for name in peers}
    for start in range(0, count, PORTION):
        texts = make_notices(start, min(start + PORTION, count)).texts
        *list_times, grams = _time(lambda texts=texts: [_list_grams(texts.text(i)) for i in range(len(texts))])
        flat = np.fromiter((hash(gram) & (2**64 - 1) for text in grams for gram in text), np.uint64)
        portion = Portion(start, grams, flat, np.cumsum([0, *map(len, grams)]).astype(np.uint64))
        for name in [name for name in peers if start < PEER_LIMITS.get(name, count)]:
            *portion_times, found = _time(lambda feed=peers[name], portion=portion: feed(portion))
            times[name] += portion_times
            if name.endswith("ordinary"):
                times[name] += list_times
            candidates[name] += found
    return [_finish(name, min(count, PEER_LIMITS.get(name, count)), times[name], candidates[name]) for name in peers]


def _finish(name: str, count: int, times: npt.NDArray[np.float64], candidates: list[Iterable[int]]) -> Run:
    return Run(name, count, times[0], times[1], _recall_of(make_all(count), candidates))


def _list_grams(text: str) -> list[str]:
    kept = "".join(char for char in text if char not in "，。")
    return [kept[i : i + 4] for i in range(len(kept) - 3)]


def _recall_of(notices: Notices, candidates: list[Iterable[int]]) -> float | None:
    if not candidates:
        return None
    plants = np.flatnonzero(notices.kinds)
    jaccard, _ = compare(notices.texts, notices.sources[plants], plants, min_jaccard=0.0, min_containment=0.0)
    near = plants[jaccard >= MIN_JACCARD]
    return float(np.mean([notices.sources[plant] in set(candidates[plant]) for plant in near]))


def _feed_rensa() -> Feed:
    index = rensa.RMinHashLSH(MIN_JACCARD, PERMUTATIONS, BANDS)

    def feed(portion: Portion) -> list[Iterable[int]]:
        candidates: list[Iterable[int]] = []
        for number, text in enumerate(portion.grams, start=portion.start):
            sketch = rensa.RMinHash(PERMUTATIONS, 1)
            sketch.update(text)
            candidates.append(index.query(sketch))
            index.insert(number, sketch)
        return candidates

    return feed


def _feed_rensa_matrix() -> Feed:
    index = rensa.RMinHashLSH(MIN_JACCARD, PERMUTATIONS, BANDS)

    def feed(portion: Portion) -> list[Iterable[int]]:
        matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(portion.flat, portion.offsets, PERMUTATIONS, 1)
        index.insert_matrix_and_query_duplicate_flags(matrix, portion.start)
        return []

    return feed


def _feed_datasketch() -> Feed:
    index = datasketch.MinHashLSH(threshold=MIN_JACCARD, num_perm=PERMUTATIONS)

    def feed(portion: Portion) -> list[Iterable[int]]:
        candidates: list[Iterable[int]] = []
        for number, text in enumerate(portion.grams, start=portion.start):
            sketch = datasketch.MinHash(PERMUTATIONS)
            sketch.update_batch([gram.encode() for gram in text])
            candidates.append(index.query(sketch))
            index.insert(number, sketch)
        return candidates

    return feed


def _feed_gaoya() -> Feed:
    index = gaoya.minhash.MinHashStringIndex(
        hash_size=32, jaccard_threshold=MIN_JACCARD, num_bands=BANDS, band_size=8, analyzer=lambda text: text
    )

    def feed(portion: Portion) -> list[Iterable[int]]:
        candidates: list[Iterable[int]] = []
        for number, text in enumerate(portion.grams, start=portion.start):
            candidates.append(index.query(text))
            index.insert_document(number, text)
        return candidates

    return feed


def _time(work: Callable[[], T]) -> tuple[float, float, T]:
    started, processor_started = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - started, time.process_time() - processor_started, result


def print_table(runs: list[Run]) -> None:
    print("\n| what | texts | seconds | processor s | texts a second | near plants found |\n|---|---|---|---|---|---|")
    for run in runs:
        recall = "" if run.recall is None else f"{run.recall:.4f}"
        times = f"{run.seconds:.2f} | {run.processor_seconds:.2f} | {run.texts_a_second:,.0f}"
        print(f"| {run.name} | {run.texts:,} | {times} | {recall} |")


def print_goals(runs: list[Run]) -> None:
    ours = [run for run in runs if run.name.startswith("jianfu")]
    limits = [run for run in runs if run.name.startswith("limit")]
    rates = {run.name.split(",")[0] + ("m" if "matrix" in run.name else ""): run.texts_a_second for run in runs}
    slowest = min(run.texts_a_second for run in ours)
    print()
    _judge("times rensa, ordinary", slowest / rates["rensa"], GOAL_RENSA)
    _judge("times datasketch, ordinary", slowest / rates["datasketch"], GOAL_DATASKETCH)
    _judge("times rensa, flat matrix", slowest / rates["rensam"], GOAL_MATRIX)
    _judge("least recall", min(run.recall or 0 for run in ours), GOAL_RECALL)
    for limit, our in zip(limits, ours, strict=True):
        _judge(f"share of the limit at {our.texts:,}", limit.seconds / our.seconds, GOAL_LIMIT)
        print(f"  by processor time {limit.processor_seconds / our.processor_seconds:.3f}")
    if len(ours) > 1:
        first, last = ours[0], ours[-1]
        growth = math.log(last.processor_seconds / first.processor_seconds) / math.log(last.texts / first.texts)
        print(
            f"growth exponent (processor) {growth:.3f}, goal at most {GOAL_EXPONENT}: {_word(growth <= GOAL_EXPONENT)}"
        )


def _judge(name: str, value: float, goal: float) -> None:
    print(f"{name} {value:.4g}, goal at least {goal}: {_word(value >= goal)}")


def _word(is_met: bool) -> str:
    return "met" if is_met else "NOT met"


if __name__ == "__main__":
    main()

"""How fast a draft is checked against a million sent notices, beside SQLite's full-text search with trigrams.

    python -m bench.overlap_live [--notices 1000000] [--drafts 1000] [--peer-drafts 20] [--folder FOLDER]

Drafts are notices of the same make that are not in the index; for one in ten it is known which notice it was edited
from. SQLite gets the same texts in an FTS5 table with the trigram tokenizer and is asked for the best ten by bm25 among
all that share a trigram with the draft. `--peer-drafts 0` leaves it out: its table takes longer to build than all the
rest.
"""

import argparse
import os
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from bench.overlap_texts import Plant, make_notices
from jianfu.overlap.index.live_check import Match, check
from jianfu.overlap.index.manifest import MANIFEST_NAME
from jianfu.overlap.index.snapshot import Snapshot, open_snapshot
from jianfu.overlap.index.writing import open_writer, rebuild
from jianfu.overlap.notices.notice import Notice
from jianfu.vocabulary.interval import Period

PORTION = 20_000
MATTERS, PLACES = 20_000, 300
GOAL_P95_MS, GOAL_OPEN_SECONDS, GOAL_TIMES_FTS = 5.0, 1.0, 20.0
SINGLE_ADDS = 300
FTS_NEIGHBOURS = 10
_CHARACTERS = "安全生产环保消防防汛护林征兵医保社保就业扶贫低保养老教育卫生档案统计普查秸秆禁烧河长巡查信访维稳反诈"
_STEP_MS = (0.5, 1, 1.5, 2, 3, 4, 5, 7, 10, 20, 50, 100, 1000)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft, and the id of the notice that it was edited from (None: of no one)."""

    notice: Notice
    source: str | None
    plant: Plant


@dataclass(frozen=True, slots=True)
class Answer:
    """What one engine said of one draft: ids, the nearest first, after so many milliseconds by the clock.

    `cpu_milliseconds` of the processor: what a busy machine does not lengthen by waiting.
    """

    ids: tuple[str, ...]
    milliseconds: float
    cpu_milliseconds: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notices", type=int, default=1_000_000)
    parser.add_argument("--drafts", type=int, default=1000)
    parser.add_argument("--peer-drafts", type=int, default=20)
    parser.add_argument("--folder", type=Path, default=None, help="keep the index here, and use it if it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        index = build_index(folder / f"index-{options.notices}", options.notices)
        drafts = make_drafts(options.notices, options.drafts)
        answers = measure_checks(index, drafts)
        planted = [draft for draft in drafts if draft.plant is not Plant.NONE and draft.plant is not Plant.EXCERPT]
        measure_adds(index, Path(temporary) / "grown", options.notices)
        if options.peer_drafts:
            measure_fts(
                Path(temporary) / "fts.sqlite3", options.notices, planted[: options.peer_drafts], drafts, answers
            )


def make_all(start: int, stop: int, matters: int = MATTERS) -> Iterator[Draft]:
    """Notices number `start` to `stop`, with titles of so many matters, issuers and days that depend on the number
    alone."""
    for first in range(start, stop, PORTION):
        made = make_notices(first, min(first + PORTION, stop))
        for i in range(len(made.texts)):
            plant, source = Plant(int(made.kinds[i])), int(made.sources[i])
            title, issuer, day = make_head(first + i if plant is Plant.NONE else source, matters)
            day += timedelta(days=0 if plant is Plant.NONE else (first + i) % 40)
            notice = Notice(
                f"n{first + i}", title, made.texts.text(i), issuer, Period(day, day + timedelta(days=1)), None, None
            )
            yield Draft(notice, None if plant is Plant.NONE else f"n{source}", plant)


def make_head(number: int, matters: int) -> tuple[str, str, date]:
    """Title, issuer and day of a notice that is no plant; common matters are asked more often."""
    draw = random.Random(number)
    matter = int(matters * draw.random() ** 2)
    words = random.Random(-1 - matter)
    subject = "".join(words.choice(_CHARACTERS) for _ in range(words.randrange(6, 14)))
    day = date(2021, 1, 1) + timedelta(days=draw.randrange(1095))
    issuer = f"第{draw.randrange(PLACES)}县{words.choice('应民教卫农')}{words.choice('急政育健业')}局"
    return f"关于{words.choice(('开展', '做好', '报送', '进一步加强'))}{day.year}年{subject}工作的通知", issuer, day


def make_drafts(start: int, count: int) -> list[Draft]:
    """Drafts behind the notices of the index; sources that are drafts themselves do not count."""
    return [
        draft if draft.source is None or int(draft.source[1:]) < start else Draft(draft.notice, None, Plant.NONE)
        for draft in make_all(start, start + count)
    ]


def build_index(index: Path, count: int) -> Path:
    """The index of `count` notices, unless it is there; prints how fast it came about."""
    if not (index / MANIFEST_NAME).exists():
        rebuild(index.with_name("warm"), (draft.notice for draft in make_all(0, 100)))
        started = time.perf_counter()
        rebuild(index, (draft.notice for draft in make_all(0, count)))
        seconds = time.perf_counter() - started
        print(f"built: {count:,} notices in {seconds:.0f} s, {count / seconds:,.0f} a second, making texts included")
    size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
    print(f"on the disk: {size / 1e9:.2f} GB, {size / count:,.0f} bytes a notice")
    return index


def measure_checks(index: Path, drafts: Sequence[Draft]) -> dict[str, Answer]:
    """Open the index, check every draft; prints the histogram and the goals."""
    started = time.perf_counter()
    snapshot = open_snapshot(index)
    opened = time.perf_counter() - started
    print(f"opened: {opened * 1000:.1f} ms, goal {GOAL_OPEN_SECONDS:g} s: {met(opened < GOAL_OPEN_SECONDS)}")
    print(f"segments: {[len(segment) for segment in snapshot.segments]}")
    print(f"first check, kernels compiled or read from the cache: {ask(snapshot, drafts[0]).milliseconds:.0f} ms")
    cold = [ask(snapshot, draft) for draft in drafts]
    print(f"first pass (texts still come from the disk): {describe(cold)}")
    answers = [ask(snapshot, draft) for draft in drafts]
    print(f"second pass: {describe(answers)}")
    print_histogram(answers)
    cpu = np.quantile([answer.cpu_milliseconds for answer in answers], (0.5, 0.95))
    print(f"processor time: p50 {cpu[0]:.2f} ms, p95 {cpu[1]:.2f} ms; load of the machine {os.getloadavg()[0]:.1f}")
    p95 = quantile(answers, 0.95)
    print(f"p95 {p95:.2f} ms, goal {GOAL_P95_MS:g} ms: {met(p95 < GOAL_P95_MS)}")
    print_recall(drafts, answers)
    return {draft.notice.id: answer for draft, answer in zip(drafts, answers, strict=True)}


def ask(snapshot: Snapshot, draft: Draft) -> Answer:
    """Check one draft."""
    started, started_cpu = time.perf_counter(), time.process_time()
    matches: tuple[Match, ...] = check(snapshot, draft.notice)
    milliseconds, cpu = (time.perf_counter() - started) * 1000, (time.process_time() - started_cpu) * 1000
    nearest = sorted(matches, key=lambda match: -match.body_likeness)
    return Answer(tuple(match.notice.id for match in nearest), milliseconds, cpu)


def quantile(answers: Sequence[Answer], share: float) -> float:
    """The time in which that share of the answers came."""
    return float(np.quantile([answer.milliseconds for answer in answers], share))


def describe(answers: Sequence[Answer]) -> str:
    """The quantiles in words."""
    return ", ".join(f"p{share * 100:g} {quantile(answers, share):.2f} ms" for share in (0.5, 0.95, 0.99, 1.0))


def met(is_met: bool) -> str:
    """Whether a goal is reached."""
    return "met" if is_met else "NOT MET"


def print_histogram(answers: Sequence[Answer]) -> None:
    times = np.array([answer.milliseconds for answer in answers])
    below = 0.0
    for step in _STEP_MS:
        count = int(((times >= below) & (times < step)).sum())
        print(f"  {below:5g} – {step:<5g} ms {count:6d} {'█' * round(60 * count / len(times))}")
        below = step


def print_recall(drafts: Sequence[Draft], answers: Sequence[Answer]) -> None:
    """For each way of editing, how often the notice that a draft was edited from is among the answers."""
    for plant in Plant:
        pairs = [(d, a) for d, a in zip(drafts, answers, strict=True) if d.plant is plant and d.source is not None]
        if pairs:
            found = sum(draft.source in answer.ids for draft, answer in pairs)
            print(f"  {plant.name.lower():10} {found} of {len(pairs)} sources found")


def measure_adds(index: Path, grown: Path, count: int) -> None:
    """Add notices one by one to a copy, each on the disk before the next."""
    shutil.copytree(index, grown)
    added = [draft.notice for draft in make_all(count + 100_000, count + 100_000 + SINGLE_ADDS)]
    times = []
    with open_writer(grown) as writer:
        for notice in added:
            started = time.perf_counter()
            writer.add([notice])
            times.append((time.perf_counter() - started) * 1000)
    print(f"one add, on the disk: median {statistics.median(times):.2f} ms, slowest {max(times):.1f} ms")
    started = time.perf_counter()
    open_snapshot(grown)
    print(f"opened with {SINGLE_ADDS} unsorted notices: {(time.perf_counter() - started) * 1000:.1f} ms")
    shutil.rmtree(grown)


def measure_fts(
    path: Path, count: int, asked: Sequence[Draft], drafts: Sequence[Draft], answers: dict[str, Answer]
) -> None:
    """The same texts in FTS5, the same drafts; prints times and whether the neighbours are the same."""
    started = time.perf_counter()
    database = build_fts(path, count)
    print(f"FTS5 (SQLite {sqlite3.sqlite_version}, trigram): built in {time.perf_counter() - started:.0f} s, "
          f"{path.stat().st_size / 1e9:.1f} GB")  # fmt: skip
    found = [ask_fts(database, draft) for draft in asked]
    database.close()
    print(f"FTS5: {describe(found)}")
    ours = [answers[draft.notice.id] for draft in asked]
    times = statistics.median(a.milliseconds for a in found) / statistics.median(a.milliseconds for a in ours)
    print(f"{times:,.0f} times faster than FTS5, goal {GOAL_TIMES_FTS:g}: {met(times >= GOAL_TIMES_FTS)}")
    same = sum(our.ids[:1] == their.ids[:1] for our, their in zip(ours, found, strict=True))
    print(f"the same nearest notice: {same} of {len(asked)}")
    for name, said in (("jianfu", ours), ("FTS5", found)):
        hits = sum(draft.source in answer.ids for draft, answer in zip(asked, said, strict=True))
        print(f"source among the answers, {name}: {hits} of {len(asked)}")


def build_fts(path: Path, count: int) -> sqlite3.Connection:
    """An FTS5 table of titles and bodies that keeps no second copy of the texts."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=OFF")
    database.execute("PRAGMA synchronous=OFF")
    database.execute("PRAGMA cache_size=-1000000")
    database.execute("CREATE VIRTUAL TABLE sent USING fts5(title, body, content='', tokenize='trigram')")
    database.execute("BEGIN")
    rows = ((int(d.notice.id[1:]), d.notice.title, d.notice.body) for d in make_all(0, count))
    database.executemany("INSERT INTO sent(rowid, title, body) VALUES (?, ?, ?)", rows)
    database.execute("COMMIT")
    return database


def ask_fts(database: sqlite3.Connection, draft: Draft) -> Answer:
    """The best ten by bm25 among all that share a trigram with title or body."""
    words = f"{draft.notice.title}{draft.notice.body}"
    grams = dict.fromkeys(words[i : i + 3] for i in range(len(words) - 2))
    query = " OR ".join(f'"{gram}"' for gram in grams if '"' not in gram)
    started = time.perf_counter()
    rows = database.execute(
        "SELECT rowid FROM sent WHERE sent MATCH ? ORDER BY rank LIMIT ?", (query, FTS_NEIGHBOURS)
    ).fetchall()
    return Answer(tuple(f"n{row[0]}" for row in rows), (time.perf_counter() - started) * 1000)


if __name__ == "__main__":
    main()

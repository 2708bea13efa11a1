"""How well the relations between notices are found on real papers, relations apart, document numbers hidden.

    python -m bench.overlap_accuracy [--split train|dev] [--worst FILE]     # JIANFU_CORPORA names the corpora's folder

Rules and thresholds were chosen on `train`; `dev` is looked at only in the end. Nothing of the corpora is printed but
numbers; `--worst` writes the ids of the worst false alarms and misses into a file outside the project, for reading.
"""

import argparse
import csv
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet

from jianfu.overlap.notices.judging import judge
from jianfu.overlap.notices.matching import Matcher, Related
from jianfu.overlap.notices.notice import Judgement, Notice, Relation, read_issued
from jianfu.overlap.notices.profile import Profile
from jianfu.overlap.notices.words.bodies import compare_bodies
from jianfu.overlap.notices.words.titles import take_apart

CORPORA = Path(os.environ.get("JIANFU_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))
RANDOM_PAIRS = 200_000
WORST = 10
NOTHING = "nothing"
STRONG = {
    "A1": "same document: one number in two portals",
    "B1": "same document: one number, region and day (1992–94)",
    "C1": "same document: one number, two addresses",
    "D1": "same notice on two departments' pages",
    "F1": "forwarded",
    "N3": "series: one title, two numbers",
    "D2": "series: one rubric, over 25 days apart",
    "N1": "different: consecutive numbers",
}
SAME, SERIES = ("A1", "B1", "C1", "D1"), ("N3", "D2")
PairId = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two notices without their numbers, and by which method which label was got (A1 … F1)."""

    method: str
    first: Notice
    second: Notice

    @property
    def ids(self) -> PairId:
        """Both ids in order."""
        return (min(self.first.id, self.second.id), max(self.first.id, self.second.id))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("train", "dev"), default="train")
    parser.add_argument("--worst", type=Path)
    options = parser.parse_args()
    if not CORPORA.is_dir():
        sys.exit(f"没有语料文件夹 {CORPORA}，请用 JIANFU_CORPORA 指定。")
    pairs = list(load_pairs(options.split))
    judged = [(pair, judge(Profile(pair.first), Profile(pair.second))) for pair in pairs]
    for line in (*show_pairs(judged), *show_goals(judged)):
        print(line)
    papers = load_papers()
    found = show_batch(papers, pairs)
    for line in (*show_grounds(papers, found), *show_random(papers), *show_fulltext()):
        print(line)
    if options.worst:
        options.worst.write_text("\n".join(list_worst(judged)) + "\n", encoding="utf-8")


def load_pairs(split: str) -> Iterator[LabelledPair]:
    """The strong and medium labels of one split; unlabelled candidates are left."""
    with (CORPORA / "pairs.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            method = row["method"].split()[0]
            if row["split"] == split and method in STRONG:
                yield LabelledPair(method, *(_make_notice(row, side) for side in ("_a", "_b")))


def _make_notice(row: Mapping[str, Any], side: str = "") -> Notice:
    """The document number stays behind: it is how the labels were got."""
    issued = read_issued(str(row["date" + side] or ""))
    return Notice(row["id" + side], row["title" + side], issuer=row["issuer" + side] or None, date=issued)


Judged = list[tuple[LabelledPair, Judgement | None]]


def show_pairs(judged: Judged) -> Iterator[str]:
    """Each method apart: what its pairs were called."""
    names = [*(relation.value for relation in Relation), NOTHING]
    yield "| label | what it is | pairs | " + " | ".join(names) + " | overlap |\n|---|---|" + "---:|" * (len(names) + 2)
    for method, what in STRONG.items():
        called = Counter(_name(judgement) for pair, judgement in judged if pair.method == method)
        cells = " | ".join(str(called[name]) for name in names)
        yield f"| {method} | {what} | {called.total():,} | {cells} | {_overlap_share(called):.4f} |"


def _name(judgement: Judgement | None) -> str:
    return judgement.relation.value if judgement else NOTHING


def _overlap_share(called: Counter[str]) -> float:
    overlap = sum(called[relation.value] for relation in Relation if relation.is_overlap)
    return overlap / (called.total() or 1)


def show_goals(judged: Judged) -> Iterator[str]:
    """The goals, one by one."""
    called = {method: Counter(_name(j) for pair, j in judged if pair.method == method) for method in STRONG}
    series = called["N3"] + called["D2"]
    forwarded = Relation.FORWARDED.value
    right, there = called["F1"][forwarded], called["F1"].total()
    claimed = sum(counts[forwarded] for counts in called.values())
    f1 = 2 * right / (claimed + there)
    yield ""
    yield _goal("A1 found as overlap", _overlap_share(called["A1"]), ">=", 0.97)
    yield _goal("F1 of forwards", f1, ">=", 0.98) + f" (precision {right / claimed:.4f}, recall {right / there:.4f})"
    yield _goal("series called overlap", _overlap_share(series), "<=", 0.02)
    yield _goal("consecutive numbers called overlap", _overlap_share(called["N1"]), "<=", 0.001)


def _goal(what: str, value: float, sign: str, goal: float) -> str:
    met = value >= goal if sign == ">=" else value <= goal
    return f"{'met ' if met else 'NOT '} {what}: {value:.4f} (goal {sign} {goal})"


def load_papers() -> dict[str, dict[str, Any]]:
    """All papers of the registers by id, titles and numbers without bodies."""
    columns = ["id", "title", "issuer", "date", "doc_number_norm"]
    rows = pyarrow.parquet.read_table(CORPORA / "official.parquet", columns=columns).to_pylist()
    return {row["id"]: row for row in rows}


def show_batch(papers: Mapping[str, Mapping[str, Any]], pairs: Iterable[LabelledPair]) -> list[Related]:
    """All papers and all labelled notices in one batch: how long it takes, and what of the pairs it compares at all."""
    pairs = list(pairs)
    notices = {name: _make_notice(row) for name, row in papers.items()}
    notices |= {notice.id: notice for pair in pairs for notice in (pair.first, pair.second)}
    start = time.perf_counter()
    matcher = Matcher()
    matcher.add(notices.values())
    found = matcher.find_relations()
    seconds = time.perf_counter() - start
    print(f"\nbatch: {len(notices):,} notices, {len(found):,} relations, {seconds:.1f} s on one core")
    by_ids = {(min(pair.first, pair.second), max(pair.first, pair.second)): pair.judgement for pair in found}
    for method in (*SAME, "F1", *SERIES, "N1"):
        ids = [pair.ids for pair in pairs if pair.method == method]
        overlap = sum(name in by_ids and by_ids[name].relation.is_overlap for name in ids)
        print(f"  {method}: overlap in the batch {overlap / len(ids):.4f} of {len(ids):,}")
    return found


def show_grounds(papers: Mapping[str, Mapping[str, Any]], found: Iterable[Related]) -> Iterator[str]:
    """At the registers' own prevalence: of the pairs that a rule decided, how many have one number, two, or unknown."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for pair in found:
        if pair.first in papers and pair.second in papers:
            numbers = [papers[name]["doc_number_norm"] for name in (pair.first, pair.second)]
            known = "unknown" if not all(numbers) else "one" if numbers[0] == numbers[1] else "two"
            counts[pair.judgement.relation.value, pair.judgement.reasons[0].aspect][known] += 1
    yield "\n| relation | rule | one number | two numbers | not both known |\n|---|---|---:|---:|---:|"
    for (relation, ground), known in sorted(counts.items()):
        yield f"| {relation} | {ground} | {known['one']:,} | {known['two']:,} | {known['unknown']:,} |"


def show_random(papers: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Two papers drawn at random are nothing to each other."""
    draw = random.Random(1)
    profiles = [Profile(_make_notice(row)) for row in papers.values()]
    drawn = (draw.sample(range(len(profiles)), 2) for _ in range(RANDOM_PAIRS))
    called = Counter(_name(judge(profiles[one], profiles[other])) for one, other in drawn)
    yield ""
    yield _goal(f"{RANDOM_PAIRS:,} random pairs called overlap", _overlap_share(called), "<=", 0.001)


def show_fulltext() -> Iterator[str]:
    """Revisions of one law against parallel laws of other places, by body alone and with titles and issuers."""
    bodies = pyarrow.parquet.read_table(CORPORA / "official.parquet", columns=["id", "body"]).to_pydict()
    texts = dict(zip(bodies["id"], bodies["body"], strict=True))
    scores: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    with (CORPORA / "pairs_fulltext.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            for by, score in _score_laws(row, texts):
                scores[by].append((row["label"] == "1", score))
    yield "\n| revisions against parallel laws, by | AUC |\n|---|---:|"
    for by, marked in scores.items():
        yield f"| {by} | {area_under_curve(marked):.3f} |"


def _score_laws(row: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    yield "the corpus's own body Jaccard", float(row["body_jaccard5"])
    whole = [texts[row["id" + side]] for side in ("_a", "_b")]
    articles = [text[max(0, text.find("第一条")) :] for text in whole]
    untitled = [hide_title(text, row["title" + side]) for text, side in zip(whole, ("_a", "_b"), strict=True)]
    for name, bodies in (("articles only", articles), ("body without its title", untitled)):
        compared = compare_bodies(*bodies)
        yield f"{name}: Jaccard", compared.similarity
        yield f"{name}: the place it is for, then Jaccard", compared.same_home + compared.similarity
    yield "titles as well", _compare_titles(row) + compared.same_home + compared.similarity


def _compare_titles(row: Mapping[str, str]) -> float:
    """1 for one matter of one place, 0 else. The labels were made from titles: this is no independent test."""
    one, other = (take_apart(row["title" + side]) for side in ("_a", "_b"))
    return float(one.place == other.place and not set(one.keys).isdisjoint(other.keys))


def hide_title(text: str, title: str) -> str:
    """The body without its title lines and without the title's words."""
    return "\n".join(line for line in text.split("\n") if not line.startswith("# ")).replace(title, "")


def area_under_curve(marked: list[tuple[bool, float]]) -> float:
    """The share of (true, false) pairs that the score puts in the right order; ties count half."""
    true = [score for label, score in marked if label]
    false = [score for label, score in marked if not label]
    ahead = sum((one > other) + 0.5 * (one == other) for one in true for other in false)
    return ahead / (len(true) * len(false))


def list_worst(judged: Judged) -> Iterator[str]:
    """Ids of the surest false alarms, and of misses, ten of each."""
    alarms = [
        (judgement.confidence, pair)
        for pair, judgement in judged
        if judgement and judgement.relation.is_overlap and pair.method not in (*SAME, "F1")
    ]
    for confidence, pair in sorted(alarms, key=lambda alarm: (-alarm[0], alarm[1].ids))[:WORST]:
        yield f"false alarm\t{pair.method}\t{confidence}\t{pair.first.id}\t{pair.second.id}"
    missed = [p for p, j in judged if p.method in (*SAME, "F1") and not (j and j.relation.is_overlap)]
    for pair in random.Random(1).sample(missed, min(WORST, len(missed))):
        yield f"miss\t{pair.method}\t\t{pair.first.id}\t{pair.second.id}"


if __name__ == "__main__":
    main()

"""What the reader gets right on real papers, and how fast it reads titles.

    python -m bench.reading        # JIANFU_CORPORA names the folder of the corpora

Beside it a plain pattern for document numbers, as most scripts have one. Nothing of the corpora is printed but numbers.
"""

import csv
import os
import random
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet

from bench.reading_expressions import score_expressions
from bench.reading_fulltexts import score_fulltexts
from bench.scores import Score
from jianfu.reading.doc_number import find_doc_numbers
from jianfu.reading.titles import read_title
from jianfu.vocabulary.text import squeeze

CORPORA = Path(os.environ.get("JIANFU_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))
PLAIN_NUMBER = re.compile(r"[\u4e00-\u9fa5]+〔\d{4}〕\d+号")
FORWARDING = frozenset({"转发", "批转", "翻印", "转印"})
NO_LABEL = re.compile(r"的通知|的函|的批复|的解读|等事项|大中小|^以|^的|作的|方案|规划|有关事项|建设项目|公益项目")
"""Marks of labels that swallowed the end of a title: the label is wrong, not the reader."""


def main() -> None:
    if not CORPORA.is_dir():
        sys.exit(f"没有语料文件夹 {CORPORA}，请用 JIANFU_CORPORA 指定。")
    papers = pyarrow.parquet.read_table(CORPORA / "official.parquet").to_pylist()
    print("| field | measured on | cases | precision | recall |\n|---|---|---:|---:|---:|")
    for line in (
        *score_numbers(papers),
        *score_fulltexts(papers),
        *score_expressions(),
        score_forwards(),
        score_no_forwards(papers),
    ):
        print(line)
    print(show_speed(papers))


def score_numbers(papers: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The grammar on the numbers of registers, and the plain pattern on the same."""
    ours, plain = Score(), Score()
    for paper in papers:
        raw, wanted = paper["doc_number"], paper["doc_number_norm"]
        if raw and wanted and not NO_LABEL.search(wanted):
            wanted = squeeze(wanted)
            found = find_doc_numbers(raw)
            ours.add(squeeze(found[0].value.text) if found else None, wanted)
            match = PLAIN_NUMBER.search(raw)
            plain.add(squeeze(match.group()) if match else None, wanted)
    yield ours.show("发文字号", "numbers as registers write them")
    yield plain.show("发文字号, plain pattern", "the same")


def score_forwards() -> str:
    """Titles that forward another paper's title (pairs of the kind F1)."""
    score = Score()
    with (CORPORA / "pairs.tsv").open(encoding="utf-8") as file:
        for pair in csv.DictReader(file, delimiter="\t"):
            if pair["method"].startswith("F1"):
                wrapper = read_title(pair["title_b"]).forwards
                found = bare(wrapper.title) if wrapper and wrapper.verb in FORWARDING else None
                wanted = bare(pair["title_a"])
                score.add(wanted if found and (found in wanted or wanted in found) else found, wanted)
    return score.show("转发", "titles that forward (F1 pairs)")


def score_no_forwards(papers: Iterable[dict[str, Any]]) -> str:
    """Titles without any word of forwarding must yield none."""
    score = Score()
    for paper in papers:
        title = paper["title"] or ""
        if not any(verb in title for verb in FORWARDING):
            wrapper = read_title(title).forwards
            score.add(wrapper.verb if wrapper and wrapper.verb in FORWARDING else None, None)
    return f"| 转发 | titles without a word of forwarding: found in error | {score.wrong} | — | — |"


def bare(title: str) -> str:
    """A title without spaces, quotation marks and its type word, as registers shorten it."""
    # Two registers write one title with other dashes and brackets.
    return re.sub(r"[《》〈〉<>（）()\[\]—―\-–“”\"]|失效|的?(?:通知|意见|报告|函|通告|请示)+$", "", squeeze(title))


def show_speed(papers: Iterable[dict[str, Any]]) -> str:
    """Distinct titles a second on one core, nothing remembered from one to the next."""
    titles = sorted({paper["title"] for paper in papers if paper["title"]})
    chosen = random.Random(1).sample(titles, min(20_000, len(titles)))
    start = time.process_time()
    for title in chosen:
        read_title.__wrapped__(title)
    return f"\n{len(chosen) / (time.process_time() - start):,.0f} titles/s on one core (goal ≥ 5,000)"


if __name__ == "__main__":
    main()

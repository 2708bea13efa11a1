"""Asks, media, assessment and inspection against hand-judged expressions."""

from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from jianfu.reading.asks import read_asks
from jianfu.reading.assessment import read_assessment
from jianfu.reading.inspection import judge_inspection
from jianfu.reading.submission import read_submission

EXPRESSIONS = Path(__file__).parents[1] / "tests" / "reading" / "judgement_expressions.yaml"


def score_expressions() -> Iterator[str]:
    """One line a question: cases, share answered right, and how many that ask for nothing were heard wrongly."""
    sets: dict[str, list[str]] = yaml.safe_load(EXPRESSIONS.read_text(encoding="utf-8"))
    for name, answer in ANSWERS.items():
        pairs = [
            (text.strip(), set(wanted.split())) for text, _, wanted in (line.partition("|") for line in sets[name])
        ]
        right = sum(answer(text) == wanted for text, wanted in pairs)
        silent = [text for text, wanted in pairs if not wanted - {"no"}]
        heard = sum(bool(answer(text) - {"no", "?"}) for text in silent)
        what = f"hand-judged expressions, {heard} of {len(silent)} silent ones heard wrongly"
        yield f"| {name} | {what} | {len(pairs)} | {right / len(pairs):.3f} right | |"


def _name_asks(text: str) -> set[str]:
    return {ask.kind.value for ask in read_asks(text)}


def _name_media(text: str) -> set[str]:
    said = read_submission(text)
    marks = (("纸", said.paper), ("电", said.electronic), ("签", said.signed))
    return {mark if fact.value else f"非{mark}" for mark, fact in marks if fact is not None}


def _name_tie(text: str) -> set[str]:
    return {"yes" if read_assessment(text) else "no"}


def _name_visit(text: str) -> set[str]:
    judged = judge_inspection(text, title=None)
    return {"no" if judged is None else {True: "yes", False: "no", None: "?"}[judged.is_inspection]}


ANSWERS: dict[str, Callable[[str], set[str]]] = {
    "asks": _name_asks,
    "submission": _name_media,
    "assessment": _name_tie,
    "inspection": _name_visit,
}

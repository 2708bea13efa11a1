"""Asks, media, assessment and inspection against a hand-judged set, and laws that hold for any text."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jianfu.reading.asks import read_asks
from jianfu.reading.assessment import read_assessment
from jianfu.reading.inspection import judge_inspection
from jianfu.reading.submission import read_submission

SETS: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "judgement_expressions.yaml").read_text(encoding="utf-8")
)
WORDS = st.lists(
    st.sampled_from(
        ["请", "不再", "报送", "名单", "纸质版", "电子版", "盖章", "纳入考核", "检查组", "赴", "村", "。", "，", "\n"]
    )
).map("".join)


def name_asks(text: str) -> set[str]:
    return {ask.kind.value for ask in read_asks(text)}


def name_media(text: str) -> set[str]:
    said = read_submission(text)
    marks = (("纸", said.paper), ("电", said.electronic), ("签", said.signed))
    return {mark if fact.value else f"非{mark}" for mark, fact in marks if fact is not None}


def judge_visit(text: str) -> str:
    judged = judge_inspection(text, title=None)
    return "no" if judged is None else {True: "yes", False: "no", None: "?"}[judged.is_inspection]


def pairs(name: str) -> list[tuple[str, str]]:
    return [(text.strip(), answer.strip()) for text, _, answer in (line.partition("|") for line in SETS[name])]


@pytest.mark.parametrize(("text", "kinds"), pairs("asks"))
def test_what_is_asked_for(text: str, kinds: str) -> None:
    assert name_asks(text) == set(kinds.split())


@pytest.mark.parametrize(("text", "media"), pairs("submission"))
def test_on_which_media(text: str, media: str) -> None:
    assert name_media(text) == set(media.split())


@pytest.mark.parametrize(("text", "tied"), pairs("assessment"))
def test_whether_tied_to_assessment(text: str, tied: str) -> None:
    assert (read_assessment(text) is not None) == (tied == "yes")


@pytest.mark.parametrize(("text", "judged"), pairs("inspection"))
def test_whether_a_visit_is_an_inspection(text: str, judged: str) -> None:
    assert judge_visit(text) == judged


@given(st.text() | WORDS)
def test_every_judgement_points_at_the_words_it_rests_on(text: str) -> None:
    for ask in read_asks(text):
        assert text[ask.span.start : ask.span.end] == ask.text
    submission = read_submission(text)
    facts = [submission.paper, submission.electronic, submission.signed, read_assessment(text)]
    for fact in facts:
        assert fact is None or 0 <= fact.span.start < fact.span.end <= len(text)

"""How two bodies compare: how much they share, which words differ, and of which place each speaks."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

from jianfu.overlap.kernels.texts import Texts
from jianfu.overlap.kernels.verifying import compare
from jianfu.overlap.notices.notice import Reason
from jianfu.overlap.notices.words.characters import fold
from jianfu.overlap.notices.words.homes import Home, agree, find_home
from jianfu.overlap.notices.words.organs import PROVINCES

_DATE = re.compile(r"(?:(?:19|20)\d{2}年)?\d{1,2}月(?:\d{1,2}日)?|(?:19|20)\d{2}年|\d{1,2}[:：]\d{2}|\d{1,2}[时点]")
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_MONTH = re.compile(r"\d{1,2}(?=月)")
_PLACE = re.compile(
    rf"(?:{PROVINCES})(?:(?:维吾尔|壮族|回族)?自治区|省|市)?|(?<=[^\u4e00-\u9fff])[\u4e00-\u9fff]{{2,3}}(?:市|县|区|镇|乡|村|街道)"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_PASSES_ON = re.compile(r"转发给你们|现予转发|现将.{0,80}转发|转发.{0,60}通知")
_SHOWN = 4
_PREFACE = 2000
"""Characters at the head of a paper in which it says that it forwards another."""


class TextDifference(Enum):
    """Which words of two nearly equal bodies differ."""

    NOTHING = "没有差别"
    DATES = "日期"
    PLACES = "地名"
    NUMBERS = "数字"
    WORDS = "文字"


_KINDS = {TextDifference.DATES: _DATE, TextDifference.PLACES: _PLACE, TextDifference.NUMBERS: _NUMBER}
Differences = dict[TextDifference, tuple[tuple[str, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class BodyComparison:
    """Two bodies: `similarity` is the Jaccard of their character 4-grams, `containment` the share of the smaller one's
    grams that the larger has, both 0–1. `same_home` is how well the places agree for which they are (see `homes`).
    `same_period`: the latest or the commonest year is the same, and they share a month, where both name any.
    `passes_on`: the longer says that it forwards, and the other does not."""

    similarity: float
    containment: float
    same_home: float
    same_period: bool
    difference: TextDifference
    passes_on: bool
    reasons: tuple[Reason, ...]


def compare_bodies(first: str, second: str) -> BodyComparison:
    """Compare two bodies that are not empty. Dates, places and numbers are told apart from other words."""
    similarity, containment = share(first, second)
    differences = {kind: _differ(pattern, first, second) for kind, pattern in _KINDS.items()}
    homes = find_home(fold(first)), find_home(fold(second))
    return BodyComparison(
        similarity=similarity,
        containment=containment,
        same_home=agree(*homes),
        same_period=_share_period(fold(first), fold(second)),
        difference=_weightiest(first, second, differences),
        passes_on=_says_so(max(first, second, key=len)) and not _says_so(min(first, second, key=len)),
        reasons=tuple(_give_reasons(similarity, containment, homes, differences)),
    )


def _give_reasons(
    similarity: float, containment: float, homes: tuple[Home, Home], differences: Differences
) -> Iterator[Reason]:
    shared = f"相同 {similarity:.0%}，短的一份有 {containment:.0%} 在长的一份里"
    yield Reason("正文", similarity == 1.0, note=shared)
    if agree(*homes) == 0.0:
        yield Reason("正文所指地方", False, *(home.place or f"本{home.level}" for home in homes))
    for kind, (ours, theirs) in differences.items():
        if ours or theirs:
            yield Reason(f"正文中的{kind.value}", False, "、".join(ours), "、".join(theirs))


def _says_so(text: str) -> bool:
    return bool(_PASSES_ON.search(text[:_PREFACE]))


def _share_period(first: str, second: str) -> bool:
    ours, theirs = Counter(_YEAR.findall(first)), Counter(_YEAR.findall(second))
    # One damaged digit changes the latest year or the commonest, hardly both.
    if ours and theirs and max(ours) != max(theirs) and ours.most_common(1)[0][0] != theirs.most_common(1)[0][0]:
        return False
    months, others = set(_MONTH.findall(first)), set(_MONTH.findall(second))
    return not months or not others or not months.isdisjoint(others)


def share(first: str, second: str) -> tuple[float, float]:
    """Jaccard and containment of the character 4-grams of two texts, exact, as the kernels compute them."""
    one, other = np.zeros(1, np.int64), np.ones(1, np.int64)
    texts = Texts.of([first, second])
    jaccard, containment = compare(texts, one, other, min_jaccard=0.0, min_containment=0.0, workers=1)
    return float(jaccard[0]), float(containment[0])


def _differ(pattern: re.Pattern[str], first: str, second: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What only one of the two says, in order of first mention, at most four of each."""
    ours, theirs = Counter(pattern.findall(first)), Counter(pattern.findall(second))
    return tuple((ours - theirs).keys())[:_SHOWN], tuple((theirs - ours).keys())[:_SHOWN]


def _weightiest(first: str, second: str, differences: Differences) -> TextDifference:
    """The one kind of words that differ once dates, places and numbers are masked; other words weigh most."""
    masked = [_mask(text) for text in (first, second)]
    if masked[0] != masked[1]:
        return TextDifference.WORDS
    found = [
        kind for kind in (TextDifference.PLACES, TextDifference.DATES, TextDifference.NUMBERS) if any(differences[kind])
    ]
    return found[0] if found else TextDifference.NOTHING


def _mask(text: str) -> str:
    words = fold(text)
    for pattern in (_DATE, _PLACE, _NUMBER):
        words = pattern.sub("□", words)
    return words

"""How two bodies compare: how much they share, which words differ, and of which place each speaks."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

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
_CACHED_TEXTS = 512
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


@dataclass(frozen=True)
class BodyComparison:
    """Two bodies that are not empty: `similarity` is the Jaccard of their character 4-grams, `containment` the share of
    the smaller one's grams that the larger has, both 0–1. The rest is found when it is asked for."""

    first: str
    second: str
    similarity: float
    containment: float

    @cached_property
    def same_home(self) -> float:
        """How well the places agree for which they are (see `homes`)."""
        return agree(*self._homes)

    @cached_property
    def same_period(self) -> bool:
        """The latest or the commonest year is the same, and they share a month, where both name any."""
        return _share_period(_fold(self.first), _fold(self.second))

    @cached_property
    def difference(self) -> TextDifference:
        """The one kind of words that differ."""
        return _weightiest(self.first, self.second, self._differences)

    @cached_property
    def passes_on(self) -> bool:
        """The longer says that it forwards, and the other does not."""
        short, long = sorted((self.first, self.second), key=len)
        return _says_so(long) and not _says_so(short)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """What a reader sees: how much is equal; places, dates and numbers that only one of them has."""
        return tuple(_give_reasons(self.similarity, self.containment, self._homes, self._differences))

    @cached_property
    def _homes(self) -> tuple[Home, Home]:
        return find_home(_fold(self.first)), find_home(_fold(self.second))

    @cached_property
    def _differences(self) -> Differences:
        return {kind: _differ(kind, self.first, self.second) for kind in _KINDS}


def compare_bodies(first: str, second: str) -> BodyComparison:
    """Compare two bodies that are not empty."""
    return BodyComparison(first, second, *share(first, second))


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


def _differ(kind: TextDifference, first: str, second: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What only one of the two says, in order of first mention, at most four of each."""
    ours, theirs = Counter(_find_words(kind, first)), Counter(_find_words(kind, second))
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


@lru_cache(_CACHED_TEXTS)
def _find_words(kind: TextDifference, text: str) -> tuple[str, ...]:
    """Kept for some texts: one text is often compared with many."""
    return tuple(_KINDS[kind].findall(text))


@lru_cache(_CACHED_TEXTS)
def _fold(text: str) -> str:
    return fold(text)


@lru_cache(_CACHED_TEXTS)
def _mask(text: str) -> str:
    words = _fold(text)
    for pattern in (_DATE, _PLACE, _NUMBER):
        words = pattern.sub("□", words)
    return words

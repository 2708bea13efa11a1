"""What was answered, at once: each place counts as one however often it answers, and small numbers are hidden."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from jianfu.monitoring.asking.form import Answers, Form, Question, Sort
from jianfu.monitoring.inference.expanding import Bounded
from jianfu.monitoring.inference.quantiles import NINE_OF_TEN, normal_quantile
from jianfu.vocabulary.published.small_cells import SMALLEST_SHOWN

_MANY_TIMES = 5
NOBODY = ""
"""The place of an answer that names none."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One filled form: where it came from (NOBODY where it is not told) and what it says."""

    place: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Line:
    """One choice, or the mean of a number. `share` (0–1 or in the question's unit) with its interval; None where
    hidden.

    `count`: forms; None where they are too few to show.
    """

    words: str
    count: int | None
    share: Bounded | None


@dataclass(frozen=True, slots=True)
class Result:
    """One question: `asked` forms answered it, from `places` places."""

    question: Question
    asked: int
    places: int
    lines: tuple[Line, ...]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """All questions, and what must be known of them, in Chinese."""

    results: tuple[Result, ...]
    notes: tuple[str, ...]


def sum_up(form: Form, forms: Sequence[Answered]) -> Results:
    """The results of the forms that came in. Texts come in the order of their letters, not of their coming."""
    results = [_sum_question(place, question, forms) for place, question in enumerate(form.questions)]
    return Results(tuple(results), tuple(_list_notes(forms)))


def _sum_question(place: int, question: Question, forms: Sequence[Answered]) -> Result:
    told = [(one.place, one.answers[place]) for one in forms if place in one.answers]
    by_place: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for where, values in told:
        by_place[where].append(values)
    if NOBODY in by_place:  # without a name every form stands for itself
        by_place |= {f"\0{n}": [values] for n, values in enumerate(by_place.pop(NOBODY))}
    if len(told) < SMALLEST_SHOWN:
        return Result(question, len(told), len(by_place), ())
    if question.sort is Sort.TEXT:
        return Result(question, len(told), len(by_place), (), tuple(sorted(values[0] for _, values in told)))
    if question.sort is Sort.NUMBER:
        means = [float(np.mean([int(values[0]) for values in some])) for some in by_place.values()]
        return Result(question, len(told), len(by_place), (Line("平均", len(told), _bound(means)),))
    lines = _hide([_count_choice(choice, told, by_place) for choice in question.choices])
    return Result(question, len(told), len(by_place), tuple(lines))


def _count_choice(
    choice: str, told: Sequence[tuple[str, tuple[str, ...]]], by_place: dict[str, list[tuple[str, ...]]]
) -> Line:
    shares = [sum(choice in values for values in some) / len(some) for some in by_place.values()]
    return Line(choice, sum(choice in values for _, values in told), _bound(shares, are_shares=True))


def _bound(values: Sequence[float], *, are_shares: bool = False) -> Bounded:
    """The mean over places with its interval; a single place has no interval but everything.

    Shares have Wilson's interval where it is wider: that all places agree so far does not mean that all others do.
    """
    mean, most = float(np.mean(values)), 1.0 if are_shares else float("inf")
    if len(values) < 2:
        return Bounded(mean, float("inf"), 0.0, most)
    error = float(np.std(values, ddof=1)) / len(values) ** 0.5
    found = Bounded.of(mean, error, len(values) - 1)
    low, high = _wilson(mean, len(values)) if are_shares else (found.low, found.high)
    return Bounded(mean, error, max(min(found.low, low), 0.0), min(max(found.high, high), most))


def _wilson(share: float, places: int) -> tuple[float, float]:
    """Wilson's (1927) score interval of a share among so many places, nine chances of ten."""
    z = normal_quantile((1 + NINE_OF_TEN) / 2)
    centre = share + z**2 / (2 * places)
    width = z * (share * (1 - share) / places + z**2 / (4 * places**2)) ** 0.5
    scale = 1 + z**2 / places
    return (centre - width) / scale, (centre + width) / scale


def _hide(lines: list[Line]) -> list[Line]:
    """Choices of one to four forms hidden, and one more where a single hidden one could be counted out."""
    small = [line for line in lines if line.count is not None and 0 < line.count < SMALLEST_SHOWN]
    hidden = {line.words for line in small}
    if len(small) == 1 and len(lines) > 1:
        rest = [line for line in lines if line.words not in hidden]
        hidden.add(min(rest, key=lambda line: line.count or 0).words)
    return [Line(line.words, None, None) if line.words in hidden else line for line in lines]


def _list_notes(forms: Sequence[Answered]) -> list[str]:
    """Who answered far more often than the others."""
    counts: dict[str, int] = defaultdict(int)
    for one in forms:
        counts[one.place] += 1
    counts.pop(NOBODY, None)
    if not counts:
        return []
    usual = median(counts.values())
    limit = max(SMALLEST_SHOWN * 2, _MANY_TIMES * usual)
    return [
        f"{place} 交了 {count} 份，占 {count / len(forms):.0%}，别处一般 {usual:.0f} 份："
        "结果里按一个单位计，不会压过别处。"
        for place, count in sorted(counts.items(), key=lambda item: -item[1])
        if count > limit
    ]

"""A questionnaire: few questions, each asked only where it applies, written by a clerk as plain lines.

A line that begins with a dash is a choice of the question above it. Behind a question may stand, in square brackets,
数字 (with its bounds), 多选, 文字 or 选填; before it, in brackets, when it is asked: （第1题选“村”才问）.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_QUESTIONS, MOST_CHOICES = 12, 12
LONGEST_QUESTION, LONGEST_CHOICE, LONGEST_TEXT = 120, 60, 500
_MARK = re.compile(r"\[([^\]]*)\]\s*$")
_WHEN = re.compile(r"^（第\s*(\d+)\s*题选[“\"]([^”\"]+)[”\"]才问）\s*")
_NUMBER = re.compile(r"^数字(?:\s*(\d+)\s*[-—–至到]\s*(\d+))?$")
_LARGEST = 100_000
_SECONDS = {"choice": 6, "choices": 9, "number": 9, "text": 40}
"""What a question takes to read and answer: docs/methods/asking.md."""


class BrokenForm(ValueError):
    """What is wrong with the lines, where, and what to do, in Chinese."""


class Sort(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `choices` () for numbers and text; `low`, `high` bounds of a number, inclusive. `when`: place of an
    earlier question (from 0) and the choice of it with which this one is asked; None: always.
    """

    words: str
    sort: Sort
    choices: tuple[str, ...] = ()
    is_needed: bool = True
    low: int = 0
    high: int = _LARGEST
    when: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """Questions in order."""

    questions: tuple[Question, ...]

    @property
    def seconds(self) -> int:
        """What one answer takes about, every question asked."""
        return sum(_SECONDS[question.sort] for question in self.questions)


Answers = Mapping[int, tuple[str, ...]]
"""By place of the question; what was not asked or not answered is absent."""


def parse_form(text: str) -> Form:
    """The questions that the lines say. BrokenForm names the line."""
    drafts: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if not words:
            continue
        if words[0] in "-－—·•":
            if not drafts:
                raise BrokenForm(f"第 {number} 行是选项，可上面还没有题目。请先写题目，选项各占一行，以减号开头。")
            drafts[-1][2].append(words[1:].strip())
        else:
            drafts.append((number, words, []))
    if not drafts:
        raise BrokenForm("还没有题目。每个题目写一行，下面各行以减号开头写选项。")
    if len(drafts) > MOST_QUESTIONS:
        raise BrokenForm(f"有 {len(drafts)} 题，最多 {MOST_QUESTIONS} 题。问得越多，答得越不准，也越添负担。请删减。")
    questions: list[Question] = []
    for number, words, choices in drafts:
        questions.append(_parse_question(number, words, choices, questions))
    return Form(tuple(questions))


def _parse_question(number: int, words: str, choices: list[str], before: Sequence[Question]) -> Question:
    when, words = _parse_when(number, words, before)
    found = _MARK.search(words)
    marks = re.split(r"[，,、;；]\s*", found[1].strip()) if found else []
    words = _MARK.sub("", words).strip()
    is_needed = "选填" not in marks
    rest = [mark for mark in marks if mark and mark != "选填"]
    if not words or len(words) > LONGEST_QUESTION:
        raise BrokenForm(f"第 {number} 行的题目是空的，或超过 {LONGEST_QUESTION} 字。请改短。")
    if choices:
        return _parse_choices(number, words, choices, rest, when, is_needed)
    bounds = next((match for mark in rest if (match := _NUMBER.match(mark))), None)
    if bounds:
        low, high = int(bounds[1] or 0), min(int(bounds[2] or _LARGEST), _LARGEST)
        if low >= high:
            raise BrokenForm(f"第 {number} 行的数字范围是 {low}—{high}。请把小的写在前面。")
        return Question(words, Sort.NUMBER, (), is_needed, low, high, when)
    if rest == ["文字"]:
        return Question(words, Sort.TEXT, (), is_needed, when=when)
    raise BrokenForm(f"第 {number} 行“{words[:20]}”没有选项。请在下面写选项，或在题后注明 [数字] 或 [文字]。")


def _parse_choices(
    number: int, words: str, choices: list[str], marks: list[str], when: tuple[int, str] | None, is_needed: bool
) -> Question:
    if marks not in ([], ["多选"]):
        raise BrokenForm(f"第 {number} 行的标注“{marks[0][:20]}”看不懂。有选项的题只能注明 [多选] 或 [选填]。")
    if not 2 <= len(choices) <= MOST_CHOICES or not all(0 < len(one) <= LONGEST_CHOICE for one in choices):
        raise BrokenForm(f"第 {number} 行的题要有 2—{MOST_CHOICES} 个选项，每个不超过 {LONGEST_CHOICE} 字。")
    if len(set(choices)) < len(choices):
        raise BrokenForm(f"第 {number} 行的题有两个一样的选项。请删掉一个。")
    return Question(words, Sort.CHOICES if marks else Sort.CHOICE, tuple(choices), is_needed, when=when)


def _parse_when(number: int, words: str, before: Sequence[Question]) -> tuple[tuple[int, str] | None, str]:
    found = _WHEN.match(words)
    if not found:
        return None, words
    place, choice = int(found[1]) - 1, found[2].strip()
    if not 0 <= place < len(before):
        raise BrokenForm(f"第 {number} 行要看第 {found[1]} 题，可它前面没有这一题。请改题号。")
    if choice not in before[place].choices:
        raise BrokenForm(f"第 {number} 行要看第 {found[1]} 题选“{choice[:20]}”，可那题没有这个选项。请改成一样的字。")
    return (place, choice), words[found.end() :]


def is_asked(question: Question, answers: Answers) -> bool:
    """Whether a question applies after the answers before it."""
    return question.when is None or question.when[1] in answers.get(question.when[0], ())


def read_answers(form: Form, given: Mapping[int, Sequence[str]]) -> tuple[dict[int, tuple[str, ...]], list[str]]:
    """Answers that are taken, and problems in Chinese. What does not apply is dropped, whatever was given."""
    answers: dict[int, tuple[str, ...]] = {}
    problems = []
    for place, question in enumerate(form.questions):
        if not is_asked(question, answers):
            continue
        values = tuple(dict.fromkeys(value.strip() for value in given.get(place, ()) if value.strip()))
        problem = _find_problem(question, values)
        if problem:
            problems.append(f"第 {place + 1} 题{problem}")
        elif values:
            answers[place] = values
    return answers, problems


def _find_problem(question: Question, values: tuple[str, ...]) -> str:
    """What is wrong with the answer, '' for nothing."""
    if not values:
        return "还没有答。" if question.is_needed else ""
    if question.sort is Sort.TEXT:
        return "" if len(values[0]) <= LONGEST_TEXT else f"超过 {LONGEST_TEXT} 字，请写短些。"
    if question.sort is Sort.NUMBER:
        is_number = values[0].isascii() and values[0].isdecimal() and len(values[0]) <= len(str(_LARGEST))
        is_inside = is_number and question.low <= int(values[0]) <= question.high
        return "" if is_inside else f"要填 {question.low}—{question.high} 的整数。"
    if any(value not in question.choices for value in values):
        return f"的答案“{values[0][:20]}”不在选项里。"
    return "只能选一个。" if question.sort is Sort.CHOICE and len(values) > 1 else ""

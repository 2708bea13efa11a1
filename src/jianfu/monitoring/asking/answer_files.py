"""Answers that another form tool gathered, from its exported table. Nothing is taken where columns do not fit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jianfu.monitoring.asking.form import Form, Question, Sort, read_answers
from jianfu.monitoring.asking.results import NOBODY, Answered

_NUMBERING = re.compile(r"^\s*(?:Q?\d+\s*[、.．:：)）]|第\s*\d+\s*题[、.:：]?)\s*", re.IGNORECASE)
_TAIL = re.compile(r"\s*[（(\[【](?:必填|选填|单选|多选|单选题|多选题|填空题?|必答)[)）\]】]\s*")
_PARTS = re.compile(r"[┋;；|\n]|(?<=\S)、(?=\S)")
_TOO_MANY = 0.2
PLACE_HEADINGS = ("所在单位", "单位", "乡镇", "村", "所在村", "填报单位")


class MisfitFile(ValueError):
    """Why the table is not taken, where, and what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class ReadAnswers:
    """Forms that were taken, row by row, and rows that were not, with the reason; columns that mean nothing here."""

    forms: tuple[Answered, ...]
    refused: tuple[str, ...]
    ignored: tuple[str, ...]


def read_table(form: Form, rows: Sequence[Sequence[str]]) -> ReadAnswers:
    """`rows`: the header and then one row a form, as text. MisfitFile where no column, or too few answers, fit."""
    if len(rows) < 2:
        raise MisfitFile("表里没有答卷。第一行应是题目，下面每行一份答卷。")
    header = [str(cell).strip() for cell in rows[0]]
    columns = _match(form, header)
    missing = [question.words for n, question in enumerate(form.questions) if n not in columns and question.is_needed]
    if missing:
        raise MisfitFile(f"表头里找不到这些题目：{'；'.join(missing)}。请在表格工具里把表头改成和问卷一样的字再导入。")
    _check_columns(form, columns, header, rows[1:])
    where = next((n for n, words in enumerate(header) if _bare(words) in PLACE_HEADINGS), None)
    forms, refused = [], []
    for number, row in enumerate(rows[1:], start=2):
        given = {place: _split(form.questions[place], _cell(row, column)) for place, column in columns.items()}
        answers, problems = read_answers(form, given)
        if problems:
            refused.append(f"第 {number} 行没有导入：{''.join(problems)}")
        elif answers:
            forms.append(Answered(_cell(row, where) if where is not None else NOBODY, answers))
    used = set(columns.values()) | {where}
    return ReadAnswers(tuple(forms), tuple(refused), tuple(w for n, w in enumerate(header) if n not in used and w))


def _match(form: Form, header: Sequence[str]) -> dict[int, int]:
    """Question → column, by words without numbers and marks."""
    bare = [_bare(words) for words in header]
    return {n: bare.index(_bare(q.words)) for n, q in enumerate(form.questions) if _bare(q.words) in bare}


def _bare(words: str) -> str:
    return re.sub(r"\s|[?？。:：]", "", _TAIL.sub("", _NUMBERING.sub("", words)))


def _cell(row: Sequence[str], column: int) -> str:
    return str(row[column]).strip() if column < len(row) else ""


def _split(question: Question, words: str) -> list[str]:
    if question.sort is Sort.CHOICES:
        return [part.strip() for part in _PARTS.split(words) if part.strip()]
    return [words.removesuffix(".0") if question.sort is Sort.NUMBER else words]


def _check_columns(
    form: Form, columns: Mapping[int, int], header: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """MisfitFile where many answers of a column are none of the question's; says where they would fit."""
    for place, column in columns.items():
        question = form.questions[place]
        cells = [_cell(row, column) for row in rows]
        wrong = sum(not _fits(question, cell) for cell in cells if cell)
        told = sum(bool(cell) for cell in cells)
        if wrong <= _TOO_MANY * max(told, 1):
            continue
        best = max(
            range(len(header)), key=lambda n: sum(_fits(question, _cell(row, n)) for row in rows if _cell(row, n))
        )
        fitting = sum(_fits(question, _cell(row, best)) for row in rows if _cell(row, best))
        hint = ""
        if best != column and fitting > _TOO_MANY * len(rows):
            way = "右" if best > column else "左"
            hint = (
                f"第 {best + 1} 列“{header[best]}”里的内容倒是它的答案：各列可能向{way}错了 {abs(best - column)} 列。"
            )
        raise MisfitFile(
            f"第 {column + 1} 列“{header[column]}”有 {wrong} 个答案不是这一题的答案（共 {told} 个）。{hint}"
            "整个文件没有导入。请在表格工具里对齐各列再导入。"
        )


def _fits(question: Question, words: str) -> bool:
    if question.sort is Sort.TEXT:
        return True
    if question.sort is Sort.NUMBER:
        number = words.removesuffix(".0")
        return (
            number.isascii() and number.isdecimal() and len(number) < 8 and question.low <= int(number) <= question.high
        )
    return all(part in question.choices for part in _split(question, words)) and bool(words)

"""One normal form for the headings of forms: without numbers, stars, hints; the unit kept apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jianfu.vocabulary.text import squeeze

_BRACKETS = re.compile(r"[（(【\[]([^（(【\[)）】\]]*)[)）】\]]")
_NUMBERING = re.compile(r"^(?:[（(]?[\d一二三四五六七八九十]{1,2}[)）]|[\d一二三四五六七八九十]{1,2}[.、．]|[①-⑳])")
_DECORATION = re.compile(r"[*＊:：?？“”\"'_—…]+|[。，,;；]$")
_COLUMN_LETTER = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,2}$")
_LEADING = re.compile(r"^(?:请填写|请选择|填写|您的|具体|主要|现在|目前|基本|以下)")
_SUBJECT = re.compile(r"^(?:本人|本户|个人|家庭|村民|群众|农户|所在)")
_TRAILING = re.compile(r"(?:情况|名称|填写|一览|说明|如有|为必填|必填|登记)$")
_UNITS = {
    "户": "户", "人": "人", "人次": "人", "亩": "亩", "平方米": "㎡", "㎡": "㎡", "m2": "㎡", "m²": "㎡", "平米": "㎡",
    "元": "元", "万元": "元", "年月日": "日期", "年月": "日期", "是/否": "是否", "是或否": "是否", "个": "个",
}  # fmt: skip
_BEFORE_CHOICES = re.compile(r"^(?:请?(?:选择?|选填|填写?|注明)[:：]?|如|分为|包括|[单多]选[:：]?)")
_BETWEEN_CHOICES = re.compile(r"[、/，,;；|或]|\d[.．]")
_LONGEST_CHOICE = 8
_BEFORE_A_DATE = re.compile(r"^(?:yyyy|如?\d{4}|xx年)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """One heading part as words: `whole` squeezed as written, `bare` without brackets and decoration, and its `unit`.

    `unit` is 户 人 亩 ㎡ 元 个 日期 是否, or "" where none is named.
    `other_name` has the bracket instead of what stands before it (脱贫户(监测户)类型: 监测户类型), "" without one.
    """

    whole: str
    bare: str
    unit: str
    other_name: str = ""
    choices: tuple[str, ...] = ()
    """What the brackets offer to choose from (残疾类型（视力、听力、肢体）), () for anything else."""


@lru_cache(maxsize=50_000)
def read_words(part: str) -> HeadingWords:
    """A heading part in its normal form."""
    whole = _undecorate(_NUMBERING.sub("", squeeze(part)))
    hints = [hint.lower() for hint in _BRACKETS.findall(whole)]
    unit = next((unit for hint in hints if (unit := _unit_of(hint))), "")
    bare = _COLUMN_LETTER.sub("", _undecorate(_NUMBERING.sub("", _BRACKETS.sub("", whole))))
    choices = next((choices for hint in hints if (choices := _choices_of(hint))), ())
    return HeadingWords(whole.replace("（", "(").replace("）", ")"), bare, unit, _name_in_bracket(whole), choices)


def _choices_of(hint: str) -> tuple[str, ...]:
    parts = tuple(part for part in _BETWEEN_CHOICES.split(_BEFORE_CHOICES.sub("", hint).removesuffix("等")) if part)
    return parts if len(parts) > 1 and all(len(part) <= _LONGEST_CHOICE for part in parts) else ()


def _name_in_bracket(whole: str) -> str:
    found = _BRACKETS.search(whole)
    return found.group(1) + whole[found.end() :] if found and whole[found.end() :] else ""


def shorten(bare: str) -> Iterator[tuple[str, bool]]:
    """The heading without words that change nothing (请填写…, …情况), one form after another, shortest last.

    With each, whether it still names the same subject: 农户编号 without 农户 is less than 编号 of anything.
    """
    same = [_TRAILING.sub("", bare), _LEADING.sub("", bare), _TRAILING.sub("", _LEADING.sub("", bare))]
    other = [_SUBJECT.sub("", form) for form in (bare, *same)]
    for form in dict.fromkeys([*same, *other]):
        if len(form) > 1 and form != bare:
            yield form, form in same


def _undecorate(words: str) -> str:
    return _DECORATION.sub("", words)


def _unit_of(hint: str) -> str:
    if _BEFORE_A_DATE.match(hint):
        return "日期"
    return _UNITS.get(hint.removeprefix("单位").removesuffix("数"), "")

"""The table of security requirements names tests and pages that exist, and tests answer most of it."""

import ast
import re
from collections.abc import Iterator

import pytest
from source_tree import ROOT

PAGE = ROOT / "docs" / "security" / "asvs.md"
_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|$", re.M)
ROWS = [(number, level, answer.strip()) for number, level, _, answer in _ROW.findall(PAGE.read_text(encoding="utf-8"))]
_LEAST_SHARE = 0.6
_IN_CHAPTER = {1: 27, 2: 11, 3: 19, 4: 4, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16}
"""Requirements of levels 1 and 2 by chapter in the standard's own list, without what does not apply as a whole."""


def test_no_requirement_is_missing_or_there_twice() -> None:
    numbers = [number for number, _, _ in ROWS]
    counted = {chapter: sum(one.startswith(f"{chapter}.") for one in numbers) for chapter in _IN_CHAPTER}

    assert len(set(numbers)) == len(numbers)
    assert counted == _IN_CHAPTER


def test_tests_answer_at_least_six_in_ten() -> None:
    applicable = [answer for _, _, answer in ROWS if not answer.startswith("n/a: ")]
    tested = [answer for answer in applicable if answer.startswith("tests/")]

    assert len(tested) / len(applicable) >= _LEAST_SHARE


@pytest.mark.parametrize(("number", "answer"), [(number, answer) for number, _, answer in ROWS])
def test_what_answers_a_requirement_exists(number: str, answer: str) -> None:
    kind, _, words = answer.partition(": ")
    if kind in {"doc", "bench"}:
        assert (ROOT / words).is_file()
    elif kind == "n/a":
        assert words
    else:
        path, _, name = answer.partition("::")
        assert (ROOT / path).exists()
        assert name in set(_functions(path))


def _functions(path: str) -> Iterator[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))

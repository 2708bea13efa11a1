"""Small things stay small: modules, folders, functions."""

import ast
from collections import Counter

from source_tree import list_functions, list_modules, name_of, parse

LONGEST_MODULE_LINES = 400
FULLEST_FOLDER_MODULES = 12
LONGEST_FUNCTION_LINES = 60

# Fuller than they should be; these numbers may only shrink.
FULLER_FOLDERS = {"src/jianfu/reporting": 13}


def test_no_module_is_too_long() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in list_modules()}

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE_LINES} == {}


def test_no_folder_is_too_full() -> None:
    modules = [path for path in list_modules() if path.name != "__init__.py"]
    counts = Counter(name_of(path.parent) for path in modules)

    limits = {name: FULLER_FOLDERS.get(name, FULLEST_FOLDER_MODULES) for name in counts}
    assert {name: count for name, count in counts.items() if count > limits[name]} == {}


def test_no_function_is_too_long() -> None:
    too_long = [
        f"{name_of(path)}:{function.lineno} {function.name} {lines} lines"
        for path in list_modules()
        for function in list_functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION_LINES
    ]

    assert too_long == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name_of(path) for path in list_modules() if not ast.get_docstring(parse(path))] == []

"""The repository as the architecture tests see it: its files, its modules, what they import and call."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jianfu"
CODE_FOLDERS = (SOURCE, ROOT / "county")
PLAIN_ROOMS = (
    *("vocabulary", "reading", "intake", "overlap", "reporting"),
    *(f"assessment/{part}" for part in ("plans", "scoring", "differing", "fairness", "results")),
)
_NOT_OURS = frozenset({".git", ".venv", "build", "dist", "demo", "__pycache__"})


def list_files(*suffixes: str) -> list[Path]:
    """Files of the project with one of the suffixes, those made by tools left out."""
    return sorted(path for path in _walk(ROOT) if path.suffix in suffixes)


@cache
def _walk(folder: Path) -> tuple[Path, ...]:
    found: list[Path] = []
    for path in folder.iterdir():
        if path.name in _NOT_OURS or path.name.endswith("_cache") or path.name == ".hypothesis":
            continue
        found += _walk(path) if path.is_dir() else [path]
    return tuple(found)


def list_modules() -> list[Path]:
    """Modules of the product and of the demonstration county, migrations left out: Django writes those."""
    modules = (path for folder in CODE_FOLDERS for path in sorted(folder.rglob("*.py")))
    return [path for path in modules if "migrations" not in path.parts]


def name_of(path: Path) -> str:
    """The path from the top of the repository, for messages and test ids."""
    return path.relative_to(ROOT).as_posix()


@cache
def parse(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def list_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """All functions of a module, methods and inner ones too."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def list_calls(path: Path) -> Iterator[tuple[str, int]]:
    """Every call by dotted name, with its line: ('datetime.now', 12)."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno

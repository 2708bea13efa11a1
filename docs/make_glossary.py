"""Writes the generated half of docs/glossary.md: choices and fields, from the code that defines them.

python docs/make_glossary.py            # renew the page
python docs/make_glossary.py --check    # fail where the page is stale
"""

import argparse
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import ModuleType

import jianfu.reading.facts
import jianfu.vocabulary
from jianfu.intake.registers.catalogue import MARK_FIELDS, OBSERVATION_FIELDS, ORGAN_FIELDS
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import DEMAND_FIELDS, KIND_FIELDS, RECEIPT_FIELDS, Field

PAGE = Path(__file__).parent / "glossary.md"
BEGIN = "<!-- made by docs/make_glossary.py: do not edit below -->"


def list_identifiers() -> set[str]:
    """Every public class of the vocabulary and of the reader's facts, and `Class.field` of the vocabulary's values."""
    found: set[str] = set()
    for module in _vocabulary():
        for value in _classes(module):
            found.add(value.__name__)
            found |= {f"{value.__name__}.{field.name}" for field in _fields(value)}
    return found | {value.__name__ for value in _classes(jianfu.reading.facts)}


def renew(page: str) -> str:
    """The page with its generated half made anew; what stands before it is kept."""
    by_hand = page.split(BEGIN, maxsplit=1)[0].rstrip()
    return f"{by_hand}\n\n{BEGIN}\n\n{make_choices()}\n{make_fields()}"


def make_choices() -> str:
    """One table of every enumeration: its members and the Chinese words for them."""
    lines = ["## Choices", "", "| enumeration | member | Chinese |", "|---|---|---|"]
    for module in (*_vocabulary(), jianfu.reading.facts):
        for enumeration in _classes(module):
            if issubclass(enumeration, Enum) and enumeration.__name__ not in _WITHOUT_WORDS:
                lines += [f"| `{enumeration.__name__}` | `{m.name}` | {_word(m)} |" for m in enumeration]
    return "\n".join(lines) + "\n"


def make_fields() -> str:
    """The field catalogue: one table of what all demands have, one a kind, one for organs and statements."""
    parts = [
        _table("Every demand 要求", DEMAND_FIELDS),
        _table("Every receipt 收到", RECEIPT_FIELDS),
        *(_table(f"{kind.label} `BurdenKind.{kind.name}`", KIND_FIELDS[kind]) for kind in BurdenKind),
        _short_table("Organ directory 机关名录", ORGAN_FIELDS),
        _short_table("Stated numbers 情况统计", OBSERVATION_FIELDS),
        _short_table("Marks of a row 行的标记", MARK_FIELDS),
    ]
    return "## Fields\n\n" + "\n".join(parts)


_WITHOUT_WORDS = frozenset({"ValueKind", "Bearer"})
"""Enumerations that only code speaks of: they are explained by hand."""


def _table(heading: str, members: Sequence[Field]) -> str:
    rows = [f"| `{f.name}` | {f.label} | {f.value.value} | {f.bearer.value} | {f.unit} |" for f in members]
    header = ["| identifier | Chinese | value | belongs to | unit |", "|---|---|---|---|---|"]
    return "\n".join([f"### {heading}", "", *header, *rows]) + "\n"


def _short_table(heading: str, members: Sequence[Field]) -> str:
    rows = [f"| `{f.name}` | {f.label} | {f.value.value} | {f.unit} |" for f in members]
    return (
        "\n".join([f"### {heading}", "", "| identifier | Chinese | value | unit |", "|---|---|---|---|", *rows]) + "\n"
    )


def _vocabulary() -> list[ModuleType]:
    found = pkgutil.iter_modules(jianfu.vocabulary.__path__, "jianfu.vocabulary.")
    return [importlib.import_module(module.name) for module in found]


def _classes(module: ModuleType) -> Iterator[type]:
    for name, value in vars(module).items():
        if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_"):
            yield value


def _fields(value: type) -> Iterator[object]:
    return iter(fields(value)) if is_dataclass(value) else iter(())


def _word(member: Enum) -> str:
    return str(getattr(member, "label", member.value))


def main() -> int:
    """Renew the page, or with --check only say whether it is stale (exit code 1)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where the page is stale")
    check = parser.parse_args().check
    page = PAGE.read_text(encoding="utf-8")
    renewed = renew(page)
    if check and page != renewed:
        sys.stderr.write("docs/glossary.md is stale: run python docs/make_glossary.py\n")
        return 1
    if not check:
        PAGE.write_text(renewed, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

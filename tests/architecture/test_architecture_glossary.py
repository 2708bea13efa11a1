"""docs/glossary.md and the code say the same words, both ways."""

import importlib.util
import re
from types import ModuleType

from source_tree import ROOT

PAGE = ROOT / "docs" / "glossary.md"


def _load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_glossary", ROOT / "docs" / "make_glossary.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


SCRIPT = _load_script()


def _listed_by_hand() -> set[str]:
    by_hand = PAGE.read_text(encoding="utf-8").split(SCRIPT.BEGIN)[0]
    return {name for line in by_hand.splitlines() for name in re.findall(r"^\|[^|]+\| `([\w.]+)` \|", line)}


def test_every_value_and_each_of_its_fields_has_a_chinese_term() -> None:
    assert SCRIPT.list_identifiers() - _listed_by_hand() == set()


def test_no_term_stands_for_code_that_is_gone() -> None:
    assert _listed_by_hand() - SCRIPT.list_identifiers() == set()


def test_no_two_values_share_a_term() -> None:
    by_hand = PAGE.read_text(encoding="utf-8").split(SCRIPT.BEGIN)[0]
    terms = re.findall(r"^\| ([^|]+?) \| `[A-Z]\w*` \|", by_hand, re.M)

    assert len(terms) > 20
    assert sorted(terms) == sorted(set(terms))


def test_the_tables_of_choices_and_fields_are_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == SCRIPT.renew(PAGE.read_text(encoding="utf-8"))

"""The catalogue of numbers and its page."""

from pathlib import Path

from jianfu.reporting.definitions import DEFINITIONS, render_definitions

_PAGE = Path(__file__).parents[2] / "docs" / "methods" / "figures.md"


def test_the_method_page_is_the_catalogue() -> None:
    remedy = "docs/methods/figures.md 与口径目录不一致，请用 render_definitions() 的结果重写该页"
    assert _PAGE.read_text(encoding="utf-8") == render_definitions(), remedy


def test_every_definition_says_what_and_how() -> None:
    assert all(definition.name and definition.method for definition in DEFINITIONS.values())
    assert all(id == definition.id for id, definition in DEFINITIONS.items())

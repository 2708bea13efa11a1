"""Documents that cannot rot: links lead somewhere, pages that code names exist, every command is told."""

import re
from collections.abc import Iterator

import pytest
import typer
from source_tree import ROOT, list_files, name_of

from jianfu.cli import app

COMMANDS_PAGE = ROOT / "docs" / "how-to" / "commands.md"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PAGE_IN_CODE = re.compile(r"docs/[\w./-]+\.md")
DECISION_IN_CODE = re.compile(r"docs/decisions/(\d{4})")
HEADING = re.compile(r"^#+ (.*)$", re.M)


def _list_commands() -> Iterator[tuple[str, list[str]]]:
    """Each command in full (`county make`) with its options and the words for its arguments."""
    yield from _walk(typer.main.get_command(app), ())


def _walk(command: object, path: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    children = getattr(command, "commands", None)
    if children is None:
        words = [max(p.opts, key=len) if p.opts[0].startswith("-") else p.metavar for p in command.params]  # type: ignore[attr-defined]
        yield " ".join(path), words
        return
    for name, child in children.items():
        yield from _walk(child, (*path, name))


COMMANDS = dict(_list_commands())


def _told(command: str) -> str:
    """What the page says of one command: from its heading to the next."""
    page = COMMANDS_PAGE.read_text(encoding="utf-8")
    sections = re.split(r"^## ", page, flags=re.M)[1:]
    return next((section for section in sections if section.startswith(f"`jianfu {command}`")), "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_each_of_its_options_is_documented(command: str) -> None:
    told = _told(command)

    assert told, f"docs/how-to/commands.md has no section for jianfu {command}"
    assert [word for word in COMMANDS[command] if word not in told] == []


def test_no_command_is_documented_that_does_not_exist() -> None:
    page = COMMANDS_PAGE.read_text(encoding="utf-8")

    assert set(re.findall(r"^## `jianfu ([^`]+)`", page, re.M)) == set(COMMANDS)


def test_no_option_is_documented_that_does_not_exist() -> None:
    for command, words in COMMANDS.items():
        options = set(re.findall(r"^\| `(?:-\w, )?(--[\w-]+)", _told(command), re.M))
        assert options <= set(words), command


def test_commands_shown_in_documents_exist() -> None:
    shown = {
        (name_of(page), command)
        for page in list_files(".md")
        for line in _code_lines(page.read_text(encoding="utf-8"))
        if (command := _command_of(line)) is not None
    }

    assert len(shown) > 10
    assert {(page, command) for page, command in shown if command not in COMMANDS} == set()


def _code_lines(text: str) -> Iterator[str]:
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S):
        yield from block.splitlines()


def _command_of(line: str) -> str | None:
    words = line.strip().removeprefix("$ ").split()
    if len(words) < 2 or words[0] != "jianfu" or words[1].startswith("-"):
        return None
    beginnings = [" ".join(words[1 : 1 + count]) for count in (3, 2, 1)]
    return next((command for command in beginnings if command in COMMANDS), words[1])


def test_links_lead_somewhere() -> None:
    broken = []
    for page in list_files(".md"):
        for target in LINK.findall(page.read_text(encoding="utf-8")):
            place, _, anchor = target.partition("#")
            if "://" in place or place.startswith("mailto:"):
                continue
            found = (page.parent / place).resolve() if place else page
            if not found.exists() or (anchor and anchor not in _anchors(found.read_text(encoding="utf-8"))):
                broken.append(f"{name_of(page)} → {target}")

    assert broken == []


def _anchors(text: str) -> set[str]:
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in HEADING.findall(text)}


def test_pages_that_code_names_exist() -> None:
    named = {
        (name_of(path), page)
        for path in list_files(".py", ".yaml", ".toml")
        if path.name != "test_architecture_docs.py"
        for page in PAGE_IN_CODE.findall(path.read_text(encoding="utf-8"))
    }

    assert {(path, page) for path, page in named if not (ROOT / page).is_file()} == set()


def test_decisions_that_code_names_exist() -> None:
    named = {
        (name_of(path), number)
        for path in list_files(".py")
        for number in DECISION_IN_CODE.findall(path.read_text(encoding="utf-8"))
    }
    taken = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}

    assert {(path, number) for path, number in named if number not in taken} == set()


@pytest.mark.parametrize("folder", ["decisions", "methods"])
def test_indexes_list_every_page(folder: str) -> None:
    index = (ROOT / "docs" / folder / "README.md").read_text(encoding="utf-8")
    pages = {path.name for path in (ROOT / "docs" / folder).glob("*.md")} - {"README.md"}

    assert pages
    assert {page for page in pages if f"({page})" not in index} == set()


def test_decision_records_have_their_parts() -> None:
    for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"):
        text = path.read_text(encoding="utf-8")
        assert re.match(rf"# {path.name[:4]} ", text), path.name
        assert "## Context" in text, path.name
        assert "## Decision" in text, path.name

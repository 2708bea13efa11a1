"""A county sets its own clocks; a mistake in them is told, never guessed over."""

from pathlib import Path

import pytest

from jianfu.casework.clocks import FILE_NAME, BrokenClocks, Clocks, load_clocks


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_clocks(tmp_path) == Clocks()


def test_a_county_changes_what_it_names(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("受理: 3\n上级答复: 30\n", encoding="utf-8")

    assert load_clocks(tmp_path) == Clocks(accept=3, answer=30)


@pytest.mark.parametrize("words", ["受理: 0", "受理: 三天", "受理: true", "受里: 3", "- 3", "受理: [", "受理: 999"])
def test_a_mistake_stops_in_words(words: str, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(words, encoding="utf-8")

    with pytest.raises(BrokenClocks, match=FILE_NAME):
        load_clocks(tmp_path)

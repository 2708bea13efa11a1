"""Every card stands under a clause, every clause without a card says why."""

from pathlib import Path

import pytest

from jianfu.rulebook.cards.coverage import Coverage, load_coverage
from jianfu.rulebook.cards.loading import load_cards
from jianfu.rulebook.cards.tree import BrokenCards
from jianfu.vocabulary.packaged import packaged_folder

CARDS = load_cards([packaged_folder("rulebook")])


def test_the_shipped_coverage_fits_the_cards() -> None:
    clauses = load_coverage(packaged_folder("rulebook"), CARDS)

    assert len(clauses) >= 90
    assert {clause.state for clause in clauses} == set(Coverage)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("某规定:\n  - {条款: 第1条, 状态: 已编}", "不相符"),
        ("某规定:\n  - {条款: 第1条, 状态: 未编}", "说明原因"),
        ("某规定:\n  - {条款: 第1条, 状态: 已编, 卡: [没有-1]}", "没有编号为“没有-1”"),
        ("某规定:\n  - {条款: 第1条, 状态: 完成, 说明: 好}", "不在可选之列"),
        ("某规定: []", "没有列在任何条款下"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "coverage.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(BrokenCards, match=words):
        load_coverage(tmp_path, CARDS)

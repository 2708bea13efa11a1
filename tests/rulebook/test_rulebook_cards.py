"""The shipped cards: each example comes out as the card says, and no wrong step goes unnoticed."""

import pytest

from jianfu.rulebook.cards.card import Example, RuleCard, Severity
from jianfu.rulebook.cards.checking import check_card, count_mutants, uncaught_mutants
from jianfu.rulebook.cards.examples import run_example
from jianfu.rulebook.cards.loading import load_cards
from jianfu.vocabulary.packaged import packaged_folder

CARDS = load_cards([packaged_folder("rulebook")])
EXAMPLES = [(card, example) for card in CARDS for example in card.examples]


def test_there_are_cards_of_every_layer() -> None:
    assert len(CARDS) >= 60
    assert {"", "青岚县"} < {card.region for card in CARDS}


@pytest.mark.parametrize(("card", "example"), EXAMPLES, ids=[f"{c.number} {e.situation}" for c, e in EXAMPLES])
def test_an_example_comes_out_as_the_card_says(card: RuleCard, example: Example) -> None:
    assert run_example(card, example) is example.outcome


@pytest.mark.parametrize("card", CARDS, ids=[card.number for card in CARDS])
def test_a_card_is_sound_and_notices_every_wrong_step(card: RuleCard) -> None:
    assert check_card(card) == []
    assert uncaught_mutants(card) == []
    assert count_mutants(card) >= 2


def test_only_the_fictional_county_accuses_of_violations_without_the_full_text() -> None:
    severe = {card.number for card in CARDS if card.severity in {Severity.VIOLATION, Severity.EXPLAIN}}

    assert all(number.startswith(("青岚-", "公文条例-09")) for number in severe)

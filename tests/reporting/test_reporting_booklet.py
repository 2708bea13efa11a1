"""The signing booklet says what a card says, in words, and whether its signature still holds."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx

from jianfu.reporting.booklet import write_booklet
from jianfu.rulebook.cards.card import Review, Signature
from jianfu.rulebook.cards.loading import load_cards
from jianfu.rulebook.cards.wording import say_example, say_judgement
from jianfu.vocabulary.packaged import packaged_folder

CARDS = {card.number: card for card in load_cards([packaged_folder("rulebook")])}


def test_a_judgement_in_words() -> None:
    assert say_judgement(CARDS["青岚-03-1"]) == (
        "对资料台账，按每次发文判断，且发文层级属于县。给予时限小于8工作小时的，触发。2023-01-01起生效，至今有效。"
    )
    assert "同一收文单位在同一年内的金额合计大于300000元" in say_judgement(CARDS["青岚-08-1"])
    assert "同一来文单位在同一年内的次数与上年同期之比大于0.7" in say_judgement(CARDS["减负2019-1"])


def test_equal_rows_of_an_example_are_said_once() -> None:
    card = CARDS["若干规定-01-1"]

    said = [say_example(card, example)[1] for example in card.examples]

    assert any(words.startswith("100条：发生日期 2023-08-06") and "101条：" in words for words in said)


def test_a_signature_is_for_one_text() -> None:
    card = CARDS["青岚-03-1"]
    signed = replace(card, review=Review("张三", date(2024, 1, 2), card.digest))

    assert [card.signature, signed.signature] == [Signature.NONE, Signature.VALID]
    assert replace(signed, digest="x").signature is Signature.CHANGED


def test_the_booklet_has_every_card(tmp_path: Path) -> None:
    word, page = write_booklet(list(CARDS.values()), tmp_path, organ="青岚县", made_on=date(2024, 1, 2))

    headings = "\n".join(paragraph.text for paragraph in docx.Document(str(word)).paragraphs)
    html = page.read_text(encoding="utf-8")
    assert all(f"{number}　" in headings and f"{number}　" in html for number in CARDS)
    assert "审计校验点" not in headings + html

"""The signing booklet says what a card says, in words, and whether its signature still holds."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx

from jianfu.reporting.booklet import write_booklet
from jianfu.rulebook.cards.card import Review, Signature
from jianfu.rulebook.cards.differences import compare_cards
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


def test_what_changed_since_the_last_signature_stands_first(tmp_path: Path) -> None:
    signed, card = CARDS["青岚-03-1"], CARDS["青岚-02-1"]
    longer = {name: (replace(versions[0], value=4.0),) for name, versions in signed.parameters.items()}
    now = replace(signed, parameters=longer, digest="x")

    found = list(compare_cards([signed, card], [now, CARDS["青岚-08-1"]]))

    assert [(one.number, one.aspect) for one in found] == [
        ("青岚-03-1", "怎样判断"),
        ("青岚-08-1", "新增"),
        ("青岚-02-1", "取消"),
    ]
    assert "小于8工作小时" in found[0].before
    assert "小于4工作小时" in found[0].after
    assert list(compare_cards([card], [card])) == []
    assert [one.aspect for one in compare_cards([card], [replace(card, digest="x")])] == ["写法"]
    _, page = write_booklet([now], tmp_path, organ="青岚县", made_on=date(2024, 1, 2), signed=[signed])
    html = page.read_text(encoding="utf-8")
    assert html.index("与上次签署相比") < html.index("条款与判断")
    _, page = write_booklet([card], tmp_path, organ="青岚县", made_on=date(2024, 1, 2), signed=[card])
    assert "没有改动。" in page.read_text(encoding="utf-8")

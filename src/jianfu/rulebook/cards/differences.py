"""What a rulebook says otherwise than the one that was signed, in the words that were signed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jianfu.rulebook.cards.card import RuleCard
from jianfu.rulebook.cards.wording import say_example, say_judgement

NEW, GONE = "新增", "取消"


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect of a card that changed; for a card that is new or gone the aspect says so."""

    number: str
    name: str
    aspect: str
    before: str
    after: str


_ASPECTS: Mapping[str, Callable[[RuleCard], str]] = {
    "名称": lambda card: card.name,
    "一句话": lambda card: card.sentence,
    "依据": lambda card: f"《{card.citation.document}》{card.citation.clause}：“{card.citation.words}”",
    "出处": lambda card: f"{card.citation.published}；读到{card.citation.reading.value}",
    "怎样判断": say_judgement,
    "处理": lambda card: f"{card.verb.value}，{card.severity.value}",
    "地区": lambda card: card.region,
    "数值来源": lambda card: "；".join(f"{v.since}起，{v.source}" for vs in card.parameters.values() for v in vs),
    "缺数据时": lambda card: card.if_missing,
    "提问": lambda card: card.question,
    "算例": lambda card: "；".join("，".join(say_example(card, example)) for example in card.examples),
}


def compare_cards(signed: Sequence[RuleCard], cards: Sequence[RuleCard]) -> Iterator[Difference]:
    """New and changed cards in the order given, then those that are gone. A card is known by its number."""
    before = {card.number: card for card in signed}
    for card in cards:
        old = before.pop(card.number, None)
        if old is None:
            yield Difference(card.number, card.name, NEW, "", say_judgement(card))
        elif old.digest != card.digest:
            yield from _compare(old, card)
    for old in before.values():
        yield Difference(old.number, old.name, GONE, say_judgement(old), "")


def _compare(old: RuleCard, card: RuleCard) -> Iterator[Difference]:
    said = [(aspect, say(old), say(card)) for aspect, say in _ASPECTS.items()]
    changed = [Difference(card.number, card.name, *one) for one in said if one[1] != one[2]]
    yield from changed or [Difference(card.number, card.name, "写法", "", "文字有改动，判断不变")]

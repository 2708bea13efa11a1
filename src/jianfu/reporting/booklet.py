"""The booklet in which clerks read and sign rule cards: words of the clause left, judgement right, examples below."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from jianfu.reporting.document import Document, Heading, Node, Paragraph, Table
from jianfu.reporting.rendering.docx_writer import write_docx
from jianfu.reporting.rendering.html_writer import write_html
from jianfu.reporting.wording import say_date
from jianfu.rulebook.cards.card import RuleCard
from jianfu.rulebook.cards.differences import compare_cards
from jianfu.rulebook.cards.wording import say_example, say_judgement

_TITLE = "基层减负规则卡签署册"


def write_booklet(
    cards: Sequence[RuleCard], folder: Path, *, organ: str, made_on: date, signed: Sequence[RuleCard] | None = None
) -> tuple[Path, Path]:
    """Write 规则卡.docx and 规则卡.html into the folder; returns their paths. `signed` are the cards as signed last."""
    folder.mkdir(parents=True, exist_ok=True)
    document = compose_booklet(cards, organ=organ, made_on=made_on, signed=signed)
    paths = folder / "规则卡.docx", folder / "规则卡.html"
    write_docx(document, paths[0])
    write_html(document, paths[1])
    return paths


def compose_booklet(
    cards: Sequence[RuleCard], *, organ: str, made_on: date, signed: Sequence[RuleCard] | None = None
) -> Document:
    """What changed since the last signature, where that is known; then all cards, by policy in the order given."""
    nodes: list[Node] = list(_tell_differences(signed, cards)) if signed is not None else []
    for policy in dict.fromkeys(card.citation.document for card in cards):
        nodes.append(Heading(1, policy))
        for card in cards:
            if card.citation.document == policy:
                nodes += _tell_card(card)
    return Document(_TITLE, f"共{len(cards)}张", tuple(nodes), organ, say_date(made_on), "")


def _tell_differences(signed: Sequence[RuleCard], cards: Sequence[RuleCard]) -> Iterator[Node]:
    yield Heading(1, "与上次签署相比")
    rows = tuple(
        (f"{one.number}　{one.name}", one.aspect, one.before, one.after) for one in compare_cards(signed, cards)
    )
    if rows:
        yield Table("改动", ("规则卡", "变化", "上次签署", "现在"), rows)
    else:
        yield Paragraph(("没有改动。",))


def _tell_card(card: RuleCard) -> Iterator[Node]:
    yield Heading(2, f"{card.number}　{card.name}")
    region = f"只适用于{card.region}。" if card.region else ""
    question = f"提问：{card.question}" if card.question else ""
    yield Paragraph((f"{card.sentence}{region}缺数据时：{card.if_missing}{question}",))
    citation = card.citation
    left = f"{citation.clause}：“{citation.words}”（{citation.published}；读到{citation.reading.value}）"
    right = f"{say_judgement(card)}效力用语“{card.verb.value}”，处理：{card.severity.value}。"
    sources = "；".join(_say_sources(card))
    yield Table("条款与判断", ("原文要点", "怎样判断"), ((left, right),), f"数值来源：{sources}" if sources else "")
    yield Table("算例", ("情形", "事实", "结果"), tuple(say_example(card, example) for example in card.examples))
    yield Table("签署", ("状态", "审核人", "日期", "签名"), ((*_say_review(card), ""),))


def _say_sources(card: RuleCard) -> Iterable[str]:
    for name, versions in card.parameters.items():
        for version in versions:
            yield f"{name}自{version.since}起，{version.source}"


def _say_review(card: RuleCard) -> tuple[str, str, str]:
    signed_on = card.review.signed_on
    return card.signature.value, card.review.reviewer or "", signed_on.isoformat() if signed_on else ""

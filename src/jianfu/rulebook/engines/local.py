"""Judging tables in this process: one kind at a time, all its rows as columns in memory."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jianfu.rulebook.cards.card import Outcome, RuleCard
from jianfu.rulebook.engines.tables import list_tables, read_table
from jianfu.rulebook.findings import CardResult, digest_cards, judge
from jianfu.rulebook.judging.facts import observed_period
from jianfu.vocabulary.finding import Finding


@dataclass(frozen=True, slots=True)
class Judged:
    """What the cards say: findings by card and then by their first receipt, and rows of each outcome by card number."""

    findings: tuple[Finding, ...]
    rows: dict[str, Counter[Outcome]]


def judge_tables(cards: Sequence[RuleCard], folder: Path) -> Judged:
    """Judge all tables of a folder. UnreadableFacts where one cannot be read."""
    digest = digest_cards(cards)
    results: list[CardResult] = []
    for kind, path in list_tables(folder):
        facts, rows = read_table(kind, path)
        results += judge(cards, facts, rows, observed_period(facts, None), digest)
    return join(cards, (one for result in results for one in result.findings), {r.card.number: r.rows for r in results})


def join(cards: Sequence[RuleCard], findings: Iterable[Finding], rows: dict[str, Counter[Outcome]]) -> Judged:
    """Findings in the one order that every engine gives."""
    places = {card.number: place for place, card in enumerate(cards)}
    ordered = sorted(findings, key=lambda one: (places[one.card], one.receipts[0]))
    return Judged(tuple(ordered), {card.number: rows[card.number] for card in cards if rows.get(card.number)})

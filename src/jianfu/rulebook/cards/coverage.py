"""Which clauses are cards and which are not: reviewers see what is not checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jianfu.rulebook.cards.card import RuleCard
from jianfu.rulebook.cards.tree import BrokenCards, Item, read_tree
from jianfu.rulebook.cards.values import ItemReader

_FILE = "coverage.yaml"


class Coverage(StrEnum):
    """What became of a clause."""

    ENCODED = "已编"
    QUESTION = "人工判断"
    NOT_APPLICABLE = "不适用"
    MISSING = "未编"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of one policy: its state, its cards, and why there are none ('' where there are)."""

    policy: str
    name: str
    state: Coverage
    cards: tuple[str, ...]
    remark: str


def load_coverage(folder: Path, cards: Sequence[RuleCard]) -> tuple[Clause, ...]:
    """Every clause of `coverage.yaml` in the folder. BrokenCards where it and the cards do not fit each other:

    a clause that names no card or one that is not there, a card that no clause names, a gap without a reason.
    """
    path = folder / _FILE
    tree = read_tree(path)
    reader = ItemReader(path)
    clauses = [
        clause
        for policy, entries in reader.as_table(tree, "").items()
        for clause in (_read_clause(reader, policy, entry) for entry in reader.as_list(entries, policy))
    ]
    _check(reader, clauses, {card.number: card for card in cards}, tree.line)
    if reader.mistakes:
        raise BrokenCards(reader.mistakes)
    return tuple(clauses)


def _read_clause(reader: ItemReader, policy: str, entry: Item) -> Clause:
    table = reader.as_record(entry, policy, ("条款", "状态", "卡", "说明"))
    states = {state.value: state for state in Coverage}
    clause = Clause(
        policy,
        reader.as_word(table["条款"], "条款") if "条款" in table else "",
        reader.as_choice(table.get("状态"), "状态", states, Coverage.MISSING, entry.line),
        tuple(reader.as_word(card, "卡") for card in reader.as_list(table.get("卡"), "卡")),
        reader.as_word(table["说明"], "说明") if "说明" in table else "",
    )
    has_cards = clause.state in {Coverage.ENCODED, Coverage.QUESTION}
    if has_cards != bool(clause.cards):
        reader.tell(entry.line, "卡", f"“{clause.state.value}”与有没有卡不相符。", "已编和人工判断的要写卡，其余不写。")
    if not has_cards and not clause.remark:
        reader.tell(entry.line, "说明", "没有卡的条款要说明原因。", "请补上。")
    return clause


def _check(reader: ItemReader, clauses: Sequence[Clause], cards: Mapping[str, RuleCard], line: int) -> None:
    named = {number for clause in clauses for number in clause.cards}
    for number in sorted(named - cards.keys()):
        reader.tell(line, "卡", f"没有编号为“{number}”的规则卡。", "请核对编号。")
    for number in sorted(cards.keys() - named):
        reader.tell(line, "卡", f"规则卡“{number}”没有列在任何条款下。", "请补上。")

"""What makes a readable card a trustworthy one: its severity, its dates, and examples that notice every wrong step."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from jianfu.rulebook.cards.card import RANKS, STRONGEST, Outcome, Reading, RuleCard, Severity
from jianfu.rulebook.cards.examples import failing_examples, run_example
from jianfu.rulebook.cards.loading import load_cards
from jianfu.rulebook.cards.mutating import mutate
from jianfu.rulebook.cards.tree import BrokenCards, Mistake
from jianfu.rulebook.judging.facts import DAY_FACT


def load_checked(folders: Sequence[Path]) -> tuple[RuleCard, ...]:
    """All cards of the folders. BrokenCards with every mistake, in how they are written or in what they say."""
    cards = load_cards(folders)
    mistakes = [mistake for card in cards for mistake in check_card(card)]
    if mistakes:
        raise BrokenCards(mistakes)
    return cards


def check_card(card: RuleCard) -> list[Mistake]:
    """What is wrong with a card that can be read; [] for a good one."""
    return [*_check_severity(card), *_check_dates(card), *_check_examples(card)]


def uncaught_mutants(card: RuleCard) -> list[str]:
    """The wrong steps that no example notices."""
    return [change for change, mutant in mutate(card) if not _is_noticed(mutant)]


def count_mutants(card: RuleCard) -> int:
    """How many wrong steps there are."""
    return sum(1 for _ in mutate(card))


def _is_noticed(mutant: RuleCard) -> bool:
    return any(run_example(mutant, example) is not example.outcome for example in mutant.examples)


def _check_severity(card: RuleCard) -> Iterator[Mistake]:
    allowed = STRONGEST[card.verb]
    if RANKS.index(card.severity) > RANKS.index(allowed):
        what = f"“{card.verb.value}”的条款最重只能“{allowed.value}”，写的是“{card.severity.value}”。"
        yield Mistake(card.path, 1, "处理", what, f"请改为“{allowed.value}”或更轻。")
    if card.citation.reading is not Reading.FULL and RANKS.index(card.severity) > RANKS.index(Severity.HINT):
        what = f"原文只读到“{card.citation.reading.value}”，处理不能重于“提示”。"
        yield Mistake(card.path, 1, "处理", what, "请核对全文后把“读到”改为“全文”，或把处理改为“提示”。")
    if card.severity is Severity.QUESTION and not card.question:
        yield Mistake(card.path, 1, "提问", "要人工判断的卡没有写问什么。", "请写明问谁、问什么。")


def _check_dates(card: RuleCard) -> Iterator[Mistake]:
    if card.until is not None and card.until <= card.since:
        yield Mistake(card.path, 1, "失效", "不晚于生效日期。", "请核对两个日期。")
    for name, versions in card.parameters.items():
        if not versions or versions[0].since > card.since:
            what = "第一个值开始得比条款生效还晚，中间几天没有值。"
            yield Mistake(card.path, 1, name, what, "请补上生效那天就有的值。")


def _check_examples(card: RuleCard) -> Iterator[Mistake]:
    for example, outcome in failing_examples(card):
        what = f"“{example.situation}”应为“{example.outcome.value}”，算出来是“{outcome.value}”。"
        yield Mistake(card.path, example.line, "算例", what, "请核对条款、判断和算例。")
    shown = {example.outcome for example in card.examples}
    for outcome in Outcome:
        if outcome not in shown:
            yield Mistake(card.path, 1, "算例", f"没有结果为“{outcome.value}”的算例。", "请补上。")
    if not any(_is_before(card, row.get(DAY_FACT)) for example in card.examples for row in example.rows):
        yield Mistake(card.path, 1, "算例", "没有条款生效之前的算例。", "请补一个生效前一天的。")
    for change in uncaught_mutants(card):
        yield Mistake(card.path, 1, "算例", f"把{change}，没有一个算例看得出来。", "请补一个恰在界上和刚过界的算例。")


def _is_before(card: RuleCard, day: object) -> bool:
    return day is not None and day < card.since  # type: ignore[operator]

"""What the rule cards find in the demonstration county beside what was planted there, card by card.

Run after `jianfu import` of the county's files (seed 1) into JIANFU_HOME: `python -m bench.rules_planted`.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianfu.web.settings")
import django

django.setup()

from county.breaches import list_breaches  # noqa: E402
from jianfu.ledger.frames import receipt_frame  # noqa: E402
from jianfu.rulebook.cards.card import RuleCard, Severity  # noqa: E402
from jianfu.rulebook.cards.checking import load_checked  # noqa: E402
from jianfu.rulebook.ledger_facts import judge_ledger  # noqa: E402
from jianfu.vocabulary.burden_kind import BurdenKind  # noqa: E402
from jianfu.vocabulary.finding import Finding  # noqa: E402
from jianfu.vocabulary.packaged import packaged_folder  # noqa: E402

CARD_OF_CLAUSE = {
    **{str(number): f"青岚-{number:02d}-1" for number in range(1, 10)},
    "10a": "青岚-10-1",
    "10b": "青岚-10-2",
}
MEETINGS_CLAUSE = "2"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One card: how many breaches were planted and found, and of those found how many were planted."""

    card: RuleCard
    planted: int
    found: int
    right: int
    wrong_subjects: tuple[str, ...]
    unjudged: int


def compare_cards(seed: int, cards: Sequence[RuleCard]) -> Iterator[Comparison]:
    """Every card that has findings, or breaches planted for it."""
    truth = {CARD_OF_CLAUSE[clause]: titles for clause, titles in list_breaches(seed).items()}
    received = set(receipt_frame(BurdenKind.MEETING)["title"].tolist())
    meetings = truth[CARD_OF_CLAUSE[MEETINGS_CLAUSE]]
    truth[CARD_OF_CLAUSE[MEETINGS_CLAUSE]] = Counter(title for title in meetings if title in received)
    for result in judge_ledger(cards, None, None):
        planted = truth.get(result.card.number, Counter())
        found = Counter(_name(one, planted) for one in result.findings)
        if planted or found:
            wrong = tuple((found - planted).elements())
            right = (found & planted).total()
            yield Comparison(result.card, planted.total(), found.total(), right, wrong, len(result.unjudged))


def _name(one: Finding, planted: Counter[str]) -> str:
    """What the finding is about, in the key's words: a grouped finding's subject holds them beside others."""
    return next((title for title in planted if title in one.subject.split("、")), one.subject)


def main() -> None:
    """Print the table."""
    print("| 规则卡 | 处理 | 埋设 | 查得 | 对 | 漏 | 多 | 准确率 | 查全率 | 不能判断（行） |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    wrong: list[str] = []
    for one in compare_cards(1, load_checked([packaged_folder("rulebook")])):
        precision = f"{one.right / one.found:.3f}" if one.found else "—"
        recall = f"{one.right / one.planted:.3f}" if one.planted else "—"
        name = f"{one.card.number} {one.card.name}"
        numbers = (one.planted, one.found, one.right, one.planted - one.right, one.found - one.right)
        told = " | ".join(map(str, (*numbers, precision, recall, one.unjudged)))
        print(f"| {name} | {one.card.severity.value} | {told} |")
        if one.card.severity is not Severity.QUESTION:
            wrong += [f"{one.card.number}：{subject}" for subject in one.wrong_subjects]
    print("没有埋设而查得（人工判断的除外）：" + ("；".join(wrong) or "无"))


if __name__ == "__main__":
    main()

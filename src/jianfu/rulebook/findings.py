"""From evaluations to findings: one for each demand or each number over a group, with all its rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from jianfu.rulebook.cards.card import GroupComparison, NamedPredicate, Operand, Outcome, Parameter, RuleCard, Unit
from jianfu.rulebook.causes import find_cause, find_level, rank_organs
from jianfu.rulebook.judging.evaluating import OUTCOMES, Evaluation, evaluate
from jianfu.rulebook.judging.facts import DAY_FACT, Facts, Words
from jianfu.vocabulary.finding import Finding
from jianfu.vocabulary.interval import Period


@dataclass(frozen=True, slots=True)
class CardResult:
    """What one card said: its findings, how many rows had which outcome, and the receipts that it cannot judge."""

    card: RuleCard
    findings: tuple[Finding, ...]
    rows: Counter[Outcome]
    unjudged: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Whose rows the facts are: for each row the id of its receipt and of its demand, int64[n]."""

    receipts: npt.NDArray[np.int64]
    demands: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Judged:
    facts: Facts
    rows: Rows

    def first_of_each_demand(self) -> "_Judged":
        """One row a demand: its first receipt."""
        _, first = np.unique(self.rows.demands, return_index=True)
        first = np.sort(first)
        return _Judged(self.facts.take(first), Rows(self.rows.receipts[first], self.rows.demands[first]))


def judge(
    cards: Sequence[RuleCard], facts: Facts, rows: Rows, observed: Period | None, digest: str
) -> Iterator[CardResult]:
    """Every card for this kind of demand over all its rows, in the order of the cards. `digest` is the rulebook's."""
    sent = _Judged(facts, rows).first_of_each_demand()
    for card in cards:
        if card.kind is facts.kind:
            judged = sent if card.per is Unit.DEMAND else _Judged(facts, rows)
            found = evaluate(card, judged.facts, observed=observed)
            counts = np.bincount(found.codes, minlength=len(OUTCOMES))
            tally = Counter({outcome: int(count) for outcome, count in zip(OUTCOMES, counts, strict=True) if count})
            findings = tuple(_make_findings(card, judged.facts, judged.rows, found, digest))
            unjudged = judged.rows.receipts[found.rows(Outcome.CANNOT_JUDGE)]
            yield CardResult(card, findings, tally, tuple(unjudged.tolist()))


def digest_cards(cards: Sequence[RuleCard]) -> str:
    """SHA-256 over the texts of all cards: which rulebook it was."""
    return sha256("\n".join(sorted(f"{card.number} {card.digest}" for card in cards)).encode()).hexdigest()


def _make_findings(card: RuleCard, facts: Facts, rows: Rows, found: Evaluation, digest: str) -> Iterator[Finding]:
    triggered = found.rows(Outcome.TRIGGERED)
    is_grouped = any(isinstance(judgement, GroupComparison) for judgement in card.judged)
    units = (found.groups if is_grouped else rows.demands)[triggered]
    order = np.argsort(units, kind="stable")
    for members in np.split(triggered[order], np.flatnonzero(np.diff(units[order])) + 1):
        if len(members) == 0:
            continue
        value = float(found.values[members[0]])
        level, upstream = find_level(facts, members)
        cause, evidence = find_cause(card, facts, members, upstream)
        yield Finding(
            card=card.number,
            name=card.name,
            kind=card.kind,
            severity=card.severity.value,
            clause=f"《{card.citation.document}》{card.citation.clause}：“{card.citation.words}”",
            organs=rank_organs(facts, members),
            level=level,
            cause=cause,
            cause_evidence=evidence,
            subject=_group_subject(card, facts, int(members[0])) if is_grouped else _title(facts, int(members[0])),
            value=None if np.isnan(value) else value,
            limit=None if np.isnan(value) else _limit(card, facts.days[members[0]]),
            receipts=tuple(np.sort(rows.receipts[members]).tolist()),
            card_digest=card.digest,
            rulebook_digest=digest,
            question=card.question,
        )


def _title(facts: Facts, row: int) -> str:
    return _word(facts, "标题", row)


def _group_subject(card: RuleCard, facts: Facts, row: int) -> str:
    """What the number is over: its group and its window."""
    grouped = next(judgement for judgement in card.judged if isinstance(judgement, GroupComparison))
    words = [_word(facts, label, row) for label in grouped.group]
    return "、".join([*words, f"{facts.days[row]} 所在的{grouped.window.value}"])


def _word(facts: Facts, label: str, row: int) -> str:
    column = facts.column(label)
    if isinstance(column, Words):
        return column.values[column.codes[row]] if column.codes[row] >= 0 else "（未注明）"
    return str(facts.days[row] if label == DAY_FACT else column[row])


def _limit(card: RuleCard, day: np.datetime64) -> float | None:
    """The number that the card holds its number against on this day."""
    operands = (
        judgement.limit if isinstance(judgement, GroupComparison) else judgement.operand
        for judgement in card.judged
        if not isinstance(judgement, NamedPredicate)
    )
    for operand in operands:
        value = _value_on(card, operand, day) if isinstance(operand, Parameter) else operand
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    return None


def _value_on(card: RuleCard, parameter: Parameter, day: np.datetime64) -> Operand | None:
    values = [version.value for version in card.parameters[parameter.name] if np.datetime64(version.since) <= day]
    return values[-1] if values else None

"""Cards that are wrong by one step: an example that does not notice is no example of the clause."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from jianfu.rulebook.cards.card import (
    Aggregate,
    Comparison,
    Condition,
    DatedValue,
    GroupComparison,
    Judgement,
    NamedPredicate,
    Operator,
    Parameter,
    RuleCard,
)
from jianfu.rulebook.judging.facts import facts_of
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import ValueKind

T = TypeVar("T", bound=Judgement)
Mutant = tuple[str, RuleCard]
"""What was changed, in Chinese, and the changed card."""
_NEXT = {
    Operator.GREATER: Operator.AT_LEAST,
    Operator.AT_LEAST: Operator.GREATER,
    Operator.LESS: Operator.AT_MOST,
    Operator.AT_MOST: Operator.LESS,
    Operator.IS: Operator.IS_NOT,
    Operator.IS_NOT: Operator.IS,
}
_DAY = timedelta(days=1)


def mutate(card: RuleCard) -> Iterator[Mutant]:
    """Every card that differs in one operator, one limit by one step, one word, one condition or one first day."""
    for change, judged in _mutate_list(card.kind, card.judged, "判断"):
        if judged:
            yield change, replace(card, judged=judged)
    for change, when in _mutate_list(card.kind, card.when, "当"):
        yield change, replace(card, when=when)
    for change, unless in _mutate_list(card.kind, card.unless, "除非"):
        yield change, replace(card, unless=unless)
    for name, versions in card.parameters.items():
        for change, mutated in _mutate_versions(name, versions, card.since, _step_of(card, name)):
            yield change, replace(card, parameters={**card.parameters, name: mutated})
    yield "生效晚一天", replace(card, since=card.since + _DAY)
    yield "生效早一天", replace(card, since=card.since - _DAY)
    if card.until is not None:
        yield "失效早一天", replace(card, until=card.until - _DAY)
        yield "失效晚一天", replace(card, until=card.until + _DAY)


def _mutate_list(kind: BurdenKind, entries: tuple[T, ...], where: str) -> Iterator[tuple[str, tuple[T, ...]]]:
    for place, entry in enumerate(entries):
        before, after = entries[:place], entries[place + 1 :]
        yield f"{where}删去第{place + 1}条", before + after
        for change, mutated in _mutate_entry(kind, entry):
            yield f"{where}第{place + 1}条{change}", (*before, mutated, *after)  # type: ignore[arg-type]


def _mutate_entry(kind: BurdenKind, entry: Judgement) -> Iterator[tuple[str, Judgement]]:
    if isinstance(entry, NamedPredicate):
        return
    if entry.operator in _NEXT:
        changed = _NEXT[entry.operator]
        yield f"“{entry.operator.value}”改为“{changed.value}”", replace(entry, operator=changed)
    if isinstance(entry, GroupComparison):
        yield from _mutate_group(kind, entry)
    else:
        yield from _mutate_operand(kind, entry)


def _mutate_group(kind: BurdenKind, entry: GroupComparison) -> Iterator[tuple[str, Judgement]]:
    if not isinstance(entry.limit, Parameter):
        step = _step(kind, entry)
        yield "限值加一步", replace(entry, limit=entry.limit + step)
        yield "限值减一步", replace(entry, limit=entry.limit - step)
    for place, label in enumerate(entry.group):
        yield f"分组去掉“{label}”", replace(entry, group=entry.group[:place] + entry.group[place + 1 :])
    for change, among in _mutate_list(kind, entry.among, "其中"):
        yield change, replace(entry, among=among)


def _mutate_operand(kind: BurdenKind, entry: Comparison) -> Iterator[tuple[str, Condition]]:
    operand = entry.operand
    if isinstance(operand, tuple):
        for place, word in enumerate(operand):
            yield f"去掉“{word}”", replace(entry, operand=operand[:place] + operand[place + 1 :])
    elif isinstance(operand, date):
        yield "日期晚一天", replace(entry, operand=operand + _DAY)
        yield "日期早一天", replace(entry, operand=operand - _DAY)
    elif isinstance(operand, float):
        yield "限值加一步", replace(entry, operand=operand + _step(kind, entry))
        yield "限值减一步", replace(entry, operand=operand - _step(kind, entry))


def _mutate_versions(
    name: str, versions: tuple[DatedValue, ...], since: date, step: float
) -> Iterator[tuple[str, tuple[DatedValue, ...]]]:
    for place, version in enumerate(versions):
        before, after = versions[:place], versions[place + 1 :]
        if isinstance(version.value, tuple):
            for spot, word in enumerate(version.value):
                rest = replace(version, value=version.value[:spot] + version.value[spot + 1 :])
                yield f"“{name}”去掉“{word}”", (*before, rest, *after)
        else:
            for word, change in (("加", step), ("减", -step)):
                yield f"“{name}”{word}一步", (*before, replace(version, value=version.value + change), *after)
        if version.since > since:
            for word, days in (("晚", _DAY), ("早", -_DAY)):
                yield f"“{name}”的新值{word}一天", (*before, replace(version, since=version.since + days), *after)


def _step_of(card: RuleCard, parameter: str) -> float:
    """The step of the number that is held against the parameter."""
    entries = [*card.judged, *card.when, *card.unless]
    users = [entry for entry in entries if _limit_of(entry) == Parameter(parameter)]
    return min((_step(card.kind, entry) for entry in users), default=1.0)


def _limit_of(entry: Judgement) -> object:
    if isinstance(entry, NamedPredicate):
        return None
    return entry.limit if isinstance(entry, GroupComparison) else entry.operand


def _step(kind: BurdenKind, entry: Judgement) -> float:
    """Whole things go by one; shares, ratios and measured numbers by a hundredth."""
    if isinstance(entry, GroupComparison):
        return 0.01 if entry.aggregate in {Aggregate.SHARE, Aggregate.YEAR_ON_YEAR} else 1.0
    assert isinstance(entry, Comparison)
    return 0.01 if facts_of(kind)[entry.fact].value is ValueKind.NUMBER else 1.0

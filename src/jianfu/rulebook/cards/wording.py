"""A card's judgement in the words that a clerk reads and signs."""

from collections.abc import Mapping, Sequence
from datetime import date

from jianfu.rulebook.cards.card import (
    Aggregate,
    Comparison,
    Condition,
    DatedValue,
    Example,
    GroupComparison,
    Judgement,
    NamedPredicate,
    Operand,
    Parameter,
    RuleCard,
    Unit,
)
from jianfu.rulebook.judging.facts import facts_of
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.fields import ValueKind


def say_judgement(card: RuleCard) -> str:
    """Whom the clause binds, what breaks it and since when, in one paragraph."""
    scope = f"对{card.kind.label}，按{'每次发文' if card.per is Unit.DEMAND else '每次收文'}判断"
    when = "".join(f"，且{_say_condition(card, entry)}" for entry in card.when)
    broken = "，且".join(_say(card, entry) for entry in card.judged)
    unless = "；".join(_say_condition(card, entry) for entry in card.unless)
    end = f"至{card.until}失效" if card.until else "至今有效"
    exempt = f"{unless}的除外。" if unless else ""
    return f"{scope}{when}。{broken}的，触发。{exempt}{card.since}起生效，{end}。"


def say_example(card: RuleCard, example: Example) -> tuple[str, str, str]:
    """An example as a line of a table: the situation, its facts, what comes out."""
    rows = list(dict.fromkeys(_say_row(card.kind, row) for row in example.rows))
    counts = [sum(_say_row(card.kind, row) == said for row in example.rows) for said in rows]
    facts = "；".join(f"{count}条：{said}" if count > 1 else said for said, count in zip(rows, counts, strict=True))
    incomplete = "" if example.complete else "（资料不全）"
    return example.situation, facts + incomplete, example.outcome.value


def _say_row(kind: BurdenKind, row: Mapping[str, Operand]) -> str:
    return "，".join(f"{label} {_say_value(cell, _unit(kind, label))}" for label, cell in row.items())


def _say(card: RuleCard, entry: Judgement) -> str:
    if not isinstance(entry, GroupComparison):
        return _say_condition(card, entry)
    among = "、".join(_say_condition(card, condition) for condition in entry.among)
    what = {
        Aggregate.COUNT: "次数",
        Aggregate.SUM: f"{entry.fact}合计",
        Aggregate.SHARE: f"{among}的占比",
        Aggregate.YEAR_ON_YEAR: "次数与上年同期之比",
    }[entry.aggregate]
    unit = _unit(card.kind, entry.fact) if entry.fact else ""
    limit = _say_limit(card, entry.limit, unit)
    return f"同一{'、同一'.join(entry.group)}在同一{entry.window.value}内的{what}{entry.operator.value}{limit}"


def _say_condition(card: RuleCard, entry: Condition) -> str:
    if isinstance(entry, NamedPredicate):
        return entry.name
    assert isinstance(entry, Comparison)
    limit = _say_limit(card, entry.operand, _unit(card.kind, entry.fact))
    return f"{entry.fact}{entry.operator.value}{limit}"


def _say_limit(card: RuleCard, limit: Operand | Parameter, unit: str) -> str:
    if not isinstance(limit, Parameter):
        return _say_value(limit, unit)
    return _say_versions(card.parameters[limit.name], unit)


def _say_versions(versions: Sequence[DatedValue], unit: str) -> str:
    if len(versions) == 1:
        return _say_value(versions[0].value, unit)
    return "、".join(f"{_say_value(version.value, unit)}（{version.since}起）" for version in versions)


def _say_value(value: Operand, unit: str) -> str:
    if isinstance(value, bool):
        return "“是”" if value else "“否”"
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, float):
        return f"{value:g}{unit}" if value < 1e5 else f"{value:.0f}{unit}"
    return value.isoformat() if isinstance(value, date) else value


def _unit(kind: BurdenKind, label: str) -> str:
    field = facts_of(kind).get(label)
    return field.unit if field is not None and field.value is not ValueKind.TEXT else ""

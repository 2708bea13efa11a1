"""Which clauses a plan would break if it went out as it is, and which cannot be judged for want of what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jianfu.clearance.checks.plan import Plan
from jianfu.rulebook.cards.card import Comparison, GroupComparison, NamedPredicate, Outcome, RuleCard
from jianfu.rulebook.cards.examples import make_facts
from jianfu.rulebook.judging.evaluating import OUTCOMES, evaluate
from jianfu.rulebook.judging.facts import DAY_FACT, LAST_DAY_FACT
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.fields import Bearer, fields_of
from jianfu.vocabulary.organ import OrganLevel

_FACTS_OF_PREDICATES = {
    "要求主要负责同志到会": ("参会级别",),
    "由分管负责同志召集": ("召集人",),
    "与考核挂钩": ("是否与考核挂钩",),
    "纸质电子双报": ("是否报电子档", "是否报签字盖章纸质档"),
    "发文字号不合格式": ("发文字号",),
    "紧急程度用语不合规定": ("紧急程度",),
}
"""What a predicate reads beside the title."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One clause, how severe, and its decisive words. `question` is what a person is asked where it needs judgement."""

    card: str
    name: str
    severity: str
    document: str
    clause: str
    words: str
    question: str


@dataclass(frozen=True, slots=True)
class Unjudged:
    """One clause that may be broken or not: `missing` says in Chinese which data would decide."""

    name: str
    document: str
    clause: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clauses:
    """What the cards say of a plan. Cards that count a whole year are judged by the ledger, not here."""

    broken: tuple[Breach, ...]
    unjudged: tuple[Unjudged, ...]
    judged: int
    """How many cards bind this kind on this day and could be judged."""


def judge_clauses(plan: Plan, cards: Iterable[RuleCard], calendar: WorkCalendar) -> Clauses:
    """Hold the plan to the cards of its kind, each by the version of the clause in force on its day."""
    rows = _facts(plan, calendar)
    broken, unjudged, judged = [], [], 0
    for card in cards:
        if card.kind is not plan.kind or not rows:
            continue
        outcomes = {OUTCOMES[code] for code in evaluate(card, make_facts(card.kind, rows)).codes}
        if Outcome.TRIGGERED in outcomes:
            broken.append(_tell(card))
        if outcomes & {Outcome.TRIGGERED, Outcome.NOT_TRIGGERED}:
            judged += 1
        elif Outcome.CANNOT_JUDGE in outcomes and (missing := _find_missing(card, rows[0])):
            unjudged.append(Unjudged(card.name, card.citation.document, card.citation.clause, missing))
    return Clauses(tuple(broken), tuple(unjudged), judged)


def _tell(card: RuleCard) -> Breach:
    cited = card.citation
    return Breach(card.number, card.name, card.severity.value, cited.document, cited.clause, cited.words, card.question)


def _find_missing(card: RuleCard, row: dict[str, Any]) -> tuple[str, ...]:
    """Facts that the card asks and the plan does not tell; () where counting over a year is what is missing."""
    if any(isinstance(judgement, GroupComparison) for judgement in card.judged):
        return ()
    asked: list[str] = []
    for one in (*card.when, *card.unless, *card.judged):
        if isinstance(one, Comparison):
            asked.append(one.fact)
        elif isinstance(one, NamedPredicate):
            asked += _FACTS_OF_PREDICATES.get(one.name, ())
    return tuple(dict.fromkeys(fact for fact in asked if fact not in row))


def _facts(plan: Plan, calendar: WorkCalendar) -> list[dict[str, Any]]:
    """One row for each level that would receive it."""
    own = {field.label: plan.facts.get(field.name) for field in fields_of(plan.kind) if field.bearer is Bearer.DEMAND}
    shared = {label: value for label, value in own.items() if value is not None}
    shared |= {
        "标题": plan.title,
        "来文单位": plan.issuer,
        "发文层级": OrganLevel(plan.issuer_level).label,
        DAY_FACT: plan.sent_on,
        LAST_DAY_FACT: plan.sent_on,
    }
    if plan.text and plan.kind is BurdenKind.DOCUMENT:
        shared["正文字数"] = sum(not character.isspace() for character in plan.text)
    if plan.due_on is not None:
        shared |= _time_allowed(plan, calendar)
    levels = dict.fromkeys(receiver.level for receiver in plan.receivers)
    return [shared | {"收文层级": OrganLevel(level).label} for level in levels]


def _time_allowed(plan: Plan, calendar: WorkCalendar) -> dict[str, Any]:
    assert plan.due_on is not None
    office = calendar.office_hours
    due = datetime.combine(plan.due_on, office.afternoon_end)
    match plan.kind:
        case BurdenKind.INSPECTION:
            return {"检查日期": plan.due_on}
        case BurdenKind.MEETING:
            return {}
        case BurdenKind.DATA_REQUEST:
            sent = datetime.combine(plan.sent_on, office.morning_start)
            hours = calendar.working_hours_between(sent, due)
            return {"办理时限": due} | ({} if hours is None else {"给予时限": hours})
    return {"办理时限": due}

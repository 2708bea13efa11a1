"""Which clauses a plan would break if it went out as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from jianfu.clearance.plan import Plan
from jianfu.rulebook.cards.card import Outcome, RuleCard
from jianfu.rulebook.cards.examples import make_facts
from jianfu.rulebook.judging.evaluating import OUTCOMES, evaluate
from jianfu.rulebook.judging.facts import DAY_FACT, LAST_DAY_FACT
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.fields import Bearer, fields_of
from jianfu.vocabulary.organ import OrganLevel


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


def list_breaches(plan: Plan, cards: Iterable[RuleCard], calendar: WorkCalendar) -> list[Breach]:
    """Clauses that the plan triggers by itself. What depends on others' demands is told by the ledger, not here."""
    rows = _facts(plan, calendar)
    return [
        Breach(
            card.number,
            card.name,
            card.severity.value,
            card.citation.document,
            card.citation.clause,
            card.citation.words,
            card.question,
        )
        for card in cards
        if card.kind is plan.kind and _is_triggered(card, rows)
    ]


def _is_triggered(card: RuleCard, rows: Sequence[dict[str, Any]]) -> bool:
    found = evaluate(card, make_facts(card.kind, rows))
    return any(OUTCOMES[code] is Outcome.TRIGGERED for code in found.codes)


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
    if plan.due_on is not None:
        office = calendar.office_hours
        due = datetime.combine(plan.due_on, office.afternoon_end)
        shared["办理时限"] = due
        hours = calendar.working_hours_between(datetime.combine(plan.sent_on, time(office.morning_start.hour)), due)
        if hours is not None and plan.kind.value == "data_request":
            shared["给予时限"] = hours
    levels = dict.fromkeys(receiver.level for receiver in plan.receivers)
    return [shared | {"收文层级": OrganLevel(level).label} for level in levels]

"""The desk: everything that is to be known of a draft before anybody decides on it, from the ledger as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.db.models import Count, Max

from jianfu.burden.norms import Norms
from jianfu.burden.simulating import Estimate
from jianfu.clearance.breaches import Breach, list_breaches
from jianfu.clearance.models import ClearanceNumber, Draft
from jianfu.clearance.plan import Plan, Receiver
from jianfu.clearance.queries import list_receivers
from jianfu.clearance.repeats import Repeats, find_repeats
from jianfu.clearance.terms import Reach
from jianfu.clearance.weighing import weigh
from jianfu.ledger.models import Demand, Organ, OrganAlias, Receipt
from jianfu.overlap.forms.comparing import MappedForm, map_forms
from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.overlap.forms.form import Form, make_fields
from jianfu.overlap.forms.ledger_forms import list_ledger_forms
from jianfu.overlap.index.errors import IndexProblem
from jianfu.overlap.index.snapshot import Snapshot, open_snapshot
from jianfu.rulebook.cards.card import RuleCard
from jianfu.rulebook.ledger_facts import choose_cards
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar


@dataclass(frozen=True, eq=False)
class DeskRules:
    """What drafts are held against. `index` is the folder of the index of sent notices."""

    calendar: WorkCalendar
    cards: tuple[RuleCard, ...]
    norms: Norms
    dictionary: Dictionary
    index: Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk says of one draft. `same_day` counts what is due at the receivers on the draft's day, by kind;
    empty where the draft names none."""

    repeats: Repeats
    breaches: tuple[Breach, ...]
    hours: Estimate
    receivers: int
    same_day: Mapping[str, int]

    @property
    def is_clean(self) -> bool:
        """Whether nothing speaks against it."""
        asked = any(pair.relation.is_repeated for pair in self.repeats.forms)
        sent = any(match.judgement.relation.is_overlap for match in self.repeats.notices)
        return not (asked or sent or self.breaches)


def look_at(draft: Draft, rules: DeskRules, *, today: date) -> Answer:
    """Look at a draft, saved or not."""
    plan = make_plan(draft, today)
    return Answer(
        find_repeats(plan, _known_forms(_forms_mark(), rules), rules.dictionary, _open(rules.index)),
        tuple(list_breaches(plan, choose_cards(rules.cards), rules.calendar)),
        weigh(plan, rules.norms),
        len(plan.receivers),
        _count_same_day(plan),
    )


def warm_up(rules: DeskRules) -> None:
    """Load and compile what the first draft would otherwise wait for."""
    organ = Organ.objects.filter(known=True).first()
    if organ is not None:
        sample = Draft(organ=organ, kind=BurdenKind.DATA_REQUEST.value, title="报送台账", form_fields=["姓名"])
        look_at(sample, rules, today=date(2000, 1, 3))


def make_plan(draft: Draft, sent_on: date) -> Plan:
    """The draft as plain values."""
    receivers = tuple(
        Receiver(organ.name, organ.level, organ.hours_to_county) for organ in list_receivers(Reach(draft.reach))
    )
    return Plan(
        f"draft-{draft.pk}",
        BurdenKind(draft.kind),
        draft.title,
        draft.organ.name,
        draft.organ.level,
        sent_on,
        receivers,
        draft.text,
        draft.due_on,
        tuple(draft.form_fields),
        draft.facts,
    )


def _forms_mark() -> str:
    """Changes whenever a form may have come, gone or been renamed; writing drafts and cases does not change it."""
    demands = Demand.objects.aggregate(last=Max("pk"), count=Count("pk"))
    return f"{demands['last']}:{demands['count']}:{OrganAlias.objects.count()}:{ClearanceNumber.objects.count()}"


@lru_cache(maxsize=2)
def _known_forms(mark: str, rules: DeskRules) -> tuple[MappedForm, ...]:
    """Forms of the ledger and of cleared drafts, mapped; the same while `mark` is."""
    cleared = ClearanceNumber.objects.select_related("draft__organ").exclude(draft__form_fields=[])
    forms = [
        Form(
            id=f"draft-{number.draft_id}",
            name=number.draft.title,
            fields=make_fields([heading.split("/") for heading in number.draft.form_fields]),
            organ=number.draft.organ.name,
            source=number.number,
        )
        for number in cleared
    ]
    return tuple(map_forms([*list_ledger_forms(), *forms], rules.dictionary))


def _open(index: Path) -> Snapshot | None:
    try:
        return open_snapshot(index)
    except IndexProblem:
        return None


def _count_same_day(plan: Plan) -> dict[str, int]:
    """Demands (not receipts) of each kind that are due at receivers of the plan on its day."""
    if plan.due_on is None:
        return {}
    names = [receiver.name for receiver in plan.receivers]
    due = Receipt.objects.filter(due_at__date=plan.due_on, receiver__name__in=names)
    counts: dict[str, set[int]] = {}
    for kind, demand in due.values_list("demand__kind", "demand_id"):
        counts.setdefault(BurdenKind(kind).label, set()).add(demand)
    return {label: len(demands) for label, demands in counts.items()}

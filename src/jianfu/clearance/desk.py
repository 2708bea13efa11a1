"""The desk: everything that is to be known of a draft before anybody decides on it, from the ledger as it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Min

from jianfu.burden.norms import Norms
from jianfu.clearance.checks.breaches import Clauses, judge_clauses
from jianfu.clearance.checks.known_forms import list_known_forms
from jianfu.clearance.checks.occasions import Occasions, list_occasions
from jianfu.clearance.checks.plan import Plan, Receiver
from jianfu.clearance.checks.repeats import Repeats, find_repeats
from jianfu.clearance.checks.suggesting import Suggestion, suggest
from jianfu.clearance.checks.weighing import Weight, weigh
from jianfu.clearance.models import Draft
from jianfu.clearance.queries import list_receivers
from jianfu.clearance.terms import Reach
from jianfu.ledger.models import Organ, Receipt
from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.overlap.index.errors import IndexProblem
from jianfu.overlap.index.snapshot import Snapshot, open_snapshot
from jianfu.rulebook.cards.card import RuleCard
from jianfu.rulebook.ledger_facts import choose_cards
from jianfu.vocabulary.burden_kind import BurdenKind
from jianfu.vocabulary.calendar import WorkCalendar

_ASKED = 8
"""Forms that ask the same: so many are shown."""


@dataclass(frozen=True, eq=False)
class DeskRules:
    """What drafts are held against. `index` is the folder of the index of sent notices."""

    calendar: WorkCalendar
    cards: tuple[RuleCard, ...]
    norms: Norms
    dictionary: Dictionary
    index: Path


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that asks the same or nearly: from whom, since when (None: nobody says), why. `receipt_id` is one row
    of the ledger, None for a cleared draft; `is_repeated` where it is the same thing again."""

    relation: str
    is_repeated: bool
    organ: str
    title: str
    since: date | None
    receipt_id: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the desk says of one draft. `occasions` is None where the draft names no day."""

    repeats: Repeats
    asked: tuple[Asked, ...]
    clauses: Clauses
    weight: Weight
    receivers: int
    occasions: Occasions | None
    suggestions: tuple[Suggestion, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing speaks against it."""
        return not (self.clauses.broken or any(one.is_repeated for one in self.asked))

    @property
    def cost_words(self) -> str:
        """The answer to the fourth question: nobody has to work it out."""
        hours, yuan = self.weight.hours, self.weight.yuan
        words = f"{self.receivers} 处一年约 {hours.mean:,.0f} 小时（{hours.low:,.0f}—{hours.high:,.0f}）"
        if yuan is not None:
            words += f"，折合 {yuan.mean:,.0f} 元（{yuan.low:,.0f}—{yuan.high:,.0f}）"
        return f"{words}。由核对台按登记标准计算。"

    @property
    def hints(self) -> Mapping[str, str]:
        """What the desk knows towards each of the four questions, by the draft's field; '' for nothing."""
        busiest = self.occasions.busiest if self.occasions else ()
        week = f"那一周最忙的是{busiest[0][0]}，已有 {busiest[0][1]} 件会议、检查和报送。" if busiest else ""
        lighter = self.suggestions[0].words if self.suggestions else "核对台没有发现现成可用的。"
        return {"problem": "", "lighter_way": lighter, "workable": week, "cost": self.cost_words}


def look_at(draft: Draft, rules: DeskRules, *, today: date) -> Answer:
    """Look at a draft, saved or not."""
    organs = list(list_receivers(Reach(draft.reach)))
    plan = make_plan(draft, today, organs)
    repeats = find_repeats(plan, list_known_forms(rules.dictionary), rules.dictionary, _open(rules.index))
    occasions = None
    if plan.due_on is not None:
        occasions = list_occasions(plan.due_on, {organ.pk: organ.name for organ in organs}, own_draft=draft.pk)
    return Answer(
        repeats,
        _tell_asked(repeats),
        judge_clauses(plan, choose_cards(rules.cards), rules.calendar),
        weigh(plan, rules.norms),
        len(organs),
        occasions,
        tuple(suggest(plan, repeats, occasions)),
    )


def warm_up(rules: DeskRules) -> None:
    """Load and compile what the first draft would otherwise wait for."""
    organ = Organ.objects.filter(known=True).first()
    if organ is not None:
        words = "请各乡镇（街道）认真排查，按时报送台账。"
        sample = Draft(organ=organ, kind=BurdenKind.DATA_REQUEST.value, title="关于报送台账的通知", text=words * 10)
        sample.form_fields, sample.due_on = ["姓名"], date(2000, 1, 4)
        look_at(sample, rules, today=date(2000, 1, 3))


def make_plan(draft: Draft, sent_on: date, receivers: Iterable[Organ]) -> Plan:
    """The draft as plain values."""
    return Plan(
        f"draft-{draft.pk}",
        BurdenKind(draft.kind),
        draft.title,
        draft.organ.name,
        draft.organ.level,
        sent_on,
        tuple(Receiver(organ.name, organ.level, organ.hours_to_county) for organ in receivers),
        draft.text,
        draft.due_on,
        tuple(draft.form_fields),
        draft.facts,
        f"draft-{draft.replaces_id}" if draft.replaces_id else "",
    )


def _open(index: Path) -> Snapshot | None:
    try:
        return open_snapshot(index)
    except IndexProblem:
        return None


def _tell_asked(repeats: Repeats) -> tuple[Asked, ...]:
    """Forms and notices alike, repetitions first, each with a row of the ledger to look at."""
    forms = repeats.forms[:_ASKED]
    ids = [pair.second.form.id for pair in forms] + [match.notice.id.partition(".")[0] for match in repeats.notices]
    rows = _find_rows(int(one) for one in ids if one.isdecimal())
    told = []
    for pair in forms:
        row, since = rows.get(pair.second.form.id, (None, None))
        shared = f"相同的有 {'、'.join(pair.overlap.shared)}"
        organ = pair.second.form.organ or "（未写明单位）"
        label, is_repeated = pair.relation.label, pair.relation.is_repeated
        told.append(Asked(label, is_repeated, organ, pair.second.form.name, since, row, (pair.reason, shared)))
    for match in repeats.notices:
        row, since = rows.get(match.notice.id.partition(".")[0], (None, None))
        reasons = tuple(reason.words for reason in match.judgement.reasons[:2])
        relation, notice = match.judgement.relation, match.notice
        told.append(
            Asked(relation.label, relation.is_overlap, notice.issuer or "", notice.title or "", since, row, reasons)
        )
    return tuple(sorted(told, key=lambda one: not one.is_repeated))


def _find_rows(demands: Iterable[int]) -> Mapping[str, tuple[int, date | None]]:
    """Demand → its first receipt and the first day on which it came."""
    found = Receipt.objects.filter(demand_id__in=list(demands)).values("demand_id")
    rows = found.annotate(row=Min("pk"), since=Min("received_on"))
    return {str(one["demand_id"]): (one["row"], one["since"]) for one in rows}

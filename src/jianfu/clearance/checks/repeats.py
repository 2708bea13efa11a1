"""What a plan repeats: notices already sent, forms that ask the same, fields that somebody already collects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from jianfu.clearance.checks.plan import Plan
from jianfu.overlap.forms.comparing import MappedForm, map_forms
from jianfu.overlap.forms.elements.dictionary import Dictionary
from jianfu.overlap.forms.finding import RelatedForms, relate
from jianfu.overlap.forms.form import Form, make_fields
from jianfu.overlap.index.live_check import Match, check
from jianfu.overlap.index.snapshot import Snapshot
from jianfu.overlap.notices.notice import Notice
from jianfu.vocabulary.interval import Period

_HOLDERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class HeldField:
    """One field of the form, and who collects the same already: (organ, form), () if nobody is known to."""

    heading: str
    element: str
    holders: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """All that a plan repeats; repetitions before forms that are only alike."""

    notices: tuple[Match, ...]
    forms: tuple[RelatedForms, ...]
    fields: tuple[HeldField, ...]

    @property
    def held(self) -> int:
        """How many fields of the form somebody collects already."""
        return sum(bool(field.holders) for field in self.fields)


def find_repeats(
    plan: Plan, known_forms: Sequence[MappedForm], dictionary: Dictionary, papers: Snapshot | None
) -> Repeats:
    """`known_forms` are the forms in use, `papers` the index of sent notices, None where there is none."""
    if not plan.form_fields:
        return Repeats(_near_papers(plan, papers), (), ())
    others = [other for other in known_forms if other.form.id not in (plan.id, plan.replaces)]
    (own,) = map_forms([_as_form(plan)], dictionary)
    related = [pair for other in others if (pair := relate(own, other))]
    related.sort(key=lambda pair: (not pair.relation.is_repeated, -pair.overlap.share_of_both))
    return Repeats(_near_papers(plan, papers), tuple(related), tuple(_list_held(own, others)))


def _as_form(plan: Plan) -> Form:
    return Form(
        id=plan.id,
        name=plan.title,
        fields=make_fields([heading.split("/") for heading in plan.form_fields]),
        organ=plan.issuer,
        system=plan.facts.get("system") or None,
        matter=plan.facts.get("topic") or None,
        receivers=frozenset(receiver.name for receiver in plan.receivers),
    )


def _list_held(own: MappedForm, others: Sequence[MappedForm]) -> list[HeldField]:
    held = []
    for match in own.matches:
        holders = [
            (other.form.organ or "", other.form.name)
            for other in others
            if match.element and not match.element.generic and match.key in other.asked
        ]
        held.append(HeldField(match.field.heading, match.label, tuple(dict.fromkeys(holders))[:_HOLDERS_SHOWN]))
    return held


def _near_papers(plan: Plan, papers: Snapshot | None) -> tuple[Match, ...]:
    if papers is None or not plan.title.strip():
        return ()
    day = Period(plan.sent_on, plan.sent_on + timedelta(days=1))
    return check(papers, Notice(plan.id, title=plan.title, issuer=plan.issuer, body=plan.text or None, date=day))

"""Reads of casework."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from jianfu.casework.actions.noting import OVER
from jianfu.casework.course import State
from jianfu.casework.models import Case, Digest, Step, UpwardItem
from jianfu.ledger.viewer import Role, Viewer
from jianfu.ledger.visibility import ids_below
from jianfu.monitoring.queries import find_weight
from jianfu.vocabulary.organ import OrganLevel

OPEN = "open"
"""A filter's word for all states that are not over."""
NOBODY = "nobody"
"""A filter's word for cases that nobody owns."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases is restricted to; None, '' and False do not restrict. `owner` may be NOBODY."""

    state: str = ""
    organ_id: int | None = None
    clause: str = ""
    owner: str = ""
    overdue: bool = False
    words: str = ""


def visible_cases(viewer: Viewer) -> QuerySet[Case]:
    """Cases in reach: all, those about one's organ, or those that one's own or those below asked for."""
    cases = Case.objects.select_related("organ", "problem", "receipt__demand", "item")
    if viewer.sees_all:
        return cases
    if viewer.organ_id is None:
        return cases.none()
    below = ids_below(viewer.organ_id)
    if viewer.role is Role.DEPARTMENT:
        return cases.filter(organ_id__in=below)
    asked = Case.asked_by.through.objects.filter(organ_id__in=below).values("case_id")
    return cases.filter(pk__in=asked)


def list_cases(viewer: Viewer, wanted: CaseFilter, day: date) -> QuerySet[Case]:
    """The cases wanted: what is due first, then what waits for nobody, what is over last, the newest of it first."""
    cases = visible_cases(viewer)
    if wanted.state == OPEN:
        cases = cases.exclude(state__in=OVER)
    elif wanted.state in set(State):
        cases = cases.filter(state=wanted.state)
    if wanted.organ_id is not None:
        cases = cases.filter(organ_id=wanted.organ_id)
    if wanted.clause:
        cases = cases.filter(clause=wanted.clause)
    if wanted.owner:
        cases = cases.filter(owner="" if wanted.owner == NOBODY else wanted.owner)
    if wanted.overdue:
        cases = cases.filter(is_overdue(day))
    for word in wanted.words.split():
        cases = cases.filter(Q(title__icontains=word) | Q(organ__name__icontains=word) | Q(clause__icontains=word))
    over = Q(state__in=OVER)
    return cases.alias(is_over=over).order_by("is_over", F("step_due_on").asc(nulls_last=True), "-pk")


def is_overdue(day: date) -> Q:
    """Past the deadline of the step or of the whole, and not over."""
    return (Q(step_due_on__lt=day) | Q(due_on__lt=day)) & ~Q(state__in=OVER)


def list_steps(case: Case, viewer: Viewer) -> list[Step]:
    """The course as far as the viewer may see it: the organ concerned never learns who asked, only others' roles."""
    steps = list(case.steps.order_by("pk"))
    if viewer.sees_all:
        return steps
    if viewer.role is Role.DEPARTMENT:
        steps = [step for step in steps if step.shown_to_organ]
    for step in steps:
        step.taken_by = step.taken_by.split(":", maxsplit=1)[0]
    return steps


def unread_digests(viewer: Viewer) -> list[Digest]:
    """The viewer's digests that were not put away, the newest first."""
    return list(Digest.objects.filter(owner=viewer.actor, read_at=None).order_by("-day")[:1])


@dataclass(frozen=True, slots=True)
class UpwardBundle:
    """An item to be raised, the cases that brought it, and what stands behind its clause in the whole county.

    `weight` is a `monitoring.weighing.Weight` as JSON, None where no rule card counts it; then only the cases' rows are
    known.
    """

    item: UpwardItem
    cases: Sequence[Case]
    weight: dict[str, Any] | None

    @property
    def level(self) -> OrganLevel:
        """Who can solve it."""
        return OrganLevel(self.item.level)

    @property
    def receipts(self) -> int:
        """Rows of the ledger behind all of it."""
        if self.weight is not None:
            return int(self.weight["rows"])
        return len({row for case in self.cases for row in rows_of(case)})

    @property
    def townships(self) -> Sequence[str]:
        """Townships behind it, by name."""
        return list(self.weight["townships"]) if self.weight is not None else []


def rows_of(case: Case) -> list[int]:
    """Ids of the ledger rows that a case rests on."""
    if case.problem is not None:
        return list(case.problem.receipts)
    return [case.receipt_id] if case.receipt_id is not None else []


def list_upward() -> list[UpwardBundle]:
    """The list 上下联动清单: what is open first, by level from the top, then what was answered, the newest first."""
    items = UpwardItem.objects.order_by(F("answered_on").desc(nulls_first=True), "level", "pk")
    return [bundle_item(item) for item in items.prefetch_related("cases__organ", "cases__problem")]


def bundle_item(item: UpwardItem) -> UpwardBundle:
    """One item with what stands behind it."""
    weight = find_weight(item.card, item.level) if item.card else None
    return UpwardBundle(item, list(item.cases.all()), weight)


def is_answer_late(item: UpwardItem, day: date) -> bool:
    """Whether an answer is awaited longer than the county gives."""
    return item.answered_on is None and item.due_on is not None and item.due_on < day


def answers_for(viewer: Viewer) -> list[UpwardItem]:
    """Answers from above to what the viewer's own organ or those below it asked, the newest first."""
    asked = visible_cases(viewer).filter(item__answered_on__isnull=False)
    return list(UpwardItem.objects.filter(cases__in=asked).distinct().order_by("-answered_on", "-pk"))

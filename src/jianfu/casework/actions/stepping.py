"""Steps that people take on a case: the course, its owner, the explanation of the organ concerned."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jianfu.casework.actions.noting import EXPLAINED, note, start_clock
from jianfu.casework.actions.upward import list_item
from jianfu.casework.course import TO_THE_ORGAN, Move, Remedy, State, moves_from
from jianfu.casework.models import Case
from jianfu.ledger.audit.log import lock_ledger
from jianfu.ledger.visibility import ids_below
from jianfu.vocabulary.calendar import WorkCalendar
from jianfu.vocabulary.organ import OrganLevel

ABOVE_COUNTY = (OrganLevel.CITY, OrganLevel.PROVINCE, OrganLevel.CENTRAL)
"""Levels that something can be raised to."""


class RefusedStep(Exception):
    """A step that cannot be taken; the message says in Chinese why."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to do with a case: the move, its reasons, and what only some moves need.

    `remedy` for a remedy; `level` for what is raised upward, where the case itself names none above the county.
    """

    move: Move
    reasons: str
    remedy: Remedy | None = None
    level: OrganLevel | None = None


@transaction.atomic
def take_step(
    case_id: int,
    wish: Wish,
    *,
    version: int,
    calendar: WorkCalendar,
    actor: str,
    actor_organ_id: int | None,
    now: datetime,
) -> Case:
    """Take a step. RefusedStep: not possible now, no reasons, one's own organ or one's own remedy.

    Who accepts a case that nobody owns, owns it.
    """
    case = _take_up(case_id, version, actor_organ_id)
    if wish.move not in moves_from(State(case.state)):
        raise RefusedStep(f"现在是“{State(case.state).label}”，不能办“{wish.move.label}”。")
    if not wish.reasons.strip():
        raise RefusedStep("请写明理由。")
    words = wish.reasons
    if wish.move is Move.REMEDY:
        words = _remedy(case, wish, actor, now)
    if wish.move is Move.CHECK and case.remedied_by == actor:
        raise RefusedStep("整改是您登记的，须由另一个人复核。")
    if wish.move is Move.ESCALATE:
        _raise_upward(case, wish, now)
    if wish.move is Move.ACCEPT and not case.owner:
        case.owner = actor
    case.state = wish.move.leads_to
    _save(case, calendar, now)
    note(case, wish.move.label, words, actor, now)
    return case


def _remedy(case: Case, wish: Wish, actor: str, now: datetime) -> str:
    if wish.remedy is None:
        raise RefusedStep("请选择整改办法。")
    case.remedy, case.remedied_on, case.remedied_by = wish.remedy, now.date(), actor
    return f"{wish.remedy.label}。{wish.reasons}"


def _raise_upward(case: Case, wish: Wish, now: datetime) -> None:
    level = next((one for one in ABOVE_COUNTY if one.value == case.level), wish.level)
    if level not in ABOVE_COUNTY:
        raise RefusedStep("请选择须由哪一级解决。")
    case.level = level.value
    case.item = list_item(case, now=now)


@transaction.atomic
def assign_case(
    case_id: int,
    owner: str,
    owner_organ_id: int | None,
    reasons: str,
    *,
    version: int,
    actor: str,
    actor_organ_id: int | None,
    now: datetime,
) -> Case:
    """Give the case to an owner. RefusedStep: over, changed meanwhile, no reasons, or an owner whom it is about."""
    case = _take_up(case_id, version, actor_organ_id)
    if State(case.state).is_over:
        raise RefusedStep(f"现在是“{State(case.state).label}”，不再交办。")
    if owner_organ_id is not None and owner_organ_id in ids_below(case.organ_id):
        raise RefusedStep("承办人属于责任单位或其下级，须交给别的人。")
    if not reasons.strip():
        raise RefusedStep("请写明理由。")
    old, case.owner = case.owner, owner
    case.version += 1
    case.save(update_fields=["owner", "version"])
    note(case, "交办", f"{f'由 {old} 转给' if old else '交给'} {owner}。{reasons}", actor, now)
    return case


@transaction.atomic
def explain_case(case_id: int, words: str, *, actor: str, actor_organ_id: int | None, now: datetime) -> Case:
    """Add the explanation of the organ that a case is about. RefusedStep: another organ's, over, or nothing said.

    It changes no state, so nobody who handles the case is turned away by it. Sent twice, it is kept once.
    """
    lock_ledger()
    case = Case.objects.select_for_update().get(pk=case_id)
    if actor_organ_id is None or actor_organ_id not in ids_below(case.organ_id):
        raise RefusedStep("只有责任单位可以说明。")
    if State(case.state) not in TO_THE_ORGAN:
        raise RefusedStep(f"现在是“{State(case.state).label}”，不再收说明。")
    if not words.strip():
        raise RefusedStep("请写明情况。")
    last = case.steps.order_by("-pk").first()
    if last is None or (last.words, last.reasons, last.taken_by) != (EXPLAINED, words, actor):
        note(case, EXPLAINED, words, actor, now)
    return case


def _take_up(case_id: int, version: int, actor_organ_id: int | None) -> Case:
    """The case, locked; RefusedStep where somebody was faster, or it is about one's own organ or the one above."""
    lock_ledger()
    case = Case.objects.select_for_update().get(pk=case_id)
    if actor_organ_id is not None and actor_organ_id in ids_below(case.organ_id):
        raise RefusedStep("本单位的事须由别的单位办理，本单位可以书面说明。")
    if case.version != version:
        raise RefusedStep(f"这件事刚被别人办过，现在是“{State(case.state).label}”。您的这一步没有写入，请看最新情况。")
    return case


def _save(case: Case, calendar: WorkCalendar, now: datetime) -> None:
    start_clock(case, now.date(), calendar)
    case.version += 1
    case.save()


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of several cases at once: how many were done, and of the others title and reason."""

    done: int
    refused: Sequence[tuple[str, str]]


def do_each(versions: Sequence[tuple[int, int]], do: Callable[[int, int], Case]) -> BatchOutcome:
    """Do one thing with each case (id, version seen), each in a transaction of its own; what was refused is told."""
    done, refused = 0, []
    titles = dict(Case.objects.filter(pk__in=[number for number, _ in versions]).values_list("pk", "title"))
    for number, version in versions:
        try:
            do(number, version)
        except RefusedStep as reason:
            refused.append((titles[number], str(reason)))
        else:
            done += 1
    return BatchOutcome(done, refused)

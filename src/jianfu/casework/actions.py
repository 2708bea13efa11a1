"""Writes of casework: open, take a step, and what the ledger says of cases that were checked."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from jianfu.casework.course import Detector, Move, Remedy, State, moves_from
from jianfu.casework.models import Case, Step
from jianfu.casework.reported_items import ReportedItem
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.models import Organ, Receipt
from jianfu.monitoring.models import Problem, SweepItem
from jianfu.vocabulary.calendar import WorkCalendar

DAYS_TO_SETTLE = 15
"""Working days in which a case is to be settled."""
LEDGER = "台账"


class RefusedStep(Exception):
    """A step that cannot be taken; the message says in Chinese why."""


@transaction.atomic
def open_problem_case(
    problem: Problem, *, reasons: str, calendar: WorkCalendar, actor: str, now: datetime
) -> list[Case]:
    """Open a case for each organ that a problem is about, none where one is open on the same card."""
    lock_ledger()
    cases = []
    for organ in problem.organs.all():
        known = Case.objects.filter(organ=organ, card=problem.card).exclude(state__in=_OVER).first()
        case = known or _open(
            Case(
                organ=organ,
                title=f"{problem.name}：{problem.subject}",
                clause=problem.clause,
                level=problem.level,
                detector=Detector.RULE,
                card=problem.card,
                problem=problem,
            ),
            reasons,
            calendar,
            actor,
            now,
        )
        cases.append(case)
    return cases


@transaction.atomic
def open_number_case(receipt: Receipt, *, calendar: WorkCalendar, actor: str, now: datetime) -> Case:
    """Open a case about something that came without a valid number; more of the same organ joins the open one."""
    lock_ledger()
    organ = receipt.demand.issuer
    words = f"{receipt.receiver.name}反映：《{receipt.demand.title}》没有有效的准入编号。"
    known = Case.objects.filter(organ=organ, detector=Detector.NO_NUMBER).exclude(state__in=_OVER).first()
    if known is not None:
        _note(known, _HEARD_AGAIN, words, actor, now)
        return known
    case = Case(organ=organ, title=f"无准入编号：{receipt.demand.title}", detector=Detector.NO_NUMBER, receipt=receipt)
    return _open(case, words, calendar, actor, now)


@transaction.atomic
def open_sweep_case(item: SweepItem, *, calendar: WorkCalendar, actor: str, now: datetime) -> Case:
    """Open a case about what a sweep found new at an organ; `card` keeps the signal."""
    lock_ledger()
    assert item.organ is not None  # the page offers no other
    known = Case.objects.filter(organ=item.organ, detector=Detector.SWEEP, card=item.signal)
    if (case := known.exclude(state__in=_OVER).first()) is not None:
        _note(case, "又扫描到", item.words, actor, now)
        return case
    receipt = Receipt.objects.filter(pk__in=item.receipts[:1]).first()
    case = Case(organ=item.organ, title=item.words, detector=Detector.SWEEP, card=item.signal, receipt=receipt)
    return _open(case, item.words, calendar, actor, now)


@transaction.atomic
def open_reported_case(
    item: ReportedItem, organ: Organ, *, calendar: WorkCalendar, actor: str, now: datetime
) -> tuple[Case, bool]:
    """Open a case about a rewritten item of the anonymous channel, False where it is imported already.

    More about the same organ and kind joins the case that is open. Nothing but the item's own words is kept.
    """
    lock_ledger()
    if (same := Case.objects.filter(link=item.link).first()) is not None:
        return same, False
    if Step.objects.filter(words=_HEARD_AGAIN, reasons__endswith=f"（{item.link[:16]}）").exists():
        raise RefusedStep("这份改写件已经并入一件整治。")
    numbers = f"\n文号：{'、'.join(item.evidence)}" if item.evidence else ""
    known = Case.objects.filter(organ=organ, detector=Detector.REPORTED, card=item.kind).exclude(state__in=_OVER)
    if (case := known.first()) is not None:
        _note(case, _HEARD_AGAIN, f"{item.text}{numbers}（{item.link[:16]}）", actor, now)
        return case, True
    title = f"群众反映：{item.kind.label}"
    case = Case(organ=organ, title=title, detector=Detector.REPORTED, card=item.kind, link=item.link)
    return _open(case, f"{item.text}{numbers}\n审核：{'、'.join(item.signers)}", calendar, actor, now), True


_HEARD_AGAIN = "又收到反映"
_OVER = tuple(state.value for state in State if state.is_over)


def _open(case: Case, reasons: str, calendar: WorkCalendar, actor: str, now: datetime) -> Case:
    case.opened_at, case.due_on = now, calendar.add_workdays(now.date(), DAYS_TO_SETTLE)
    case.save()
    _note(case, "立案", reasons, actor, now)
    return case


def _note(case: Case, words: str, reasons: str, actor: str, now: datetime) -> None:
    Step.objects.create(case=case, words=words, reasons=reasons, taken_by=actor, taken_at=now)
    change = {"case": case.pk, "step": words, "state": case.state, "reasons": reasons}
    append(actor=actor, action="step_case", now=now, change=change)


@transaction.atomic
def take_step(
    case_id: int,
    move: Move,
    reasons: str,
    *,
    version: int,
    remedy: Remedy | None,
    actor: str,
    actor_organ_id: int | None,
    now: datetime,
) -> Case:
    """Take a step. RefusedStep: not possible now, no reasons, one's own organ or one's own remedy."""
    lock_ledger()
    case = Case.objects.select_for_update().select_related("organ").get(pk=case_id)
    if case.version != version or move not in moves_from(State(case.state)):
        raise RefusedStep(f"这件事刚被别人办过，现在是“{State(case.state).label}”。您的这一步没有写入，请看最新情况。")
    if actor_organ_id == case.organ_id:
        raise RefusedStep("本单位的事须由别的单位办理，本单位可以书面说明。")
    if not reasons.strip():
        raise RefusedStep("请写明理由。")
    if move is Move.REMEDY:
        if remedy is None:
            raise RefusedStep("请选择整改办法。")
        case.remedy, case.remedied_on, case.remedied_by = remedy, now.date(), actor
    if move is Move.CHECK and case.remedied_by == actor:
        raise RefusedStep("整改是您登记的，须由另一个人复核。")
    case.state = move.leads_to
    case.version += 1
    case.save()
    _note(case, move.label, f"{remedy.label}。{reasons}" if remedy and move is Move.REMEDY else reasons, actor, now)
    return case


@transaction.atomic
def hold_to_ledger(*, now: datetime) -> tuple[int, int]:
    """Close what was checked and is found no more; open again what was closed and came back. How many of each.

    Nothing is closed before the ledger holds rows that arrived after the remedy: no rows are no proof.
    """
    lock_ledger()
    newest = Receipt.objects.aggregate(day=Max("received_on"))["day"]
    closed = reopened = 0
    for case in Case.objects.filter(state__in=[State.CHECKED, State.CLOSED]):
        since = case.remedied_on
        if since is None:
            continue
        again = _came_back(case, since)
        if again and case.state == State.CLOSED:
            _settle(case, State.ACCEPTED, "重新立案", again, now)
            reopened += 1
        elif again:
            _settle(case, State.VERIFIED, "台账验证未通过", again, now)
        elif case.state == State.CHECKED and newest is not None and newest > since:
            words = f"整改以后，到 {newest} 为止的台账里没有再发现。"
            _settle(case, State.CLOSED, "台账验证，销号", words, now)
            closed += 1
    return closed, reopened


def _settle(case: Case, state: State, words: str, reasons: str, now: datetime) -> None:
    case.state = state
    case.version += 1
    case.save(update_fields=["state", "version"])
    _note(case, words, reasons, LEDGER, now)


def _came_back(case: Case, since: date) -> str:
    """What the same detector finds after a day, in words; '' for nothing."""
    if case.detector == Detector.RULE:
        again = Problem.objects.filter(card=case.card, organs=case.organ_id, gone_at=None, last_day__gt=since)
        first = again.order_by("last_day").first()
        return f"{first.last_day} 又出现：{first.subject}" if first else ""
    if case.detector == Detector.SWEEP:
        items = SweepItem.objects.filter(organ=case.organ_id, signal=case.card, sweep__month__gt=since)
        again_found = items.order_by("sweep__month").first()
        return again_found.words if again_found else ""
    step = case.steps.filter(words=_HEARD_AGAIN, taken_at__date__gt=since).first()
    return step.reasons if step else ""

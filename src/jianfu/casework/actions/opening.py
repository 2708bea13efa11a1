"""Opens cases: of a problem, of something without a number, of what a sweep found, of what a check saw."""

from datetime import datetime

from django.db import transaction

from jianfu.casework.actions.noting import ASKED_AGAIN, FOUND_AGAIN, OVER, note, start_clock
from jianfu.casework.clocks import county_clocks
from jianfu.casework.course import OPENING, Detector
from jianfu.casework.models import Case
from jianfu.ledger.audit.log import lock_ledger
from jianfu.ledger.models import Organ, Receipt
from jianfu.monitoring.checks.sheets import QUESTIONS
from jianfu.monitoring.models import Problem, SweepItem
from jianfu.monitoring.record.models import CheckVisit
from jianfu.vocabulary.calendar import WorkCalendar


@transaction.atomic
def open_problem_case(
    problem: Problem, *, reasons: str, calendar: WorkCalendar, actor: str, now: datetime
) -> list[Case]:
    """Open a case for each organ that a problem is about, none where one is open on the same card."""
    lock_ledger()
    cases = []
    for organ in problem.organs.all():
        known = Case.objects.filter(organ=organ, card=problem.card).exclude(state__in=OVER).first()
        case = known or open_case(
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
    """Open a case about something that came without a valid number; more of the same organ joins the open one.

    Who asked is kept for the answer and for the county; the organ concerned is not told.
    """
    lock_ledger()
    organ = receipt.demand.issuer
    known = Case.objects.filter(organ=organ, detector=Detector.NO_NUMBER).exclude(state__in=OVER).first()
    words = f"基层反映：《{receipt.demand.title}》没有有效的准入编号。"
    if known is None:
        title = f"无准入编号：{receipt.demand.title}"
        case = Case(organ=organ, title=title, detector=Detector.NO_NUMBER, receipt=receipt)
        open_case(case, words, calendar, actor, now, is_asked=True)
    else:
        case = known
        note(case, ASKED_AGAIN, words, actor, now, shown_to_organ=False)
    case.asked_by.add(receipt.receiver)
    return case


@transaction.atomic
def open_sweep_case(item: SweepItem, *, calendar: WorkCalendar, actor: str, now: datetime) -> Case:
    """Open a case about what a sweep found new at an organ; `card` keeps the signal."""
    lock_ledger()
    assert item.organ is not None  # the page offers no other
    known = Case.objects.filter(organ=item.organ, detector=Detector.SWEEP, card=item.signal)
    if (case := known.exclude(state__in=OVER).first()) is not None:
        note(case, FOUND_AGAIN, item.words, actor, now)
        return case
    receipt = Receipt.objects.filter(pk__in=item.receipts[:1]).first()
    case = Case(organ=item.organ, title=item.words, detector=Detector.SWEEP, card=item.signal, receipt=receipt)
    return open_case(case, item.words, calendar, actor, now)


@transaction.atomic
def open_check_case(
    visit: CheckVisit, question: int, organ: Organ, words: str, *, calendar: WorkCalendar, actor: str, now: datetime
) -> Case:
    """Open a case about what a check saw of an organ; `card` keeps the question. Seen again it joins the open one.

    Where it was seen is in the handlers' steps only: the organ concerned shall not learn which village showed it.
    """
    lock_ledger()
    card = f"{SEEN}{question + 1}"
    said = f"{visit.day} 在{visit.organ.name}看到：{QUESTIONS[question]}。{words}"
    known = Case.objects.filter(organ=organ, detector=Detector.CHECK, card=card).exclude(state__in=OVER).first()
    if known is not None:
        note(known, FOUND_AGAIN, said, actor, now, shown_to_organ=False)
        return known
    case = Case(organ=organ, title=f"现场检查：{QUESTIONS[question]}", detector=Detector.CHECK, card=card)
    return open_case(case, said, calendar, actor, now, is_asked=True)


SEEN = "现场"
"""What `card` of a case begins with that a check opened; the question's number follows."""


def open_case(
    case: Case, reasons: str, calendar: WorkCalendar, actor: str, now: datetime, *, is_asked: bool = False
) -> Case:
    """Save a new case with its clocks and first step.

    Of a case that somebody asked for, the organ sees that it was opened, not by whom.
    """
    case.opened_at = now
    case.due_on = calendar.add_workdays(now.date(), county_clocks().settle)
    start_clock(case, now.date(), calendar)
    case.save()
    note(case, OPENING, reasons, actor, now, shown_to_organ=not is_asked)
    return case

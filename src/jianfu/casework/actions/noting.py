"""What all writes of casework share: the step with its audit entry, and the clock of the step that is due next."""

from datetime import date, datetime

from jianfu.casework.clocks import county_clocks
from jianfu.casework.course import State
from jianfu.casework.models import Case, Step
from jianfu.ledger.audit.log import append
from jianfu.vocabulary.calendar import WorkCalendar

OVER = tuple(state.value for state in State if state.is_over)
LEDGER = "台账"
"""Whom the course names where the ledger itself closed a case or opened it again."""
ASKED_AGAIN, FOUND_AGAIN = "又收到反映", "又扫描到"
EXPLAINED = "单位说明"


def note(case: Case, words: str, reasons: str, actor: str, now: datetime, *, shown_to_organ: bool = True) -> None:
    """Write a step and its audit entry."""
    Step.objects.create(
        case=case, words=words, reasons=reasons, taken_by=actor, taken_at=now, shown_to_organ=shown_to_organ
    )
    change = {"case": case.pk, "step": words, "state": case.state, "owner": case.owner, "reasons": reasons}
    append(actor=actor, action="step_case", now=now, change=change)


def start_clock(case: Case, day: date, calendar: WorkCalendar) -> None:
    """Set the deadline of the step that the case now waits for; not saved."""
    days = county_clocks().days_in(State(case.state))
    case.step_due_on = None if days is None else calendar.add_workdays(day, days)

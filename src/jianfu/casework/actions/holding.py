"""What the ledger says of cases: gone, still there, or back again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from jianfu.casework.actions.noting import ASKED_AGAIN, FOUND_AGAIN, LEDGER, note, start_clock
from jianfu.casework.actions.opening import SEEN
from jianfu.casework.clocks import county_clocks
from jianfu.casework.course import CLOSING, REOPENING, Detector, State
from jianfu.casework.models import Case
from jianfu.ledger.audit.log import lock_ledger
from jianfu.ledger.models import Receipt
from jianfu.monitoring.checks.sheets import NOT_LOOKED
from jianfu.monitoring.models import Evaluation, Problem, Sweep, SweepItem
from jianfu.monitoring.record.models import CheckVisit
from jianfu.vocabulary.calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Sight:
    """How far the detector of a case has looked since its remedy.

    `until` is the newest day of rows in which the burden could have shown, None where there are none. `again` says in
    words what was found, '' for nothing.
    """

    until: date | None
    again: str


@transaction.atomic
def hold_to_ledger(*, calendar: WorkCalendar, now: datetime) -> tuple[int, int]:
    """Close what was checked and is found no more; open again what was closed and came back. How many of each.

    Nothing is closed before the detector has looked at rows of the same sort that arrived long enough after the
    remedy: no rows are no proof.
    """
    lock_ledger()
    closed = reopened = 0
    for case in Case.objects.filter(state__in=[State.CHECKED, State.CLOSED], remedied_on__isnull=False):
        assert case.remedied_on is not None
        sight = _look(case, case.remedied_on)
        if sight.again and case.state == State.CLOSED:
            _settle(case, State.ACCEPTED, REOPENING, sight.again, calendar, now)
            reopened += 1
        elif sight.again:
            _settle(case, State.VERIFIED, "台账验证未通过", sight.again, calendar, now)
        elif case.state == State.CHECKED and _is_long_enough(case.remedied_on, sight.until, calendar):
            words = f"整改以后，到 {sight.until} 为止的登记里没有再发现。"
            _settle(case, State.CLOSED, CLOSING, words, calendar, now)
            closed += 1
    return closed, reopened


def _is_long_enough(since: date, until: date | None, calendar: WorkCalendar) -> bool:
    wanted = calendar.add_workdays(since, county_clocks().observe)
    return until is not None and wanted is not None and until >= wanted


def _settle(case: Case, state: State, words: str, reasons: str, calendar: WorkCalendar, now: datetime) -> None:
    case.state = state
    start_clock(case, now.date(), calendar)
    if not state.is_over:
        case.due_on = calendar.add_workdays(now.date(), county_clocks().settle)
    case.version += 1
    case.save(update_fields=["state", "step_due_on", "due_on", "version"])
    note(case, words, reasons, LEDGER, now)


def _look(case: Case, since: date) -> Sight:
    looks = {
        Detector.RULE: _look_by_rule,
        Detector.SWEEP: _look_by_sweep,
        Detector.NO_NUMBER: _look_by_townships,
        Detector.CHECK: _look_by_checks,
        Detector.REPORTED: _look_by_reports,
    }
    return looks[Detector(case.detector)](case, since)


def _look_by_rule(case: Case, since: date) -> Sight:
    """The same card against the same organ, in evaluations; rows that no evaluation reached prove nothing."""
    again = Problem.objects.filter(card=case.card, organs=case.organ_id, gone_at=None, last_day__gt=since)
    if (first := again.order_by("last_day").first()) is not None:
        return Sight(first.last_day, f"{first.last_day} 又出现：{first.subject}")
    last = Evaluation.objects.order_by("-pk").first()
    if last is None or case.problem is None:
        return Sight(None, "")
    rows = Receipt.objects.filter(demand__kind=case.problem.kind, received_on__gt=since, received_on__lt=last.end)
    places = Receipt.objects.filter(pk__in=case.problem.receipts[:_ROWS_LOOKED_AT]).values("receiver_id")
    return Sight(rows.filter(receiver_id__in=places).aggregate(day=Max("received_on"))["day"], "")


_ROWS_LOOKED_AT = 500


def _look_by_sweep(case: Case, since: date) -> Sight:
    """The same signal about the same organ in the sweep of a whole month after the remedy, or said again by people."""
    sweeps = Sweep.objects.filter(month__gt=since)
    items = SweepItem.objects.filter(organ=case.organ_id, signal=case.card, sweep__in=sweeps)
    found = items.order_by("sweep__month").first()
    last = sweeps.order_by("-month").first()
    return Sight(last.last_day if last else None, found.words if found else _said_again(case, FOUND_AGAIN, since))


def _look_by_townships(case: Case, since: date) -> Sight:
    """Said again by a township or village; those that asked before must have received something since."""
    asked = case.asked_by.values("pk")
    rows = Receipt.objects.filter(received_on__gt=since)
    if asked.exists():
        rows = rows.filter(receiver_id__in=asked)
    return Sight(rows.aggregate(day=Max("received_on"))["day"], _said_again(case, ASKED_AGAIN, since))


def _look_by_checks(case: Case, since: date) -> Sight:
    """Seen again on the spot; visits after the remedy that looked for the same thing, and did not find it, are
    proof.
    """
    question = int(case.card.removeprefix(SEEN)) - 1
    visits = CheckVisit.objects.filter(filled_at__isnull=False, day__gt=since).order_by("-day")
    looked = [visit.day for visit in visits if visit.answers[question] != NOT_LOOKED]
    return Sight(looked[0] if looked else None, _said_again(case, FOUND_AGAIN, since))


def _look_by_reports(case: Case, since: date) -> Sight:
    """Named again by the anonymous channel; the organ must have sent something since."""
    rows = Receipt.objects.filter(demand__issuer_id=case.organ_id, received_on__gt=since)
    return Sight(rows.aggregate(day=Max("received_on"))["day"], _said_again(case, ASKED_AGAIN, since))


def _said_again(case: Case, words: str, since: date) -> str:
    step = case.steps.filter(words=words, taken_at__date__gt=since).first()
    return step.reasons if step else ""

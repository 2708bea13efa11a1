"""What townships say of papers without a valid number, and that they took it back."""

from datetime import datetime

from django.db import transaction

from jianfu.casework.actions import open_number_case
from jianfu.casework.course import Detector, State
from jianfu.casework.models import Case, Step
from jianfu.ledger.audit.log import append
from jianfu.ledger.models import Receipt
from jianfu.vocabulary.calendar import WorkCalendar

WITHDRAWN = "反映撤回"


@transaction.atomic
def report_no_number(receipt: Receipt, why: str, *, calendar: WorkCalendar, actor: str, now: datetime) -> Case:
    """Open a case or join the open one; `why` is what is wrong with the number that the paper bears, '' for none."""
    case = open_number_case(receipt, calendar=calendar, actor=actor, now=now)
    if why:
        _tell(case, "编号核对", why, actor, now)
    return case


@transaction.atomic
def withdraw_report(receipt: Receipt, *, actor: str, now: datetime) -> None:
    """Tell the cases of the issuer that wait for an answer that the report was taken back; they decide themselves."""
    over = [state.value for state in State if state.is_over]
    cases = Case.objects.filter(organ_id=receipt.demand.issuer_id, detector=Detector.NO_NUMBER)
    for case in cases.exclude(state__in=over):
        _tell(case, WITHDRAWN, f"基层收回了对《{receipt.demand.title}》的反映，请核对后决定是否继续。", actor, now)


def _tell(case: Case, words: str, reasons: str, actor: str, now: datetime) -> None:
    Step.objects.create(case=case, words=words, reasons=reasons, taken_by=actor, taken_at=now)
    append(actor=actor, action="step_case", now=now, change={"case": case.pk, "step": words, "reasons": reasons})

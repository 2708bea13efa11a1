"""Keeps what the watch over notices found as problems, so that cases can be opened of them as of any other."""

from datetime import datetime

from django.db import transaction

from jianfu.assessment.models import AssessmentYear, StageStep
from jianfu.assessment.plans.loading import read_plan
from jianfu.assessment.queries import list_threats
from jianfu.assessment.stages import Stage
from jianfu.assessment.watching import CARD, make_findings
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.monitoring.actions import key_of, record_findings
from jianfu.monitoring.models import Problem


@transaction.atomic
def record_outside_plan(year: AssessmentYear, *, actor: str, now: datetime) -> int:
    """Look through the year's notices and keep the findings; how many there are. 0 before a plan is adopted.

    Where nothing new is found and nothing is gone, nothing is written.
    """
    lock_ledger()
    step = StageStep.objects.filter(year=year, stage=Stage.ADOPTED).first()
    if step is None:
        return 0
    threats = list_threats(year)
    findings = make_findings(threats, read_plan(year.plan_text), step.taken_at.date())
    if {key_of(one) for one in findings} == _list_open_keys():
        return len(findings)
    record_findings(CARD, findings, now=now)
    change = {"year": year.pk, "looked_at": len(threats), "found": len(findings)}
    append(actor=actor, action="watch_assessment", now=now, change=change)
    return len(findings)


def _list_open_keys() -> set[str]:
    return set(Problem.objects.filter(card=CARD, gone_at=None).values_list("key", flat=True))

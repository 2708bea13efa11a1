"""The plan: drafted, drafted anew while it is consulted, adopted."""

from datetime import datetime

from django.db import transaction

from jianfu.assessment.actions.noting import RefusedStage, digest_of, reach, take_up
from jianfu.assessment.models import AssessmentYear, Opinion
from jianfu.assessment.plans.loading import BrokenPlan, read_plan
from jianfu.assessment.plans.plan import Plan
from jianfu.assessment.stages import Stage
from jianfu.ledger.audit.log import append, lock_ledger

MUTABLE = (Stage.DRAFTED.value, Stage.CONSULTED.value)
"""Stages in which the plan may still be reworded."""


@transaction.atomic
def draft_year(plan_text: str, *, actor: str, now: datetime) -> AssessmentYear:
    """Keep a plan, or the next wording of one that is not adopted yet. RefusedStage with every mistake in it.

    A year has one plan: once it is adopted, no second one is taken.
    """
    lock_ledger()
    plan = check_plan(plan_text)
    known = AssessmentYear.objects.select_for_update().filter(year=plan.year).first()
    if known is not None and known.stage not in MUTABLE:
        raise RefusedStage(f"{plan.year} 年已有通过的方案“{known.name}”，年中不再改。")
    if known is None:
        year = AssessmentYear(name=plan.name, year=plan.year, plan_text=plan_text)
        reach(year, Stage.DRAFTED, f"{len(plan.indicators)} 项指标", digest=digest_of(plan_text), actor=actor, now=now)
        return year
    old = digest_of(known.plan_text)
    known.name, known.plan_text, known.version = plan.name, plan_text, known.version + 1
    known.save()
    change = {"year": known.pk, "old": old, "new": digest_of(plan_text)}
    append(actor=actor, action="reword_plan", now=now, change=change)
    return known


def check_plan(plan_text: str) -> Plan:
    """The plan. RefusedStage with every mistake in it."""
    try:
        return read_plan(plan_text)
    except BrokenPlan as broken:
        raise RefusedStage("方案不能用：" + "；".join(broken.problems)) from broken


@transaction.atomic
def adopt_plan(year_id: int, basis: str, *, version: int, actor: str, now: datetime) -> AssessmentYear:
    """Note that the plan was adopted, by which decision. Consulted before, and every opinion answered."""
    year = take_up(year_id, version, Stage.CONSULTED)
    if not basis.strip():
        raise RefusedStage("请写明由什么会议、什么文件通过。")
    if any(one.until > now.date() for one in year.consultations.all()):
        raise RefusedStage("征求意见还没有到期，不能通过。")
    waiting = Opinion.objects.filter(consultation__year=year, answer="").count()
    if waiting:
        raise RefusedStage(f"还有 {waiting} 条意见没有答复。每条意见都要写明是否采纳和理由。")
    check_plan(year.plan_text)
    year.basis = basis.strip()
    reach(year, Stage.ADOPTED, year.basis, digest=digest_of(year.plan_text), actor=actor, now=now)
    return year

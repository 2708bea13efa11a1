"""Data frozen, scores computed, and looked over by those assessed."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from jianfu.assessment.actions.noting import RefusedStage, digest_of, reach, take_up
from jianfu.assessment.ledger_values import fill_endowments, fill_values, name_townships
from jianfu.assessment.models import AssessmentYear, DataCheck, Result
from jianfu.assessment.plans.loading import read_plan
from jianfu.assessment.registers import read_registers
from jianfu.assessment.results.archive import code_version, compute_bytes, read_data, write_data
from jianfu.assessment.results.computing import NothingToCompute
from jianfu.assessment.results.result import read_result
from jianfu.assessment.stages import CHECK_WORKDAYS, Stage
from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.ledger.models import Organ
from jianfu.vocabulary.calendar import WorkCalendar


@transaction.atomic
def freeze_data(year_id: int, paths: Sequence[Path], *, version: int, actor: str, now: datetime) -> AssessmentYear:
    """Take the year's numbers from registers and freeze them; what was wrong with them is kept and shown.

    What no file gives comes from the ledger: numbers of indicators whose source it is, endowments of the directory.
    """
    year = take_up(year_id, version, Stage.ADOPTED)
    plan = read_plan(year.plan_text)
    register = read_registers(plan, paths)
    data = fill_endowments(plan, fill_values(plan, name_townships(register.as_data())))
    if not data.townships:
        raise RefusedStage("没有读到指标数据。" + "；".join(register.problems[:3]))
    text = write_data(data).decode()
    year.problems = register.problems
    Result.objects.create(year=year, number=0, data=text, because="数据冻结", made_at=now)
    words = f"{len(data.townships)} 个乡镇（街道）、{len(data.cells)} 个数"
    reach(year, Stage.FROZEN, words, digest=digest_of(text), actor=actor, now=now)
    return year


@transaction.atomic
def compute_year(year_id: int, *, version: int, calendar: WorkCalendar, actor: str, now: datetime) -> AssessmentYear:
    """Compute the scores; from then on those assessed have ten working days to look them over."""
    year = take_up(year_id, version, Stage.FROZEN)
    until = calendar.add_workdays(now.date(), CHECK_WORKDAYS)
    if until is None:
        raise RefusedStage("工作日历算不到核对截止的那一天，请先在数据文件夹的“工作日历.yaml”里补上明年。")
    frozen = year.results.get(number=0)
    result = compute_again(year, frozen.data, "按冻结的数据计算", now)
    year.check_until = until
    words = f"结果 {digest_of(result.body)[:16]}，核对和申诉到 {until}"
    reach(year, Stage.CHECKED, words, digest=digest_of(result.body), actor=actor, now=now, code=result.code)
    return year


def compute_again(year: AssessmentYear, data: str, because: str, now: datetime) -> Result:
    """The next result of a year, saved. RefusedStage where nothing can be computed."""
    try:
        body = compute_bytes(read_plan(year.plan_text), read_data(data)).decode()
    except NothingToCompute as problem:
        raise RefusedStage(str(problem)) from problem
    number = year.results.count()
    return Result.objects.create(
        year=year, number=number, data=data, body=body, code=code_version(), because=because, made_at=now
    )


@transaction.atomic
def confirm_data(year_id: int, organ: Organ, *, actor: str, now: datetime) -> DataCheck:
    """Note that a township has nothing to object. A second time is the first."""
    lock_ledger()
    year = AssessmentYear.objects.filter(pk=year_id, stage=Stage.CHECKED).first()
    last = year.results.order_by("-number").first() if year is not None else None
    if year is None or last is None:
        raise RefusedStage("现在不在核对期。")
    result = read_result(last.body)
    if result.find(organ.name) is None and organ.name not in result.unscored:
        raise RefusedStage("本单位不在这次考核里。")
    check, is_new = DataCheck.objects.get_or_create(
        year=year, organ=organ, defaults={"checked_by": actor, "checked_at": now}
    )
    if is_new:
        append(actor=actor, action="confirm_assessment_data", now=now, change={"year": year.pk, "organ": organ.pk})
    return check

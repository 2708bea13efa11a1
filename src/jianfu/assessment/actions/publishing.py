"""After the check: settled, published through the gate, archived."""

from datetime import datetime

from django.db import transaction

from jianfu.assessment.actions.noting import RefusedStage, digest_of, reach, take_up
from jianfu.assessment.models import AssessmentYear, Result
from jianfu.assessment.queries import last_result
from jianfu.assessment.results.archive import read_data, write_archive
from jianfu.assessment.results.result import read_result
from jianfu.assessment.stages import Stage


@transaction.atomic
def settle_year(year_id: int, *, version: int, actor: str, now: datetime) -> AssessmentYear:
    """Close the check: after its last day, or when every township has said so; with every appeal decided."""
    year = take_up(year_id, version, Stage.CHECKED)
    open_appeals = year.appeals.filter(answer="").count()
    if open_appeals:
        raise RefusedStage(f"还有 {open_appeals} 件申诉没有决定。")
    result = _result_of(year)
    townships = len(read_result(result.body).townships)
    checked = year.checks.count()
    if year.check_until is not None and now.date() <= year.check_until and checked < townships:
        raise RefusedStage(
            f"核对期到 {year.check_until} 为止，已核对 {checked} 个、共 {townships} 个乡镇（街道），还不能结束。"
        )
    words = f"核对 {checked} 个，申诉 {year.appeals.count()} 件"
    reach(year, Stage.SETTLED, words, digest=digest_of(result.body), actor=actor, now=now)
    return year


@transaction.atomic
def publish_year(year_id: int, reasons: str, *, version: int, actor: str, now: datetime) -> AssessmentYear:
    """Publish the result. Where a goal of fairness is missed, only with reasons, which are published beside it."""
    year = take_up(year_id, version, Stage.SETTLED)
    result = _result_of(year)
    is_fair = read_result(result.body).is_fair
    if not is_fair and not reasons.strip():
        raise RefusedStage("有公平性目标没有达到，不能直接公布。请换差异化办法，或写明仍要公布的理由，理由一并公布。")
    year.gate_reasons = "" if is_fair else reasons.strip()
    words = "公平性目标都达到" if is_fair else f"有目标没有达到，理由：{year.gate_reasons}"
    reach(year, Stage.PUBLISHED, words, digest=digest_of(result.body), actor=actor, now=now)
    return year


@transaction.atomic
def archive_year(year_id: int, *, version: int, actor: str, now: datetime) -> AssessmentYear:
    """Freeze the archive by its digest: everybody who computes it again gets these bytes."""
    year = take_up(year_id, version, Stage.PUBLISHED)
    year.archive_digest = digest_of(make_archive(year))
    reach(year, Stage.ARCHIVED, f"归档 {year.archive_digest[:16]}", digest=year.archive_digest, actor=actor, now=now)
    return year


def make_archive(year: AssessmentYear) -> bytes:
    """The archive of a year that has a result; the same bytes each time."""
    result = _result_of(year)
    return write_archive(year.plan_text, read_data(result.data), result.body.encode(), result.code)


def _result_of(year: AssessmentYear) -> Result:
    result = last_result(year)
    if result is None:
        raise RefusedStage("还没有计算。")
    return result

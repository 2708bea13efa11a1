"""What the worker does when a job is due. A run that was cut off runs again: each of its writes is whole or absent,
and what is there already is left alone."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django_tasks import task

from jianfu.assessment.actions import record_outside_plan
from jianfu.assessment.queries import watched_year
from jianfu.casework.actions import hold_to_ledger, write_digests
from jianfu.monitoring.evaluating import NoCounty, evaluate_ledger, is_stale, sweep_last_month
from jianfu.overlap.index.following import follow_ledger
from jianfu.reporting.standards import Standards
from jianfu.web.clock import last_twelve_months, now
from jianfu.web.reminding import remind_departments
from jianfu.web.schedule.actions import begin_run, end_run
from jianfu.web.schedule.jobs import Job
from jianfu.web.standards import desk_rules

_ACTOR = "后台"


@task()
def run_scheduled(run_id: int) -> None:
    """Run one planned run and keep its result. Of a failure only the kind is kept: its words may quote people."""
    run = begin_run(run_id, now())
    if run is None:
        return
    try:
        words = _JOBS[Job(run.job)](now())
    except NoCounty as problem:
        end_run(run, "done", str(problem), now())
    except Exception as problem:
        end_run(run, "failed", f"没有完成（{type(problem).__name__}），下次再做；也可以点“现在执行”。", now())
        raise
    else:
        end_run(run, "done", words, now())


def reckon(moment: datetime) -> str:
    """Evaluate the ledger where it went on, hold cases to it, bring the index up to date. NoCounty."""
    rules = desk_rules()
    period = last_twelve_months()
    said = "台账和标准没有变化，不必重新核算"
    standards = Standards(rules.calendar, rules.cards, rules.norms)
    if is_stale(period, standards):
        evaluation = evaluate_ledger(period, standards, actor=_ACTOR, now=moment)
        said = f"核算完毕，每周 {evaluation.panel['total'][0]:,.0f} 小时"
    if (year := watched_year(moment.date())) is not None:
        said += f"；方案外说要纳入考核 {record_outside_plan(year, actor=_ACTOR, now=moment)} 件"
    closed, reopened = hold_to_ledger(calendar=rules.calendar, now=moment)
    follow_ledger(rules.index)
    return f"{said}；台账验证销号 {closed} 件，重新立案 {reopened} 件。"


def sweep(moment: datetime) -> str:
    """Sweep the last whole month, after an evaluation that knows it. NoCounty."""
    said = reckon(moment)
    found = sweep_last_month(moment.date(), desk_rules().calendar, actor=_ACTOR, now=moment)
    hold_to_ledger(calendar=desk_rules().calendar, now=moment)
    return f"{said}{f'扫描 {found.month:%Y年%m月}，{found.items.count()} 条。' if found else '上月已扫描过。'}"


def remind(moment: datetime) -> str:
    """Write the owners' digests, and remind departments of numbers that end soon."""
    owners = write_digests(calendar=desk_rules().calendar, now=moment)
    return f"提醒 {owners} 人，快到期的编号 {remind_departments()} 个。"


_JOBS: Mapping[Job, Callable[[datetime], str]] = {Job.NIGHT: reckon, Job.MONTH: sweep, Job.DIGEST: remind}

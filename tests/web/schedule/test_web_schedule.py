"""Jobs run once, are made up for once, survive their worker, and leave nothing half."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st
from small_county import County

from jianfu.ledger.models import AuditEntry
from jianfu.monitoring.models import Evaluation, KnownThing, Problem, Sweep, SweepItem
from jianfu.web.inbox.tending import Tending
from jianfu.web.schedule import tasks
from jianfu.web.schedule.actions import begin_run, order_run, plan_due
from jianfu.web.schedule.jobs import Job
from jianfu.web.schedule.models import ScheduledRun

NOW = datetime(2023, 12, 7, 9, 30)
pytestmark = pytest.mark.django_db


class TestPlanning:
    def test_each_job_is_planned_once_however_often_one_asks(self) -> None:
        assert {run.job for run in plan_due(NOW)} == set(Job)
        assert plan_due(NOW) == []
        assert plan_due(NOW + timedelta(hours=1)) == []
        assert DBTaskResult.objects.ready().count() == len(Job)

    def test_of_many_missed_nights_only_the_last_is_made_up_for(self) -> None:
        plan_due(NOW)

        later = plan_due(NOW + timedelta(days=90))

        assert {(run.job, run.due_at) for run in later} == {
            ("night", datetime(2024, 3, 6, 1, 30)),
            ("month", datetime(2024, 3, 1, 2, 30)),
            ("digest", datetime(2024, 3, 6, 7, 0)),
        }

    def test_somebody_may_have_a_job_run_now_but_not_twice_at_once(self) -> None:
        assert order_run(Job.NIGHT, actor="甲", now=NOW)
        assert not order_run(Job.NIGHT, actor="乙", now=NOW + timedelta(minutes=1))
        assert AuditEntry.objects.filter(body__contains="order_run").count() == 1


@given(st.datetimes(datetime(2023, 1, 1), datetime(2030, 1, 1)), st.sampled_from(Job))
def test_the_next_time_follows_the_last_without_a_gap(moment: datetime, job: Job) -> None:
    assert job.last_due(moment) <= moment < job.next_due(moment)
    assert job.last_due(job.next_due(moment)) == job.next_due(moment)
    assert job.next_due(job.last_due(moment)) == job.next_due(moment)


class TestWorkers:
    def test_what_kills_three_workers_is_given_up_and_told(self) -> None:
        plan_due(NOW)
        run = ScheduledRun.objects.get(job="night")
        task = DBTaskResult.objects.ready().get(args_kwargs__args=[run.pk])
        DBTaskResult.objects.filter(pk=task.pk).update(status="RUNNING", worker_ids=["1", "2", "3"])

        Tending().tend()

        assert DBTaskResult.objects.get(pk=task.pk).status == "FAILED"
        assert ScheduledRun.objects.get(pk=run.pk).state == "failed"

    def test_a_worker_plans_what_is_due_between_its_tasks(self, settings: Any) -> None:
        settings.DEMONSTRATION_DAY = NOW.date()

        Tending().tend()

        assert ScheduledRun.objects.count() == len(Job)


class _Killed(BaseException):
    """In place of the process's end: nothing after it runs, and no handler of ours takes it for an error."""


def _state() -> dict[str, int]:
    tables = (Evaluation, Problem, Sweep, SweepItem, KnownThing, AuditEntry)
    return {model.__name__: model._default_manager.count() for model in tables}


def _run(job: Job) -> ScheduledRun:
    run, _ = ScheduledRun.objects.get_or_create(job=job, due_at=NOW)
    tasks.run_scheduled.func(run.pk)
    return ScheduledRun.objects.get(pk=run.pk)


@pytest.mark.parametrize("killed_at", range(1, 5))
def test_a_sweep_that_is_cut_off_at_any_write_leaves_nothing_half_and_goes_on(
    killed_at: int, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write ends with its audit entry: cutting off there is the latest moment, with all rows already written."""
    from jianfu.assessment.actions import watching
    from jianfu.casework.actions import noting
    from jianfu.monitoring import actions

    Sweep.objects.all().delete()
    plain, seen = actions.append, []

    def cut_off(**entry: Any) -> object:
        seen.append(entry["action"])
        if len(seen) == killed_at:
            raise _Killed
        return plain(**entry)

    monkeypatch.setattr(actions, "append", cut_off)
    monkeypatch.setattr(noting, "append", cut_off)
    monkeypatch.setattr(watching, "append", cut_off)
    before = _state()
    try:
        ended = _run(Job.MONTH)
    except _Killed:
        after = _state()
        writes = after["AuditEntry"] - before["AuditEntry"]
        assert writes == killed_at - 1
        assert (after["Evaluation"] > before["Evaluation"]) == ("evaluate_ledger" in seen[:-1])
        assert after["Sweep"] == int("sweep_month" in seen[:-1])
        assert ScheduledRun.objects.get().state == "running"
        ended = _run(Job.MONTH)
    whole = _state()

    assert ended.state == "done"
    assert whole["Evaluation"] == before["Evaluation"] + 1
    assert whole["Sweep"] == 1
    assert begin_run(ended.pk, NOW) is None
    assert _state() == whole


def test_a_failure_is_told_by_its_kind_without_what_it_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(moment: datetime) -> str:
        raise RuntimeError("张三 13800000000")

    monkeypatch.setattr(tasks, "_JOBS", {Job.NIGHT: fail})
    with pytest.raises(RuntimeError):
        _run(Job.NIGHT)

    run = ScheduledRun.objects.get()
    assert run.state == "failed"
    assert "RuntimeError" in run.words
    assert "张三" not in run.words

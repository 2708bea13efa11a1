"""Writes of the schedule: plan what is due, note how runs end."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django_tasks_db.models import DBTaskResult

from jianfu.ledger.audit.log import append, lock_ledger
from jianfu.web.schedule.jobs import Job
from jianfu.web.schedule.models import ScheduledRun

_KEPT = 400


@transaction.atomic
def plan_due(now: datetime) -> list[ScheduledRun]:
    """Plan each job that is due and was not planned; of several missed times only the last. Put into the queue by it.

    Asked by every worker all the time: the lock lets one in at a time, and a time that is planned is not planned again.
    """
    if not any(_is_missing(job, now) for job in Job):
        return []
    lock_ledger()
    return [_enqueue(job, job.last_due(now)) for job in Job if _is_missing(job, now)]


def _is_missing(job: Job, now: datetime) -> bool:
    return not ScheduledRun.objects.filter(job=job, due_at__gte=job.last_due(now)).exists()


def _enqueue(job: Job, due_at: datetime) -> ScheduledRun:
    from jianfu.web.schedule.tasks import run_scheduled  # noqa: PLC0415  # the task's module imports this one

    run = ScheduledRun.objects.create(job=job, due_at=due_at)
    run_scheduled.enqueue(run.pk)
    old = ScheduledRun.objects.filter(job=job).order_by("-due_at").values_list("pk", flat=True)[_KEPT:]
    ScheduledRun.objects.filter(pk__in=list(old)).delete()
    return run


@transaction.atomic
def order_run(job: Job, *, actor: str, now: datetime) -> bool:
    """Have a job run now. False where one waits or runs already."""
    lock_ledger()
    busy = ScheduledRun.objects.filter(job=job, state__in=["waiting", "running"])
    if busy.exists() or ScheduledRun.objects.filter(job=job, due_at=now).exists():
        return False
    _enqueue(job, now)
    append(actor=actor, action="order_run", now=now, change={"job": job.value})
    return True


def begin_run(run_id: int, now: datetime) -> ScheduledRun | None:
    """Note that a run begins; None for one that is over, which a task that runs twice finds."""
    wanted = ScheduledRun.objects.filter(pk=run_id, state__in=["waiting", "running"])
    changed = wanted.update(state="running", started_at=now, attempts=F("attempts") + 1)
    return ScheduledRun.objects.get(pk=run_id) if changed else None


def end_run(run: ScheduledRun, state: str, words: str, now: datetime) -> None:
    """Note how a run ended, in words for the page."""
    ScheduledRun.objects.filter(pk=run.pk).update(state=state, words=words, finished_at=now)


def give_up_run(task: "DBTaskResult[Any, Any]") -> None:
    """A task was cut off too often: its run says so."""
    if task.task_path.startswith("jianfu.web.schedule."):
        number = task.args_kwargs["args"][0]
        ScheduledRun.objects.filter(pk=number).update(state="failed", words="后台程序几次中断，没有完成。")

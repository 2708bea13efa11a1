"""Leases of workers, and the tasks of those whose lease has ended.

A worker renews its lease while it lives. What a dead one ran is run again by the next, a few times, then given up. At
most one worker runs a task: who finds its lease taken away stops at once, and a task is handed on by one conditional
update. Everything that tasks write is written once however often they run.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from jianfu.web.queue.models import WorkerLease

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3


@transaction.atomic
def take_lease(worker: str, place: str, *, now: datetime) -> None:
    """Begin to work. The caller holds the place's lock, so any lease of that place is a dead worker's."""
    WorkerLease.objects.filter(place=place).delete()
    WorkerLease.objects.create(worker=worker, place=place, until=now + LEASE)


def renew_lease(worker: str, *, now: datetime) -> bool:
    """Live on. False where somebody took the lease away: this worker was thought dead and must not go on."""
    return bool(WorkerLease.objects.filter(worker=worker).update(until=now + LEASE))


def last_sign_of_life() -> datetime | None:
    """When any worker last renewed its lease; None where none lives or died lately."""
    until = WorkerLease.objects.order_by("-until").values_list("until", flat=True).first()
    return until - LEASE if until else None


def give_back_lease(worker: str) -> None:
    """End in order."""
    WorkerLease.objects.filter(worker=worker).delete()


def take_up_again(give_up: Callable[["DBTaskResult[Any, Any]"], None], *, now: datetime) -> int:
    """Make tasks of dead workers ready again; how many. `give_up` hears of those that were tried often enough."""
    WorkerLease.objects.filter(until__lte=now).delete()
    alive = set(WorkerLease.objects.values_list("worker", flat=True))
    taken = 0
    for task in DBTaskResult.objects.running():
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        same = DBTaskResult.objects.filter(pk=task.pk, status="RUNNING", started_at=task.started_at)
        if len(task.worker_ids) < MOST_ATTEMPTS:
            taken += same.update(status="READY", started_at=None)
        elif same.update(status="FAILED", finished_at=now):
            give_up(task)
    return taken

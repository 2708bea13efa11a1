"""Deliveries that the queue has forgotten, after a restore or a kill at a bad moment: they are put in again."""

from typing import Any

from django_tasks_db.models import DBTaskResult

from jianfu.web.deliveries.models import Delivery
from jianfu.web.deliveries.tasks import fail_delivery, import_delivery, look_at_delivery, reckon_again

_GAVE_UP = "后台程序几次都在这里中断，没有完成；交来的文件都在。请告诉管理员，或拆成小文件再试。"
_TASK_OF_STATE = {"waiting": look_at_delivery, "ordered": import_delivery, "importing": import_delivery}


def enqueue_forgotten() -> int:
    """Give each delivery that waits for the worker a task where it has none; how many had none."""
    found = 0
    for delivery_id, state in Delivery.objects.filter(state__in=_TASK_OF_STATE).values_list("pk", "state"):
        task = _TASK_OF_STATE[state]
        queued = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"], task_path=task.module_path)
        if not any(one.args_kwargs["args"] == [delivery_id] for one in queued):
            task.enqueue(delivery_id)
            found += 1
    return found


def give_up(task: "DBTaskResult[Any, Any]") -> None:
    """A task was cut off too often: its delivery says so."""
    if task.task_path in {one.module_path for one in _TASK_OF_STATE.values()}:
        fail_delivery(task.args_kwargs["args"][0], _GAVE_UP)


def is_reckoning() -> bool:
    """Whether the county's figures are being reckoned again, or wait for it."""

    return DBTaskResult.objects.filter(status__in=["READY", "RUNNING"], task_path=reckon_again.module_path).exists()

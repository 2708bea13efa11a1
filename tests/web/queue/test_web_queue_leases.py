"""Leases of workers: what a dead one ran is taken up, what a living one runs is left alone, and not for ever."""

from datetime import datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from jianfu.web.deliveries.forgotten import enqueue_forgotten, give_up
from jianfu.web.deliveries.models import Delivery
from jianfu.web.deliveries.tasks import look_at_delivery, reckon_again
from jianfu.web.queue.leases import LEASE, MOST_ATTEMPTS, give_back_lease, renew_lease, take_lease, take_up_again
from jianfu.web.queue.models import WorkerLease

pytestmark = pytest.mark.django_db
NOW = datetime(2023, 12, 7, 9, 30)


@pytest.fixture(autouse=True)
def _queued(settings) -> None:
    """Tasks stay in the queue: nothing here runs them."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def delivery() -> Delivery:
    return Delivery.objects.create(brought_by="某人", brought_at=NOW, state="waiting")


def _claimed(delivery: Delivery, *workers: str) -> DBTaskResult:
    task = DBTaskResult.objects.get(pk=look_at_delivery.enqueue(delivery.pk).id)
    for worker in workers:
        task.claim(worker)
    return task


def _status(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return str(task.status)


def test_a_living_workers_task_is_left_alone(delivery: Delivery) -> None:
    take_lease("甲", "此处", now=NOW)
    task = _claimed(delivery, "甲")

    assert take_up_again(give_up, now=NOW + LEASE / 2) == 0
    assert _status(task) == "RUNNING"


def test_what_is_renewed_does_not_end(delivery: Delivery) -> None:
    take_lease("甲", "此处", now=NOW)
    task = _claimed(delivery, "甲")
    assert renew_lease("甲", now=NOW + LEASE / 2)

    assert take_up_again(give_up, now=NOW + LEASE * 1.2) == 0
    assert _status(task) == "RUNNING"


def test_after_its_lease_a_dead_workers_task_is_ready_once(delivery: Delivery) -> None:
    take_lease("甲", "此处", now=NOW)
    task = _claimed(delivery, "甲")

    later = NOW + LEASE + timedelta(seconds=1)
    assert [take_up_again(give_up, now=later) for _ in range(2)] == [1, 0]
    assert _status(task) == "READY"


def test_who_was_thought_dead_hears_that_its_lease_is_gone(delivery: Delivery) -> None:
    take_lease("甲", "此处", now=NOW)
    take_up_again(give_up, now=NOW + LEASE * 2)

    assert not renew_lease("甲", now=NOW + LEASE * 2)


def test_a_worker_that_starts_in_the_same_place_need_not_wait_for_the_lease(delivery: Delivery) -> None:
    take_lease("甲", "此处", now=NOW)
    take_lease("丙", "别处", now=NOW)
    task, elsewhere = _claimed(delivery, "甲"), _claimed(delivery, "丙")
    take_lease("乙", "此处", now=NOW)

    assert take_up_again(give_up, now=NOW) == 1
    assert (_status(task), _status(elsewhere)) == ("READY", "RUNNING")


def test_who_ends_in_order_leaves_no_lease() -> None:
    take_lease("甲", "此处", now=NOW)
    give_back_lease("甲")

    assert not WorkerLease.objects.exists()


def test_a_delivery_that_kills_its_worker_again_and_again_is_given_up_and_says_so(delivery: Delivery) -> None:
    task = _claimed(delivery, *[f"第{number}个" for number in range(MOST_ATTEMPTS)])

    assert take_up_again(give_up, now=NOW) == 0

    delivery.refresh_from_db()
    assert (_status(task), delivery.state) == ("FAILED", "failed")
    assert "都在" in delivery.failure
    assert enqueue_forgotten() == 0


def test_a_reckoning_that_is_given_up_concerns_no_delivery() -> None:
    task = DBTaskResult.objects.get(pk=reckon_again.enqueue().id)
    for number in range(MOST_ATTEMPTS):
        task.claim(f"第{number}个")

    take_up_again(give_up, now=NOW)

    assert _status(task) == "FAILED"


@pytest.mark.parametrize(
    ("state", "expected"), [("waiting", 1), ("ordered", 1), ("importing", 1), ("looked_at", 0), ("stopped", 0)]
)
def test_a_delivery_that_the_queue_forgot_is_put_in_again_once(state: str, expected: int) -> None:
    Delivery.objects.create(brought_by="某人", brought_at=NOW, state=state)

    assert [enqueue_forgotten() for _ in range(2)] == [expected, 0]

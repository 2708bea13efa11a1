"""Deliveries in a folder of the test's own, their tasks run when the test says so."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

# The bad inputs of intake are bad uploads, too.
sys.path.append(str(Path(__file__).parents[2] / "intake"))


@pytest.fixture(autouse=True)
def _queued(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def work() -> Callable[[], int]:
    """Runs all tasks that are ready, like a worker; how many. What a task raises is kept in its result."""

    def run() -> int:
        done = 0
        while task := DBTaskResult.objects.ready().exclude(task_path__endswith="reckon_again").get_locked():
            task.claim("试验")
            try:
                task.task.call(*task.args_kwargs["args"])
                task.set_successful(None)
            except Exception as error:
                task.set_failed(error)
            done += 1
        return done

    return run

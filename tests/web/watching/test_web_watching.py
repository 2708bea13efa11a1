"""Health, numbers and log lines: true, for whom they are meant, and without a person in them."""

import json
import logging
import logging.config
import os
import re
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django_tasks import task
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult
from small_county import County

from jianfu.ledger.viewer import Role
from jianfu.monitoring.models import PlatformUse
from jianfu.web import logs
from jianfu.web.pages.mending import cases
from jianfu.web.queue.worker import BEAT_FILE
from jianfu.web.watching import checks
from jianfu.web.watching.checks import look_around
from jianfu.web.watching.requests import RequestCounts

SignIn = Callable[[Role], Client]
PLANTED = ("王小明", "13812345678", "关于报送重点人员名单的通知")
pytestmark = pytest.mark.django_db


@pytest.fixture
def beat(settings: Any) -> Path:
    path = Path(settings.JIANFU_HOME) / BEAT_FILE
    path.touch()
    return path


class TestHealth:
    def test_all_is_well(self, beat: Path, client: Client) -> None:
        answer = client.get("/healthz")

        assert (answer.status_code, answer.content) == (200, b"ok")

    def test_a_silent_worker_is_told_and_why_only_to_this_machine(self, beat: Path, client: Client) -> None:
        os.utime(beat, (time.time() - 600, time.time() - 600))

        here, outside = client.get("/healthz"), client.get("/healthz", REMOTE_ADDR="10.1.2.3")

        assert (here.status_code, outside.status_code) == (503, 503)
        assert json.loads(here.content)["wrong"] == ["worker"]
        assert outside.content == b"unavailable"

    def test_a_full_disk_is_told(self, beat: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checks, "LEAST_FREE_BYTES", 1 << 60)

        assert json.loads(client.get("/healthz").content)["wrong"] == ["disk"]

    def test_a_database_that_does_not_answer_is_told(
        self, beat: Path, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail() -> None:
            raise DatabaseError

        monkeypatch.setattr(checks, "_look_at_queue", fail)

        assert json.loads(client.get("/healthz").content)["wrong"] == ["database"]


class TestMetrics:
    @pytest.mark.parametrize(
        "extra",
        [{"REMOTE_ADDR": "10.1.2.3"}, {"HTTP_X_FORWARDED_FOR": "10.1.2.3"}, {"HTTP_X_FORWARDED_PROTO": "https"},
         {"REMOTE_ADDR": "10.1.2.3", "HTTP_AUTHORIZATION": "Bearer wrong"}],
    )  # fmt: skip
    def test_who_is_not_this_machine_finds_no_such_page(self, extra: dict[str, str], client: Client) -> None:
        assert client.get("/metrics", **extra).status_code == 404  # type: ignore[arg-type]

    def test_the_countys_token_opens_it(self, client: Client, settings: Any) -> None:
        settings.METRICS_TOKEN = "long-token"
        far = {"REMOTE_ADDR": "10.1.2.3", "HTTP_AUTHORIZATION": "Bearer long-token"}

        assert client.get("/metrics", **far).status_code == 200  # type: ignore[arg-type]

    def test_every_line_is_of_the_format_and_names_pages_only(self, county: County, sign_in: SignIn) -> None:
        sign_in(Role.ANALYST).get(f"/search/?words={PLANTED[0]}")
        body = sign_in(Role.ANALYST).get("/metrics").content.decode()

        line = re.compile(r'^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")?\})? [0-9.e+-]+)$')
        assert [one for one in body.splitlines() if not line.match(one)] == []
        assert 'jianfu_requests_total{page="search",status="2xx"}' in body
        assert "jianfu_queue_waiting 0" in body
        assert PLANTED[0] not in body

    def test_what_there_is_not_yet_has_no_line(self, client: Client, settings: Any) -> None:
        (Path(settings.JIANFU_HOME) / checks.LAST_BACKUP).unlink(missing_ok=True)

        assert "backup_age" not in client.get("/metrics").content.decode()
        (Path(settings.JIANFU_HOME) / checks.LAST_BACKUP).write_text('{"at": "2023-12-01T00:00:00"}')
        age = look_around().backup_age
        (Path(settings.JIANFU_HOME) / checks.LAST_BACKUP).unlink()
        assert age is not None
        assert age > 0

    def test_durations_are_counted_up_to_each_bound(self) -> None:
        counts = RequestCounts()
        for seconds in (0.005, 0.2, 20.0):
            counts.add("rows", 200, seconds)

        ((page, up_to, seconds),) = counts.durations()
        assert (page, up_to[0], up_to[4], up_to[-2], up_to[-1]) == ("rows", 1, 2, 2, 3)
        assert seconds == pytest.approx(20.205)


@task()
def fail_with_a_name() -> None:
    """A task whose failure quotes a person."""
    raise ValueError("，".join(PLANTED))


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """What the served program would write, everything down to the least line."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.JsonLines())
    names = ("", "django", "django_tasks", "django_tasks_db", "allauth", "granian")
    before = {name: (logging.getLogger(name).handlers[:], logging.getLogger(name).level) for name in names}
    for name in names:
        logging.getLogger(name).handlers[:] = [handler]
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    for name, (handlers, level) in before.items():
        logging.getLogger(name).handlers[:] = handlers
        logging.getLogger(name).setLevel(level)


class TestLogs:
    def _lines(self, logged: StringIO) -> list[dict[str, Any]]:
        return [json.loads(line) for line in logged.getvalue().splitlines()]

    def test_a_page_that_fails_on_a_name_logs_where_and_not_what(
        self, county: County, sign_in: SignIn, logged: StringIO, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise ValueError("，".join(PLANTED))

        monkeypatch.setattr(cases, "list_cases", fail)
        client = sign_in(Role.ANALYST)
        client.raise_request_exception = False

        answer = client.get("/cases/", {"words": PLANTED[0], "owner": PLANTED[1]})

        assert answer.status_code == 500
        assert any(line.get("page") == "cases" and line.get("error") == "ValueError" for line in self._lines(logged))
        assert [planted for planted in PLANTED if planted in logged.getvalue()] == []

    def test_a_task_that_fails_on_a_name_logs_nothing_of_it(
        self, logged: StringIO, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Closed between tasks, the connection would take the test's transaction with it.
        monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
        fail_with_a_name.enqueue()
        call_command("db_worker", batch=True, verbosity=0, startup_delay=False, worker_id="x")

        assert DBTaskResult.objects.get().status == "FAILED"
        assert [planted for planted in PLANTED if planted in logged.getvalue()] == []

    def test_forms_strange_addresses_and_any_librarys_message_log_nothing_typed(
        self, county: County, sign_in: SignIn, logged: StringIO
    ) -> None:
        client = sign_in(Role.ANALYST)
        for planted in PLANTED:
            client.post("/cases/batch/", {"reasons": planted, "move": "accept", "pick": planted})
            client.get(f"/no-such-page/{planted}/")
            Client().post("/account/login/", {"login": planted, "password": planted})
            logging.getLogger("some.library").error("cannot read %s", planted)

        assert self._lines(logged)
        assert [planted for planted in PLANTED if planted in logged.getvalue()] == []
        assert not PlatformUse.objects.filter(role__in=PLANTED).exists()

    def test_the_served_settings_send_everything_through_the_one_formatter(self, settings: Any) -> None:
        assert settings.LOGGING["root"]["handlers"] == ["stderr"]
        assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "json"
        assert settings.LOGGING["formatters"]["json"]["()"] == "jianfu.web.logs.JsonLines"

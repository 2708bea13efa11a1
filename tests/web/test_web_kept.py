"""Pages are kept for the one who asked, until somebody writes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from small_county import DAY, NOW, County

from jianfu.casework.models import Case
from jianfu.ledger.audit.log import append
from jianfu.ledger.viewer import Role
from jianfu.web.access.kept import KEPT
from jianfu.web.access.table import TABLE

SignIn = Callable[[Role], Client]
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w{64})"')


@pytest.fixture(autouse=True)
def _kept(_as_served: None, settings: Any) -> None:
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}
    settings.CACHES = settings.CACHES | {"pages": memory}
    caches["pages"].clear()


def _rename_a_case() -> None:
    assert Case.objects.update(title="改过的事由") > 0


def _read(client: Client, address: str = "/cases/") -> str:
    return client.get(address).content.decode()


def test_only_pages_that_the_gate_guards_are_kept() -> None:
    assert set(TABLE) >= KEPT


def test_a_page_stays_as_it_was_made_until_a_write(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    before = _read(client)
    _rename_a_case()
    kept = _read(client)
    append(actor="测试", action="test", now=NOW, change={})
    after = _read(client)

    assert "改过的事由" not in before
    assert _TOKEN.sub("", kept) == _TOKEN.sub("", before)
    assert "改过的事由" in after


def test_each_answer_has_a_token_of_its_own_that_is_taken(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    client.handler.enforce_csrf_checks = True
    _read(client)
    first, second = (_TOKEN.findall(_read(client)) for _ in range(2))

    assert len(set(first)) == len(set(second)) == 1
    assert first[0] != second[0]
    answer = client.post(reverse("account_logout"), {"csrfmiddlewaretoken": second[0]})
    assert answer.status_code == 302


def test_nobody_gets_what_was_made_for_another(county: County, sign_in: SignIn) -> None:
    _read(sign_in(Role.ANALYST))
    _rename_a_case()

    assert "改过的事由" in _read(sign_in(Role.APPROVER))


def test_another_day_or_address_is_another_page(county: County, sign_in: SignIn, settings: Any) -> None:
    client = sign_in(Role.ANALYST)
    _read(client)
    _rename_a_case()

    assert "改过的事由" in _read(client, "/cases/?state=")
    settings.DEMONSTRATION_DAY = DAY.replace(day=8)
    assert "改过的事由" in _read(client)


def test_a_message_is_shown_once(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    asked = client.post(reverse("problems_open"), {})

    assert "请先勾选问题" in _read(client, asked["Location"])
    assert "请先勾选问题" not in _read(client, asked["Location"])


def test_who_was_switched_off_is_shown_nothing_kept(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    _read(client)
    client.session.flush()

    assert client.get("/cases/").status_code == 302

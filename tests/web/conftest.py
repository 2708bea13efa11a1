"""Somebody signed in as each role, in the small county."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now as wall_clock
from small_county import BACKEND, DAY, County, make_county

from jianfu.clearance.checks.known_forms import map_all_forms
from jianfu.ledger.viewer import COUNTY_ROLES, Role
from jianfu.web.access import sessions
from jianfu.web.accounts.models import Account


@pytest.fixture(autouse=True)
def _as_served(settings: Any) -> None:
    """The demonstration's day; styles straight from their folders; no page kept: tests change rows without actions."""
    settings.DEMONSTRATION_DAY = DAY
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _own_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test's deliveries have the same numbers, and folders of their own."""
    monkeypatch.setattr("jianfu.web.deliveries.models.JIANFU_HOME", tmp_path)


@pytest.fixture(autouse=True)
def _forget_forms() -> None:
    """Each test has a ledger of its own under the same numbers."""
    map_all_forms.cache_clear()


@pytest.fixture
def county(db: None) -> County:
    return make_county()


@pytest.fixture
def sign_in(county: County) -> Callable[[Role], Client]:
    """A browser that is signed in as the role, its second factor shown."""

    def enter(role: Role) -> Client:
        client = Client()
        account = Account.objects.get(role=role)
        client.force_login(account, backend=BACKEND)
        session, moment = client.session, int(wall_clock().timestamp())
        sessions.begin(session, moment, with_second_factor=role in COUNTY_ROLES)
        session["account_authentication_methods"] = [{"method": "password", "at": moment}]
        session["account_authentication_methods_user"] = str(account.pk)
        session.save()
        return client

    return enter

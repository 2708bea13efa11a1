"""How long a session lasts, what ends it, and what asks for the password again."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from people_at_work import PASSWORD, enter, give_password, give_phone, type_password
from small_county import County

from jianfu.ledger.viewer import Role
from jianfu.monitoring.models import PlatformUse
from jianfu.web.access.table import FRESH
from jianfu.web.accounts.models import Account

SignIn = Callable[[Role], Client]
_NEW = "稻田-白云-石桥-晚风-3"


@pytest.fixture(autouse=True)
def _nobody_guessed_yet(county: County) -> None:
    cache.clear()


def _age(client: Client, **seconds: int) -> None:
    session = client.session
    for name, value in seconds.items():
        session[name] -= value
    session.save()


@pytest.mark.parametrize(
    ("past", "status"),
    [({"seen": 3500}, 200), ({"seen": 3700}, 302), ({"began": 8 * 3600 - 60}, 200), ({"began": 8 * 3600 + 60}, 302)],
)
def test_a_pause_or_a_working_day_ends_a_session(past: dict[str, int], status: int, sign_in: SignIn) -> None:
    """The day counts from signing in, however busy the session was."""
    client = sign_in(Role.TOWNSHIP)
    _age(client, **past)

    assert client.get("/todo/").status_code == status


def test_being_seen_is_written_down_with_the_time_that_it_took(sign_in: SignIn) -> None:
    client = sign_in(Role.TOWNSHIP)
    _age(client, seen=100)
    before = client.session["seen"]

    client.get("/todo/")
    client.get("/todo/")

    assert client.session["seen"] >= before + 100
    assert 100 <= PlatformUse.objects.get(role=Role.TOWNSHIP).seconds < 160


def test_a_session_that_ended_while_it_was_used_stays_ended(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in(Role.TOWNSHIP)
    _age(client, seen=100)
    key = client.session.session_key
    monkeypatch.setattr("jianfu.web.access.gate.count_use", lambda *_, **__: Session.objects.all().delete())

    assert client.get("/todo/").status_code == 200

    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/todo/").status_code == 302


def test_a_session_that_was_never_begun_is_over(county: County, client: Client) -> None:
    client.force_login(
        Account.objects.get(role=Role.TOWNSHIP), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert client.get("/todo/").status_code == 302


def test_another_password_ends_all_other_sessions(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    type_password(client, Role.TOWNSHIP)
    other = Client()
    type_password(other, Role.TOWNSHIP)
    key = client.session.session_key

    given = {"oldpassword": PASSWORD, "password1": _NEW, "password2": _NEW}
    assert client.post("/account/password/change/", given).status_code == 302

    assert client.get("/todo/").status_code == 200
    assert other.get("/todo/").status_code == 302
    assert client.session.session_key != key


def test_the_old_password_is_asked_for(client: Client) -> None:
    account = give_password(Role.TOWNSHIP)
    type_password(client, Role.TOWNSHIP)

    given = {"oldpassword": "不是这个密码呀朋友", "password1": _NEW, "password2": _NEW}
    assert client.post("/account/password/change/", given).status_code == 200

    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_an_invitation_anew_ends_all_sessions(county: County, client: Client, sign_in: SignIn) -> None:
    give_password(Role.TOWNSHIP)
    type_password(client, Role.TOWNSHIP)
    own = Account.objects.get(role=Role.TOWNSHIP)
    assert own.organ is not None

    given = {"username": own.username, "role": "township", "organ": own.organ.name}
    assert sign_in(Role.ANALYST).post("/people/invite/", given).status_code == 200

    assert client.get("/todo/").status_code == 302


@pytest.mark.parametrize("name", sorted(FRESH))
def test_what_touches_other_accounts_asks_for_the_password_again(name: str, client: Client) -> None:
    give_phone(Role.ANALYST)
    enter(client, Role.ANALYST)
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()
    target = Account.objects.get(role=Role.VILLAGE)
    address = reverse(name, args=[target.pk] if name == "people_switch" else [])
    given = {"to": "off", "username": "李四", "role": "leader"}

    refused = client.post(address, given)
    assert refused.status_code == 403
    assert "确认是您本人" in refused.content.decode()
    assert "李四" in refused.content.decode()
    assert Account.objects.filter(is_active=True).count() == len(Role)

    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post(address, given).status_code in {200, 302}
    assert Account.objects.count() + Account.objects.filter(is_active=False).count() == len(Role) + 1


def test_the_first_of_two_who_switch_the_same_account_is_not_undone(sign_in: SignIn) -> None:
    target = Account.objects.get(role=Role.VILLAGE)
    for _ in range(2):
        sign_in(Role.ANALYST).post(reverse("people_switch", args=[target.pk]), {"to": "off"})

    assert not Account.objects.get(pk=target.pk).is_active


def test_one_sees_where_one_is_signed_in_and_ends_it_elsewhere(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    other = Client()
    for browser in (client, other):
        type_password(browser, Role.TOWNSHIP)
    assert "现在有 2 处登录着" in client.get("/account/2fa/").content.decode()

    client.post("/account/sessions/end/")

    assert client.get("/todo/").status_code == 200
    assert other.get("/todo/").status_code == 302
    assert "现在有 1 处登录着" in client.get("/account/2fa/").content.decode()


def test_with_tls_cookies_are_bound_to_the_host_and_to_tls(tmp_path: Path) -> None:
    """The settings are read anew in a process of its own."""
    words = "from jianfu.web import site as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DEVICE_COOKIE_NAME,"
    words += " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS >= 31536000)"
    environment = os.environ | {"JIANFU_TLS": "1", "JIANFU_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", words], capture_output=True, text=True, env=environment, check=True
    ).stdout.split()

    assert done == ["__Host-session", "__Host-csrf", "__Host-device", "True", "True", "True"]

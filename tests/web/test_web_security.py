"""Small print: ways out, masked fields, settings of passwords, and what the logs tell."""

import json
import logging
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from small_county import County
from web_addresses import ADDRESSES
from web_forms import find_forms, pages_of

from jianfu.ledger.viewer import Role
from jianfu.web.accounts.models import Account
from jianfu.web.logs import JsonLines

SignIn = Callable[[Role], Client]


@pytest.mark.parametrize("role", list(Role))
def test_every_page_has_the_way_out(role: Role, county: County, sign_in: SignIn) -> None:
    client = sign_in(role)
    for page in pages_of(role, county):
        answer = client.get(page)
        if answer.status_code == 200 and "html" in answer["Content-Type"] and "print" not in page:
            assert 'action="/account/logout/"' in answer.content.decode() or "<html" not in answer.content.decode(), (
                page
            )


def test_no_form_sends_secrets_in_its_address(county: County, sign_in: SignIn) -> None:
    secret = {"csrfmiddlewaretoken", "password", "code"}
    for role in Role:
        forms = find_forms(sign_in(role), role, county)
        assert [form.action for form in forms if form.method == "get" and secret & set(form.fields)] == []
    assert [str(one.pattern) for one in ADDRESSES.values() if "password" in one.pattern.converters] == []


def test_password_fields_are_masked_and_take_pasted_words(county: County, sign_in: SignIn, client: Client) -> None:
    link = sign_in(Role.ANALYST).post("/people/invite/", {"username": "李四", "role": "leader"}).context["link"]
    pages = [client.get("/account/login/"), client.get(link.removeprefix("http://testserver"))]
    account = Account.objects.get(role=Role.TOWNSHIP)
    account.set_password("白鹭-青山-绿水-小桥-7")
    account.save()
    pages.append(sign_in(Role.TOWNSHIP).get("/account/reauthenticate/"))
    for page in pages:
        html = page.content.decode()
        assert 'type="password"' in html
        assert 'autocomplete="off"' not in html
        assert "onpaste" not in html


def test_a_new_county_has_no_account(db: None) -> None:
    assert Account.objects.count() == 0


def test_passwords_are_kept_by_argon2(db: None) -> None:
    account = Account(username="甲", role="leader")
    account.set_password("白鹭-青山-绿水-小桥-7")

    assert account.password.startswith("argon2$argon2id$")
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_passwords_do_not_expire() -> None:
    names = " ".join(field.name for field in Account._meta.get_fields())
    assert "expire" not in names
    assert "changed" not in names


def test_debugging_is_off() -> None:
    """pytest-django sets DEBUG for itself; the settings' own word counts."""
    from jianfu.web import site

    assert site.DEBUG is False
    assert "debug" not in " ".join(settings.TEMPLATES[0]["OPTIONS"]["context_processors"])


@pytest.mark.parametrize(
    "address",
    ["/.git/config", "/.env", "/static/", "/static/../secret.key", "/static/%2e%2e/secret.key", "/secret.key",
     "/admin/", "/static/..%5csecret.key", "/ledger.sqlite3", "/static/jianfu/", "//etc/passwd"],
)  # fmt: skip
def test_nothing_but_our_static_files_is_served(address: str, db: None, client: Client) -> None:
    assert client.get(address).status_code == 404


def _events(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [str(record.msg) for record in caplog.records if record.name == "jianfu.security"]


def test_sign_ins_are_logged_by_kind(county: County, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    account = Account.objects.get(role=Role.TOWNSHIP)
    account.set_password("白鹭-青山-绿水-小桥-7")
    account.save()
    caplog.set_level(logging.INFO, "jianfu.security")
    logging.getLogger("jianfu.security").addHandler(caplog.handler)
    try:
        for password in ("不是这个密码呀朋友", "白鹭-青山-绿水-小桥-7"):
            client.post("/account/login/", {"login": account.username, "password": password})
        client.get("/rows/0/")
        client.get("/people/")
    finally:
        logging.getLogger("jianfu.security").removeHandler(caplog.handler)

    assert _events(caplog)[:2] == ["sign_in_failed", "signed_in"]
    assert account.username not in caplog.text


def test_refusals_are_logged(county: County, sign_in: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    client = sign_in(Role.TOWNSHIP)
    logger = logging.getLogger("django.request")
    logger.addHandler(caplog.handler)
    try:
        client.get("/people/")
    finally:
        logger.removeHandler(caplog.handler)

    assert {getattr(record, "status_code", None) for record in caplog.records} == {403}


@given(st.text(max_size=200))
def test_a_log_line_tells_when_and_where_but_not_what_was_typed(words: str) -> None:
    """One line, machine-readable, whatever an error quotes."""
    try:
        raise ValueError(words)
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 0, words, (), sys.exc_info())

    line = JsonLines().format(record)

    told = json.loads(line)
    assert "\n" not in line
    assert {"at", "level", "logger", "error", "places"} == set(told)
    assert told["error"] == "ValueError"
    assert len(words) < 12 or words not in line

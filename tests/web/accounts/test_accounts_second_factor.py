"""The second factor of county roles: no address gets round it, nobody drops it, old sessions do not outlive it."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from people_at_work import PASSWORD, code, enter, give_password, give_phone, type_password
from small_county import County
from web_addresses import ADDRESSES, fill

from jianfu.ledger.models import AuditEntry
from jianfu.ledger.viewer import COUNTY_ROLES, Role
from jianfu.web.access.table import ENROLMENT, PUBLIC
from jianfu.web.accounts.actions import reset_second_factor, switch
from jianfu.web.accounts.models import Account
from jianfu.web.clock import now

SignIn = Callable[[Role], Client]
ACTIVATE = "/account/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def _nobody_guessed_yet(county: County) -> None:
    cache.clear()


@pytest.fixture
def as_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What allauth does after the commit happens within the request, as where each request commits."""
    monkeypatch.setattr("allauth.mfa.totp.internal.flows.transaction.on_commit", lambda call: call())


@pytest.mark.parametrize("role", sorted(COUNTY_ROLES))
def test_without_one_a_county_role_reaches_nothing_but_binding_it(role: Role, county: County, client: Client) -> None:
    give_password(role)
    type_password(client, role)
    for name in sorted(set(ADDRESSES) - PUBLIC - ENROLMENT):
        address = fill(name, county.own[role])
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 302, address
            assert answer["Location"] == ACTIVATE, address


def test_the_password_alone_does_not_open_what_has_a_second_factor(county: County, client: Client) -> None:
    give_phone(Role.ANALYST)
    response = type_password(client, Role.ANALYST)
    assert response["Location"].startswith("/account/2fa/authenticate/")

    for name in sorted(set(ADDRESSES) - PUBLIC):
        address = fill(name, county.own[Role.ANALYST])
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/account/login/"), address


def test_a_session_begun_by_password_before_the_factor_was_bound_is_out(
    county: County, client: Client, as_committed: None
) -> None:
    """Whoever knows the password and signed in first neither gets in nor reads the recovery codes afterwards."""
    give_password(Role.ANALYST)
    thief = Client()
    type_password(thief, Role.ANALYST)
    type_password(client, Role.ANALYST)
    page = client.get(ACTIVATE)
    typed = code(page.context["form"].secret)
    assert client.post(ACTIVATE, {"code": typed}).status_code == 302

    assert client.get("/county/").status_code == 200
    for address in ("/county/", "/account/2fa/recovery-codes/", "/account/2fa/totp/deactivate/", ACTIVATE):
        assert thief.get(address)["Location"].startswith("/account/login/"), address


def test_binding_one_makes_recovery_codes_and_is_told_in_the_audit_log(
    county: County, client: Client, as_committed: None
) -> None:
    account = give_password(Role.ANALYST)
    type_password(client, Role.ANALYST)
    page = client.get(ACTIVATE)
    typed = code(page.context["form"].secret)
    client.post(ACTIVATE, {"code": typed})

    assert set(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True)) == {
        "totp",
        "recovery_codes",
    }
    assert "bind_second_factor" in AuditEntry.objects.latest("index").body


def test_nobody_binds_one_for_another(county: County, client: Client) -> None:
    """The account is the session's: naming another in address or form changes nothing."""
    other = give_password(Role.APPROVER)
    give_password(Role.ANALYST)
    type_password(client, Role.ANALYST)
    page = client.get(f"{ACTIVATE}?user={other.pk}")
    typed = code(page.context["form"].secret)
    client.post(f"{ACTIVATE}?user={other.pk}", {"code": typed, "user": other.pk, "user_id": other.pk, "id": other.pk})

    assert not Authenticator.objects.filter(user_id=other.pk).exists()


@pytest.mark.parametrize("role", sorted(COUNTY_ROLES))
def test_a_county_role_cannot_drop_it(role: Role, client: Client) -> None:
    account = give_phone(role)
    enter(client, role)
    client.post("/account/2fa/totp/deactivate/", {})

    assert Authenticator.objects.filter(user_id=account.pk, type="totp").exists()


def test_a_code_works_once(client: Client) -> None:
    give_phone(Role.LEADER)
    typed = code()
    type_password(client, Role.LEADER)
    assert client.post("/account/2fa/authenticate/", {"code": typed}).status_code == 302
    again = Client()
    type_password(again, Role.LEADER)

    assert again.post("/account/2fa/authenticate/", {"code": typed}).status_code == 200


def test_a_recovery_code_works_once(client: Client) -> None:
    account = give_phone(Role.LEADER)
    recovery = Authenticator.objects.get(user_id=account.pk, type="recovery_codes").wrap().get_unused_codes()[0]
    results = []
    for browser in (client, Client()):
        type_password(browser, Role.LEADER)
        results.append(browser.post("/account/2fa/authenticate/", {"code": recovery}).status_code)

    assert results == [302, 200]


def test_codes_cannot_be_tried_without_end(client: Client) -> None:
    give_phone(Role.LEADER)
    type_password(client, Role.LEADER)
    for _ in range(6):
        answer = client.post("/account/2fa/authenticate/", {"code": "000000"})

    assert client.post("/account/2fa/authenticate/", {"code": code()}).status_code == 200
    assert answer.status_code == 200


def test_taking_it_away_ends_all_sessions(client: Client) -> None:
    give_phone(Role.LEADER)
    enter(client, Role.LEADER)
    assert client.get("/county/").status_code == 200

    reset_second_factor(Role.LEADER.label, actor="测试", now=now())

    assert client.get("/county/")["Location"].startswith("/account/login/")


def test_sessions_of_an_account_that_was_switched_off_stay_ended(client: Client, sign_in: SignIn) -> None:
    """Also where no request came while it was off."""
    client = sign_in(Role.TOWNSHIP)
    account = Account.objects.get(role=Role.TOWNSHIP)
    for is_active in (False, True):
        switch(account, is_active=is_active, actor="测试", now=now())

    assert client.get("/todo/").status_code == 302


def test_recovery_codes_are_shown_to_whoever_typed_the_password_just_now(county: County, client: Client) -> None:
    give_phone(Role.LEADER)
    enter(client, Role.LEADER)
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - 3600} for record in session["account_authentication_methods"]
    ]
    session.save()

    assert client.get("/account/2fa/recovery-codes/generate/").status_code == 302
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get("/account/2fa/recovery-codes/generate/").status_code == 200

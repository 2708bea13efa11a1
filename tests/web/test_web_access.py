"""Who reaches what: every address of the application, every role, one's own objects and others'."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from small_county import County

from jianfu.ledger.viewer import Role, Scope
from jianfu.web.access.table import ACCOUNT, PUBLIC, TABLE
from jianfu.web.accounts.models import Account
from jianfu.web.deliveries.models import Delivery

SignIn = Callable[[Role], Client]
CLOSED_TO_ALL = {"account_signup"}
"""Named in the table nowhere, so the gate lets nobody in: accounts come by invitation."""
_OPEN = {200, 302, 422}


def _patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


ROUTES = {pattern.name: pattern for pattern in _patterns(get_resolver().url_patterns)}
OBJECTS = ("organ_id", "receipt_id", "demand_id", "draft_id", "case_id", "problem_id", "delivery_id", "place")


def test_every_address_is_in_the_table_and_nothing_else_is() -> None:
    assert set(ROUTES) - set(TABLE) - PUBLIC - ACCOUNT == CLOSED_TO_ALL
    assert set(TABLE) <= set(ROUTES)


def _put_files(delivery: Delivery) -> None:
    """One of each file that a delivery gives out."""
    for path in (delivery.errors_path, delivery.pictures / "0.jpg", delivery.folder / "000" / "甲.txt"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    delivery.looked.get_or_create(place=0, name="甲.txt")


def _ask(client: Client, name: str, ids: dict[str, int]) -> int:
    wanted = {key: ids.get(key, 0) for key in ROUTES[name].pattern.converters}
    if name.startswith("delivery_"):
        _put_files(Delivery.objects.get(pk=ids["delivery_id"]))
        wanted |= {"place": 0} if "place" in wanted else {}
    if "account_id" in wanted:
        wanted["account_id"] = Account.objects.get(role=Role.VILLAGE).pk
    address = reverse(name, kwargs=wanted)
    response = client.get(address)
    return client.post(address).status_code if response.status_code == 405 else response.status_code


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_role_reaches_what_the_table_says(name: str, role: Role, county: County, sign_in: SignIn) -> None:
    client, scope = sign_in(role), TABLE[name][role]
    own, other = _ask(client, name, county.own[role]), _ask(client, name, county.other[role])
    has_object = any(key in ROUTES[name].pattern.converters for key in OBJECTS)

    if scope is Scope.NONE:
        assert (own, other) == (403, 403)
    elif scope is Scope.ALL or not has_object:
        assert own in _OPEN
        assert other in _OPEN
    else:
        assert own in _OPEN
        assert other == 404


@pytest.mark.parametrize("name", sorted({*TABLE, *ACCOUNT} - {"account_logout"}))
def test_nobody_gets_in_without_an_account(name: str, county: County, client: Client) -> None:
    wanted = {key: county.own[Role.TOWNSHIP].get(key, 1) for key in ROUTES[name].pattern.converters}

    response = client.get(reverse(name, kwargs=wanted))

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_a_form_without_its_token_changes_nothing(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    client.handler.enforce_csrf_checks = True
    target = Account.objects.get(role=Role.VILLAGE)

    response = client.post(reverse("people_switch", args=[target.pk]), headers={"origin": "https://elsewhere.example"})

    assert response.status_code == 403
    assert Account.objects.get(pk=target.pk).is_active


def test_county_roles_must_bind_a_second_factor_first(county: County, client: Client) -> None:
    client.force_login(
        Account.objects.get(role=Role.LEADER), backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    assert client.get("/county/")["Location"] == "/account/2fa/totp/activate/"
    assert client.get("/account/2fa/totp/activate/").status_code in {200, 302}


def test_who_is_switched_off_is_out_with_the_next_request(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.TOWNSHIP)
    Account.objects.filter(role=Role.TOWNSHIP).update(is_active=False)

    assert client.get("/todo/").status_code == 302


def test_a_long_pause_ends_the_session_and_keeps_what_was_typed(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.DEPARTMENT)
    session = client.session
    session["seen"] = 1
    session.save()

    response = client.post("/clearance/new/", {"title": "写了半天的标题", "password": "不该留"})

    assert response.status_code == 403
    assert "写了半天的标题" in response.content.decode()
    assert "不该留" not in response.content.decode()

"""Who reaches what: every address of the application, every role, one's own objects and others'."""

import re
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from small_county import County
from web_addresses import ADDRESSES, OWNED, SHARED, fill, places

from jianfu.ledger.viewer import Role, Scope
from jianfu.web.access.table import ACCOUNT, PUBLIC, TABLE
from jianfu.web.accounts.models import Account
from jianfu.web.deliveries.models import Delivery

ROOT = Path(__file__).parents[2]
SignIn = Callable[[Role], Client]
CLOSED_TO_ALL = {"account_signup"}
"""Named in the table nowhere, so the gate lets nobody in: accounts come by invitation."""
_OPEN = {200, 302, 422}


def test_every_address_is_in_the_table_and_nothing_else_is() -> None:
    assert set(ADDRESSES) - set(TABLE) - PUBLIC - ACCOUNT == CLOSED_TO_ALL
    assert set(TABLE) <= set(ADDRESSES)
    assert {place for name in ADDRESSES for place in places(name)} <= OWNED | SHARED


def test_the_page_of_rights_is_what_the_code_says() -> None:
    """`python docs/make_access.py` renews it."""
    loaded = spec_from_file_location("make_access", ROOT / "docs" / "make_access.py")
    assert loaded is not None
    assert loaded.loader is not None
    maker = module_from_spec(loaded)
    loaded.loader.exec_module(maker)

    assert maker.PAGE.read_text(encoding="utf-8") == maker.make_page()


def _put_files(delivery: Delivery) -> None:
    """One of each file that a delivery gives out."""
    for path in (delivery.errors_path, delivery.pictures / "0.jpg", delivery.folder / "000" / "甲.txt"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    delivery.looked.get_or_create(place=0, name="甲.txt")


def _ask(client: Client, name: str, ids: dict[str, int]) -> int:
    if name.startswith("delivery_"):
        _put_files(Delivery.objects.get(pk=ids["delivery_id"]))
        ids = ids | {"place": 0}
    address = fill(name, ids)
    response = client.get(address)
    return client.post(address).status_code if response.status_code == 405 else response.status_code


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_role_reaches_what_the_table_says(name: str, county: County, sign_in: SignIn) -> None:
    for role in Role:
        with transaction.atomic():  # what one role's request changes is undone before the next role asks
            client, scope = sign_in(role), TABLE[name][role]
            own, other = _ask(client, name, county.own[role]), _ask(client, name, county.other[role])
            transaction.set_rollback(True)
        if scope is Scope.NONE:
            assert (own, other) == (403, 403), role
        elif scope is Scope.ALL or not OWNED & set(places(name)):
            assert {own, other} <= _OPEN, role
        else:
            assert own in _OPEN, role
            assert other == 404, role


@pytest.mark.parametrize("name", sorted({*TABLE, *ACCOUNT} - {"account_logout"}))
def test_nobody_gets_in_without_an_account(name: str, county: County, client: Client) -> None:
    response = client.get(fill(name, county.own[Role.TOWNSHIP]))

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_a_form_without_its_token_changes_nothing(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    client.handler.enforce_csrf_checks = True
    target = Account.objects.get(role=Role.VILLAGE)

    response = client.post(reverse("people_switch", args=[target.pk]), headers={"origin": "https://elsewhere.example"})

    assert response.status_code == 403
    assert Account.objects.get(pk=target.pk).is_active


@pytest.mark.parametrize("name", sorted(name for name in {*TABLE, *PUBLIC} if name in ADDRESSES and places(name)))
def test_what_is_not_there_is_answered_like_what_is_out_of_reach(name: str, county: County, sign_in: SignIn) -> None:
    """No id, however large, fails; and nobody learns from the answer that an object of others exists."""
    ids = county.own[Role.ANALYST]
    for role in Role:
        if name in TABLE and TABLE[name][role] is Scope.NONE:
            continue
        client = sign_in(role)
        cache.clear()  # many wrong secrets in a row are answered by a pause
        for wrong in (0, 2**31, 2**63, 10**30):
            answers = [_answer(client, fill(name, dict.fromkeys(ids, wrong), account_id=wrong))]
            if name in TABLE and TABLE[name][role] is Scope.OWN and OWNED & set(places(name)):
                answers.append(_answer(client, fill(name, county.other[role])))
            assert len(set(answers)) == 1, (role, wrong)
            assert answers[0][0] in {404, 410}, (role, wrong)


def _answer(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    response = client.post(address) if response.status_code == 405 else response
    return response.status_code, re.sub(r'value="\w{64}"', "", response.content.decode())


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_page_is_read_and_a_write_is_posted(name: str, county: County, sign_in: SignIn) -> None:
    """An address that takes posts but no GET says so, and none takes PUT, PATCH or DELETE."""
    role = next(role for role, scope in TABLE[name].items() if scope is not Scope.NONE)
    client, address = sign_in(role), fill(name, county.own[role])

    for method in (client.put, client.patch, client.delete, client.trace):
        assert method(address).status_code == 405, method
    answers = {client.get(address).status_code, client.post(address).status_code}
    assert answers & {405, 200, 302, 422}


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

"""The one list and its calendar in the browser: taps, taking back, a secret address without a session."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from small_county import County

from jianfu.ledger.models import AuditEntry, Demand, Receipt
from jianfu.ledger.viewer import Role
from jianfu.monitoring.models import PlatformUse
from jianfu.relief.models import Mark
from jianfu.web.accounts.models import Account, CalendarFeed

SignIn = Callable[[Role], Client]


@pytest.fixture(autouse=True)
def _forget_counts(db: None) -> None:
    cache.clear()


def _first(client: Client) -> Receipt:
    receipt: Receipt = client.get("/todo/").context["todo"].matters[0].head.receipt
    return receipt


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.VILLAGE])
def test_a_tap_takes_off_the_list_and_can_be_taken_back(role: Role, sign_in: SignIn) -> None:
    client = sign_in(role)
    receipt = _first(client)
    before = len(client.get("/todo/").context["todo"].matters)

    page = client.post(reverse("todo_mark", args=[receipt.pk]), {"mark": "done"}, follow=True)

    assert "已标为办完" in page.content.decode()
    assert len(page.context["todo"].matters) == before - 1
    page = client.post(reverse("todo_undo", args=[receipt.pk]), follow=True)
    assert "回到待办" in page.content.decode()
    assert len(page.context["todo"].matters) == before


def test_a_second_tap_on_the_same_is_told(sign_in: SignIn) -> None:
    client = sign_in(Role.TOWNSHIP)
    address = reverse("todo_mark", args=[_first(client).pk])
    client.post(address, {"mark": "done"})

    page = client.post(address, {"mark": "not_ours"}, follow=True)

    assert "已经标过了" in page.content.decode()
    assert Mark.objects.get().mark == "done"


def test_what_is_not_there_cannot_be_taken_back(sign_in: SignIn) -> None:
    client = sign_in(Role.TOWNSHIP)

    page = client.post(reverse("todo_undo", args=[_first(client).pk]), follow=True)

    assert "没有标过" in page.content.decode()


def test_a_township_cannot_take_back_what_its_village_said(sign_in: SignIn) -> None:
    village = sign_in(Role.VILLAGE)
    receipt = _first(village)
    village.post(reverse("todo_mark", args=[receipt.pk]), {"mark": "done"})

    sign_in(Role.TOWNSHIP).post(reverse("todo_undo", args=[receipt.pk]))

    assert Mark.objects.filter(receipt=receipt).exists()


def test_scripts_in_titles_are_words_on_the_list_too(sign_in: SignIn) -> None:
    Demand.objects.update(title="<script>alert(1)</script>")

    for address in ("/todo/", "/todo/digest/"):
        assert "<script>alert" not in sign_in(Role.TOWNSHIP).get(address).content.decode()


def _subscribe(client: Client) -> str:
    address: str = client.post("/todo/feed/").context["address"]
    return address.removeprefix("http://testserver")


def test_a_secret_address_needs_no_session_and_only_its_hash_is_kept(sign_in: SignIn, client: Client) -> None:
    address = _subscribe(sign_in(Role.TOWNSHIP))
    token = address.removeprefix("/feed/").removesuffix(".ics")

    answer = client.get(address)

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.decode().count("BEGIN:VEVENT") == 2
    assert "DTSTART:20231208T090000Z" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert CalendarFeed.objects.get().token_hash == sha256(token.encode()).hexdigest()
    assert not AuditEntry.objects.filter(body__contains=token).exists()
    assert "sessionid" not in answer.cookies


def test_another_address_or_a_stopped_one_gives_nothing(sign_in: SignIn, client: Client) -> None:
    township = sign_in(Role.TOWNSHIP)
    first = _subscribe(township)
    second = _subscribe(township)

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    township.post("/todo/feed/stop/")
    assert client.get(second).status_code == 404


def test_who_is_switched_off_gets_no_calendar_either(sign_in: SignIn, client: Client) -> None:
    address = _subscribe(sign_in(Role.VILLAGE))
    Account.objects.filter(role=Role.VILLAGE).update(is_active=False)

    assert client.get(address).status_code == 404


def test_an_address_is_not_read_without_end_and_not_guessed(sign_in: SignIn, client: Client) -> None:
    address = _subscribe(sign_in(Role.TOWNSHIP))

    codes = [client.get(address).status_code for _ in range(62)]
    guesses = [client.get(f"/feed/guess{n}.ics").status_code for n in range(22)]

    assert codes == [200] * 60 + [429] * 2
    assert guesses == [404] * 20 + [429] * 2


def test_a_digest_counts_once_a_day_as_a_message_of_the_platform(sign_in: SignIn) -> None:
    client = sign_in(Role.TOWNSHIP)
    for days in ("", "1", "7", "x", "400"):
        assert client.get("/todo/digest/", {"days": days}).status_code == 200

    assert PlatformUse.objects.get(role=Role.TOWNSHIP).messages == 1


def test_the_list_asks_the_database_as_often_for_many_as_for_few(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.TOWNSHIP)
    client.get("/todo/")
    with CaptureQueriesContext(connection) as few:
        client.get("/todo/")
    first = _first(client)
    for n in range(30):
        demand = Demand.objects.create(
            key=f"m{n:031}",
            identity=str(n),
            kind="document",
            issuer=first.demand.issuer,
            title=f"关于报送第{n}项台账的通知",
        )
        Receipt.objects.create(key=f"m{n:031}", demand=demand, receiver=first.receiver, received_on=first.received_on)

    client.get("/todo/")  # forms in use are mapped anew once
    with CaptureQueriesContext(connection) as many:
        page = client.get("/todo/")

    assert len(page.context["todo"].matters) > 20
    assert len(many) <= len(few) + 1
    assert len(many) <= 20

"""Signing in: guesses, names that are not there, known browsers, keys of sessions, cookies, ways out."""

from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client
from people_at_work import PASSWORD, enter, give_password, give_phone, type_password
from small_county import County

from jianfu.ledger.viewer import Role
from jianfu.web.accounts.models import Account


@pytest.fixture(autouse=True)
def _nobody_guessed_yet(county: County) -> None:
    cache.clear()


def _says(response: Any) -> list[str]:
    return [str(words) for words in response.context["form"].non_field_errors()]


def test_the_answer_does_not_tell_whether_an_account_exists(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    Account.objects.filter(role=Role.VILLAGE).update(is_active=False, password=give_password(Role.VILLAGE).password)

    wrong = type_password(client, Role.TOWNSHIP, "不是这个密码呀朋友")
    switched_off = type_password(client, Role.VILLAGE)
    never_taken_up = type_password(client, Role.LEADER)
    nobody = client.post("/account/login/", {"login": "没有此人", "password": PASSWORD})

    assert _says(wrong) == _says(switched_off) == _says(never_taken_up) == _says(nobody)
    assert {one.status_code for one in (wrong, switched_off, never_taken_up, nobody)} == {200}


def test_a_name_that_is_not_there_takes_as_many_hashes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is what takes the time: each answer must have hashed once, whatever is behind the name."""
    give_password(Role.TOWNSHIP)
    hashed: list[str] = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(self: Any, *args: Any, _real: Any = real, _name: str = name, **kwargs: Any) -> Any:
            hashed.append(_name)
            return _real(self, *args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    counts = []
    for login in (Role.TOWNSHIP.label, Role.LEADER.label, "没有此人"):
        hashed.clear()
        client.post("/account/login/", {"login": login, "password": "不是这个密码呀朋友"})
        counts.append(len(hashed))

    assert counts == [1, 1, 1]


def test_guessing_is_slowed_and_the_right_password_does_not_help_then(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    for _ in range(5):
        type_password(client, Role.TOWNSHIP, "不是这个密码呀朋友")

    refused = type_password(client, Role.TOWNSHIP)

    assert refused.status_code == 200
    assert "多" in " ".join(_says(refused))
    assert "_auth_user_id" not in client.session


def test_the_owner_gets_in_from_a_known_browser_however_much_others_guess(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    type_password(client, Role.TOWNSHIP)
    client.post("/account/logout/")
    stranger = Client()
    for _ in range(40):
        type_password(stranger, Role.TOWNSHIP, "不是这个密码呀朋友", REMOTE_ADDR="10.1.1.9")

    assert type_password(client, Role.TOWNSHIP).status_code == 302
    assert type_password(stranger, Role.TOWNSHIP, REMOTE_ADDR="10.1.1.9").status_code == 200


def test_one_who_guesses_locks_nobody_out_elsewhere(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    for _ in range(10):
        type_password(Client(), Role.TOWNSHIP, "不是这个密码呀朋友", REMOTE_ADDR="10.1.1.9")

    assert type_password(client, Role.TOWNSHIP, REMOTE_ADDR="10.1.1.10").status_code == 302


def test_guesses_from_many_addresses_are_slowed_by_name(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    for place in range(31):
        type_password(client, Role.TOWNSHIP, "不是这个密码呀朋友", REMOTE_ADDR=f"10.2.0.{place}")

    assert type_password(client, Role.TOWNSHIP, REMOTE_ADDR="10.3.0.1").status_code == 200


def test_a_browser_made_known_by_hand_is_not_known(client: Client, settings: Any) -> None:
    give_password(Role.TOWNSHIP)
    client.cookies[settings.DEVICE_COOKIE_NAME] = "eyJhIjoiYiJ9:1abcde:forged"
    for _ in range(5):
        type_password(client, Role.TOWNSHIP, "不是这个密码呀朋友")

    assert type_password(client, Role.TOWNSHIP).status_code == 200


def test_a_session_gets_a_new_key_where_one_signs_in(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    client.session["x"] = 1
    client.get("/account/login/")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    type_password(client, Role.TOWNSHIP)

    assert client.session.session_key != before
    assert len(str(client.session.session_key)) == 32


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    type_password(client, Role.TOWNSHIP)
    cookies = {name: client.cookies[name] for name in ("session", "csrf", "device")}

    assert all(cookie["httponly"] for cookie in cookies.values())
    assert {cookie["samesite"] for cookie in cookies.values()} <= {"Lax", "Strict"}
    assert not any(cookie["domain"] for cookie in cookies.values())


def test_one_leaves_by_a_button_only(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    type_password(client, Role.TOWNSHIP)

    client.get("/account/logout/")
    assert client.get("/todo/").status_code == 200
    key = client.session.session_key
    client.post("/account/logout/")

    assert client.get("/todo/").status_code == 302
    client.cookies["session"] = str(key)
    assert client.get("/todo/").status_code == 302


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example/", "\\\\evil.example", "/\\evil.example", "data:text/html,x",
     "javascript:alert(1)", "http:evil.example", "///evil.example", "/\t/evil.example", " https://evil.example",
     "https:/evil.example", "/%09/evil.example/..//evil.example"],
)  # fmt: skip
def test_one_is_not_led_elsewhere_by_signing_in(address: str, client: Client) -> None:
    give_password(Role.TOWNSHIP)

    response = client.post("/account/login/", {"login": Role.TOWNSHIP.label, "password": PASSWORD, "next": address})

    assert response.status_code == 302
    assert response["Location"].startswith("/")
    assert not response["Location"].startswith(("//", "/\\", "/\t"))


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client: Client) -> None:
    give_password(Role.TOWNSHIP)
    asked = client.get("/rows/?words=%E6%B6%88%E9%98%B2")

    response = client.post(asked["Location"], {"login": Role.TOWNSHIP.label, "password": PASSWORD})

    assert response["Location"] == "/rows/?words=%E6%B6%88%E9%98%B2"


def test_nobody_signs_up(client: Client) -> None:
    before = Account.objects.count()
    for method in (client.get, client.post):
        response = method("/account/signup/", {"username": "新人", "password1": PASSWORD})
        assert response.status_code in {302, 403}

    assert Account.objects.count() == before


def test_two_sign_ins_of_one_account_stand_side_by_side(client: Client) -> None:
    give_phone(Role.LEADER)
    enter(client, Role.LEADER)
    cache.clear()
    other = enter(Client(), Role.LEADER)

    assert client.get("/county/").status_code == other.get("/county/").status_code == 200

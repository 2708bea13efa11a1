"""What every answer bears, whatever it is, and what error pages do not tell."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from small_county import County
from web_addresses import ADDRESSES, fill
from web_forms import pages_of

from jianfu.ledger.viewer import Role
from jianfu.web.access.door import Door, leave_out_charset

SignIn = Callable[[Role], Client]
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def _check(answer: Any) -> None:
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip())
    assert {name: policy[name] for name in _POLICY} == _POLICY
    assert not any(word in answer["Content-Security-Policy"] for word in ("unsafe", "http:", "https:", "*"))
    assert {name: answer.headers.get(name) for name in _HEADERS} == _HEADERS
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("role", list(Role))
def test_every_page_bears_them(role: Role, county: County, sign_in: SignIn) -> None:
    client = sign_in(role)
    for page in pages_of(role, county):
        _check(client.get(page))


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_every_answer_to_a_stranger_bears_them(name: str, county: County, client: Client) -> None:
    for method in (client.get, client.post):
        _check(method(fill(name, county.own[Role.ANALYST])))


_ERRORS = {
    400: lambda client: client.post("/account/login/", b"&".join(b"f%d=1" % n for n in range(10_000)),
                                    content_type="application/x-www-form-urlencoded"),
    403: lambda client: client.get("/clearance/new/"),
    404: lambda client: client.get("/rows/999999999/"),
    405: lambda client: client.delete("/rows/"),
    410: lambda client: client.get("/invitation/x/y/"),
    500: lambda client: client.get("/county/"),
}  # fmt: skip


@pytest.mark.parametrize("status", list(_ERRORS))
def test_an_error_bears_them_and_tells_nothing(
    status: int, county: County, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("张三的密码")

    if status == 500:
        monkeypatch.setattr("jianfu.web.pages.seeing.county.latest_evaluation", fail)
    client = sign_in(Role.ANALYST)
    client.raise_request_exception = False

    answer = _ERRORS[status](client)

    assert answer.status_code == status
    _check(answer)
    told = answer.content.decode()
    assert not any(word in told for word in ("Traceback", "RuntimeError", "张三", "Django", "/src/", "site-packages"))
    assert status == 405 or "减负" in told


def test_a_page_names_no_server(sign_in: SignIn) -> None:
    answer = sign_in(Role.ANALYST).get("/county/")

    assert not {"Server", "X-Powered-By"} & set(answer.headers)


def _ask(application: Any, content_type: str) -> tuple[str, bytes]:
    """One request below Django's test client, which reads it before any middleware."""
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/account/login/", "QUERY_STRING": "next=%E5%8F%B0", "SERVER_NAME": "x",
        "SERVER_PORT": "80", "HTTP_HOST": "localhost", "CONTENT_TYPE": content_type, "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    body: Iterable[bytes] = application(environ, lambda status, headers: told.append(status))
    return told[0], b"".join(body)


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["hex", "zip", "utf-16", "idna", "undefined", "nonsense"])
def test_a_request_is_read_as_utf_8_whatever_it_says(charset: str) -> None:
    status, body = _ask(Door(get_wsgi_application()), f"text/plain; charset={charset}")

    assert status.startswith("200")
    assert "台" in body.decode()


@given(st.text(max_size=40))
def test_of_a_content_type_nothing_but_the_charset_is_left_out(kind: str) -> None:
    kept = leave_out_charset(kind)

    assert not any(part.strip().lower().startswith("charset") for part in kept.split(";"))
    assert leave_out_charset(kept) == kept


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain", ""])
def test_a_content_type_without_charset_is_left_alone(kind: str) -> None:
    assert leave_out_charset(kind) == kind

"""Bad input on every form that a role is shown: none fails, none reaches what it may not, none takes a thing twice."""

import json
from collections.abc import Callable
from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_county import County
from web_addresses import fill, places
from web_forms import FORMS_EXPECTED, find_forms, pages_of, read_page

from jianfu.casework.models import Case
from jianfu.clearance.models import Draft
from jianfu.ledger.models import AuditEntry, Demand, Organ, Receipt
from jianfu.ledger.viewer import Role, Scope
from jianfu.monitoring.models import Problem, SweepItem
from jianfu.web.access.table import TABLE
from jianfu.web.accounts.models import Account
from jianfu.web.deliveries.models import Delivery

SignIn = Callable[[Role], Client]
FAILURE = 500
INJECTED = "\"><xss onerror=alert(1)><script>alert(1)</script>'--;{{7*7}}{% debug %}${7*7}javascript:alert(1)"
CRUEL = [
    "长" * 5000, INJECTED, "=HYPERLINK(\"http://x\",\"y\")", "\x00", "a\x00b\x0b\x1f", "\ud800", "%00", "-1", "0",
    "9" * 30, "1e999", "NaN", "2023-02-30", "9999-12-31", "0000-00-00", "../../etc/passwd", "\r\nSet-Cookie: a=b",
    "True", "null", "[]", "{}", "١٢٣", "１２", " ", "\u202e", "😀" * 300,
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_background(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def _state() -> dict[str, int]:
    """How many rows each table of the application holds."""
    passing = ("django_session", "web_cache", "monitoring_platformuse")
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table not in passing:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                counts[table] = cursor.fetchone()[0]
    return counts


def test_the_forms_are_found(county: County, sign_in: SignIn) -> None:
    found = set()
    for role in Role:
        found |= {resolve(form.action.split("?")[0]).view_name for form in find_forms(sign_in(role), role, county)}

    assert found >= FORMS_EXPECTED


@pytest.mark.parametrize("role", list(Role))
def test_nothing_that_is_typed_makes_a_form_fail(role: Role, county: County, sign_in: SignIn) -> None:
    client = sign_in(role)
    client.raise_request_exception = False
    failed = []
    for form in find_forms(client, role, county):
        if form.action.startswith("/account/logout"):
            continue
        plain = form.filled("平常的话")
        everywhere = [dict.fromkeys(plain, words) for words in CRUEL]
        one_field = [plain | {name: words} for name, words in zip(plain, cycle(CRUEL), strict=False)]
        for typed in (*everywhere, *one_field):
            # What a browser sends of a lone surrogate is a question mark.
            data = {name: words.encode("utf-8", "replace").decode() for name, words in typed.items()}
            answer = getattr(client, form.method)(form.action, data)
            if answer.status_code >= FAILURE:
                failed.append((form.action, typed))
    assert failed == []


_WORDS = st.text(max_size=60) | st.sampled_from(CRUEL)


_ASKED = st.sampled_from(
    [
        "words",
        "kind",
        "issuer",
        "receiver",
        "from",
        "to",
        "page",
        "severity",
        "card",
        "month",
        "organ",
        "next",
        "sort",
        "level",
        "state",
        "q",
    ]
)
_LISTS = sorted(name for name in TABLE if not places(name) and not name.endswith(("export", "letter")))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(query=st.dictionaries(_ASKED | st.text(max_size=5), _WORDS, min_size=1, max_size=5))
def test_no_address_fails_whatever_stands_behind_its_question_mark(
    query: dict[str, str], county: County, sign_in: SignIn
) -> None:
    data = {name.encode("utf-8", "replace"): words.encode("utf-8", "replace") for name, words in query.items()}
    clients = {role: sign_in(role) for role in (Role.ANALYST, Role.DEPARTMENT, Role.TOWNSHIP)}
    for name in _LISTS:
        client = next((one for role, one in clients.items() if TABLE[name][role] is not Scope.NONE), None)
        if client is not None:
            client.raise_request_exception = False
            assert client.get(fill(name, {}), data).status_code < FAILURE, name


_STRANGE_BODIES = [
    ("application/x-www-form-urlencoded", b"reasons=%ff%fe%00&move=\xff\xfe&a=%ed%a0%80"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=" + "b" * 300, b"long"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="files"; filename="a'),
    ("application/json", json.dumps({"reasons": ["x"]}).encode()),
    ("text/plain", b"\x00\xff"),
    ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(10_000))),
    ("application/x-www-form-urlencoded", b"reasons=" + b"x" * 3_000_000),
]


@pytest.mark.parametrize("place", range(len(_STRANGE_BODIES)))
def test_no_body_makes_an_address_fail(place: int, county: County, sign_in: SignIn) -> None:
    kind, body = _STRANGE_BODIES[place]
    before = _state()
    for role in (Role.ANALYST, Role.DEPARTMENT, Role.TOWNSHIP, Role.APPROVER):
        client = sign_in(role)
        client.raise_request_exception = False
        for page in pages_of(role, county):
            answer = client.generic("POST", page, body, content_type=kind)
            assert answer.status_code < FAILURE, page
            assert len(body) < 50_000 or answer.status_code in {400, 405}, page
    assert len(body) < 50_000 or _state() == before


@pytest.mark.parametrize("role", list(Role))
def test_no_form_is_taken_without_its_token_or_from_another_site(role: Role, county: County, sign_in: SignIn) -> None:
    client = sign_in(role)
    forms = [form for form in find_forms(client, role, county) if form.method == "post"]
    strict = sign_in(role)
    strict.handler.enforce_csrf_checks = True
    before, elsewhere = _state(), {"origin": "https://elsewhere.example"}
    for form in forms:
        typed = form.filled("话")
        assert strict.post(form.action, typed | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403, form.action
        assert strict.post(form.action, typed, headers=elsewhere).status_code == 403, form.action
        for site in ("cross-site", "same-site"):
            assert client.post(form.action, typed, headers={"sec-fetch-site": site}).status_code == 403, form.action
    assert _state() == before


@pytest.mark.parametrize("role", list(Role))
def test_reading_changes_nothing(role: Role, county: County, sign_in: SignIn) -> None:
    client = sign_in(role)
    before = _state()
    for page in pages_of(role, county):
        client.get(page)
        client.head(page)

    assert _state() == before


@pytest.mark.parametrize("role", list(Role))
def test_a_form_sent_twice_is_taken_once(role: Role, county: County, sign_in: SignIn) -> None:
    client = sign_in(role)
    for form in find_forms(client, role, county):
        if form.method != "post" or form.action.startswith("/account/logout"):
            continue
        typed = form.filled("平常的话")
        first = client.post(form.action, typed)
        after_one = _state()
        second = client.post(form.action, typed)
        assert second.status_code == first.status_code, form.action
        assert second.headers.get("Location") == first.headers.get("Location"), form.action
        if first.status_code == 302:
            assert _state() == after_one, form.action


def test_the_same_words_from_another_rendering_are_another_form(county: County, sign_in: SignIn) -> None:
    client, before = sign_in(Role.DEPARTMENT), Draft.objects.count()
    for _ in range(2):
        page = read_page("/clearance/new/", client.get("/clearance/new/?kind=document").content.decode())
        form = next(form for form in page.forms if "title" in form.fields)
        client.post("/clearance/new/", form.filled("同名") | {"do": "", "duration_minutes": "", "due_on": ""})

    assert Draft.objects.count() == before + 2


@pytest.mark.parametrize("role", list(Role))
def test_what_was_typed_outlives_the_session(role: Role, county: County, sign_in: SignIn) -> None:
    client = sign_in(role)
    forms = [form for form in find_forms(client, role, county) if form.method == "post"]
    before = _state()
    for form in forms:
        old = sign_in(role)
        session = old.session
        session["seen"] = 1
        session.save()
        typed = {name: value for name, value in form.filled("写了半天的话").items() if name != "csrfmiddlewaretoken"}
        answer = old.post(form.action, typed)
        assert answer.status_code == 403, form.action
        kept = read_page(form.action, answer.content.decode()).forms[-1]
        shown = {name: values for name, values in kept.fields.items() if name != "csrfmiddlewaretoken"}
        wanted = {name: [value] for name, value in typed.items() if "password" not in name}
        assert shown == wanted, form.action
        assert kept.action == form.action.split("#")[0], form.action
    assert _state() == before


@pytest.mark.parametrize("role", list(Role))
def test_stored_words_are_shown_as_words(role: Role, county: County, sign_in: SignIn) -> None:
    """Whatever column holds it: a script in it is read, not run."""
    _poison()
    client = sign_in(role)
    for page in [*pages_of(role, county), "/search/?words=xss", "/account/2fa/"]:
        answer = client.get(page)
        if answer.streaming or "html" not in answer["Content-Type"]:
            continue
        html = answer.content.decode()
        assert "<script>alert" not in html, page
        assert read_page(page, html).unescaped == [], page
        assert "${49}" not in html, page


def _poison() -> None:
    for model in (Demand, Draft, Case, Problem, SweepItem, Delivery, Organ, Account):
        for column in model._meta.concrete_fields:
            is_text = column.get_internal_type() in {"TextField", "CharField"}
            room = column.max_length or 200
            if not is_text or column.choices or column.unique or column.name in _MEANING or room < 40:
                continue
            model._base_manager.update(**{column.name: INJECTED[:room]})


_MEANING = frozenset(
    {"kind", "level", "state", "severity", "role", "password", "identity", "key", "detector", "card", "signal"}
    | {"remedy", "frequency", "reach", "code"}
)  # fmt: skip
"""Columns whose words are the program's own."""


def test_another_organs_id_in_a_form_reaches_nothing(county: County, sign_in: SignIn) -> None:
    """Ids in hidden fields are as foreign as ids in addresses."""
    client = sign_in(Role.DEPARTMENT)
    foreign = Draft.objects.get(pk=county.other[Role.DEPARTMENT]["draft_id"])
    forms = [form for form in find_forms(client, Role.DEPARTMENT, county) if form.method == "post"]
    for form in forms:
        ids = {"organ": foreign.organ_id, "organ_id": foreign.organ_id, "draft": foreign.pk, "draft_id": foreign.pk}
        client.post(form.action, form.filled("改写") | {key: str(value) for key, value in ids.items()} | {"pk": "1"})
    foreign.refresh_from_db()

    assert foreign.title == "年度统计表"
    assert set(Draft.objects.filter(title="改写").values_list("organ_id", flat=True)) <= {
        county.own[Role.DEPARTMENT]["organ_id"]
    }


@pytest.mark.parametrize("name", sorted(name for name in TABLE if name.endswith(("export", "calendar", "letter"))))
def test_a_download_is_a_file_and_its_name_breaks_no_header(name: str, county: County, sign_in: SignIn) -> None:
    _poison()
    for role in Role:
        answer = sign_in(role).get(fill(name, county.own[role]))
        if answer.status_code == 200:
            assert answer["Content-Disposition"].startswith("attachment")
            assert "\n" not in answer["Content-Disposition"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:80@evil.example", "localhost.evil.example", "a b", ""])
def test_a_foreign_host_name_is_refused(host: str, county: County, client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["jianfu.county.internal"]
    client.raise_request_exception = False

    for address in ("/account/login/", "/healthz", "/rows/", "/no/such/page/"):
        answer = client.get(address, headers={"host": host})
        assert answer.status_code in {400, 404, 302, 200}, address
        assert "evil" not in answer.content.decode(), address
        assert "evil" not in answer.headers.get("Location", ""), address
        if answer.status_code in {302, 200}:
            assert address == "/healthz"


def test_each_write_of_a_form_is_in_the_audit_log(county: County, sign_in: SignIn) -> None:
    for role in Role:
        client = sign_in(role)
        for form in find_forms(client, role, county):
            if form.method != "post" or form.action.startswith("/account"):
                continue
            before, entries = _state(), AuditEntry.objects.count()
            client.post(form.action, form.filled("平常的话"))
            after = _state()
            changed = {table for table in after if after[table] != before[table]} - {"ledger_auditentry"}
            if changed - {"django_tasks_database_dbtaskresult"}:
                assert AuditEntry.objects.count() > entries, (form.action, changed)


def test_receipts_are_never_changed_by_a_form(county: County, sign_in: SignIn) -> None:
    """Nobody edits another's facts, nor one's own: the ledger takes files."""
    before = list(Receipt.objects.order_by("pk").values()), list(Demand.objects.order_by("pk").values())
    for role in Role:
        client = sign_in(role)
        for form in find_forms(client, role, county):
            client.post(form.action, form.filled("改写"))

    assert (list(Receipt.objects.order_by("pk").values()), list(Demand.objects.order_by("pk").values())) == before

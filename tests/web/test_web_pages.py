"""Pages in bad weather: headers, strange addresses, what is typed wrongly, two people at once, queries."""

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from small_county import County

from jianfu.clearance.models import Draft
from jianfu.ledger.models import Demand, Receipt
from jianfu.ledger.viewer import Role
from jianfu.web.accounts.models import Account

SignIn = Callable[[Role], Client]
DRAFT = {"kind": "data_request", "title": "消防台账", "reach": "townships", "form_fields": "场所名称\n负责人"}


@pytest.mark.parametrize("address", ["/county/", "/rows/", "/no/such/page/", "/healthz", "/account/login/"])
def test_every_answer_bears_the_policy(address: str, sign_in: SignIn) -> None:
    response = sign_in(Role.ANALYST).get(address)
    policy = response["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "query",
    ["kind=x", "issuer=-1", "issuer=99999999999999999999999", "issuer=１", "from=2023-13-40", "to=9999-12-31", "page=x",
     "words=%00", "words=" + "长" * 500],
)  # fmt: skip
def test_an_address_that_makes_no_sense_does_not_restrict(query: str, sign_in: SignIn) -> None:
    assert sign_in(Role.ANALYST).get(f"/rows/?{query}").status_code == 200


def test_scripts_in_titles_are_words(sign_in: SignIn) -> None:
    Demand.objects.update(title="<script>alert(1)</script>")
    receipt = Receipt.objects.first()
    assert receipt is not None

    for address in ("/rows/", reverse("row", args=[receipt.pk])):
        page = sign_in(Role.ANALYST).get(address).content.decode()
        assert "<script>alert" not in page
        assert "alert(1)" in page


def test_an_exported_title_is_never_a_formula(sign_in: SignIn) -> None:
    Demand.objects.update(title='=HYPERLINK("http://x","y")')

    content = b"".join(sign_in(Role.ANALYST).get("/rows/?export=xlsx").streaming_content)  # type: ignore[arg-type]
    sheet = openpyxl.load_workbook(BytesIO(content)).active

    assert sheet is not None
    assert sheet.max_row == 9
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n", "d"}


def test_a_township_finds_only_its_own_rows(sign_in: SignIn) -> None:
    for address in ("/rows/?words=台账", "/rows/?words=应急"):
        page = sign_in(Role.TOWNSHIP).get(address).content.decode()
        assert "松溪镇" in page
        assert "竹沅镇" not in page
    (found,) = sign_in(Role.TOWNSHIP).get("/search/?words=台账").context["found"]
    assert found.times == 2


def test_what_two_people_change_at_once_is_not_overwritten(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.DEPARTMENT)
    client.post("/clearance/new/", DRAFT)
    draft = Draft.objects.get(title="消防台账")
    address = reverse("draft_edit", args=[draft.pk])

    first = client.post(address, DRAFT | {"title": "先改的", "version": 1})
    second = client.post(address, DRAFT | {"title": "后改的", "version": 1})

    assert first.status_code == 302
    assert second.status_code == 422
    assert "没有覆盖别人的" in second.content.decode()
    assert "后改的" in second.content.decode()
    draft.refresh_from_db()
    assert draft.title == "先改的"


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "bomb"}, {"title": ""}, {"title": "长" * 201}, {"reach": "moon"}, {"due_on": "2023-02-30"},
     {"kind": "meeting", "duration_minutes": "-5"}, {"form_fields": "字段\n" * 301}],
)  # fmt: skip
def test_a_draft_typed_wrongly_is_told_and_not_kept(wrong: dict[str, str], county: County, sign_in: SignIn) -> None:
    before = Draft.objects.count()

    response = sign_in(Role.DEPARTMENT).post("/clearance/new/", DRAFT | wrong)

    assert response.status_code == 422
    assert Draft.objects.count() == before


def test_an_invitation_works_once(county: County, sign_in: SignIn, client: Client) -> None:
    page = sign_in(Role.ANALYST).post("/people/invite/", {"username": "李四", "role": "township", "organ": "松溪镇"})
    link = page.context["link"]
    path = link.removeprefix("http://testserver")

    assert client.post(path, {"password": "12345678"}).status_code == 200
    assert client.post(path, {"password": "白鹭-青山-绿水-小桥-7"})["Location"] == "/account/login/"
    assert client.get(path).status_code == 410
    assert Account.objects.get(username="李四").check_password("白鹭-青山-绿水-小桥-7")


@pytest.mark.parametrize(
    "given",
    [{"username": "王五", "role": "township", "organ": ""}, {"username": "王五", "role": "leader", "organ": "没有的局"},
     {"username": "乡镇（街道）", "role": "leader", "organ": ""}],
)  # fmt: skip
def test_an_invitation_that_cannot_be_is_refused_in_words(given: dict[str, str], sign_in: SignIn) -> None:
    response = sign_in(Role.ANALYST).post("/people/invite/", given)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors()


def test_nobody_switches_oneself_off(county: County, sign_in: SignIn) -> None:
    own = Account.objects.get(role=Role.ANALYST)

    sign_in(Role.ANALYST).post(reverse("people_switch", args=[own.pk]))

    assert Account.objects.get(pk=own.pk).is_active


@pytest.mark.parametrize(("address", "most"), [("/rows/", 7), ("/cases/", 10), ("/problems/", 9), ("/clearance/", 6)])
def test_lists_ask_the_database_a_fixed_number_of_times(address: str, most: int, sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    client.get(address)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(address)

    assert len(queries) <= most


def test_the_letter_upward_is_a_document(sign_in: SignIn) -> None:
    response = sign_in(Role.ANALYST).get("/upward/letter/?level=city")

    assert b"".join(response.streaming_content)[:2] == b"PK"  # type: ignore[arg-type]

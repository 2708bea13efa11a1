"""Files brought in by the browser: kept under own names, looked at, imported when somebody says so."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from small_county import County

from jianfu.ledger.models import Receipt
from jianfu.ledger.viewer import Role
from jianfu.web.deliveries.models import Delivery
from jianfu.web.deliveries.receiving.storing import safe_name

SignIn = Callable[[Role], Client]


@pytest.fixture(autouse=True)
def _at_once(settings: Any) -> None:
    """Tasks run where they are asked for."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def _register(*titles: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["收文日期", "来文单位", "标题", "收文单位"])
    for title in titles:
        sheet.append(["2023-12-06", "青岚县应急管理局", title, "松溪镇"])
    sheet.append(["不是日期", "青岚县应急管理局", "", "松溪镇"])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _bring(client: Client, name: str, content: bytes, kind: str = "application/pdf") -> Delivery:
    client.post("/import/bring/", {"files": [SimpleUploadedFile(name, content, content_type=kind)]})
    return Delivery.objects.latest("pk")


def test_a_register_is_shown_first_and_imported_on_word(county: County, sign_in: SignIn) -> None:
    client, before = sign_in(Role.ANALYST), Receipt.objects.count()
    delivery = _bring(client, "十二月收文登记.xlsx", _register("关于甲的通知", "关于乙的通知"))
    page = client.get(f"/import/{delivery.pk}/").content.decode()
    assert delivery.state == "looked_at"
    assert "认出的列" in page
    assert Receipt.objects.count() == before

    client.post(f"/import/{delivery.pk}/import/")

    delivery.refresh_from_db()
    assert delivery.state == "done"
    assert Receipt.objects.count() == before + 2
    assert client.get(f"/import/{delivery.pk}/errors/").status_code == 200


def test_a_second_word_imports_nothing_twice(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    delivery = _bring(client, "收文登记.xlsx", _register("关于甲的通知"))
    for _ in range(2):
        client.post(f"/import/{delivery.pk}/import/")

    assert Receipt.objects.filter(demand__title="关于甲的通知").count() == 1


def test_what_a_township_brings_waits_for_the_county(county: County, sign_in: SignIn) -> None:
    township = sign_in(Role.TOWNSHIP)
    delivery = _bring(township, "收文登记.xlsx", _register("关于甲的通知"))

    assert township.post(f"/import/{delivery.pk}/import/").status_code == 403
    assert sign_in(Role.VILLAGE).get(f"/import/{delivery.pk}/").status_code == 404
    assert delivery.state == "looked_at"


def test_pasted_words_are_a_delivery_too(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.VILLAGE)
    client.post("/import/bring/", {"words": "2023-12-06 09:00 张三\n请各村今天下午5点前报送排查表"})

    assert Delivery.objects.latest("pk").state == "looked_at"


def test_cancelled_is_not_imported(county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    delivery = _bring(client, "收文登记.xlsx", _register("关于甲的通知"))
    client.post(f"/import/{delivery.pk}/cancel/")
    client.post(f"/import/{delivery.pk}/import/")

    assert not Receipt.objects.filter(demand__title="关于甲的通知").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.xlsx", b""),
        ("其实是网页.xlsx", b"<html><script>alert(1)</script></html>"),
        ("坏.xlsx", b"PK\x03\x04" + b"\0" * 100),
        ("程序.docx", b"MZ\x90\x00"),
        ("../../etc/passwd", b"root:x:0:0"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_page_stands(
    name: str, content: bytes, county: County, sign_in: SignIn, tmp_path: Path
) -> None:
    client = sign_in(Role.ANALYST)
    delivery = _bring(client, name, content)

    page = client.get(f"/import/{delivery.pk}/")
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    assert delivery.state == "looked_at"
    assert all(path.is_relative_to(tmp_path) for path in delivery.folder.rglob("*"))


def test_nothing_is_refused_in_words(county: County, sign_in: SignIn) -> None:
    response = sign_in(Role.ANALYST).post("/import/bring/", {}, follow=True)

    assert "没有收到文件" in response.content.decode()


@given(st.text(max_size=400))
def test_every_name_becomes_one_that_a_folder_takes(name: str) -> None:
    kept = safe_name(name)

    assert kept not in {"", ".", ".."}
    assert "/" not in kept
    assert "\\" not in kept
    assert "\x00" not in kept
    assert len(kept.encode()) <= 255


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("登记表.xlsx", "登记表.xlsx"),
        ("C:\\桌面\\登记表.xlsx", "登记表.xlsx"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("..", "文件"),
    ],
)
def test_names_are_kept_as_they_were_where_they_can_be(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept

"""Hostile uploads: told in words, never run or rendered, nowhere but in their own folder; the page stands."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from bad_inputs import BAD_INPUTS
from bringing import bring, register
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from small_county import County

from jianfu.ledger.models import Receipt
from jianfu.ledger.viewer import Role
from jianfu.web.deliveries.models import Delivery
from jianfu.web.deliveries.receiving import limits, storing, uploading

SignIn = Callable[[Role], Client]
Work = Callable[[], int]
SCRIPT = b"<script>alert(1)</script>"


def _pixel_flood() -> bytes:
    """A PNG that says it has 60,000 × 60,000 pixels."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))


HOSTILE: dict[str, tuple[str, bytes]] = {
    "网页": ("通知.html", b"<!doctype html>" + SCRIPT),
    "改名网页": ("登记.xlsx", b"<html>" + SCRIPT),
    "矢量图": ("图.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"),
    "多面图": ("图.gif", b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//" + SCRIPT),
    "多面PDF": ("文.pdf", b"%PDF-1.4\n" + SCRIPT + b"\n%%EOF"),
    "图带包": ("照.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 50 + b"PK\x03\x04" + SCRIPT),
    "像素洪水": ("大图.png", _pixel_flood()),
    "程序": ("报告.pdf.exe", b"MZ\x90\0\3" + bytes(range(256)) * 8),
    "脚本": ("启动.bat", b"@echo off\r\nformat c:\r\n"),
    "空": ("空.xlsx", b""),
    "只有空字节": ("零.docx", b"\0" * 5000),
    "邮件炸弹": ("信.eml", b"From: a\nTo: b\nSubject: c\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    )),
    "坏字": ("字.csv", b"\xff\xfe\xff" * 400),
}  # fmt: skip
NAMES = [
    "../../../etc/passwd",
    "..\\..\\windows\\system.ini",
    "a\u202etxt.exe",
    "长" * 5000 + ".xlsx",
    "\r\nContent-Type: text/html\r\n\r\n<script>.xlsx",
    "CON",
    "%2e%2e%2f甲.xlsx",
    "甲;filename=乙.xlsx",
    '"引号".xlsx',
    "😀.xlsx",
]


def _is_safe(client: Client, delivery: Delivery, tmp_path: Path) -> None:
    delivery.refresh_from_db()
    page = client.get(f"/import/{delivery.pk}/")
    assert page.status_code == 200
    assert SCRIPT not in page.content
    assert delivery.state == "looked_at"
    for place, path in enumerate(delivery.uploads()):
        assert path.is_relative_to(tmp_path / "uploads")
        answer = client.get(f"/import/{delivery.pk}/files/{place}/")
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert b"".join(answer.streaming_content) == path.read_bytes()  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", list(HOSTILE))
def test_hostile_content(kind: str, county: County, sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    client, before = sign_in(Role.ANALYST), Receipt.objects.count()
    delivery = bring(client, HOSTILE[kind])
    work()

    _is_safe(client, delivery, tmp_path)
    [found] = delivery.looked.values_list("found", flat=True)
    assert found["reason"]
    assert found["remedy"]
    client.post(f"/import/{delivery.pk}/import/")
    work()
    assert Receipt.objects.count() == before


_SLOW_OR_OF_THE_FOLDER = {
    "百万行.xlsx",
    "百万行.csv",
    "循环链接",
    "管道",
    "名称乱码",
    "空文件夹",
    "边角有字.xlsx",
    "条目过多.zip",
}


@pytest.mark.parametrize("name", [name for name in BAD_INPUTS if name not in _SLOW_OR_OF_THE_FOLDER])
def test_what_intake_refuses_is_refused_here_in_the_same_words(
    name: str, county: County, sign_in: SignIn, work: Work, tmp_path: Path
) -> None:
    bad = BAD_INPUTS[name]
    bad.make(tmp_path / name)
    client = sign_in(Role.TOWNSHIP)
    delivery = bring(client, (name, (tmp_path / name).read_bytes()))
    work()

    _is_safe(client, delivery, tmp_path)
    if name != "未知单位.xlsx":  # told when it is recorded
        told = str(list(delivery.looked.values_list("found", flat=True)))
        assert bad.words.replace("已导入 ", "").replace("已导入", "可导入").split(" ")[0] in told


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names(name: str, county: County, sign_in: SignIn, work: Work, tmp_path: Path) -> None:
    client = sign_in(Role.ANALYST)
    delivery = bring(client, (name, register("关于甲的通知")))
    work()

    _is_safe(client, delivery, tmp_path)
    [path] = delivery.uploads()
    assert len(path.name.encode()) <= 255
    assert path.name.isprintable()


def _post(client: Client, *files: tuple[str, bytes], accept: str = "text/html", words: str = ""):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post("/import/bring/", {"files": uploads, "words": words}, headers={"accept": accept}, follow=True)


def test_two_hundred_and_one_files(county: County, sign_in: SignIn) -> None:
    answer = _post(sign_in(Role.ANALYST), *[(f"{number}.txt", b"x") for number in range(201)])

    assert "一次最多 200 个文件" in answer.content.decode()
    assert Delivery.objects.latest("pk").files == limits.MOST_FILES


def test_more_files_than_any_browser_means_are_refused_on_a_page_of_words(
    county: County, sign_in: SignIn, settings
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    client = sign_in(Role.ANALYST)
    client.raise_request_exception = False

    answer = _post(client, *[(f"{number}.txt", b"x") for number in range(4)])

    assert answer.status_code == 400
    assert "没有收下" in answer.content.decode()


def test_one_file_too_large_is_left_out_and_the_rest_taken(
    county: County, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "LARGEST_FILE_BYTES", 100_000)
    answer = _post(sign_in(Role.ANALYST), ("太大.zip", b"x" * 300_000), ("收文登记.xlsx", register("关于甲的通知")))

    assert "“太大.zip”超过" in answer.content.decode()
    assert [path.name for path in Delivery.objects.latest("pk").uploads()] == ["收文登记.xlsx"]


def test_an_upload_too_large_is_not_stored_at_all(
    county: County, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "LARGEST_UPLOAD_BYTES", -limits.MEGABYTE)
    before = Delivery.objects.count()

    answer = _post(sign_in(Role.ANALYST), ("甲.txt", b"x" * 300), accept="application/json")

    assert answer.status_code == 422
    assert "都没有收下" in answer.json()["refused"]
    assert Delivery.objects.count() == before


def test_a_full_disk_is_told_before_it_is_full(
    county: County, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(storing, "KEPT_FREE_BYTES", 2**62)
    before = Delivery.objects.count()

    assert "磁盘快满了" in _post(sign_in(Role.ANALYST), ("甲.txt", b"x")).content.decode()
    assert Delivery.objects.count() == before
    assert not list(tmp_path.glob("uploads/*"))


def test_a_disk_that_fails_leaves_nothing_behind(
    county: County, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    before = Delivery.objects.count()

    assert "没有收下" in _post(sign_in(Role.ANALYST), ("甲.txt", b"x")).content.decode()
    assert Delivery.objects.count() == before
    assert not list(tmp_path.glob("uploads/*"))


@pytest.mark.parametrize("address", ["/import/bring/", "/account/login/"])
def test_nobody_unknown_puts_a_file_on_the_disk(
    address: str, county: County, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[str] = []
    monkeypatch.setattr(uploading.TemporaryFileUploadHandler, "new_file", lambda *_, **__: stored.append("一个"))

    client.post(address, {"files": SimpleUploadedFile("甲.txt", b"x")})

    assert stored == []


@pytest.mark.parametrize(
    "body",
    [b"", b"--x", b"--x\r\nContent-Disposition: form-data\r\n\r\n", b"--x\r\n" + b"a" * 100_000, b"\xff" * 5000],
)
def test_a_broken_form_is_answered(body: bytes, county: County, sign_in: SignIn) -> None:
    client = sign_in(Role.ANALYST)
    client.raise_request_exception = False

    answer = client.post("/import/bring/", body, content_type=MULTIPART_CONTENT.replace("BoUnDaRyStRiNg", "x"))

    assert answer.status_code in {302, 400}


def test_words_too_long_are_refused_and_not_cut(county: County, sign_in: SignIn) -> None:
    before = Delivery.objects.count()

    assert "没有收下" in _post(sign_in(Role.VILLAGE), words="字" * (limits.LONGEST_WORDS + 1)).content.decode()
    assert Delivery.objects.count() == before


def test_what_systems_leave_in_folders_is_left_there(county: County, sign_in: SignIn) -> None:
    junk = ["Thumbs.db", ".DS_Store", "~$登记.xlsx", "desktop.ini"]
    _post(sign_in(Role.ANALYST), *[(name, b"x") for name in junk], ("甲.txt", b"x"))

    assert [path.name for path in Delivery.objects.latest("pk").uploads()] == ["甲.txt"]


def test_a_script_is_told_where_to_go_on(county: County, sign_in: SignIn) -> None:
    answer = _post(sign_in(Role.ANALYST), ("甲.txt", b"x"), accept="application/json")

    assert answer.json() == {"address": f"/import/{Delivery.objects.latest('pk').pk}/"}


def test_a_picture_of_somebody_else_is_not_there(county: County, sign_in: SignIn) -> None:
    delivery = Delivery.objects.get(pk=county.other[Role.TOWNSHIP]["delivery_id"])
    delivery.pictures.mkdir(parents=True)
    (delivery.pictures / "0.jpg").write_bytes(BytesIO().getvalue())

    assert sign_in(Role.TOWNSHIP).get(f"/import/{delivery.pk}/pictures/0/").status_code == 404

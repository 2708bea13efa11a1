"""The reporter's pages by what the server answers: one address, no cookie, no script, nothing told apart."""

import base64
import io
import os
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from channel_fixtures import DAY, NEXT, Browser, Channel, all_complaints, count_messages
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from PIL import Image

from jianfu.voice.actions.receiving import Report
from jianfu.voice.gate import throttle
from jianfu.voice.gate.guard import PADDING_BYTES
from jianfu.voice.gate.tokens import make_token
from jianfu.voice.pages import writing
from jianfu.voice.pages.door import STEPS
from jianfu.voice.record.course import Direction
from jianfu.voice.record.models import Complaint, Message
from jianfu.voice.rules.course import State

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SENDING = "ab" * 16


def _code(page: str) -> str:
    found = re.search(r'name="code" value="([^"]+)"', page)
    assert found
    return found[1]


def _photo() -> bytes:
    picture, file = Image.new("RGB", (60, 40), (90, 120, 150)), io.BytesIO()
    notes = picture.getexif()
    notes[0x010E] = "拍摄者王建国"
    picture.save(file, "JPEG", exif=notes)
    return file.getvalue()


def test_the_whole_way_stores_nothing_before_sending(channel: Channel, browser: Browser) -> None:
    code = _code(browser.post("code").content.decode())
    browser.post("write", code=code, noted="1")
    fields = {
        "code": code,
        "sending": SENDING,
        "pattern": ["纸质、电子两头报"],
        "numbers": "青应急〔2023〕41号",
        "text": "月月都报",
        "concerned": "县应急管理局",
    }
    photo = io.BytesIO(_photo())
    photo.name = "王建国的照片.jpg"
    preview = browser.post("preview", **fields, file=photo).content.decode()
    assert "县纪委监委" in preview
    assert "已去掉" in preview
    assert Complaint.objects.count() == Message.objects.count() == 0

    kept = re.search(r'name="kept" value="([^"]+)"', preview)
    assert kept
    assert "已经收到" in browser.post("send", **fields, kept=kept[1]).content.decode()
    (complaint,) = all_complaints()
    (read,) = channel.read("丙", complaint)
    assert read.facts["具体情形"] == "纸质、电子两头报"
    assert read.facts["类型"] == "资料台账"
    assert read.names() == ("附件-1.jpg",)
    assert "王建国".encode() not in read.files[0].data


def test_sending_twice_is_one_report(channel: Channel, browser: Browser) -> None:
    code = channel.code()
    for _ in range(2):
        assert "已经收到" in browser.post("send", code=code, sending=SENDING, text="话").content.decode()

    assert Complaint.objects.count() == count_messages(Direction.REPORT) == 1


def test_a_page_s_word_that_its_files_are_clean_is_not_taken(channel: Channel, browser: Browser) -> None:
    kept = "jpg:" + base64.b64encode(_photo()).decode()
    browser.post("send", code=channel.code(), sending=SENDING, text="话", kept=kept, cleaned="true", encrypted="true")

    (read,) = channel.read("丙", all_complaints()[0])
    assert "王建国".encode() not in read.files[0].data


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("a.html", b"<html><script>alert(1)</script></html>"),
        ("a.jpg", b"GIF89a<script>alert(1)</script>"),
        ("a.docx", b"PK\x03\x04" + b"\0" * 60),
    ],
)
def test_hostile_files_are_refused_or_shown_as_text(name: str, data: bytes, channel: Channel, browser: Browser) -> None:
    file = io.BytesIO(data)
    file.name = name
    page = browser.post("preview", code=channel.code(), sending=SENDING, text="话", file=file).content.decode()

    assert "没有收" in page or "&lt;" in page
    assert "<script" not in page
    assert "onload=" not in page.replace("&quot;", '"').split("附件 1")[0]


def test_what_was_written_is_still_there_when_something_is_refused(channel: Channel, browser: Browser) -> None:
    page = browser.post(
        "send", code=channel.code(), sending=SENDING, text="写了半天的话", office="1", hidden_from="县纪委监委"
    ).content.decode()

    assert "不足两人" in page
    assert settings.VOICE.paper_address in page
    assert "写了半天的话" in page
    assert Complaint.objects.count() == 0


def test_a_stale_page_keeps_the_words_and_asks_once_more(channel: Channel, browser: Browser) -> None:
    old = make_token(DAY - timedelta(days=3))
    code = channel.code()
    page = browser.post("send", code=code, sending=SENDING, text="写了半天的话", token=old).content.decode()

    assert "写了半天的话" in page
    assert Complaint.objects.count() == 0
    assert "已经收到" in browser.post("send", code=code, sending=SENDING, text="写了半天的话").content.decode()


def test_a_wrong_code_and_a_right_one_without_an_answer_are_one_page(channel: Channel, browser: Browser) -> None:
    right, wrong = channel.code(), channel.code()
    channel.send(Report("话"), channel.derive(right))

    answers = [browser.post("box", code=code) for code in (right, wrong)]
    pages = [
        answer.content.decode().replace(code, "").replace("-".join(code.split("-")), "")
        for answer, code in zip(answers, (right, wrong), strict=True)
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({len(answer.content) for answer in answers}) == 1
    assert pages[0] == pages[1]
    assert {tuple(sorted(answer.headers.items())) for answer in answers}.__len__() == 1


def test_both_codes_cost_the_same_work(channel: Channel, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    right, wrong = channel.code(), channel.code()
    channel.send(Report("话"), channel.derive(right))
    derived: list[str] = []
    original = writing.derive

    def derive(code: str, salt: bytes) -> object:
        derived.append(code)
        return original(code, salt)

    monkeypatch.setattr(writing, "derive", derive)
    asked = []
    for code in (right, wrong):
        with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["keys"]) as keys:
            browser.post("box", code=code)
        asked.append([re.sub(r"'[0-9a-f]{32,64}'", "?", one["sql"]) for one in (*main, *keys)])

    assert derived == [right, wrong]
    assert asked[0] == asked[1]
    assert len(asked[0]) == 4


def test_a_code_can_be_used_before_anything_was_sent_with_it(channel: Channel, browser: Browser) -> None:
    page = browser.post("box", code=channel.code()).content.decode()

    assert "目前没有给这个编码的答复" in page
    assert 'value="write"' in page


def test_no_code_is_ever_locked(channel: Channel, browser: Browser, quick_codes: None) -> None:
    code = channel.code()
    channel.send(Report("话"), channel.derive(code))
    channel.batch()
    for _ in range(100):
        browser.post("box", code=channel.code())

    assert "您的反映已收到" in browser.post("box", code=code).content.decode()


def test_a_full_queue_asks_to_come_again(channel: Channel, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "codes_queue", None)
    monkeypatch.setattr(writing, "codes_queue", throttle.Queue(at_once=0, waiting=0))
    answer = browser.post("box", code=channel.code())

    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert settings.VOICE.paper_address in answer.content.decode()


def test_when_the_hour_is_full_the_page_says_so_and_stores_nothing(
    channel: Channel, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle.reports, "an_hour", 0)
    answer = browser.post("send", code=channel.code(), sending=SENDING, text="话")

    assert answer.status_code == 503
    assert settings.VOICE.paper_address in answer.content.decode()
    assert Complaint.objects.count() == 0


def test_when_files_are_full_words_still_go(
    channel: Channel, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle.file_bytes, "an_hour", 0)
    kept, code = "txt:" + base64.b64encode("附件".encode()).decode(), channel.code()
    assert "附件暂时收不下" in browser.post("send", code=code, sending=SENDING, text="话", kept=kept).content.decode()
    assert "已经收到" in browser.post("send", code=code, sending=SENDING, text="话").content.decode()


def test_the_box_shows_letters_and_lets_the_reporter_judge(
    channel: Channel, browser: Browser, the_day: Callable[[date], None]
) -> None:
    code = channel.code()
    channel.send(Report("话"), channel.derive(code))
    channel.batch()
    Complaint.objects.update(state=State.ANSWERED, answered_on=NEXT)
    the_day(NEXT)
    page = browser.post("box", code=code).content.decode()
    assert "已答复" in page
    assert "要求重新办理" in page

    assert "已记下" in browser.post("act", code=code, act="satisfied", words="好").content.decode()
    channel.batch(NEXT + timedelta(days=1))
    assert all_complaints()[0].state == State.CLOSED


def test_a_letter_is_shown_as_words_never_as_markup(channel: Channel, browser: Browser) -> None:
    code = channel.code()
    derived = channel.derive(code)
    channel.send(Report("话"), derived)
    channel.batch()
    from jianfu.voice.actions.batching import write_to_box

    write_to_box(all_complaints()[0], "<script>alert(1)</script>", today=NEXT, random=os.urandom)
    page = browser.post("box", code=code).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_destroying_asks_first_and_then_the_code_is_nothing(channel: Channel, browser: Browser) -> None:
    code = channel.code()
    channel.send(Report("话"), channel.derive(code))
    channel.batch()
    assert "谁也找不回来" in browser.post("destroy", code=code).content.decode()
    assert Message.objects.count() > 0
    assert "已经销毁" in browser.post("destroy", code=code, sure="1").content.decode()

    assert Message.objects.count() == 0
    assert "目前没有给这个编码的答复" in browser.post("box", code=code).content.decode()


def test_the_receipt_is_found_in_the_published_tree(channel: Channel, browser: Browser) -> None:
    code = channel.code()
    channel.send(Report("话"), channel.derive(code))
    assert "没有找到" in browser.post("inclusion", code=code).content.decode()
    channel.batch()

    assert "计入了公布的记录" in browser.post("inclusion", code=code).content.decode()
    assert "没有找到" in browser.post("inclusion", code=channel.code()).content.decode()


def test_an_old_checkpoint_is_checked(channel: Channel, browser: Browser) -> None:
    from jianfu.voice.record.models import Batch

    channel.batch()
    old = Batch.objects.get().checkpoint
    channel.batch(NEXT + timedelta(days=1))
    assert "记录完整" in browser.post("checkpoint", checkpoint=old).content.decode()
    assert "签名不符" in browser.post("checkpoint", checkpoint=old.replace("2026-11-26", "2026-11-25")).content.decode()


@pytest.mark.parametrize(
    "typed", ["", "1234", "OOOOO-IIIII-LLLLL-UUUUU", "'; DROP TABLE voice_message; --", "\0", "𝟙" * 20]
)
@pytest.mark.parametrize("step", ["box", "act", "destroy", "write", "preview", "send", "inclusion"])
def test_a_mistyped_code_is_told_and_nothing_else_happens(
    step: str, typed: str, channel: Channel, browser: Browser
) -> None:
    answer = browser.post(step, code=typed, sending=SENDING, text="话", sure="1")

    assert answer.status_code == 200
    assert "编码抄得不对" in answer.content.decode()
    assert Complaint.objects.count() == 0


PAGES = [None, *STEPS, "没有的一步"]


@pytest.mark.parametrize("step", PAGES)
def test_every_answer_is_closed_up(step: str | None, channel: Channel, browser: Browser) -> None:
    answer = browser.client.get("/") if step is None else browser.post(step, code=channel.code(), sending=SENDING)

    policy = answer["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "default-src 'none'" in policy
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert len(answer.content) % PADDING_BYTES == 0
    page = answer.content.decode()
    assert (
        re.findall(r"<script|<link[^>]+href=\"(?!data:)|<img[^>]+src=\"(?!data:)|https?://(?!www.w3.org)", page) == []
    )
    assert "<title>减负</title>" in page
    for form in re.findall(r"<form[^>]*>", page):
        assert 'method="post" action="/"' in form


@pytest.mark.parametrize("address", ["/desk", "/admin/", "/static/x.css", "/abc/../"])
def test_there_is_no_other_page(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


def test_the_address_stays_bare(client: Client) -> None:
    assert client.get("/?from=singlemessage&code=ABCDE")["Location"] == "/"


def test_codes_are_never_in_an_address() -> None:
    assert {str(pattern.pattern) for pattern in get_resolver().url_patterns} <= {"", "desk/"}


@pytest.mark.parametrize("name", ["session", "__Host-session"])
def test_who_is_signed_in_at_the_workspace_is_told_to_come_as_nobody(name: str, channel: Channel) -> None:
    client = Client()
    client.cookies[name] = "abc"
    for answer in (client.get("/"), client.post("/", {"step": "send", "code": channel.code(), "text": "话"})):
        assert answer.status_code == 403
        assert "请不要在这里写" in answer.content.decode()
    assert Complaint.objects.count() == 0


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_that_another_site_sent_changes_nothing(site: str, channel: Channel, browser: Browser) -> None:
    code = channel.code()
    channel.send(Report("话"), channel.derive(code))
    fields = {"step": "destroy", "code": code, "sure": "1", "token": make_token(DAY)}

    assert browser.client.post("/", fields, headers={"sec-fetch-site": site}).status_code == 403
    assert Message.objects.count() > 0


def test_destroying_without_the_page_s_stamp_changes_nothing(channel: Channel, browser: Browser) -> None:
    code = channel.code()
    channel.send(Report("话"), channel.derive(code))
    for token in ("x", make_token(DAY - timedelta(days=5)), make_token(DAY)[:-1] + "0"):
        browser.post("destroy", code=code, sure="1", token=token)
    assert Message.objects.count() > 0


def test_too_much_is_refused_before_it_is_read(channel: Channel, client: Client) -> None:
    answer = client.generic("POST", "/", b"x", CONTENT_LENGTH=str(settings.LARGEST_REQUEST_BYTES + 1))

    assert answer.status_code == 413


def test_other_methods_are_refused(client: Client) -> None:
    assert client.put("/").status_code == 405
    assert client.delete("/").status_code == 405


def test_the_paper_form_bears_no_mark_of_who_printed_it(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.VOICE, "address", "https://jf.example/")
    pages = [browser.post("paper").content for _ in range(2)]

    assert pages[0] == pages[1]
    assert b"<svg" in pages[0]
    assert b"jf.example/?" not in pages[0]

"""The desk's pages: reachable from this computer's browser alone, and nothing decrypted left behind."""

import io
import re
import sys
import urllib.parse
from pathlib import Path
from typing import Any

import pytest
from pretend_server import PretendServer, sit_down

from jianfu.voice.desk.pages import Pages
from jianfu.voice.desk.site import Desksite
from jianfu.voice.sealing.envelopes import File

TOKEN = "ab" * 16
HOST = "127.0.0.1:8211"


class Browser:
    """Asks the site as a browser on this computer would."""

    def __init__(self, site: Desksite) -> None:
        self.site = site
        self.headers: dict[str, str] = {}
        self.status = ""

    def ask(self, path: str, *, form: dict[str, Any] | None = None, root: str = f"/{TOKEN}/", **environ: str) -> str:
        body = urllib.parse.urlencode(form, doseq=True).encode() if form is not None else b""
        address, _, query = path.partition("?")
        told = {
            "REQUEST_METHOD": "GET" if form is None else "POST",
            "PATH_INFO": (root + address).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "HTTP_HOST": HOST,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            **environ,
        }
        self.body = b"".join(self.site(told, self._start))
        return self.body.decode("utf-8", "replace")

    def follow(self) -> str:
        assert self.status.startswith("303")
        return self.ask(self.headers["Location"].removeprefix(f"/{TOKEN}/"))

    def _start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        self.status, self.headers = status, dict(headers)
        return lambda data: None


def browse(server: PretendServer, name: str, folder: Path, *, compared: bool = True) -> Browser:
    pages = Pages(sit_down(server, name, folder, compared=compared), frozenset({"上河村"}))
    return Browser(Desksite(pages, token=TOKEN, hosts=frozenset({HOST})))


@pytest.fixture
def browser(server: PretendServer, tmp_path: Path) -> Browser:
    return browse(server, "乙", tmp_path)


@pytest.mark.parametrize("host", ["evil.example:8211", "127.0.0.1", "127.0.0.1:80", "", f"{HOST}.evil.example"])
def test_a_name_pointed_at_this_computer_is_refused(server: PretendServer, browser: Browser, host: str) -> None:
    server.report("某局每周要同一张表。")
    text = browser.ask("", HTTP_HOST=host)

    assert browser.status.startswith("421")
    assert "同一张表" not in text


@pytest.mark.parametrize("root", ["/", "", "/" + "ba" * 16 + "/", f"/{TOKEN}", "/é/"])
def test_without_the_starts_own_address_there_is_nothing(browser: Browser, root: str) -> None:
    assert browser.ask("", root=root) == ""
    assert browser.status.startswith("404")


@pytest.mark.parametrize(
    "sent",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "http://127.0.0.1:9999"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
    ],
)
def test_what_is_sent_must_come_from_here(server: PretendServer, browser: Browser, sent: dict[str, str]) -> None:
    token = server.report("某局每周要同一张表。")
    browser.ask(f"complaint/{token}/", form={"do": "reply", "text": "假冒的答复"}, **sent)

    assert browser.status.startswith("403")
    assert server.read_box(token) == []


def test_other_methods_and_floods_are_refused(browser: Browser) -> None:
    browser.ask("", REQUEST_METHOD="PUT")
    assert browser.status.startswith("405")
    browser.ask("readers/", form={}, CONTENT_LENGTH="99999999")
    assert browser.status.startswith("413")
    browser.ask("readers/", form={}, CONTENT_LENGTH="x")
    assert browser.status.startswith("413")


@pytest.mark.parametrize(
    "path", ["", "items/", "readers/", "rekey/", "style.css", "icon.svg", "nothing/", "complaint/00000000/"]
)
def test_every_answer_is_kept_nowhere_and_runs_no_script(browser: Browser, path: str) -> None:
    text = browser.ask(path)

    assert browser.headers["Cache-Control"] == "no-store"
    assert browser.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in browser.headers["Content-Security-Policy"]
    assert "script-src" not in browser.headers["Content-Security-Policy"]
    assert "<script" not in text
    assert "style=" not in text
    assert "http://" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "https://" not in text


def test_hostile_words_are_shown_as_words(server: PretendServer, browser: Browser) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7|add:7 }} \" ' &"
    token = server.report(f"每周重复报表{attack}" * 3)
    for path in ("", f"complaint/{token}/", f"item/new/?c={token}"):
        text = browser.ask(path)
        assert "<script>" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;" in text


def test_the_inbox_tells_state_days_and_what_is_hidden(server: PretendServer, browser: Browser) -> None:
    server.report("某局每周要同一张表，镇里填了又填。", overdue=["acknowledge"], is_priority=True)
    server.report("某局每周要同一张表，镇里填了又填。")
    server.report("顶顶顶顶顶")
    server.report("督查事项与纪委有关，每周都来。", hidden=("县纪委监委",))
    text = browser.ask("")

    assert "超期：确认收到" in text
    assert "打击报复，优先" in text
    assert "还有 1 件内容相同" in text
    assert "像是无关内容的 1 件" in text
    assert "另有 1 件按规则由其他受理人看" in text
    assert "督查事项" not in text


def test_a_handler_answers_and_steps_in_the_browser(server: PretendServer, browser: Browser) -> None:
    token = server.report("某局每周要同一张表。")
    browser.ask(f"complaint/{token}/", form={"do": "reply", "text": "已收到。"})
    assert "已发送" in browser.follow()
    browser.ask(f"complaint/{token}/", form={"do": "step", "to": "accepted", "text": "决定受理。"})
    assert "已到“已受理”" in browser.follow()
    assert [p.text for p in server.read_box(token)] == ["已收到。", "决定受理。"]
    assert "已到“已受理”" not in browser.ask("")  # said once


def test_a_mistake_keeps_what_was_written(server: PretendServer, browser: Browser) -> None:
    token = server.report("某局每周要同一张表。")
    text = browser.ask(f"complaint/{token}/", form={"do": "step", "to": "not_accepted", "text": "写了很久的话"})

    assert "写明理由" in text
    assert "写了很久的话" in text


def test_a_second_handler_sees_and_agrees(server: PretendServer, browser: Browser, tmp_path: Path) -> None:
    token = server.report("某局每周要同一张表。")
    form = {"do": "step", "to": "not_accepted", "reason": "out_of_scope", "text": "不属于减负事项，建议向某处反映。"}
    browser.ask(f"complaint/{token}/", form=form)
    assert "等另一位受理人同意" in browser.follow()
    assert "撤回" in browser.ask(f"complaint/{token}/")

    other = browse(server, "丙", tmp_path)
    text = other.ask(f"complaint/{token}/")
    assert "建议向某处反映" in text
    assert "县纪委监委 乙" in text
    other.ask(f"complaint/{token}/", form={"do": "agree", "proposal": server.proposals[0]["token"]})
    assert "已同意" in other.follow()
    other.ask(f"complaint/{token}/", form={"do": "agree", "proposal": "gone"})
    assert "已经处理过" in other.body.decode()


def test_an_item_is_written_after_its_doubts_were_looked_at(
    server: PretendServer, browser: Browser, tmp_path: Path
) -> None:
    token = server.report("上河村王主任每周五让报同一张表。", state="accepted")
    page = browser.ask(f"complaint/{token}/")
    assert '<mark title="少数人所在的地方">上河村</mark>' in page
    assert '<mark title="可能是人名">王主任</mark>' in page

    form = {"c": [token], "organ": "县某局", "kind": "data_request", "text": "上河村每周重复报表。", "evidence": ""}
    text = browser.ask("item/new/", form=form)
    assert "少数人所在的地方：“上河村”" in text
    assert server.items == []
    browser.ask("item/new/", form={**form, "text": "每周重复报送同一张报表。", "looked": "1"})
    assert "已交另一位受理人审核" in browser.follow()

    other = browse(server, "丙", tmp_path)
    item = server.items[0]["token"]
    assert "上河村王主任" in other.ask(f"item/{item}/")
    assert "请先对照原文" in other.ask(f"item/{item}/", form={"do": "check"})
    other.ask(f"item/{item}/", form={"do": "check", "looked": "1"})
    assert "反映人可以看到" in other.follow()
    server.items[0]["free_on"] = "2023-12-07"
    other.ask(f"item/{item}/", form={"do": "export"})
    assert other.headers["Content-Type"] == "application/json"
    assert "attachment" in other.headers["Content-Disposition"]
    assert "上河村" not in other.body.decode()


def test_keys_are_compared_in_the_browser(server: PretendServer, tmp_path: Path) -> None:
    browser = browse(server, "乙", tmp_path, compared=False)
    text = browser.ask("readers/")
    assert "（4 待核）" in text
    for name in ("甲", "丙", "丁"):
        assert server.keys[name].reader.fingerprint in text
        browser.ask("readers/", form={"do": "confirm", "key": server.keys[name].signing.public})
    browser.ask("readers/", form={"do": "confirm", "key": server.recovery.public})
    assert "待核）" not in browser.follow()
    browser.ask("readers/", form={"do": "confirm", "key": "nobody"})
    assert browser.status.startswith("404")
    browser.ask("readers/", form={"do": "confirm", "key": ""})
    assert browser.status.startswith("404")


def test_rekeying_in_the_browser_says_what_was_not_possible(server: PretendServer, browser: Browser) -> None:
    server.report("某局每周要同一张表。")
    browser.ask("rekey/", form={"sure": "1"})
    assert "已重新加密 1 份" in browser.follow()
    server.lines = server.lines[1:2]
    text = browser.ask("rekey/", form={"sure": "1"})
    assert "不足两位" in text


def test_a_file_is_looked_at_without_being_kept(server: PretendServer, browser: Browser) -> None:
    from PIL import Image

    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(drawn, "PNG")
    files = (File("txt", "表样第一行".encode()), File("png", drawn.getvalue()))
    token = server.report("见附件里的表样。", files=files)
    envelope = server.complaints[0]["envelopes"][0]["token"]
    assert f"file/{envelope}/附件-1.txt/" in browser.ask(f"complaint/{token}/")

    assert "表样第一行" in browser.ask(f"file/{envelope}/附件-1.txt/")
    page = browser.ask(f"file/{envelope}/附件-2.png/")
    address = re.search(rf'src="/{TOKEN}/(picture/[^"]+)"', page)
    assert address is not None
    browser.ask(urllib.parse.unquote(address[1]))
    assert browser.headers["Content-Type"] == "image/png"
    assert browser.body.startswith(b"\x89PNG")
    browser.ask(f"picture/{envelope}/附件-2.png/7/")
    assert browser.status.startswith("404")


def test_a_file_that_is_not_what_it_should_be_is_not_shown(server: PretendServer, browser: Browser) -> None:
    server.report("见附件里的表样。", files=(File("txt", b"<html><script>alert(1)</script>"),))
    envelope = server.complaints[0]["envelopes"][0]["token"]

    assert "没有打开" in browser.ask(f"file/{envelope}/附件-1.txt/")


def test_a_server_out_of_reach_is_a_page_in_words(server: PretendServer, browser: Browser) -> None:
    def gone(body: bytes, header: str) -> tuple[int, bytes]:
        raise OSError("no route")

    browser.site._pages.desk.server._send = gone
    text = browser.ask("")

    assert browser.status.startswith("502")
    assert "连不上服务器" in text


def test_nothing_decrypted_is_written_to_disk(server: PretendServer, tmp_path: Path) -> None:
    """Everything is done once with the disk watched: only the file of compared keys is there before and after."""
    written: list[str] = []
    browser = browse(server, "乙", tmp_path)
    files = (File("txt", "附件里的原话".encode()),)
    token = server.report("每周要同一张表，独一无二的原话。", files=files, state="accepted")

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
            written.append(str(arguments[0]))

    sys.addaudithook(watch)
    envelope = server.complaints[0]["envelopes"][0]["token"]
    for path in ("", f"complaint/{token}/", f"file/{envelope}/附件-1.txt/", f"item/new/?c={token}", "rekey/"):
        browser.ask(path)
    browser.ask(f"complaint/{token}/", form={"do": "reply", "text": "已收到。"})
    # Numbers are pipes to the child that looks into a file; compiled modules are not of this.
    left = [path for path in written if not path.isdigit() and "__pycache__" not in path]

    assert left == []
    assert [path.name for path in tmp_path.iterdir()] == ["乙.readers.json"]
    assert "原话" not in (tmp_path / "乙.readers.json").read_text()

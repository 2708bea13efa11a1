"""Both ways through the anonymous channel: the reporter's without scripts, the handlers' on their own computers."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import find_barriers, fits, read_main
from voice_site import CHROMIUM, NEXT, VoiceSite, open_channel

from jianfu.casework.reported_items import READERS_FILE, read_item, read_signing_keys
from jianfu.voice.desk import items
from jianfu.voice.desk.acting import answer_proposal, reply, take_step
from jianfu.voice.rules.course import Reason, State

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有安装 chromium，跳过浏览器测试")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VoiceSite]:
    opened = open_channel(tmp_path_factory.mktemp("voice"))
    yield opened
    opened.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="zh-CN", is_mobile=True
    )
    yield context.new_page()
    context.close()


def _button(page: Page, words: str) -> None:
    page.locator(f"main button:has-text('{words}')").first.click()


def _send(page: Page, site: VoiceSite, text: str) -> str:
    page.goto(site.address)
    _button(page, "我要反映")
    page.wait_for_load_state()
    code = "-".join(page.locator(".code span").all_inner_texts())
    page.check("[name=noted]")
    _button(page, "下一步")
    page.click("summary:has-text('资料台账')")
    page.check("text=纸质、电子两头报")
    page.click("summary:has-text('选单位')")
    page.check("[name=concerned][value=县应急管理局]")
    page.fill("[name=text]", text)
    _button(page, "下一步")
    expect(page.locator(".keeps")).to_contain_text("县纪委监委")
    _button(page, "加密并发出")
    expect(page.locator("h1")).to_contain_text("已经收到")
    return code


def _open_box(page: Page, site: VoiceSite, code: str) -> str:
    page.goto(site.address)
    page.fill("#code", code)
    page.locator("form:has(#code) button").click()
    return read_main(page)


def test_the_reporter_s_way_without_scripts_leaves_one_neutral_address(site: VoiceSite, phone: Page) -> None:
    complaints: list[str] = []
    asked: set[str] = set()
    seen: set[tuple[str, str]] = set()
    phone.on("console", lambda message: complaints.append(message.text))
    phone.on("request", lambda request: asked.add(request.url))
    phone.on("framenavigated", lambda frame: seen.add((frame.url, phone.title())))

    code = _send(phone, site, "月底同一套数报三遍")
    assert "目前没有给这个编码的答复" in _open_box(phone, site, code)

    assert complaints == []
    assert asked == {f"{site.address}/"}
    assert seen == {(f"{site.address}/", "减负")}
    assert phone.context.cookies() == []


PAGES = ("我要反映", "公开的总数", "纸质反映表")


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_and_can_be_used_by_all(site: VoiceSite, browser: Browser, width: int) -> None:
    """The checker needs scripts of its own; the pages themselves allow none, so it looks past their policy."""
    context = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
    page, barriers = context.new_page(), {}
    for words in ("", *PAGES):
        page.goto(site.address)
        if words:
            _button(page, words)
        barriers[words] = find_barriers(page)
        assert fits(page), words
    page.goto(site.address)
    _button(page, "我要反映")
    page.check("[name=noted]")
    _button(page, "下一步")
    barriers["form"] = find_barriers(page)
    context.close()
    assert barriers == {words: [] for words in barriers}


def test_the_handlers_way_and_the_answer(site: VoiceSite, phone: Page, tmp_path: Path) -> None:
    words = "松溪镇的月报每月要报三遍，电子一遍纸质两遍"
    code = _send(phone, site, words)
    site.turn_day(NEXT)
    assert "您的反映已收到" in _open_box(phone, site, code)

    first, second = site.desk("丙某"), site.desk("丁某")
    mine = next(one for one in first.look().complaints if one.text == words)
    take_step(first, first.look(), mine, State.ACCEPTED, reason=None, text="受理了，正在核查。")
    reply(
        first, first.look(), next(one for one in first.look().complaints if one.text == words), "请说说是哪几个科室。"
    )
    box = _open_box(phone, site, code)
    assert "受理了，正在核查。" in box
    assert "请说说是哪几个科室。" in box
    _button(phone, "用这个编码写")
    phone.fill("[name=text]", "办公室和两个业务科室")
    _button(phone, "下一步")
    _button(phone, "加密并发出")

    overview = first.look()
    mine = next(one for one in overview.complaints if one.text == words)
    wording = items.Item(
        "多个科室向乡镇重复收取同一份月报。", "data_request", "县应急管理局", ("青应急〔2023〕41号",), "2026-11-26"
    )
    token = items.write_item(first, overview, [mine], wording)
    row, sources = next((row, found) for row, found in second.look().items() if row["token"] == token)
    items.check_item(second, second.look(), row, sources)
    assert "多个科室向乡镇重复收取同一份月报。" in _open_box(phone, site, code)
    expect(phone.locator("main")).to_contain_text("不同意这样写")

    site.turn_day(NEXT + timedelta(days=4))
    first, second = site.desk("丙某"), site.desk("丁某")
    mine = next(one for one in second.look().complaints if one.text == words)
    assert "办公室和两个业务科室" in [message.text for message in mine.messages]
    row, sources = next((row, found) for row, found in second.look().items() if row["token"] == token)
    file = items.export_item(second, second.look(), row, sources)
    site.run("publish", tmp_path)
    item = read_item(file, read_signing_keys((tmp_path / READERS_FILE).read_text(encoding="utf-8")))
    assert item.text == wording.text
    assert words not in file.decode()

    take_step(first, first.look(), mine, State.VERIFYING, reason=None, text="在核查。")
    mine = next(one for one in first.look().complaints if one.text == words)
    take_step(first, first.look(), mine, State.ANSWERED, reason=Reason.UNFOUNDED, text="查了，暂未发现。")
    assert "查了，暂未发现。" not in _open_box(phone, site, code)
    overview = second.look()
    mine = next(one for one in overview.complaints if one.text == words)
    (proposal,) = overview.proposals_of(mine)
    answer_proposal(second, mine, proposal, agrees=True)
    assert "查了，暂未发现。" in _open_box(phone, site, code)
    _button(phone, "要求重新办理")
    expect(phone.locator("main")).to_contain_text("已记下")

    phone.goto(site.address)
    _button(phone, "公开的总数")
    phone.fill("#code", code)
    phone.locator("form:has(#code) button").click()
    expect(phone.locator("main")).to_contain_text("计入了公布的记录")
    checkpoint = phone.inner_text("section:has-text('校验点') pre >> nth=0")
    assert re.match(r"jianfu/voice\n\d+\n", checkpoint)


def test_a_kill_of_the_running_site_loses_no_answered_report(site: VoiceSite, phone: Page) -> None:
    code = _send(phone, site, "断电以前发出的")
    site.kill()
    site.start()
    site.turn_day(site.day + timedelta(days=1))

    assert "您的反映已收到" in _open_box(phone, site, code)
    assert any(one.text == "断电以前发出的" for one in site.desk("丙某").look().complaints)

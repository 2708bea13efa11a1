"""Clearance and the one list in a real browser: with and without scripts, at the desk and on the phone."""

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect
from serving import CHROMIUM, Workspace, find_barriers, fits

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有安装 chromium，跳过浏览器测试")
FIELDS = ["场所名称", "负责人", "联系电话", "检查时间", "隐患内容", "整改期限", "整改责任人"]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["企业消防安全隐患登记表"])
    sheet.append(FIELDS)
    path = tmp_path / "表样.xlsx"
    book.save(path)
    return path


PAGES = {
    "县直部门": [
        "/clearance/",
        "/clearance/new/",
        "/clearance/new/?kind=meeting",
        "/clearance/new/?kind=facility",
        "/numbers/",
        "/numbers/movements/",
    ],
    "村（社区）": ["/todo/", "/todo/digest/", "/todo/digest/?days=7"],
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("role", list(PAGES))
def test_pages_fit_and_can_be_used_by_all(workspace: Workspace, role: str, width: int) -> None:
    page = workspace.sign_in(role, width=width)
    for address in PAGES[role]:
        page.goto(workspace.address + address)
        page.wait_for_load_state("networkidle")
        for summary in page.locator("summary").all():
            summary.click()

        assert find_barriers(page) == [], address
        assert fits(page), address
    assert workspace.complaints == []


def test_a_template_is_uploaded_looked_at_and_its_kind_changed_without_losing_anything(
    workspace: Workspace, template: Path
) -> None:
    page = workspace.sign_in("县直部门")
    page.goto(f"{workspace.address}/clearance/new/")
    page.set_input_files("[name=file]", template)
    page.click("text=读入")
    expect(page.locator("[name=form_fields]")).to_have_value("\n".join(FIELDS))

    page.fill("[name=topic]", "消防安全")
    page.locator("#answer", has_text="即可，只多 1 个字段：").wait_for()
    page.fill("[name=due_on]", "12月8日")
    page.locator("#answer h2", has_text="12月8日（星期五）各处已有").wait_for()
    expect(page.locator("#hint-cost")).to_contain_text("小时")
    assert find_barriers(page) == []

    page.wait_for_load_state("networkidle")
    page.select_option("[name=kind]", "meeting")
    page.locator("[name=duration_minutes]").wait_for()
    expect(page.locator("[name=title]")).to_have_value("企业消防安全隐患登记表")
    page.wait_for_load_state("networkidle")
    page.select_option("[name=kind]", "data_request")
    page.locator("[name=form_fields]").wait_for()
    expect(page.locator("[name=form_fields]")).to_have_value("\n".join(FIELDS))
    assert workspace.complaints == []


def test_a_draft_goes_through_without_scripts_and_its_slip_prints(workspace: Workspace, template: Path) -> None:
    page = workspace.sign_in("县直部门", scripts=False)
    page.goto(f"{workspace.address}/clearance/new/?kind=meeting")
    page.fill("[name=title]", "关于召开全县冬春火灾防控会议的通知")
    page.fill("[name=due_on]", "12月12日")
    with page.context.expect_page() as opened:
        page.click("text=看核对结果")
    expect(opened.value.locator("main")).to_contain_text("基层要花的代价")
    for question in ("problem", "lighter_way", "workable"):
        page.fill(f"[name={question}]", "见正文")
    page.get_by_role("button", name="保存").click()
    page.click("text=提交审核")
    draft = page.url

    approver = workspace.sign_in("准入审核", scripts=False)
    approver.goto(draft)
    approver.check("[value=go]")
    approver.fill("[name=reasons]", "可以")
    approver.get_by_role("button", name="决定").click()
    approver.click("text=打印编号单")
    approver.emulate_media(media="print")
    expect(approver.locator(".top")).to_be_hidden()
    expect(approver.locator(".slip")).to_be_visible()
    expect(approver.locator(".code svg")).to_be_visible()

    page.goto(draft)
    page.locator("main a b").click()
    page.get_by_role("button", name="改一版").click()
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("没有比已准入的多要什么")
    page.click("text=提交审核")
    expect(page.locator("main")).to_contain_text("已按快速通道换成新版")
    expect(page.locator("main")).to_contain_text("（第 2 版）")


def test_a_tap_is_taken_back_on_the_phone(workspace: Workspace) -> None:
    page = workspace.sign_in("乡镇（街道）", width=390)
    before = page.locator(".matter").count()
    title = page.locator(".matter a").first.inner_text()

    page.locator(".matter").first.get_by_role("button", name="不归我们").click()
    expect(page.locator(".matter")).to_have_count(before - 1)
    page.locator(".undo").get_by_role("button", name="撤销").click()

    expect(page.locator(".matter")).to_have_count(before)
    expect(page.locator(".matter a").first).to_have_text(title)


def test_a_calendar_is_subscribed_to_without_signing_in_and_stopped(workspace: Workspace) -> None:
    page = workspace.sign_in("村（社区）", width=390)
    page.click("summary:has-text('日历')")
    page.click("text=要一个订阅地址")
    page.wait_for_load_state()
    address = page.locator(".words").inner_text().strip()
    stranger = workspace.browser.new_context().request

    calendar = stranger.get(address)

    assert calendar.status == 200
    assert re.search(r"BEGIN:VEVENT\r\n.*END:VEVENT\r\n", calendar.text(), re.S)
    page.click("text=回到待办")
    page.click("summary:has-text('日历')")
    page.click("text=停用现在的地址")
    assert stranger.get(address).status == 404
    log = (workspace.folder / "serve.log").read_text(encoding="utf-8")
    assert address.rsplit("/", maxsplit=1)[-1].removesuffix(".ics") not in log

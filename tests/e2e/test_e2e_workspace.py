"""The workspace as a user meets it: served by a process of its own, in a real browser, one story from end to end."""

import os
import signal
import subprocess
import time
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from serving import (
    CHROMIUM,
    JIANFU,
    SIGN_IN,
    Workspace,
    find_barriers,
    find_free_port,
    fits,
    read_main,
    wait_until_served,
)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有安装 chromium，跳过浏览器测试")
FORM = "消防安全排查台账"

PAGES = {
    "减负专班": [
        "/county/",
        "/problems/",
        "/cases/",
        "/rows/",
        "/search/?words=消防",
        "/people/",
        "/upward/",
        "/organ/2/",
    ],
    "县直部门": ["/", "/clearance/", "/clearance/new/", "/numbers/"],
    "乡镇（街道）": ["/todo/", "/cases/", "/county/"],
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("role", list(PAGES))
def test_pages_fit_complain_of_nothing_and_can_be_used_by_all(workspace: Workspace, role: str, width: int) -> None:
    page = workspace.sign_in(role, width=width)
    barriers = {}
    for address in PAGES[role]:
        answer = page.goto(workspace.address + address)
        page.wait_for_load_state("networkidle")
        barriers[address] = find_barriers(page)

        assert answer is not None
        assert answer.status == 200
        assert fits(page), address
    assert barriers == {address: [] for address in PAGES[role]}
    assert workspace.complaints == []


def test_no_room_of_the_demonstration_stands_empty(workspace: Workspace) -> None:
    page = workspace.sign_in("审计")
    said = {}
    for address in ("/clearance/", "/cases/", "/upward/", "/assessment/"):
        page.goto(workspace.address + address)
        said[address] = read_main(page)

    assert all(state in said["/clearance/"] for state in ("待审核", "退回修改", "不予准入", "减准〔2023〕1号"))
    assert all(state in said["/cases/"] for state in ("待复核", "已上报", "不成立", "无准入编号"))
    assert "2023-11-13 已报" in said["/upward/"]
    assert "农村人居环境整治工作规则" in said["/assessment/"]


def test_the_first_page_is_light(workspace: Workspace) -> None:
    page = workspace.sign_in("县领导")
    page.wait_for_load_state("networkidle")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    page.goto(f"{workspace.address}/county/", wait_until="networkidle")

    assert 0 < sum(sizes) < 400_000


def test_a_township_works_without_scripts_and_by_keyboard(workspace: Workspace) -> None:
    page = workspace.sign_in("乡镇（街道）", width=390, scripts=False)
    before = page.locator(".matter").count()

    page.locator(".matter button").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("已标为办完")
    expect(page.locator(".matter")).to_have_count(before - 1)


def _draft(page: Page, address: str, title: str) -> str:
    page.goto(f"{address}/clearance/new/?kind=data_request")
    page.fill("[name=title]", title)
    page.fill("[name=topic]", "消防安全")
    page.fill("[name=form_fields]", "场所名称\n负责人\n联系电话\n检查时间\n隐患内容\n整改期限")
    page.select_option("[name=frequency]", "每月")
    page.locator("#answer", has_text="已经有人要过").wait_for()
    for question in ("problem", "lighter_way", "workable"):
        page.fill(f"[name={question}]", "见正文")
    page.get_by_role("button", name="保存").click()
    page.click("text=提交审核")
    return page.url


def _decide(page: Page, draft: str, verdict: str, reasons: str, into: str = "") -> None:
    page.goto(draft)
    page.check(f"[value={verdict}]")
    if into:
        page.select_option("[name=merged_into]", label=into)
    page.fill("[name=reasons]", reasons)
    page.get_by_role("button", name="决定").click()


def _step(page: Page, case: str, move: str, remedy: str = "") -> None:
    page.goto(case)
    page.check(f"[value={move}]")
    if remedy:
        page.select_option("[name=remedy]", remedy)
    page.fill("[name=reasons]", "已与来文单位核实")
    page.get_by_role("button", name="办理").click()


def _register(folder: Path, name: str, day: str, title: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["收文日期", "来文单位", "标题", "收文单位", "办理时限"])
    sheet.append([day, "青岚县应急管理局", title, "松溪镇", "2023-12-09"])
    path = folder / f"{name}收文登记.xlsx"
    book.save(path)
    return path


def test_one_story_from_draft_to_closed_case(workspace: Workspace) -> None:
    bureau = workspace.sign_in("县直部门")
    kept = _draft(bureau, workspace.address, f"统一{FORM}")
    repeated = _draft(bureau, workspace.address, f"另一张{FORM}")
    desk = read_main(bureau)
    assert "多头重复填报" in desk
    assert "青岚县商务局《商贸消防安全排查台账》" in desk

    approver = workspace.sign_in("准入审核")
    _decide(approver, kept, "go", "三个单位的台账合成这一张")
    approver.wait_for_load_state()
    number = approver.locator("b", has_text="减准〔2023〕").first.inner_text()
    _decide(approver, repeated, "no", "与已准入的相同", into=f"青岚县应急管理局《统一{FORM}》")
    expect(approver.locator("main")).to_contain_text("不予准入")
    approver.goto(kept)
    approver.click("text=打印编号单")
    public = workspace.browser.new_page()
    public.goto(approver.locator("[role=img]").get_attribute("aria-label").removeprefix("核验地址 "))  # type: ignore[union-attr]
    expect(public.locator("main")).to_contain_text("有效")

    workspace.run("import", str(_register(workspace.folder, "甲", "2023-12-07", f"统一{FORM}")))
    workspace.run("import", str(_register(workspace.folder, "乙", "2023-12-07", "关于加报消防台账周报的通知")))
    township = workspace.sign_in("乡镇（街道）", width=390)
    cleared = township.locator(".matter", has_text=f"统一{FORM}")
    expect(cleared).to_have_count(1)
    expect(cleared).to_contain_text(number)
    expect(cleared.get_by_text("没有编号")).to_have_count(0)
    township.locator(".matter", has_text="加报消防台账周报").get_by_role("button", name="没有编号").click()
    expect(township.locator("main")).to_contain_text("平台会向发文单位核实")

    analyst = workspace.sign_in("减负专班")
    analyst.goto(f"{workspace.address}/cases/")
    analyst.get_by_role("link", name="加报消防台账周报").first.click()
    case = analyst.url
    for move, remedy in (("accept", ""), ("verify", ""), ("remedy", "cancel")):
        _step(analyst, case, move, remedy)
    _step(analyst, case, "check")
    expect(analyst.locator("main")).to_contain_text("须由另一个人复核")
    _step(workspace.sign_in("监督"), case, "check")

    assert "台账验证销号 1 件" in workspace.run("evaluate")
    analyst.goto(case)
    expect(analyst.locator("main")).to_contain_text("已销号")
    assert "加报消防台账周报" in _read_bulletin(analyst, workspace)
    # The refused check is answered by 422, which the browser itself remarks on.
    assert [one for one in workspace.complaints if "422" not in one] == []
    workspace.complaints.clear()


def _read_bulletin(page: Page, workspace: Workspace) -> str:
    """What the bulletin of the story's month says was done, once that month is over."""
    workspace.environment["JIANFU_DEMONSTRATION_DAY"] = "2024-01-02"
    workspace.run("sweep", "--month", "2023-12")
    workspace.environment["JIANFU_DEMONSTRATION_DAY"] = "2023-12-07"
    page.goto(f"{workspace.address}/sweeps/?month=2023-12")
    with page.expect_download() as download:
        page.get_by_role("link", name="2023年12月月报（docx）").click()
    told = "\n".join(paragraph.text for paragraph in docx.Document(str(download.value.path())).paragraphs)
    assert f"另一张{FORM}" in told
    return told


def _kill(process: "subprocess.Popen[bytes]") -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_what_was_killed_in_the_middle_goes_on_and_loses_nothing(workspace: Workspace, tmp_path: Path) -> None:
    """The server and its worker are killed while a register of many rows is imported; started again, it is all in."""
    rows, port = 30_000, find_free_port()
    environment = {name: value for name, value in os.environ.items() if name != "JIANFU_DATABASE_URL"}
    environment |= {"JIANFU_HOME": str(tmp_path / "demo" / "数据"), "JIANFU_DEMONSTRATION_DAY": "2023-12-07"}
    command = [str(JIANFU), "serve", "--demo", str(tmp_path / "demo"), "--scale", "0.02", "--port", str(port)]
    address, log = f"http://127.0.0.1:{port}", tmp_path / "serve.log"

    def start() -> "subprocess.Popen[bytes]":
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output, env=environment, start_new_session=True)
        wait_until_served(process, address)
        return process

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("收文登记")
    sheet.append(["收文日期", "来文单位", "标题", "收文单位"])
    for number in range(rows):
        sheet.append(["2023-12-06", "青岚县应急管理局", f"关于第{number}号事项的通知", "松溪镇"])
    book.save(tmp_path / "收文登记.xlsx")
    process = start()
    try:
        delivery = _upload(_enter(workspace.browser, address, log), address, tmp_path / "收文登记.xlsx")
        _kill(process)
        process = start()
        page = _enter(workspace.browser, address, log)
        page.goto(delivery)
        page.locator(".mark", has_text="已导入").first.wait_for(timeout=120_000)
        expect(page.locator("main")).to_contain_text(f"新增 {rows} 次")
    finally:
        _kill(process)
    verified = subprocess.run(
        [str(JIANFU), "files", "list"], check=True, capture_output=True, text=True, env=environment
    ).stdout
    assert verified.count("收文登记.xlsx") >= 1


def _enter(browser: Browser, address: str, log: Path) -> Page:
    found = {role: (password, codes) for role, password, codes in SIGN_IN.findall(log.read_text(encoding="utf-8"))}
    password, codes = found["减负专班"]
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{address}/")
    page.fill("[name=login]", "减负专班")
    page.fill("[name=password]", password)
    page.click("main button")
    page.fill("[name=code]", codes.split("、")[0])
    page.locator("main button").first.click()
    return page


def _upload(page: Page, address: str, file: Path) -> str:
    """Upload, say yes, and come back while the import goes on."""
    page.goto(f"{address}/import/")
    page.set_input_files("[name=files]", file)
    page.click("text=上传并预览")
    page.get_by_role("button", name="确认导入").click(timeout=60_000)
    delivery = page.url.removesuffix("import/")
    deadline = time.monotonic() + 60
    # Asked far more often than the page asks by itself: two seconds are enough for the worker to finish unseen.
    while "导入中" not in page.request.get(delivery).text():
        assert time.monotonic() < deadline, "the worker never began the import"
        time.sleep(0.02)
    return delivery

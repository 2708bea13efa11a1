"""Bringing files in as people meet it: dropped, mapped by clicking, imported, stopped, photographed on a phone."""

import base64
import os
import signal
import time
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from serving import CHROMIUM, Workspace, find_barriers, fits, read_main

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有安装 chromium，跳过浏览器测试")
_LONG = 90_000
"""Milliseconds that a preview or import may wait behind other work of the one worker."""
_DROP = """async ([names, bytes]) => {
  const transfer = new DataTransfer();
  names.forEach((name) => transfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name)));
  document.querySelector('.drop').dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true}));
}"""


@pytest.fixture(scope="module")
def analyst(workspace: Workspace) -> Page:
    """Signed in once: recovery codes are few."""
    return workspace.sign_in("减负专班")


def _book(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("登记")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_dropped_register_is_mapped_by_clicking_imported_and_its_errors_downloaded(
    workspace: Workspace, analyst: Page, tmp_path: Path
) -> None:
    rows = [("2023-12-06", "青岚县应急管理局", f"关于拖放第{n}项的通知", "松溪镇", "QR") for n in range(3)]
    book = _book(
        tmp_path / "收文登记.xlsx",
        ("收文日期", "报送部门", "标题", "收文单位", "转办二维码"),
        *rows,
        ("2023-12-06", "", "", "松溪镇", ""),
    )
    page = analyst
    page.goto(f"{workspace.address}/import/")
    assert (find_barriers(page), fits(page)) == ([], True)
    page.evaluate(_DROP, [["收文登记.xlsx", "Thumbs.db"], base64.b64encode(book.read_bytes()).decode()])
    page.locator(".chosen li").first.wait_for()
    expect(page.locator(".chosen li")).to_have_count(1)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name="确认导入").wait_for(timeout=_LONG)
    assert (find_barriers(page), fits(page)) == ([], True)
    expect(page.locator("main")).to_contain_text("2 个表头没有认出")

    page.get_by_label("报送部门当作").select_option("来文单位")
    page.get_by_label("转办二维码当作").select_option("不导入这一列")
    page.get_by_role("button", name="记下并重新预览").click()
    page.get_by_role("button", name="确认导入").wait_for(timeout=_LONG)
    expect(page.locator("main")).not_to_contain_text("没有认出")
    expect(page.get_by_role("table").first).to_contain_text("青岚县应急管理局")
    page.set_viewport_size({"width": 390, "height": 900})
    assert (find_barriers(page), fits(page)) == ([], True)
    page.set_viewport_size({"width": 1280, "height": 900})

    with page.expect_download() as begun:
        page.get_by_role("link", name="下载退回的行和原因").click()
    sheet = openpyxl.load_workbook(BytesIO(begun.value.path().read_bytes())).active
    assert sheet is not None
    assert "没有“" in str(sheet["F2"].value)

    page.get_by_role("button", name="确认导入").click()
    page.get_by_text("新增收到 3 次").wait_for(timeout=_LONG)
    page.get_by_text("重新核算").wait_for(timeout=_LONG)
    assert workspace.complaints == []


def test_a_long_import_tells_its_progress_stops_at_once_and_keeps_nothing_half(
    workspace: Workspace, analyst: Page, tmp_path: Path
) -> None:
    rows = [("2023-12-06", "青岚县应急管理局", f"关于长表第{n}项的通知", "松溪镇") for n in range(60_000)]
    book = _book(tmp_path / "长收文登记.xlsx", ("收文日期", "来文单位", "标题", "收文单位"), *rows)
    page = analyst
    page.goto(f"{workspace.address}/import/")
    page.locator(".pickers input").first.set_input_files(book)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name="确认导入").click(timeout=_LONG)
    page.get_by_text("已读").wait_for(timeout=_LONG)
    page.get_by_role("button", name="停下").click()
    page.get_by_text("已停下").wait_for(timeout=_LONG)

    expect(page.locator("main")).to_contain_text("前 0 个已导入")
    assert "长收文登记" not in workspace.run("files", "list")
    expect(page.get_by_role("button", name="接着导入")).to_have_count(1)


def test_a_village_has_two_buttons_and_fills_in_nothing(workspace: Workspace, analyst: Page) -> None:
    page = workspace.sign_in("村（社区）", width=390)
    page.goto(f"{workspace.address}/import/")
    assert (page.locator(".big").count(), find_barriers(page), fits(page)) == (2, [], True)
    photo = page.get_by_label("拍纸质通知")
    assert (photo.get_attribute("capture"), photo.get_attribute("accept")) == ("environment", "image/*")
    content = BytesIO()
    Image.new("RGB", (600, 800), "white").save(content, "JPEG")

    photo.set_input_files({"name": "拍.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()})
    page.get_by_text("收到了，不用再做什么").wait_for()
    page.get_by_text("转发群消息").click()
    page.get_by_label("粘贴在这里").fill("2023-12-06 09:00 张三\n请各村今天下午5点前报送排查表")
    page.get_by_role("button", name="交给县里").click()
    page.locator(".plainlist li").nth(1).wait_for()
    assert find_barriers(page) == []

    analyst.goto(f"{workspace.address}/import/")
    analyst.locator("tbody a").nth(1).click()
    analyst.get_by_text("待录入").wait_for(timeout=_LONG)
    expect(analyst.locator(".photo img")).to_have_js_property("complete", True)
    expect(analyst.locator(".photo img")).to_have_js_property("naturalWidth", 600)
    assert workspace.complaints == []


def test_a_township_uploads_without_scripts_and_by_keyboard(workspace: Workspace, tmp_path: Path) -> None:
    book = _book(
        tmp_path / "收文登记.xlsx", ("收文日期", "来文单位", "标题"), ("2023-12-06", "县应急局", "关于无脚本的通知")
    )
    page = workspace.sign_in("乡镇（街道）", width=390, scripts=False)
    page.goto(f"{workspace.address}/import/")
    page.locator("[name=files]").first.set_input_files(book)
    page.get_by_role("button", name="上传并预览").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    deadline = time.monotonic() + _LONG / 1000
    while "由减负专班确认" not in read_main(page) and time.monotonic() < deadline:
        page.reload()

    expect(page.locator("main")).to_contain_text("关于无脚本的通知")
    expect(page.get_by_role("button", name="确认导入")).to_have_count(0)
    page.get_by_role("button", name="不导入").click()
    expect(page.locator("main")).to_contain_text("没有导入")


def _worker_of(home: str) -> int:
    """The process id of the worker of a data folder; the children that it reads files in look like it."""
    parents: dict[int, int] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_worker = b"worker_process" in (process / "cmdline").read_bytes()
            if is_worker and f"JIANFU_HOME={home}\0".encode() in (process / "environ").read_bytes():
                parents[int(process.name)] = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue  # ended meanwhile
    return next(number for number, parent in parents.items() if parent not in parents)


def test_a_killed_worker_is_replaced_and_its_import_taken_up(
    workspace: Workspace, analyst: Page, tmp_path: Path
) -> None:
    rows = [("2023-12-06", "青岚县应急管理局", f"关于断电第{n}项的通知", "松溪镇") for n in range(30_000)]
    book = _book(tmp_path / "断电收文登记.xlsx", ("收文日期", "来文单位", "标题", "收文单位"), *rows)
    page = analyst
    page.goto(f"{workspace.address}/import/")
    page.locator(".pickers input").first.set_input_files(book)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name="确认导入").click(timeout=_LONG)
    page.get_by_text("已读").wait_for(timeout=_LONG)

    os.kill(_worker_of(workspace.environment["JIANFU_HOME"]), signal.SIGKILL)

    page.get_by_text("新增收到 30000 次").wait_for(timeout=2 * _LONG)
    assert workspace.run("files", "list").count("断电收文登记") == 1

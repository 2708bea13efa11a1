"""Monitoring as people meet it: the diary and the check sheet on a phone, the latter without reception; questionnaires
by one link; measures planned first; the bulletin as a file."""

import re
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from serving import CHROMIUM, Workspace, find_barriers, fits, read_main

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有安装 chromium，跳过浏览器测试")
_PHONE = 390
_LINES = """您在哪里工作？
- 乡镇
- 村
（第1题选“村”才问）上周填了几张表？[数字 0-50]
还想说什么？[文字，选填]"""


@pytest.fixture(scope="module")
def analyst(workspace: Workspace) -> Page:
    """Signed in once, after every township has become a monitoring point."""
    said = workspace.run(
        "monitor", "panel", "--seed", "七星彩", "--size", "28", "--villages", "15", "--since", "2023-12"
    )
    assert "已记入" in said
    return workspace.sign_in("减负专班")


def _is_sound(page: Page) -> bool:
    """No barrier, nothing wider than the window, at the width that it has."""
    assert find_barriers(page) == []
    return fits(page)


def test_pages_are_sound_on_a_desk_and_on_a_phone(workspace: Workspace, analyst: Page) -> None:
    for address in ("monitoring/", "monitoring/forms/", "monitoring/measures/", "monitoring/checks/published/"):
        analyst.goto(f"{workspace.address}/{address}")
        for width in (1280, _PHONE):
            analyst.set_viewport_size({"width": width, "height": 900})
            assert _is_sound(analyst), (address, width)


@pytest.mark.parametrize("role", ["乡镇（街道）", "村（社区）"])
def test_a_point_writes_its_diary_with_taps_alone(workspace: Workspace, analyst: Page, role: str) -> None:
    page = workspace.sign_in(role, width=_PHONE, scripts=False)
    page.get_by_role("link", name="周记").click()
    page.wait_for_load_state()
    groups = page.locator("form.taps fieldset")
    expect(page.locator("form.taps").get_by_role("textbox")).to_have_count(0)
    for place in range(groups.count()):
        groups.nth(place).locator("label").nth(2).click()
    page.get_by_role("button", name="交", exact=True).click()

    expect(page.get_by_role("status")).to_contain_text("收到了")
    analyst.goto(f"{workspace.address}/monitoring/")
    expect(analyst.locator("main")).to_contain_text("周记")


def test_a_questionnaire_is_made_on_one_page_and_answered_by_one_link(workspace: Workspace, analyst: Page) -> None:
    analyst.set_viewport_size({"width": 1280, "height": 900})
    analyst.goto(f"{workspace.address}/monitoring/forms/")
    analyst.get_by_label("题目").fill("填表情况")
    analyst.get_by_label(re.compile("^问题")).fill(_LINES)
    analyst.get_by_role("button", name="发出").click()
    link = analyst.locator("code").inner_text()
    for number in range(6):
        _answer(workspace, link, number)
    analyst.reload()

    said = read_main(analyst)
    assert "收到 6 份" in said
    assert "太少，不公布" not in said
    assert _is_sound(analyst)


def _answer(workspace: Workspace, link: str, number: int) -> None:
    context = workspace.browser.new_context(viewport={"width": _PHONE, "height": 800})
    page = context.new_page()
    page.goto(link)
    hidden = page.locator("fieldset").nth(1)
    expect(hidden).to_be_hidden()
    page.locator("label.tap", has_text="村").click()
    expect(hidden).to_be_visible()
    hidden.locator("input").fill(str(number))
    assert _is_sound(page)
    page.get_by_role("button", name="交", exact=True).click()
    expect(page.locator("h1")).to_have_text("收到了，谢谢")
    assert [one["name"] for one in context.cookies()] in ([], ["csrf"])
    context.close()


def test_answers_of_another_form_tool_are_taken_and_shifted_ones_are_not(
    workspace: Workspace, analyst: Page, tmp_path: Path
) -> None:
    analyst.goto(f"{workspace.address}/monitoring/forms/")
    analyst.get_by_role("link", name="填表情况").click()
    header = ["1、您在哪里工作？", "2、上周填了几张表？", "3、还想说什么？"]
    right = [["村", "7", ""], ["乡镇", "", "少一点"]] * 3
    for name, rows in (("错位", [["", *row[:-1]] for row in right]), ("对齐", right)):
        book = openpyxl.Workbook()
        for row in [header, *rows]:
            book.active.append(row)  # type: ignore[union-attr]
        book.save(tmp_path / f"{name}.xlsx")
        analyst.set_input_files("input[name=file]", tmp_path / f"{name}.xlsx")
        analyst.get_by_role("button", name="导入", exact=True).click()
        analyst.wait_for_load_state()
        told = analyst.get_by_role("status").first.inner_text()
        assert ("整个文件没有导入" in told) is (name == "错位")
        assert ("导入 6 份" in told) is (name == "对齐")


def test_a_check_sheet_works_without_reception(workspace: Workspace, tmp_path: Path) -> None:
    page = workspace.sign_in("监督", width=_PHONE)
    page.goto(f"{workspace.address}/monitoring/checks/")
    page.get_by_label("到", exact=True).fill("2023-12-15")
    page.get_by_label(re.compile("^种子")).fill("天知道")
    page.get_by_role("button", name="抽取").click()
    expect(page.get_by_role("status")).to_contain_text("抽中")
    assert _is_sound(page)
    page.locator("ol a").first.click()
    page.locator("form.sheet[data-kept]").wait_for()
    assert _is_sound(page)

    page.context.set_offline(True)
    page.reload()
    groups = page.locator("form.sheet fieldset")
    for place in range(groups.count()):
        groups.nth(place).locator("label.tap").nth(0 if place else 1).click()
    groups.first.locator("summary").click()
    groups.first.locator("input[name=who0]").fill("青岚县应急管理局")
    photo, exif = Image.new("RGB", (60, 40), "green"), Image.Exif()
    exif[0x010F] = "某手机"
    photo.save(tmp_path / "照片.jpg", exif=exif)
    page.set_input_files("input[name=photos]", tmp_path / "照片.jpg")
    page.get_by_label(re.compile("^占用了")).fill("12")
    page.get_by_role("button", name="交", exact=True).click()
    expect(page.locator(".told")).to_contain_text("存在手机里")
    page.reload()
    expect(page.locator("[name=minutes]")).to_have_value("12")

    page.context.set_offline(False)  # the sheet hears of it and sends itself
    page.wait_for_url(re.compile("/monitoring/checks/$"))
    expect(page.get_by_role("status")).to_contain_text("立案 1 件")
    page.locator("ol a").first.click()
    kept = page.context.request.get(page.get_by_role("link", name="照片 1").evaluate("one => one.href")).body()
    with Image.open(BytesIO(kept)) as cleaned:
        assert not cleaned.getexif()
    assert page.evaluate("localStorage.length") in (0, 1)  # the opened sheet itself may be kept anew


def test_a_measure_is_planned_first_and_the_bulletin_is_a_file(workspace: Workspace, analyst: Page) -> None:
    analyst.goto(f"{workspace.address}/monitoring/measures/")
    analyst.get_by_label("名称").fill("少发通知")
    analyst.get_by_label("哪天开始实施").fill("2023-12-20")
    analyst.locator("input[name=pick]").first.check()
    analyst.get_by_role("button", name="登记").click()
    analyst.get_by_role("button", name="按现在的台账评估").click()
    expect(analyst.locator("main")).to_contain_text("无法判断")
    assert _is_sound(analyst)

    analyst.goto(f"{workspace.address}/monitoring/")
    with analyst.expect_download() as waiting:
        analyst.get_by_role("link", name=re.compile("简报（docx）")).click()
    words = "\n".join(one.text for one in docx.Document(str(waiting.value.path())).paragraphs)
    assert "基层负担监测简报" in words
    assert "说不清的" in words


def test_the_browser_has_nothing_to_complain_of(workspace: Workspace) -> None:
    loud = [one for one in workspace.complaints if "ERR_INTERNET_DISCONNECTED" not in one and "422" not in one]

    assert loud == []

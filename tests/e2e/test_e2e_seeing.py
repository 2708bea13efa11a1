"""Looking down from the county's answer to the line of a file, on a desk and on a phone, with scripts and without."""

from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect
from serving import CHROMIUM, Workspace, find_barriers, fits

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有安装 chromium，跳过浏览器测试")
PAGES = ["/county/", "/search/?words=消防", "/rows/?kind=document&words=消防", "/people/"]


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_that_show_fit_and_shut_nobody_out(width: int, workspace: Workspace) -> None:
    page = workspace.sign_in("减负专班", width=width)
    barriers = {}
    for address in PAGES:
        page.goto(f"{workspace.address}{address}")
        page.wait_for_load_state("networkidle")
        barriers[address] = find_barriers(page)
        assert fits(page), address
    for link in ("#townships .tiles a", ".hit a", "table.list td:nth-child(3) a"):
        page.goto(f"{workspace.address}{PAGES[0 if 'tiles' in link else 1 if 'hit' in link else 2]}")
        page.goto(f"{workspace.address}{page.locator(link).first.get_attribute('href')}")
        barriers[link] = find_barriers(page)
        assert fits(page), link

    assert {address: some for address, some in barriers.items() if some} == {}
    assert workspace.complaints == []


def test_from_the_answer_to_the_line_of_a_file_without_scripts(workspace: Workspace) -> None:
    page = workspace.sign_in("县领导", scripts=False)
    page.goto(f"{workspace.address}/county/")
    expect(page.locator(".answer .verdict").first).to_have_text("无法判断")

    page.locator("table.kinds a", has_text="文山会海").first.click()
    expect(page.locator(".chip")).to_have_text("文山会海 ×")
    page.locator("td a").first.click()
    expect(page.locator(".proof").first).to_contain_text("工作表")
    expect(page.locator("table.cells th").nth(1)).not_to_have_text("—")

    page.goto(f"{workspace.address}/search/")
    page.fill("[name=words]", "消防")
    page.locator("main button").click()
    expect(page.locator(".hit mark").first).to_have_text("消防")


def test_a_list_is_taken_along_as_it_stands_on_the_page(workspace: Workspace) -> None:
    page = workspace.sign_in("监督")
    page.goto(f"{workspace.address}/rows/?kind=meeting&words=消防")
    with page.expect_download() as asked:
        page.locator(".exports a").click()
    sheet = openpyxl.load_workbook(BytesIO(asked.value.path().read_bytes())).active

    assert sheet is not None
    assert sheet.max_row > 1
    assert {row[1].value for row in sheet.iter_rows(min_row=2)} == {"会议"}


def test_styles_and_scripts_are_fetched_once(workspace: Workspace) -> None:
    page = workspace.sign_in("减负专班")
    page.goto(f"{workspace.address}/county/")
    links = page.eval_on_selector_all("link[href], script[src]", "all => all.map(one => one.href || one.src)")
    files = sorted(set(links))
    answers = [page.request.get(file) for file in files]

    assert len(files) > 3
    assert all(answer.ok and "immutable" in answer.headers["cache-control"] for answer in answers), files

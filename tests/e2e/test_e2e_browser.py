"""The html report in a real browser: every number opens its rows, and nothing complains."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有安装 chromium，跳过浏览器测试")
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.mark.parametrize("size", SIZES)
def test_number_opens_its_rows_without_a_complaint(demo, browser: Browser, size: str) -> None:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((demo.report / "report.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    number = page.locator("a[href*='report_rows/WH12']").first
    assert number.inner_text().startswith("3")
    number.click()
    page.wait_for_load_state()
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator("tbody")).to_contain_text("岁末年初特种设备")
    assert complaints == []
    page.close()

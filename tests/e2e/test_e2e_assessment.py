"""A year of assessment in a real browser, from the draft to the archive, with an appeal that moves three bands."""

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
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
FIRST_DAY, LATER_DAY = "2023-12-07", "2023-12-25"
TOWN, RIGHT, WRONG = "松溪镇", 11.4, 0.0
"""A department registered 0 for what was 11.4."""


@dataclass
class Office:
    """The server on one day, and the same one on a later day."""

    folder: Path
    browser: Browser
    process: "subprocess.Popen[bytes] | None" = None
    workspace: Workspace | None = None
    signs: list[tuple[str, str, str]] = field(default_factory=list)

    def open(self, day: str, *arguments: object) -> Workspace:
        self.close()
        port, log = find_free_port(), self.folder / f"{day}.log"
        environment = {name: value for name, value in os.environ.items() if name != "JIANFU_DATABASE_URL"}
        environment |= {"JIANFU_HOME": str(self.folder / "demo" / "数据"), "JIANFU_DEMONSTRATION_DAY": day}
        command = [str(JIANFU), "serve", *map(str, arguments), "--port", str(port)]
        with log.open("wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        address = f"http://127.0.0.1:{port}"
        wait_until_served(self.process, address)
        self.signs = self.signs or SIGN_IN.findall(log.read_text(encoding="utf-8"))
        passwords = {role: password for role, password, _ in self.signs}
        codes = {role: found.split("、") for role, _, found in self.signs}
        if self.workspace is not None:
            codes = self.workspace.codes
        self.workspace = Workspace(address, environment, self.browser, passwords, codes, folder=self.folder)
        return self.workspace

    def close(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=30)
            self.process = None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        found = Office(tmp_path_factory.mktemp("assessment"), browser)
        yield found
        found.close()
        browser.close()


def _misregister(folder: Path) -> None:
    path = next(folder.glob("科技和工业信息化局*.xlsx"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    row = next(row for row in sheet.iter_rows() if row[1].value == TOWN)
    assert row[3].value == RIGHT
    row[3].value = WRONG
    book.save(path)


def _look(page: Page, office: Office, name: str) -> None:
    """No barrier, nothing wider than the screen; a picture for people."""
    page.wait_for_load_state()
    for summary in page.locator("main summary").all():
        summary.click()
    assert find_barriers(page) == [], name
    assert fits(page), name
    page.screenshot(path=office.folder / f"{name}.png", full_page=True)


def _do(page: Page, words: str) -> str:
    page.get_by_role("button", name=words, exact=True).click()
    return read_main(page)


def test_a_year_in_the_browser(office: Office) -> None:
    workspace = office.open(FIRST_DAY, "--demo", office.folder / "demo", "--scale", 0.01)
    files = office.folder / "demo" / "考核"
    _misregister(files)

    analyst = workspace.sign_in("减负专班")
    analyst.goto(f"{workspace.address}/assessment/draft/")
    analyst.fill("[name=plan_text]", "名称: 甲\n年度: 2023\n指标:\n  - {编号: A, 名称: 召开会议次数}\n")
    assert "不得作为考核指标" in _do(analyst, "核对并保存")
    analyst.set_input_files("[name=file]", files / "考核方案.yaml")
    assert "方案自身给乡镇添的负担" in _do(analyst, "核对并保存")
    year = analyst.url
    analyst.fill("[name=until]", FIRST_DAY)
    analyst.check("[name=is_anonymous]")
    _do(analyst, "向三级征求意见")
    _look(analyst, office, "1-征求意见")

    township = workspace.sign_in("乡镇（街道）", width=390)
    township.goto(f"{workspace.address}/assessment/")
    township.get_by_role("link", name="2023年乡镇（街道）考核方案").last.click()
    township.fill("[name=opinion]", "耕地保护大家都合格，建议不单列。")
    assert "意见已收到" in _do(township, "提交")

    analyst.get_by_role("link", name="征求意见的情况").click()
    expect(analyst.locator("main")).to_contain_text("耕地保护大家都合格")
    expect(analyst.locator("section", has_text="耕地保护大家都合格").last).not_to_contain_text(TOWN)
    analyst.get_by_label("部分采纳").check()
    analyst.fill("[name=reasons]", "今年保留，明年按瘦身建议处理。")
    _do(analyst, "答复")
    _look(analyst, office, "2-意见答复")

    analyst.goto(year)
    analyst.fill("[name=reasons]", "县委常委会第 20 次会议")
    _do(analyst, "方案通过")
    analyst.set_input_files("[name=files]", sorted(files.glob("*.xlsx")))
    assert "28 个乡镇（街道）、392 个数" in _do(analyst, "读入并冻结数据")
    assert "分档，档内不分先后" in _do(analyst, "计算得分，交被考核单位核对")
    _look(analyst, office, "3-结果")

    township.goto(year)
    expect(township.locator("main")).not_to_contain_text("第 1 档")
    township.get_by_role("link", name="看本单位的得分和依据").click()
    township.wait_for_load_state()
    before = township.locator(".number b").first.inner_text()
    _look(township, office, "4-本单位得分")
    township.get_by_label("数据不对").check()
    township.select_option("[name=indicator]", "G1")
    township.fill("[name=objection]", f"增速登记成 0，应为 {RIGHT}。")
    township.fill("[name=evidence]", "科工局业务系统 12 月导出，松溪镇一行")
    assert "应答复" in _do(township, "提交申诉")
    appeal = township.url

    judge = workspace.sign_in("监督")
    judge.goto(appeal)
    judge.get_by_label("采纳", exact=True).check()
    judge.fill("[name=new_value]", str(RIGHT))
    judge.fill("[name=reasons]", "经核对系统，登记时漏填。")
    decided = _do(judge, "决定")
    assert "其中 3 个换了档次" in decided
    assert decided.count(" → ") == 3
    _look(judge, office, "5-申诉决定")

    township.goto(f"{year}")
    township.get_by_role("link", name="看本单位的得分和依据").click()
    expect(township.locator("main")).to_contain_text("因申诉重新计算")
    assert township.locator(".number b").first.inner_text() != before
    assert "已登记：本单位核对无异议" in _do(township, "数据和得分无异议")

    analyst.goto(year)
    assert "还不能结束" in _do(analyst, "核对完毕")
    # A refused form is answered by 422, of which the browser tells.
    assert [words for words in workspace.complaints if "422" not in words] == []
    _finish(office, year)


def _finish(office: Office, year: str) -> None:
    """Ten working days later: settled, published, archived; the archive gives the same bytes again."""
    workspace = office.open(LATER_DAY)
    address = workspace.address + "/" + year.split("/", maxsplit=3)[3]
    analyst = workspace.sign_in("减负专班")
    analyst.goto(address)
    for step, words in (("核对完毕", "核对 1 个，申诉 1 件"), ("公布", "公平性目标都达到"), ("归档", "归档 ")):
        assert words in _do(analyst, step)

    village = workspace.sign_in("村（社区）", width=390)
    village.goto(address)
    expect(village.locator("main")).to_contain_text("第 1 档")
    _look(village, office, "6-公布")
    saved = {}
    for words in ("结果（docx）", "结果和数据（xlsx）", "归档（可重算）"):
        with village.expect_download() as waiting:
            village.get_by_role("link", name=words).click()
        saved[words] = office.folder / waiting.value.suggested_filename
        waiting.value.save_as(saved[words])
    paper = docx.Document(str(saved["结果（docx）"]))
    assert any(TOWN in cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    book = openpyxl.load_workbook(saved["结果和数据（xlsx）"])
    assert book.sheetnames == ["得分", "各项得分", "数据依据", "公平性", "申诉"]
    assert any("申诉更正" in str(row[5]) for row in book["数据依据"].values)
    assert "逐字节一致" in workspace.run("assess", "recompute", str(saved["归档（可重算）"]))
    assert workspace.complaints == []

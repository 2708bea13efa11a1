"""Mending in a real browser; and the worker killed in the middle of a night's sweep."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from serving import CHROMIUM, JIANFU, Workspace, find_barriers, fits, read_main

_needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="没有安装 chromium，跳过浏览器测试")
PAGES = {
    "监督": ["/problems/", "/cases/", "/upward/", "/sweeps/", "/schedule/", "/own-burden/"],
    "县直部门": ["/cases/", "/problems/", "/own-burden/"],
    "村（社区）": ["/cases/", "/own-burden/"],
}


def _open_first_problems(page: Page, address: str, number: int) -> None:
    page.goto(f"{address}/problems/")
    for place in range(number):
        page.locator("[name=pick]").nth(place).check()
    page.get_by_role("button", name="勾选的一起立案").click()
    expect(page.locator("main")).to_contain_text("已立案")


def _step(page: Page, move: str, **chosen: str) -> None:
    page.check(f"[name=move][value={move}]")
    for name, value in chosen.items():
        page.select_option(f"[name={name}]", value)
    page.locator("form:has([name=move]) [name=reasons]").fill("已与来文单位核实")
    page.get_by_role("button", name="办理").click()


@_needs_browser
def test_from_problems_to_the_answer_from_above_on_a_phone_without_scripts(workspace: Workspace) -> None:
    """Several problems become cases, are accepted together; one is raised, and its answer written down."""
    page = workspace.sign_in("减负专班", width=390, scripts=False)
    _open_first_problems(page, workspace.address, 3)
    page.goto(f"{workspace.address}/cases/?state=opened")
    for box in page.locator("[name=pick]").all():
        box.check()
    page.select_option("[name=move]", "accept")
    page.locator("[name=reasons]").fill("一并受理")
    page.get_by_role("button", name="办理").click()
    expect(page.locator("main")).to_contain_text("办好")

    page.goto(f"{workspace.address}/cases/?state=accepted&owner=减负专班:减负专班")
    page.locator("table a").first.click()
    _step(page, "verify")
    _step(page, "escalate", level="city")
    page.get_by_role("link", name="由市级解决").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出致市级的公函").click()
    assert download.value.suggested_filename.endswith(".docx")
    page.fill("[name=sent_on]", "2023-12-06")
    page.fill("[name=sent_to]", "市减负办")
    page.get_by_role("button", name="登记报出").click()
    page.check("[value=adopted]")
    page.fill("[name=answer]", "明年起不再要求。")
    page.get_by_role("button", name="登记答复").click()
    expect(page.locator("main")).to_contain_text("采纳")
    page.locator("table a").first.click()
    expect(page.locator("main")).to_contain_text("待台账验证")
    expect(page.locator("main")).to_contain_text("明年起不再要求。")
    assert workspace.complaints == []


@_needs_browser
def test_one_who_is_slower_is_told_and_keeps_the_words(workspace: Workspace) -> None:
    first, second = workspace.sign_in("减负专班"), workspace.sign_in("监督")
    _open_first_problems(first, workspace.address, 6)  # some join a case that is open already
    first.goto(f"{workspace.address}/cases/?state=opened")
    first.locator("table a").first.click()
    second.goto(first.url)
    _step(first, "accept")

    second.check("[name=move][value=dismiss]")
    second.locator("form:has([name=move]) [name=reasons]").fill("我的长篇理由")
    second.get_by_role("button", name="办理").click()

    expect(second.locator("main")).to_contain_text("刚被别人办过")
    expect(second.locator("form:has([name=move]) [name=reasons]")).to_have_value("我的长篇理由")
    # The browser itself remarks on the answer's status.
    assert [one for one in workspace.complaints if "422" not in one] == []
    workspace.complaints.clear()


@_needs_browser
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("role", list(PAGES))
def test_pages_fit_and_can_be_used_by_all(workspace: Workspace, role: str, width: int) -> None:
    page = workspace.sign_in(role, width=width)
    barriers = {}
    for address in [*PAGES[role], None]:
        if address is None:
            page.goto(f"{workspace.address}/cases/")
            if not page.locator("table a").count():
                continue
            page.locator("table a").first.click()
        else:
            page.goto(workspace.address + address)
        page.wait_for_load_state("networkidle")
        barriers[page.url] = find_barriers(page)
        assert fits(page), page.url
    assert {address: found for address, found in barriers.items() if found} == {}
    assert workspace.complaints == []


@_needs_browser
def test_the_schedule_is_seen_and_started_by_hand(workspace: Workspace) -> None:
    page = workspace.sign_in("减负专班")
    page.goto(f"{workspace.address}/schedule/")
    expect(page.locator("main")).to_contain_text("后台程序正常")

    page.get_by_role("button", name="现在执行办案提醒").click()

    deadline = time.monotonic() + 60
    while not re.search(r"提醒 \d+ 人", read_main(page)):
        assert time.monotonic() < deadline, "the run never ended"
        page.reload()
        time.sleep(0.5)


def _count(home: Path, table: str) -> int:
    with sqlite3.connect(f"file:{home}/ledger.sqlite3?mode=ro", uri=True, timeout=60) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _runs(home: Path) -> dict[str, str]:
    with sqlite3.connect(f"file:{home}/ledger.sqlite3?mode=ro", uri=True, timeout=60) as connection:
        return dict(connection.execute("SELECT job, state FROM schedule_scheduledrun").fetchall())


def _found(home: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"file:{home}/ledger.sqlite3?mode=ro", uri=True, timeout=60) as connection:
        query = "SELECT signal, words, receipts FROM monitoring_sweepitem ORDER BY id"
        return connection.execute(query).fetchall()


def test_a_worker_that_is_killed_in_mid_sweep_leaves_nothing_half_and_the_next_goes_on(tmp_path: Path) -> None:
    """kill -9 while the night's jobs run, twice; then they are done, once, as if nothing had been."""
    environment = {name: value for name, value in os.environ.items() if name != "JIANFU_DATABASE_URL"}
    home = tmp_path / "数据"
    environment |= {"JIANFU_HOME": str(home), "JIANFU_DEMONSTRATION_DAY": "2023-12-07"}

    def run(*arguments: object) -> None:
        subprocess.run([str(JIANFU), *map(str, arguments)], check=False, capture_output=True, env=environment)

    run("county", "make", tmp_path / "文件", "--scale", "0.05")
    run("import", tmp_path / "文件")
    run("accounts", "invite", "张三")  # brings the tables of the workspace
    shutil.copytree(home, tmp_path / "clean")

    def start(folder: Path) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "jianfu.cli.server.worker_process"]
        return subprocess.Popen(
            command, env=environment | {"JIANFU_HOME": str(folder)}, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def wait(folder: Path, wanted: set[str], *, pause: float = 0.0) -> None:
        deadline = time.monotonic() + 240
        while not _runs(folder) or not set(_runs(folder).values()) <= wanted:
            assert time.monotonic() < deadline, _runs(folder)
            time.sleep(0.05)
        time.sleep(pause)

    for pause in (0.0, 1.5):
        worker = start(home)
        wait(home, {"waiting", "running", "done"}, pause=pause)
        while "running" not in _runs(home).values() and "waiting" in _runs(home).values():
            time.sleep(0.01)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        assert _count(home, "monitoring_evaluation") <= 1
        assert (_count(home, "monitoring_sweep") == 0) == (_count(home, "monitoring_knownthing") == 0)
    for folder in (home, tmp_path / "clean"):
        worker = start(folder)
        wait(folder, {"done"})
        worker.terminate()
        worker.wait()

    assert (_count(home, "monitoring_evaluation"), _count(home, "monitoring_sweep")) == (1, 1)
    assert _found(home) == _found(tmp_path / "clean")
    assert _count(home, "monitoring_problem") == _count(tmp_path / "clean", "monitoring_problem")
    verified = subprocess.run([str(JIANFU), "audit", "verify"], check=False, env=environment, capture_output=True)
    assert verified.returncode == 0

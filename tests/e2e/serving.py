"""A server of the workspace in a process of its own, and a browser in front of it."""

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
JIANFU = Path(sys.executable).parent / "jianfu"
SIGN_IN = re.compile(r"^  (\S+?)　密码 (\S+?)(?:　动态码或恢复码 (\S+?))?(?:　（.*）)?$", re.M)
_START_SECONDS = 300


@dataclass
class Workspace:
    """A running server, its sign-ins, and what the browser complained of."""

    address: str
    environment: dict[str, str]
    browser: Browser
    passwords: dict[str, str]
    codes: dict[str, list[str]]
    complaints: list[str] = field(default_factory=list)
    folder: Path = Path()

    def sign_in(self, role: str, *, width: int = 1280, scripts: bool = True) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=scripts
        )
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(f"{page.url} {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url} {error}"))
        page.goto(f"{self.address}/")
        page.fill("[name=login]", role)
        page.fill("[name=password]", self.passwords[role])
        page.click("main button")
        if "2fa" in page.url:
            page.fill("[name=code]", self.codes[role].pop())
            page.locator("main button").first.click()
        page.wait_for_load_state()
        return page

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [str(JIANFU), *arguments], check=False, capture_output=True, text=True, env=self.environment
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def read_main(page: Page) -> str:
    """The words of a page that has wholly arrived: a click waits only for the first of it."""
    page.wait_for_load_state()
    return page.locator("main").inner_text()


def find_barriers(page: Page) -> list[tuple[str, object]]:
    """What axe finds on the whole page: rule and place."""
    page.wait_for_load_state()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], one["nodes"][0]["target"]) for one in found]


def fits(page: Page) -> bool:
    """Nothing on the whole page is wider than the window."""
    page.wait_for_load_state()
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_served(process: "subprocess.Popen[bytes]", address: str) -> None:
    for _ in range(_START_SECONDS):
        assert process.poll() is None
        try:
            with urllib.request.urlopen(f"{address}/healthz") as answer:
                assert answer.read() == b"ok"
                return
        except OSError:
            time.sleep(1)
    raise AssertionError("the server did not answer")
